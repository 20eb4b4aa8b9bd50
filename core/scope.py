"""What one officer looks after, where she is limited to zones, to topics, or to both. Everybody still reads everything.

An administrator sets it on the person's page; `User.may` asks here, so every form, deed, list and file keeps to it.
"""

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.utils.translation import gettext as _

from core.roles import TOPICS

_ZONES = []


def look_after(model):
    """Name the model of the zones, whose rows carry a `code`; called once, by the app that has them."""
    _ZONES[:] = [model]


def zone_model():
    return _ZONES[0]


def zones_of(person):
    """{key: name} of the zones `person` is limited to; a code that names no zone any more names none here."""
    rows = zone_model()._base_manager.filter(code__in=person.zone_limits).order_by("order", "code")
    return {row.pk: row.short_name for row in rows}


def zone_key(record):
    """The key of the zone `record` belongs to; None where it belongs to none, 0 for a zone that is not saved yet."""
    if isinstance(record, zone_model()):
        return record.pk or 0
    return next((key for path in _paths(type(record)) if (key := _followed(record, path)) is not None), None)


def _paths(model):
    """Ways from a record to its zone, e.g. "parcel__zone"; the first that leads to one counts."""
    return getattr(model, "zone_paths", ("zone",) if _links_to_zone(model) else ())


def _links_to_zone(model):
    try:
        return model._meta.get_field("zone").related_model is zone_model()
    except FieldDoesNotExist:
        return False


def _followed(record, path):
    *way, last = path.split("__")
    for name in way:
        record = getattr(record, name, None)
        if record is None:
            return None
    return getattr(record, f"{last}_id")


def is_hers(person, app_label, record=None):
    """Whether `person` looks after `app_label`, and after the zone of `record` where it has one."""
    # What belongs to no topic, such as the sources, is everybody's.
    topic = next((name for name, topic in TOPICS.items() if app_label in topic.apps), None)
    if topic and person.topic_limits and topic not in person.topic_limits:
        return False
    if record is None or not person.zone_limits:
        return True
    key = zone_key(record)
    return key is None or key in person.zone_keys


def zones_condition(person, model):
    """What `is_hers` says of the zone of a record, as a condition on rows of `model`; empty where it opens all."""
    if not person.zone_limits:
        return Q()
    if issubclass(model, zone_model()):
        return Q(pk__in=person.zone_keys)
    hers, is_of_none = Q(), Q()
    for path in _paths(model):
        hers |= is_of_none & Q(**{f"{path}__in": person.zone_keys})
        is_of_none &= Q(**{f"{path}__isnull": True})
    return hers | is_of_none


def told(person):
    """What `person` is limited to, as one sentence; "" where she is not."""
    zones = [*zones_of(person).values()] if person.zone_limits else []
    named = [", ".join(zones) or _("no zone there is")] if person.zone_limits else []
    named += [str(TOPICS[topic].label) for topic in person.topic_limits if topic in TOPICS]
    return _("You look after %(what)s only.") % {"what": ", ".join(named)} if named else ""


def why_not(person, app_label, record=None):
    """The sentence that says that `record` is not hers, as a list; empty when it is."""
    return [] if is_hers(person, app_label, record) else [told(person)]

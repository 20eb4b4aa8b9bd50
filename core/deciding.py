"""What of all that waits an officer with limits decides on while she may publish, asked of the database.

core.scope says the same of one record. Whoever has no limits, and whoever only reads what waits, is shown all of it.
"""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from core.models import Publishable
from core.roles import CONTENT_APPS
from core.scope import zones_condition


def leads(person):
    """Whether what waits for approval waits for `person`."""
    return any(person.may("publish", app) for app in CONTENT_APPS)


def is_narrowed(person):
    """Whether limits of hers narrow what waits for `person`."""
    return bool(person.zone_limits or person.topic_limits) and leads(person)


def to_decide(person, model):
    """The condition on rows of `model`: those on which she decides, or all of them where nothing narrows her."""
    if not is_narrowed(person):
        return Q()
    if not person.may("publish", model._meta.app_label):
        return Q(pk__in=())
    return zones_condition(person, model)


def of_records_to_decide(person, rows):
    """Those of `rows`, a queryset of core.models.OfRecord, whose records she decides on; see `to_decide`."""
    if not is_narrowed(person):
        return rows
    kinds = ContentType.objects.get_for_models(*kinds_of_records())
    wanted = Q(pk__in=())
    for model, kind in kinds.items():
        hers = to_decide(person, model)
        records = Q(object_id__in=model._base_manager.filter(hers).values("pk")) if hers else Q()
        wanted |= Q(content_type=kind) & records
    return rows.filter(wanted)


def kinds_of_records():
    return [one for one in apps.get_models() if issubclass(one, Publishable) and not hasattr(one, "instance_type")]

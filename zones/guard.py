"""A price says the same in its unit and in its words, and stands on a decision that is in force."""

import re
from collections import defaultdict

from django.utils import timezone
from django.utils.translation import gettext as _

from core.changes import field_label
from core.disclosure_classes import public_texts
from core.models import Publishable
from core.publication.guard import ERROR, WARNING, Finding, check, once
from core.text import fold
from policies.guard import no_longer_holds
from zones.models import Rate, Zone
from zones.units import RateKind, RateUnit

_A_YEAR = re.compile(
    r"/ ?(nam|year|annum)\b|\b(hang|moi|tung) nam\b|\b(per|a|each|every) (year|annum)\b|\b(annually|yearly)\b"
)
_ONE_OFF = re.compile(r"\b(tra|nop|thu|tinh) (tien )?mot lan\b|\bone-?off\b|\blump sum\b|\bca thoi gian thue\b")


def _saying(rate, pattern):
    """The texts of `rate` in which `pattern` is found."""
    return [field for field in public_texts(Rate) if pattern.search(fold(getattr(rate, field.attname) or ""))]


@check(Rate)
def a_one_off_price_is_not_by_the_year(rate):
    if rate.kind == RateKind.LAND_RENT_ONE_OFF:
        if rate.unit != RateUnit.M2_TERM:
            said = _("%(field)s: a one-off price is per m² for the whole term, without “a year”. Choose that unit.")
            yield Finding(ERROR, "unit", said % {"field": field_label(Rate._meta.get_field("unit"))})
        for field in _saying(rate, _A_YEAR):
            said = _("%(field)s says “a year”, and this is a one-off price. Take it out, or choose the annual kind.")
            yield Finding(ERROR, field.name, said % {"field": field_label(field)})
    elif rate.unit == RateUnit.M2_YEAR:
        for field in _saying(rate, _ONE_OFF):
            said = _("%(field)s speaks of paying once, and this price is by the year. Are kind and unit right?")
            yield Finding(WARNING, field.name, said % {"field": field_label(field)})


@check(Rate)
def stands_on_law_in_force(rate):
    has_ended = rate.valid_to and rate.valid_to <= timezone.localdate()
    if rate.legal_basis_id and not has_ended:
        yield from no_longer_holds(rate, [rate.legal_basis])


@check(Publishable)
def pictures_say_what_they_show(record):
    """Each picture that would be shown has words in both languages and is of the record's own zone."""
    if "pictures" not in record.parts:
        return
    zone = record.pk if isinstance(record, Zone) else getattr(record, "zone_id", None)
    for picture in once(_shown_of_all).get((type(record), record.pk), ()):
        words = {"name": str(picture)}
        if not (picture.alt_vi and picture.alt_en):
            said = _("Picture “%(name)s”: say what it shows, in Vietnamese and in English, or take its tick away.")
            yield Finding(ERROR, "pictures", said % words)
        if zone and picture.zone_id and picture.zone_id != zone:
            said = _("Picture “%(name)s” shows another zone. Take its tick away, or set its zone right.")
            yield Finding(ERROR, "pictures", said % words)


def _shown_of_all(records):
    """{(model, key of a record): the pictures it shows} of all `records` that can have any; one query a model."""
    found = defaultdict(list)
    for model in {type(record) for record in records if "pictures" in record.parts}:
        pictures = model._meta.get_field("pictures").related_model._base_manager.filter(is_shown=True)
        keys = [record.pk for record in records if type(record) is model]
        for picture in pictures.filter(record__in=keys).select_related("file").order_by("order", "pk"):
            found[model, picture.record_id].append(picture)
    return found

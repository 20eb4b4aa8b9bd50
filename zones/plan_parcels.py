"""The parcels of a zone's plan that one page, sheet or answer draws and lists."""

from itertools import chain

from core.disclosure import Publication, if_published
from core.together import ask, placed
from zones.models import Parcel

# The most parcels one drawing can hold and still be read.
PLAN_LIMIT = 500


def first_parcels(zone, day=None, *, of=(False, True), outlined=False, with_source=True):
    """(the first PLAN_LIMIT parcels of the plan of a published `zone` on `day`, the limit when there are more).

    `of` says whether real ones, samples or first the one and then the other; `outlined`: only those that can be drawn.
    Their `zone` is loaded, and their `source` unless nobody needs it. Two queries: ids from an index alone, then rows.
    """
    rows = Parcel.objects.filter(publication=Publication.PUBLISHED, zone_id=zone.pk).in_plan(day)
    if outlined:
        rows = rows.filter(outline__isnull=False)
    kinds = [rows.filter(is_sample__in=[is_sample]).order_by("code", "pk")[: PLAN_LIMIT + 1] for is_sample in of]
    ids = list(chain(*ask([placed(kind) for kind in kinds])))
    parcels = read(ids[:PLAN_LIMIT], *(["source"] if with_source else []))
    for parcel in parcels:
        parcel.zone = zone
    return parcels, PLAN_LIMIT if len(ids) > PLAN_LIMIT else None


def read(ids, *related):
    """The published parcels of these ids, in their order, with what they are `related` to: one query, by id alone."""
    rows = Parcel.objects.order_by()
    # Without a name Django would join every relation.
    found = (rows.select_related(*related) if related else rows).in_bulk(ids)
    return [parcel for pk in ids if (parcel := if_published(found.get(pk)))]

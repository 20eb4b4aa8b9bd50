"""One parcel."""

from itertools import islice
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zones.asof import stands_in_plan, states_of, with_states
from zones.cost.outlook import asked_of, outlook
from zones.day import read_day
from zones.display import ask_url, at_day
from zones.lifecycle import Commercial
from zones.mapping import plan
from zones.mapping.drawing import drawn
from zones.models import Parcel
from zones.parcel_rows import ParcelRows, legend, parcel_facts, parcel_row, public_moves
from zones.plan_parcels import first_parcels
from zones.prices.pricelist import price_table, rates_of
from zones.reshaping.reshape import lineage
from zones.views.shared import crumbs


def _descent(parcel):
    """The published parcels it was made from and became; asked only of a parcel that was ever split or merged."""
    if not parcel.exists_from and not parcel.exists_to:
        return None
    found = lineage(parcel)
    return {
        "made_from": [(other.label, other.get_absolute_url()) for other in found.predecessors],
        "became": [(other.label, other.get_absolute_url()) for other in found.successors],
    }


def _neighbours(parcel, day):
    """(the parcels of its plan on the day, itself among them; their limit when there are more)."""
    found, limit = first_parcels(parcel.zone, day, of=[parcel.is_sample], with_source=bool(day))
    others = [parcel if other == parcel else other for other in found]
    return with_states(others if parcel in found else [*found[:-1], parcel], day), limit


def _free(neighbours, parcel):
    """The first five other parcels of the plan that can be had, as rows: one query for their sources."""
    others = (one for one in neighbours if one != parcel and states_of(one).public == Commercial.AVAILABLE)
    free = list(islice(others, 5))
    prefetch_related_objects(free, "source")
    written = ParcelRows()
    return [written.listed(one) for one in free]


@require_safe
def parcel(request, slug):
    day = read_day(request)
    parcel = get_object_or_404(Parcel.objects.published().select_related("zone", "source"), slug=slug)
    is_in_plan = stands_in_plan(parcel, day.on)
    neighbours, limit = _neighbours(parcel, day.on) if is_in_plan else (with_states([parcel], day.on), None)
    drawing, shapes = drawn(neighbours) if is_in_plan and plan.is_outline(parcel.outline) else (None, [])
    zone_url = at_day(parcel.zone.get_absolute_url(), day.on)
    context = {
        "section": "land",
        "breadcrumbs": crumbs(
            (_("Industrial zones"), reverse("zones:list")),
            (parcel.zone.short_name, zone_url),
            (str(parcel.label), ""),
        ),
        "parcel": parcel,
        "zone_url": zone_url,
        "day": day,
        "is_in_plan": is_in_plan,
        "descent": _descent(parcel),
        "parcel_limit": limit,
        "row": parcel_row(parcel),
        "facts": parcel_facts(parcel),
        "cost_url": f"{reverse('zones:estimate')}?{urlencode(asked_of(parcel))}",
        "outlook": None if day.on else outlook(parcel),
        "ask_url": ask_url(parcel=parcel.slug),
        "ask_title": _("Ask about this parcel"),
        "ask_query": urlencode({"parcel": parcel.slug}),
        "plan": drawing,
        "shapes": shapes,
        "legend": legend(),
        "moves": public_moves(parcel, day.on),
        "free": _free(neighbours, parcel),
        "prices": price_table(
            parcel.zone, rates_of([parcel.zone], samples=parcel.is_sample, on=day.on, parcel=parcel), on=day.on
        ),
    }
    return render(request, "zones/parcel.html", context)

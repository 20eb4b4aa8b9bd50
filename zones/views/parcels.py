"""One parcel."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zones.asof import stands_in_plan, states_of, with_states
from zones.cost.outlook import asked_of, outlook
from zones.day import read_day
from zones.display import ask_url, at_day
from zones.mapping import plan
from zones.mapping.drawing import drawn
from zones.models import Parcel
from zones.parcel_rows import legend, parcel_facts, parcel_row, public_moves
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
        "free": [
            parcel_row(other)
            for other in neighbours
            if states_of(other).public == "available" and other.pk != parcel.pk
        ][:5],
        "prices": price_table(
            parcel.zone, rates_of([parcel.zone], samples=parcel.is_sample, on=day.on, parcel=parcel), on=day.on
        ),
    }
    return render(request, "zones/parcel.html", context)

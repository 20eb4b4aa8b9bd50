"""Parcels: the list with its filters, and one parcel."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.chips import applied_chips
from core.paging import page_of
from zones import plan
from zones.display import (
    ask_url,
    legend,
    parcel_facts,
    parcel_row,
    public_moves,
)
from zones.filters import ParcelFilter
from zones.models import Parcel
from zones.pricelist import price_table, rates_of
from zones.views.shared import crumbs, drawn, first_parcels


@require_safe
def parcel_list(request):
    rows = Parcel.objects.published().select_related("zone", "source").order_by("is_sample", "zone__order", "code")
    filterset = ParcelFilter(request.GET, queryset=rows)
    page, query = page_of(request, filterset.qs)
    context = {
        "section": "land",
        "breadcrumbs": crumbs((_("Find land"), "")),
        "form": filterset.form,
        "chips": applied_chips(filterset.form, request.GET, units=filterset.units()),
        "page_obj": page,
        "query": query,
        "rows": [parcel_row(parcel) for parcel in page],
        "has_samples": any(parcel.is_sample for parcel in page),
        "empty_actions": [(_("Tell the Board what you need"), ask_url(about=_("Land need"))), (_("All parcels"), "?")],
    }
    return render(request, "zones/parcel_list.html", context)


@require_safe
def parcel(request, slug):
    parcel = get_object_or_404(Parcel.objects.published().select_related("zone", "source"), slug=slug)
    alike = parcel.zone.parcels.published().filter(is_sample=parcel.is_sample).select_related("zone")
    neighbours, limit = first_parcels(alike.order_by("code"))
    if parcel not in neighbours:
        neighbours[-1] = parcel
    drawing, shapes = drawn(neighbours) if plan.is_outline(parcel.outline) else (None, [])
    context = {
        "section": "land",
        "breadcrumbs": crumbs(
            (_("Industrial zones"), reverse("zones:list")),
            (parcel.zone.short_name, parcel.zone.get_absolute_url()),
            (str(parcel.label), ""),
        ),
        "parcel": parcel,
        "parcel_limit": limit,
        "row": parcel_row(parcel),
        "facts": parcel_facts(parcel),
        "ask_url": ask_url(parcel=parcel.slug),
        "ask_title": _("Ask about this parcel"),
        "ask_query": urlencode({"parcel": parcel.slug}),
        "plan": drawing,
        "shapes": shapes,
        "legend": legend(),
        "moves": public_moves(parcel),
        "free": [
            parcel_row(other)
            for other in neighbours
            if other.commercial_status == "available" and other.pk != parcel.pk
        ][:5],
        "prices": price_table(parcel.zone, rates_of([parcel.zone], samples=parcel.is_sample)),
    }
    return render(request, "zones/parcel.html", context)

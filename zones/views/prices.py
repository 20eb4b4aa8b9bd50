"""Prices and fees of all zones as of any day, and what one price has been through time."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.fields import CalendarField
from zones.models import Figure, Zone
from zones.prices.history import series_of
from zones.prices.pricelist import common_prices, in_expected_order, last_search, price_matrix, price_row, rates_of
from zones.units import RateKind
from zones.views.shared import crumbs


class DayForm(forms.Form):
    """The day whose prices are asked for."""

    on = CalendarField(label=gettext_lazy("Prices as of"), required=False)


@require_safe
def prices(request):
    form = DayForm(request.GET) if "on" in request.GET else DayForm(initial={"on": timezone.localdate()})
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    on = None if on == timezone.localdate() else on
    zones = list(Zone.objects.published())
    real, sample = rates_of(zones, on=on), rates_of(zones, samples=True, on=on)
    sampled = {rate.zone_id for rate in sample}
    context = {
        "section": "prices",
        "breadcrumbs": crumbs((_("Prices and fees"), "")),
        "form": form,
        "on": on,
        "is_to_come": bool(on and on > timezone.localdate()),
        "zones": zones,
        "matrix": price_matrix(zones, real),
        "is_any_published": any(rate.zone_id and rate.amount is not None for rate in real),
        "searched": last_search(real),
        "common": common_prices(real),
        "statements": Figure.objects.shown().filter(topic=Figure.Topic.PRICES),
        "samples": [(zone, _sample_rows(zone, sample)) for zone in zones if zone.pk in sampled],
    }
    return render(request, "zones/prices.html", context)


def _sample_rows(zone, rates):
    return [
        price_row(rate) | {"history_url": reverse("zones:price_history", args=[zone.slug, rate.kind])}
        for rate in in_expected_order(rates)
        if rate.zone_id == zone.pk
    ]


@require_safe
def price_history(request, slug, kind):
    if kind not in RateKind.values:
        raise Http404(kind)
    zone = get_object_or_404(Zone.objects.published(), slug=slug)
    name = RateKind(kind).label
    context = {
        "section": "prices",
        "breadcrumbs": crumbs((_("Prices and fees"), reverse("zones:prices")), (_("History"), "")),
        "zone": zone,
        "kind": name,
        "series": series_of(zone, kind),
        "actions": [(_("Prices and fees"), reverse("zones:prices"))],
    }
    return render(request, "zones/price_history.html", context)

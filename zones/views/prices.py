"""Prices and fees of all zones."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zones.models import Figure, Zone
from zones.pricelist import common_prices, last_search, price_matrix, price_row, rates_of
from zones.views.shared import crumbs


@require_safe
def prices(request):
    zones = list(Zone.objects.published())
    real, sample = rates_of(zones), rates_of(zones, samples=True)
    sampled = {rate.zone_id for rate in sample}
    context = {
        "section": "prices",
        "breadcrumbs": crumbs((_("Prices and fees"), "")),
        "zones": zones,
        "matrix": price_matrix(zones, real),
        "is_any_published": any(rate.zone_id and rate.amount is not None for rate in real),
        "searched": last_search(real),
        "common": common_prices(real),
        "statements": Figure.objects.shown().filter(topic=Figure.Topic.PRICES),
        "samples": [
            (zone, [price_row(rate) for rate in sample if rate.zone_id == zone.pk])
            for zone in zones
            if zone.pk in sampled
        ],
    }
    return render(request, "zones/prices.html", context)

"""Prices and fees of all zones as of any day, and what one price has been through time."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.chips import applied_chips
from core.commas import download
from core.paging import beginning
from zones.models import Figure, Zone
from zones.prices.filters import PriceFilter
from zones.prices.history import series_of
from zones.prices.pricefile import COLUMNS, rows
from zones.prices.pricelist import common_prices, in_expected_order, last_search, price_matrix, price_row, rates_of
from zones.units import RateKind
from zones.views.shared import crumbs, refused
from zones.zone_facts import MOST, of_topic

_NAMES = ("on", "zone", "kind")


def _asked(request):
    """The PriceFilter of the address; the empty form shows today."""
    zones = list(Zone.objects.published())
    if not any(name in request.GET for name in _NAMES):
        return PriceFilter(initial={"on": timezone.localdate()}, zones=zones)
    form = PriceFilter(request.GET, zones=zones)
    form.is_valid()
    return form


def _past_or_coming(form):
    return None if form.day == timezone.localdate() else form.day


@require_safe
def prices(request):
    form = _asked(request)
    on = _past_or_coming(form)
    every = rates_of(form.zones, on=on)
    real, sample = form.narrow(every), form.narrow(rates_of(form.zones, samples=True, on=on))
    context = {
        "section": "prices",
        "breadcrumbs": crumbs((_("Prices and fees"), "")),
        "form": form,
        "on": on,
        "is_to_come": bool(on and on > timezone.localdate()),
        "chips": applied_chips(form, request.GET, leave_out=("on",)),
        "clear_url": f"?{urlencode({'on': on.isoformat()})}" if on else "?",
        "today_url": f"?{_without_day(request.GET)}",
        "file_url": f"{reverse('zones:prices_csv')}?{request.GET.urlencode()}",
        "zones": form.zones_shown,
        "matrix": price_matrix(form.zones_shown, real, form.expected()),
        "is_any_published": any(rate.zone_id and rate.amount is not None for rate in every),
        "searched": last_search(real),
        "common": common_prices(real),
        **({} if form.is_narrow else _statements()),
        "samples": _by_zone(form.zones_shown, sample),
    }
    return render(request, "zones/prices.html", context)


def _statements():
    """What sources say about prices: the beginning, and the page that holds all."""
    found = beginning(of_topic(Figure.Topic.PRICES), MOST)
    return {
        "statements": {"rows": found.rows, "more": found.more},
        "statements_url": reverse("zones:topic_figures", args=[Figure.Topic.PRICES]),
    }


def _without_day(query):
    rest = query.copy()
    rest.pop("on", None)
    return rest.urlencode()


def _by_zone(zones, rates):
    """[(zone, rows)] of the zones that have any."""
    return [(zone, rows) for zone in zones if (rows := _sample_rows(zone, rates))]


def _sample_rows(zone, rates):
    return [
        price_row(rate) | {"history_url": reverse("zones:price_history", args=[zone.slug, rate.kind])}
        for rate in in_expected_order(rates)
        if rate.zone_id == zone.pk
    ]


@require_safe
def prices_csv(request):
    """The prices of the page, filtered alike; a filter that cannot be read is answered 400 with its sentences."""
    form, name = _asked(request), "prices.csv"
    if form.errors:
        return refused(form, name)
    on = _past_or_coming(form)
    rates = [rate for samples in (False, True) for rate in rates_of(form.zones, samples=samples, on=on)]
    return download(COLUMNS, rows(form.zones_shown, form.narrow(rates), form.expected()), name)


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

"""The price list of a zone as of any day: every kind an investor asks for, published or not."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.disclosure import if_published
from core.numbers import format_number
from core.provenance import provenance
from zones.cost.rates import Scope, choose
from zones.display import ask_url, in_currency, rate_price, unknown_fact, vat_in_words
from zones.models import Rate
from zones.units import RateKind

# What an investor asks for first; these stand in the list even while nothing is published.
EXPECTED = (
    RateKind.LAND_RENT_ANNUAL,
    RateKind.LAND_RENT_ONE_OFF,
    RateKind.INFRASTRUCTURE,
    RateKind.WASTEWATER,
    RateKind.WATER,
    RateKind.ELECTRICITY,
    RateKind.FACTORY_RENT,
)


def rates_of(zones, *, samples=False, on=None, parcel=None):
    """Published rates of `zones` and of all zones alike, as of the day `on` (today by default); one query.

    Today's list also holds, last, what is announced for later; that of another day only what holds on it. Prices of
    single parcels are left out, but for those of `parcel`.
    """
    rows = Rate.objects.published().filter(Q(zone__in=zones) | Q(zone=None), is_sample=samples)
    rows = rows.filter(Q(parcel=None) | Q(parcel=parcel)) if parcel else rows.filter(parcel=None)
    today = timezone.localdate()
    rows = rows.exclude(valid_to__lte=today) if on in (None, today) else rows.in_force(on)
    rows = rows.select_related("source", "legal_basis", "sector")
    return sorted(rows, key=lambda rate: rate.valid_from is not None and rate.valid_from > today)


def rent_of(zone, rates, on=None):
    """The annual rent of the zone's land on the day `on` (today), as the estimate would take it; None: not published.

    `rates` are those of `rates_of`.
    """
    own = [rate for rate in rates if rate.zone_id in (zone.pk, None) and rate.parcel_id is None]
    rate = choose(own, Scope(zone, on=on), RateKind.LAND_RENT_ANNUAL)
    return rate if rate is not None and rate.amount is not None else None


def rent_fact(zone, rates, on=None):
    """`rent_of` as a fact: what components/fact.html needs."""
    fact, rate = unknown_fact(_("Land rent"), zone=zone.slug), rent_of(zone, rates, on)
    if rate is None:
        return fact
    amount, unit = rate_price(rate)
    return fact | {"value": amount, "unit": unit, **provenance(rate), "note": ""}


def price_row(rate):
    """One published rate as the page reads it; `rate` and its source, legal basis and sector must be loaded."""
    is_priced = rate.amount is not None
    amount, unit = rate_price(rate)
    return {
        "code": rate.kind,
        "kind": rate.name,
        "label": rate.label or rate.name,
        "amount": amount,
        "unit": unit,
        "vat": vat_in_words(rate) if is_priced else "",
        "since": _("from %(day)s") % {"day": date_format(rate.valid_from, "DATE_FORMAT")} if rate.valid_from else "",
        "until": _("until %(day)s") % {"day": date_format(rate.valid_to, "DATE_FORMAT")} if rate.valid_to else "",
        "announced": bool(rate.valid_from and rate.valid_from > timezone.localdate()),
        "terms": terms(rate),
        "note": rate.note or "",
        "legal_basis": if_published(rate.legal_basis),
        "sample": rate.is_sample,
        **{f"source_{name}": value for name, value in provenance(rate).items()},
    }


def terms(rate):
    """What else belongs to a price, each as one short phrase: measure, sector, who pays, least, negotiable."""
    said = [_("for this parcel only") if rate.parcel_id else ""]
    if rate.basis == Rate.Basis.SHARE_OF_WATER and rate.basis_percent is not None:
        said.append(_("on %(share)s%% of the water used") % {"share": format_number(rate.basis_percent)})
    elif rate.basis:
        said.append(rate.get_basis_display())
    if (sector := if_published(rate.sector)) is not None:
        said.append(_("for %(sector)s only") % {"sector": sector.name})
    if rate.term_end:
        said.append(_("buys to %(day)s") % {"day": date_format(rate.term_end, "DATE_FORMAT")})
    if rate.payer:
        said.append(_("paid by %(payer)s") % {"payer": rate.payer})
    if rate.payee:
        said.append(_("paid to %(payee)s") % {"payee": rate.payee})
    if rate.minimum is not None:
        least = in_currency(format_number(rate.minimum), rate.currency)
        said.append(_("at least %(amount)s a year") % {"amount": least})
    if rate.is_negotiable:
        said.append(
            _("negotiable, as of %(day)s") % {"day": rate.as_of_display} if rate.as_of_display else _("negotiable")
        )
    return [str(words) for words in said if words]


def price_table(zone, rates, on=None):
    """One zone: published rows in the expected order, the kinds nobody has published, the last search for them.

    `rates` are those of `rates_of` for the same day `on`.
    """
    own = [rate for rate in rates if rate.zone_id in (zone.pk, None)]
    # A price set for the whole country that the portal has not found is not the zone's to publish.
    asked = {*EXPECTED, *(rate.kind for rate in own if rate.zone_id)}
    told = sorted(filter(is_told, own), key=_hours)
    published = {kind: [_listed(rate, zone) for rate in told if rate.kind == kind] for kind in kinds_of(own)}
    return {
        "on": on if on and on != timezone.localdate() else None,
        "published": [row for rows in published.values() for row in rows],
        "unpublished": [RateKind(kind).label for kind, rows in published.items() if not rows and kind in asked],
        "searched": last_search(own),
        "ask_url": ask_url(zone=zone.slug),
    }


def is_told(rate):
    """Whether a row says something of its price: an amount, or that it is negotiable."""
    return rate.amount is not None or rate.is_negotiable


def _listed(rate, zone):
    url = history_url(zone, rate.kind) if rate.zone_id and rate.amount is not None else ""
    return price_row(rate) | {"history_url": url}


def history_url(zone, kind):
    return reverse("zones:price_history", args=[zone.slug, kind])


def kinds_of(rates, expected=EXPECTED):
    """The expected kinds, then any other that has a row."""
    return [*expected, *sorted({rate.kind for rate in rates} - set(expected))]


def _hours(rate):
    """Power in the order of its tariff: normal, peak and off-peak hours, each by voltage."""
    return Rate.Band.values.index(rate.band) + 1 if rate.band else 0, rate.voltage


def in_expected_order(rates):
    places = {kind: at for at, kind in enumerate(kinds_of(rates))}
    return sorted(rates, key=lambda rate: (places[rate.kind], _hours(rate), rate.valid_from or dt.date.min))


def price_matrix(zones, rates, expected=EXPECTED):
    """[(name of the price, [(zone, rows published) a zone], whether any is)], one line a kind, of power one an hour."""
    named = {zone.pk: zone for zone in zones}
    told = sorted((rate for rate in rates if rate.zone_id in named and is_told(rate)), key=_hours)
    lines = {}
    for kind in kinds_of(told, expected):
        of_kind = [rate for rate in told if rate.kind == kind]
        for rate in of_kind:
            lines.setdefault((kind, rate.name), {}).setdefault(rate.zone_id, []).append(
                _listed(rate, named[rate.zone_id])
            )
        if not of_kind:
            lines[kind, str(RateKind(kind).label)] = {}
    return [
        (name, [(zone.short_name, cells.get(zone.pk, [])) for zone in zones], bool(cells))
        for (_kind, name), cells in lines.items()
    ]


def common_prices(rates):
    """Rows that hold for every zone, known ones first; a kind the matrix already shows as unknown is left out."""
    shared = [rate for rate in rates if rate.zone_id is None]
    known = [price_row(rate) for rate in shared if is_told(rate)]
    return known + [price_row(rate) for rate in shared if not is_told(rate) and rate.kind not in EXPECTED]


def last_search(rates):
    """Where the newest search for unpublished prices is recorded, as facts of provenance; None when there was none."""
    searched = [rate for rate in rates if rate.amount is None]
    return provenance(max(searched, key=lambda rate: rate.as_of)) if searched else None

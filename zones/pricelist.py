"""The price list of a zone as of today: every kind an investor asks for, published or not."""

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.disclosure import if_published
from core.provenance import provenance
from zones.display import ask_url, rate_amount
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


def rates_of(zones, *, samples=False):
    """Published rates of `zones` and of all zones alike, announced ones included, ended ones not; one query."""
    return list(
        Rate.objects.published()
        .filter(Q(zone__in=zones) | Q(zone=None), is_sample=samples, parcel=None)
        .exclude(valid_to__lte=timezone.localdate())
        .select_related("source", "legal_basis")
    )


def price_row(rate):
    """One published rate as the page reads it."""
    today = timezone.localdate()
    announced = bool(rate.valid_from and rate.valid_from > today)
    return {
        "kind": rate.get_kind_display(),
        "label": rate.label or rate.get_kind_display(),
        "amount": rate_amount(rate),
        "unit": rate.get_unit_display() if rate.amount is not None else "",
        "vat": rate.get_vat_display() if rate.amount is not None else "",
        "since": _("from %(day)s") % {"day": date_format(rate.valid_from, "DATE_FORMAT")} if rate.valid_from else "",
        "announced": announced,
        "note": rate.note or "",
        "legal_basis": if_published(rate.legal_basis),
        "sample": rate.is_sample,
        **{f"source_{name}": value for name, value in provenance(rate).items()},
    }


def price_table(zone, rates):
    """One zone: published rows in the expected order, the kinds nobody has published, the last search for them."""
    own = [rate for rate in rates if rate.zone_id in (zone.pk, None)]
    # A price set for the whole country that the portal has not found is not the zone's to publish.
    asked = {*EXPECTED, *(rate.kind for rate in own if rate.zone_id)}
    published = {
        kind: [price_row(rate) for rate in own if rate.kind == kind and rate.amount is not None] for kind in _kinds(own)
    }
    return {
        "published": [row for rows in published.values() for row in rows],
        "unpublished": [RateKind(kind).label for kind, rows in published.items() if not rows and kind in asked],
        "searched": last_search(own),
        "ask_url": ask_url(zone=zone.slug),
    }


def _kinds(rates):
    """The expected kinds, then any other that has a row."""
    return [*EXPECTED, *sorted({rate.kind for rate in rates} - set(EXPECTED))]


def price_matrix(zones, rates):
    """[(kind, [cell a zone], whether any is published)], a cell being the rows published for that zone and kind."""
    own = {(rate.zone_id, rate.kind): [] for rate in rates}
    for rate in rates:
        if rate.zone_id and rate.amount is not None:
            own[rate.zone_id, rate.kind].append(price_row(rate))
    matrix = []
    for kind in _kinds([rate for rate in rates if rate.zone_id and rate.amount is not None]):
        cells = [(zone.short_name, own.get((zone.pk, kind), [])) for zone in zones]
        matrix.append((RateKind(kind).label, cells, any(rows for _zone, rows in cells)))
    return matrix


def common_prices(rates):
    """Rows that hold for every zone, known ones first; a kind the matrix already shows as unknown is left out."""
    shared = [rate for rate in rates if rate.zone_id is None]
    known = [price_row(rate) for rate in shared if rate.amount is not None]
    return known + [price_row(rate) for rate in shared if rate.amount is None and rate.kind not in EXPECTED]


def last_search(rates):
    """Where the newest search for unpublished prices is recorded, as facts of provenance; None when there was none."""
    searched = [rate for rate in rates if rate.amount is None]
    return provenance(max(searched, key=lambda rate: rate.as_of)) if searched else None

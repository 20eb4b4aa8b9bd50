"""The price list as a file: the rows of the page, and a blank one for each price a zone has not published."""

from core.disclosure import if_published
from core.provenance import provenance
from zones.display import vat_in_words
from zones.prices.pricelist import in_expected_order, is_told

COLUMNS = (
    "zone", "kind", "name", "label", "hours", "voltage", "amount", "amount_max", "currency", "unit", "vat", "vat_words",
    "valid_from", "valid_to", "buys_to", "minimum_a_year", "negotiable", "sector", "legal_basis", "publisher", "as_of",
    "source_url", "is_sample",
)  # fmt: skip


def rows(zones, rates, expected):
    """Each of `rates` of the published `zones` or of all (blank), then what of the kinds `expected` none has."""
    slugs = {zone.pk: zone.slug for zone in zones}
    for rate in in_expected_order(rates):
        if rate.zone_id is None or is_told(rate):
            yield _row(rate, slugs.get(rate.zone_id, ""))
    told = {(rate.zone_id, rate.kind) for rate in rates if is_told(rate) and not rate.is_sample}
    for zone in zones:
        for kind in expected:
            if (zone.pk, kind) not in told:
                yield [zone.slug, str(kind), str(kind.label), *[""] * (len(COLUMNS) - 4), False]


def _row(rate, zone):
    said, sector, basis = provenance(rate), if_published(rate.sector), if_published(rate.legal_basis)
    is_priced = rate.amount is not None
    return [
        zone, rate.kind, rate.name, rate.label, rate.band, rate.voltage, rate.amount, rate.amount_max,
        rate.currency if is_priced else "", rate.unit if is_priced else "", rate.vat if is_priced else "",
        vat_in_words(rate) if is_priced else "", rate.valid_from, rate.valid_to, rate.term_end, rate.minimum,
        rate.is_negotiable, sector.slug if sector else "", basis.reference if basis else "", said["publisher"],
        said["as_of"], said["url"], rate.is_sample,
    ]  # fmt: skip

"""From a need and the prices in force to the lines of an estimate, with what is missing and what to warn of."""

from dataclasses import dataclass, field
from decimal import Decimal

from core.provenance import provenance
from zones.cost import costing, pricing
from zones.cost.cautions import cautions, withdrawn_prices
from zones.cost.costing import Comparison, Need, Price
from zones.cost.rates import (
    Scope,
    choose,
    exchange_rate,
    is_range,
    rates_of_lands,
    withdrawn_since,
)
from zones.models import ExchangeRate, Rate
from zones.units import RateKind

# code of the line → (kind of the rate it is priced by, hours of the day)
_PRICED_AS = {
    "rent_annual": (RateKind.LAND_RENT_ANNUAL, ""),
    "rent_one_off": (RateKind.LAND_RENT_ONE_OFF, ""),
    "state_land_rent": (RateKind.STATE_LAND_RENT, ""),
    "infra_fee": (RateKind.INFRASTRUCTURE, ""),
    "management_fee": (RateKind.MANAGEMENT, ""),
    "maintenance_fee": (RateKind.MAINTENANCE, ""),
    "water": (RateKind.WATER, ""),
    "wastewater": (RateKind.WASTEWATER, ""),
    "electricity_normal": (RateKind.ELECTRICITY, Rate.Band.NORMAL),
    "electricity_peak": (RateKind.ELECTRICITY, Rate.Band.PEAK),
    "electricity_off_peak": (RateKind.ELECTRICITY, Rate.Band.OFF_PEAK),
}


@dataclass(frozen=True)
class Exchange:
    """What one USD is worth in VND; `row` is the stored rate, None when the reader gave her own."""

    vnd: Decimal
    row: ExchangeRate | None = None


@dataclass(frozen=True)
class Estimate:
    """The answer, in VND. Annual and one-off are two ways to pay the same land: each has its own total."""

    need: Need
    lines: tuple
    comparison: Comparison
    warnings: tuple = ()
    facts: tuple = ()
    # Codes of lines whose price could not be brought to the VAT mode asked for.
    vat_unclear: tuple = ()
    exchange: Exchange | None = None
    scope: Scope | None = None
    # Whether another price counts today for the same day than the one known at the moment asked for.
    is_superseded: bool = False
    # Codes of lines that a price withdrawn since that moment was part of.
    withdrawn: tuple = ()
    own_prices: dict = field(default_factory=dict)

    @property
    def is_incomplete(self):
        return any(not line.is_published or line.is_partial for line in self.lines)

    @property
    def is_sample(self):
        return bool(self.scope and self.scope.is_sample)

    @property
    def currency(self):
        """The currency amounts are shown in: the one asked for, as long as somebody says what it is worth."""
        return self.need.currency if self.exchange else "VND"

    @property
    def shown_lines(self):
        """The lines in the currency shown."""
        if self.currency == "VND":
            return self.lines
        return tuple(pricing.in_foreign(line, self.exchange.vnd) for line in self.lines)

    @property
    def shown_comparison(self):
        """The Comparison in the currency shown, its sums rounded as they are paid."""
        return costing.as_paid(self.comparison, None if self.currency == "VND" else self.exchange.vnd)

    def totals(self, lines=None):
        """[(code of the rent line, Totals with everything else)] for each way of paying that was asked for."""
        lines = self.shown_lines if lines is None else lines
        shared = [line for line in lines if line.code not in costing.WAYS]
        return [
            (code, pricing.total([*(line for line in lines if line.code == code), *shared]))
            for code in costing.WAYS
            if any(line.code == code for line in lines)
        ]


def estimate(need, amounts, *, vat_percent=None, exchange=None):
    """Price `need` with the reader's own `amounts` (VND by line code, net of VAT); a missing one is not published."""
    converted = {code: pricing.with_vat(amount, "excluded", vat_percent, need.vat) for code, amount in amounts.items()}
    prices = {code: Price(amount) for code, (amount, _is_clear) in converted.items()}
    lines = costing.lines_of(need, prices)
    unclear = _unclear(lines, {code for code, (_amount, is_clear) in converted.items() if not is_clear})
    said = cautions(need, None, {}, vat_unclear=unclear, exchange=exchange)
    return Estimate(
        need,
        lines,
        costing.compare(need, prices),
        tuple(said),
        vat_unclear=unclear,
        exchange=exchange,
        own_prices=amounts,
    )


def estimate_land(need, scope, *, exchange=None, voltage="", read=None, gone=None):
    """Price `need` on the land of `scope` with the rates in force on its day, naming every rate used.

    `exchange` is the reader's own; without it the stored rate of the day is taken where one is needed. `read`: the
    rates of the scope by `rates_of_lands`, where several are priced together; `gone`: those by `withdrawn_since`.
    """
    now, rates = read or rates_of_lands([scope])[0]
    chosen = _chosen(rates, scope, voltage)
    exchange = exchange or _exchange_for(need, scope, chosen.values())
    priced = {code: _price(rate, need, exchange) for code, rate in chosen.items()}
    prices = {code: price for code, (price, _is_clear) in priced.items()}
    lines = costing.lines_of(need, prices)
    shown = {line.code: chosen[line.code] for line in lines if line.code in chosen}
    unclear = _unclear(lines, {code for code, (_price, is_clear) in priced.items() if not is_clear})
    superseded = scope.known is not None and _differ(shown, _chosen(now, scope, voltage), lines)
    said = cautions(need, scope, shown, rates=rates, vat_unclear=unclear, exchange=exchange, voltage=voltage)
    if gone is None:
        gone = () if read else withdrawn_since([scope])[0]
    withdrawn = _withdrawn(need, scope, (rates, gone), voltage, prices)
    return Estimate(
        need,
        lines,
        costing.compare(need, prices),
        (*withdrawn_prices(withdrawn), *said),
        _facts(shown),
        unclear,
        exchange,
        scope,
        superseded,
        withdrawn,
    )


def _facts(shown):
    """What each line was priced by, with its source."""
    return tuple(
        {"code": code, "rate": rate, **provenance(rate)} for code, rate in shown.items() if rate.amount is not None
    )


def _exchange_for(need, scope, rates):
    """The stored Exchange of the day where the answer or a price is in foreign money; None where none is needed."""
    if need.currency == "VND" and all(rate.currency == "VND" for rate in rates):
        return None
    return stored_exchange(scope.day, scope.known)


def stored_exchange(day, known=None):
    """The newest stored Exchange of the day as known at a moment, None when there is none."""
    row = exchange_rate(day, known)
    return Exchange(row.vnd, row) if row else None


def _chosen(rates, scope, voltage):
    found = {
        code: choose(rates, scope, kind, band=band, voltage=voltage if kind == RateKind.ELECTRICITY else "")
        for code, (kind, band) in _PRICED_AS.items()
    }
    return {code: rate for code, rate in found.items() if rate is not None}


def _withdrawn(need, scope, read, voltage, prices):
    """Codes of the lines that a price withdrawn since the moment of `scope` was part of; `read`: (rates, withdrawn)."""
    rates, gone = read
    then = _chosen([*rates, *gone], scope, voltage) if gone else {}
    codes = {code for code, rate in then.items() if rate in gone}
    return tuple(code for code in costing.codes_of(need, dict.fromkeys(codes) | prices) if code in codes)


def _price(rate, need, exchange):
    """(Price in VND in the VAT mode asked for or None, whether its VAT is clear) of one rate."""
    if rate.amount is None or is_range(rate) or (rate.currency != "VND" and exchange is None):
        return None, True
    worth = Decimal(1) if rate.currency == "VND" else exchange.vnd
    amount, is_clear = pricing.with_vat(rate.amount * worth, rate.vat, rate.vat_percent, need.vat)
    minimum = rate.minimum
    if minimum is not None:
        minimum, _is_clear = pricing.with_vat(minimum * worth, rate.vat, rate.vat_percent, need.vat)
    share = rate.basis_percent if rate.basis == Rate.Basis.SHARE_OF_WATER else None
    return Price(amount, minimum, share, rate.term_end), is_clear


def _unclear(lines, codes):
    return tuple(line.code for line in lines if line.code in codes and line.is_published)


def _differ(then, now, lines):
    """Whether any shown line is priced otherwise by what is known now."""
    return any(_worth(then.get(line.code)) != _worth(now.get(line.code)) for line in lines)


def _worth(rate):
    return rate and (
        rate.amount, rate.amount_max, rate.minimum, rate.currency, rate.vat, rate.vat_percent, rate.basis_percent,
        rate.term_end,
    )  # fmt: skip

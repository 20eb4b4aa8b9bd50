"""What a need costs at given prices: which lines it has, how much of what a year, and the two ways to pay compared."""

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zones.cost import pricing

ANNUAL, ONE_OFF = "rent_annual", "rent_one_off"
LABELS = {
    ANNUAL: _("Land rent, paid every year"),
    ONE_OFF: _("Land rent, paid once"),
    "state_land_rent": _("State land rent"),
    "infra_fee": _("Infrastructure use fee"),
    "management_fee": _("Management fee"),
    "maintenance_fee": _("Maintenance fee"),
    "water": _("Clean water"),
    "wastewater": _("Wastewater treatment"),
    "electricity_normal": _("Electricity, normal hours"),
    "electricity_peak": _("Electricity, peak hours"),
    "electricity_off_peak": _("Electricity, off-peak hours"),
}
# Two ways to pay for the same land are never added together.
WAYS = {
    ANNUAL: ("annual", _("Total, paying rent every year")),
    ONE_OFF: ("one_off", _("Total, paying rent once")),
}
_FEES_IF_KNOWN = ("state_land_rent", "management_fee", "maintenance_fee")
_BY_AREA = (ANNUAL, "infra_fee", *_FEES_IF_KNOWN)
# code of the line → what the need says of it
POWER = {
    "electricity_normal": "power_normal",
    "electricity_peak": "power_peak",
    "electricity_off_peak": "power_off_peak",
}
DAYS_OF_USE = 365
# What pages propose, in % a year; nobody has published one, so they say that it is theirs.
PROPOSED_DISCOUNT_RATE = Decimal(8)


@dataclass(frozen=True)
class Need:
    """What is asked: area in m², water and wastewater in m³ a day, power in kWh a month, rates in %.

    Water and wastewater are used on 365 days a year, power in 12 months. `vat`: prices with it ("included") or without.
    """

    area: Decimal
    term: pricing.Term
    mode: str = "both"
    discount_rate: Decimal = Decimal(0)
    escalation: pricing.Escalation = field(default_factory=pricing.Escalation)
    exempt_years: int = 0
    water: Decimal | None = None
    wastewater: Decimal | None = None
    power_normal: Decimal | None = None
    power_peak: Decimal | None = None
    power_off_peak: Decimal | None = None
    vat: str = "excluded"
    currency: str = "VND"


@dataclass(frozen=True)
class Price:
    """One unit in VND. `minimum`: the least charged a year; `share_of_water`: % of the water used that is charged as
    wastewater; `covers_to`: the day to which a one-off price buys."""

    amount: Decimal
    minimum: Decimal | None = None
    share_of_water: Decimal | None = None
    covers_to: dt.date | None = None


def quantity(need, code, price):
    """How much of line `code` is charged a year: m², m³ or kWh; None where the need says nothing of it."""
    if code in (*_BY_AREA, ONE_OFF):
        return need.area
    if code in POWER:
        used = getattr(need, POWER[code])
        return used and used * pricing.MONTHS_A_YEAR
    used = need.water if code == "water" else need.wastewater
    if code == "wastewater" and need.water and price and price.share_of_water is not None:
        used = need.water * price.share_of_water / 100
    return used and used * DAYS_OF_USE


def codes_of(need, prices):
    """The lines this need has: the rent in the way asked, the fees by area, and what is used.

    `prices` maps codes to a Price, or to None where a price is known to exist and not published.
    """
    rents = [code for code, (mode, _label) in WAYS.items() if need.mode in ("both", mode)]
    fees = ["infra_fee", *(code for code in _FEES_IF_KNOWN if code in prices)]
    used = [code for code in ("water", "wastewater", *POWER) if quantity(need, code, prices.get(code))]
    return [*rents, *fees, *used]


def a_year(need, code, price):
    """What line `code` costs in a whole first year; for the one-off price, at once."""
    amount = quantity(need, code, price) * price.amount
    return amount if price.minimum is None else max(amount, price.minimum)


def payments(need, code, price):
    """What falls due each year for one line; None while its price is not published."""
    if price is None:
        return None
    if code == ONE_OFF:
        return [a_year(need, code, price)]
    if code == ANNUAL:
        return pricing.annual_payments(a_year(need, code, price), need.term, need.escalation, need.exempt_years)
    return pricing.annual_payments(a_year(need, code, price), need.term)


def lines_of(need, prices):
    """One pricing.Line a code of `codes_of`."""
    return tuple(
        pricing.line(
            code,
            payments(need, code, prices.get(code)),
            need.discount_rate,
            is_partial=ends_too_early(need, prices.get(code)),
        )
        for code in codes_of(need, prices)
    )


def ends_too_early(need, price):
    return bool(price and price.covers_to and price.covers_to < need.term.end)


@dataclass(frozen=True)
class Comparison:
    """Paying every year beside paying once, rent only: fees are the same in both. What cannot be told is None."""

    break_even_years: Decimal | None = None
    passing_payment: int | None = None
    passing_on: dt.date | None = None
    indifference_rate_pct: Decimal | None = None
    # One row a payment: (number, day it falls due, amount, sum paid so far)
    schedule: tuple = ()
    at_once: Decimal | None = None


def as_paid(comparison, vnd=None):
    """`comparison` in whole dong, as each sum is paid, or in a foreign currency of which one unit is worth `vnd`."""
    if comparison.at_once is None:
        return comparison

    def paid(amount):
        amount = pricing.to_dong(amount)
        return amount if vnd is None else pricing.to_cent(amount, vnd)

    rows = [(number, day, paid(due), paid(so_far)) for number, day, due, so_far in comparison.schedule]
    return replace(comparison, schedule=tuple(rows), at_once=paid(comparison.at_once))


def compare(need, prices):
    """The Comparison; empty unless both prices are known. Where the one-off price buys less than the term asked for,
    only the simple break-even is told: the two would pay for different lengths of time."""
    annual, one_off = prices.get(ANNUAL), prices.get(ONE_OFF)
    if need.mode != "both" or annual is None or one_off is None:
        return Comparison()
    at_once = a_year(need, ONE_OFF, one_off)
    simple = pricing.break_even_years(at_once, a_year(need, ANNUAL, annual))
    if ends_too_early(need, one_off):
        return Comparison(simple)
    yearly = payments(need, ANNUAL, annual)
    passing = pricing.passing_payment(at_once, yearly)
    rows = enumerate(zip(yearly, pricing.running_sums(yearly), strict=True), start=1)
    return Comparison(
        simple,
        passing,
        need.term.due_on(passing) if passing else None,
        pricing.indifference_rate(at_once, yearly),
        tuple((number, need.term.due_on(number), amount, paid) for number, (amount, paid) in rows),
        at_once,
    )

"""From a need and the prices in force to the lines of an estimate, with what is missing and what to warn of."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.provenance import provenance
from zones import pricing
from zones.lifecycle import Readiness
from zones.models import Rate
from zones.units import RateKind

# code of the line → kind of the rate it is priced by
KIND_OF_LINE = {
    "rent_annual": RateKind.LAND_RENT_ANNUAL,
    "rent_one_off": RateKind.LAND_RENT_ONE_OFF,
    "infra_fee": RateKind.INFRASTRUCTURE,
    "management_fee": RateKind.MANAGEMENT,
    "water": RateKind.WATER,
    "wastewater": RateKind.WASTEWATER,
}
# Paid each year for each m² of land; the others for what is used.
_BY_AREA = ("infra_fee", "management_fee")
DAYS_A_YEAR = 365


@dataclass(frozen=True)
class Need:
    """What is asked: area in m², water and wastewater in m³ a day, discount rate and escalation in %."""

    area: Decimal
    term: pricing.Term
    mode: str = "both"
    discount_rate: Decimal = Decimal(0)
    escalation: pricing.Escalation = field(default_factory=pricing.Escalation)
    exempt_years: int = 0
    water: Decimal | None = None
    wastewater: Decimal | None = None


@dataclass(frozen=True)
class Estimate:
    """The answer. Annual and one-off are two ways to pay the same land: each has its own total."""

    need: Need
    lines: tuple
    break_even_years: Decimal | None
    passing_payment: int | None
    indifference_rate_pct: Decimal | None
    warnings: tuple
    facts: tuple

    @property
    def is_incomplete(self):
        return any(not line.is_published for line in self.lines)


def rates_for(zone, parcel=None, on=None):
    """The rates in VND that price this land on the day `on`, by kind: the parcel's own, else the zone's, else all's.

    A sample parcel is priced by sample rows only, a real one never.
    """
    is_sample = parcel is not None and parcel.is_sample
    rows = Rate.objects.published().in_force(on).select_related("source")
    rows = rows.filter(Q(zone=zone) | Q(zone=None), is_sample=is_sample, currency=Rate.Currency.VND)
    chosen = {}
    for rate in rows:
        nearness = 2 if parcel and rate.parcel_id == parcel.pk else 1 if rate.zone_id == zone.pk else 0
        if (rate.parcel_id and nearness < 2) or (rate.zone_id and nearness < 1):
            continue
        best = chosen.get(rate.kind)
        if best is None or (nearness, rate.valid_from or dt.date.min) > best[0]:
            chosen[rate.kind] = ((nearness, rate.valid_from or dt.date.min), rate)
    return {kind: rate for kind, (_key, rate) in chosen.items()}


def _lines(need, prices):
    """The lines this need has: the rent in the way asked, the fees by area, and what is used."""
    codes = {"annual": ["rent_annual"], "one_off": ["rent_one_off"]}.get(need.mode, ["rent_annual", "rent_one_off"])
    codes.append("infra_fee")
    codes += [code for code in ("management_fee",) if prices.get(code) is not None]
    codes += [code for code in ("water", "wastewater") if getattr(need, code)]
    return tuple(pricing.line(code, payments(need, code, prices.get(code)), need.discount_rate) for code in codes)


def payments(need, code, price):
    """What falls due each year for one line; None while its price is not published."""
    if price is None:
        return None
    if code == "rent_one_off":
        return [need.area * price]
    if code == "rent_annual":
        return pricing.annual_payments(need.area * price, need.term, need.escalation, need.exempt_years)
    quantity = need.area if code in _BY_AREA else getattr(need, code) * DAYS_A_YEAR
    return pricing.annual_payments(quantity * price, need.term)


def estimate(need, prices, *, warnings=(), facts=()):
    """Price `need` with `prices` (VND by line code); a missing one is a line not published."""
    annual, one_off = prices.get("rent_annual"), prices.get("rent_one_off")
    comparison = (None, None, None)
    if need.mode == "both" and annual is not None and one_off is not None:
        yearly, at_once = payments(need, "rent_annual", annual), need.area * one_off
        comparison = (
            pricing.break_even_years(at_once, need.area * annual),
            pricing.passing_payment(at_once, yearly),
            pricing.indifference_rate(at_once, yearly),
        )
    return Estimate(need, _lines(need, prices), *comparison, tuple(warnings), tuple(facts))


def estimate_land(need, zone, parcel=None, on=None):
    """Price `need` on this land with the rates in force on the day `on`, naming every rate used."""
    rates = rates_for(zone, parcel, on)
    priced = {kind: rate for kind, rate in rates.items() if rate.amount is not None}
    used = {code: priced[kind] for code, kind in KIND_OF_LINE.items() if kind in priced}
    prices = {code: rate.amount for code, rate in used.items()}
    shown = {line.code for line in _lines(need, prices)}
    facts = [{"code": code, "rate": rate, **provenance(rate)} for code, rate in used.items() if code in shown]
    return estimate(need, prices, warnings=_warnings(need, parcel, [fact["rate"] for fact in facts]), facts=facts)


def _warnings(need, parcel, rates):
    said = []
    if parcel and parcel.is_sample:
        said.append(_("This parcel and its prices are invented samples: nobody charges them."))
    if parcel and parcel.readiness != Readiness.SERVICED:
        said.append(_("No source says that this parcel is serviced: what services cost is not in this estimate."))
    if parcel and parcel.term_end and need.term.end > parcel.term_end:
        day = date_format(parcel.term_end, "DATE_FORMAT")
        said.append(_("The land term of this parcel ends on %(day)s, before the lease you ask for.") % {"day": day})
    for rate in rates:
        if rate.kind == RateKind.LAND_RENT_ONE_OFF and rate.term_end and need.term.end < rate.term_end:
            day = date_format(rate.term_end, "DATE_FORMAT")
            said.append(_("The one-off price buys to %(day)s; an earlier end still pays it whole.") % {"day": day})
    return said

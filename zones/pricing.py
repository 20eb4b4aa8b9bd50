"""What a lease costs to its end: pure arithmetic on Decimals, no database, no currency but the one given.

Payments fall due in advance, on the start and on each of its anniversaries; the last part of a year is paid pro rata.
A year is 365.25 days. Source of every figure: the rate rows themselves, each with its legal basis.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

DAYS_A_YEAR = Decimal("365.25")
_ONE = Decimal(1)


@dataclass(frozen=True)
class Term:
    """A lease from `start` (included) to `end` (excluded)."""

    start: dt.date
    end: dt.date

    def __post_init__(self):
        if self.start >= self.end:
            raise ValueError("A lease ends after it starts.")

    @property
    def days(self):
        return (self.end - self.start).days

    @property
    def years(self):
        return Decimal(self.days) / DAYS_A_YEAR

    def shares(self):
        """The share of a year each payment covers: 1 for whole years, the rest for the last part."""
        whole, rest = divmod(self.years, _ONE)
        return [_ONE] * int(whole) + ([rest] if rest else [])


@dataclass(frozen=True)
class Escalation:
    """+`percent` % every `every` years, compounding, from the anniversaries of the start: for annual rent only."""

    percent: Decimal = Decimal(0)
    every: int = 1

    def __post_init__(self):
        if self.every < 1 or self.percent <= -100:
            raise ValueError("Escalation needs a whole number of years from 1 and more than -100 %.")

    def factor(self, year):
        """What the rent of the `year`-th year (from 0) is multiplied by."""
        return (_ONE + self.percent / 100) ** (year // self.every)


@dataclass(frozen=True)
class Line:
    """One cost: what is paid for the first year, over the whole term, and what that is worth on the first day.

    Amounts are rounded half up to the dong, so that lines add up to the printed total; all None: not published.
    """

    code: str
    first_year: Decimal | None = None
    nominal: Decimal | None = None
    present_value: Decimal | None = None

    @property
    def is_published(self):
        return self.nominal is not None


def to_dong(amount):
    # An absurd escalation over a century has more digits than the usual context can round.
    with localcontext(prec=120):
        return amount.quantize(_ONE, rounding=ROUND_HALF_UP)


def annual_payments(amount, term, escalation=None, exempt_years=0):
    """What falls due at the start and on each anniversary for a yearly `amount`; exempt years come first."""
    escalation = escalation or Escalation()
    return [
        Decimal(0) if year < exempt_years else amount * escalation.factor(year) * share
        for year, share in enumerate(term.shares())
    ]


def present_value(payments, discount_rate):
    """Worth on the first day of yearly `payments`, the first due then; `discount_rate` in % a year, above -100."""
    with localcontext(prec=40):
        growth = _ONE + discount_rate / 100
        return sum((payment / growth**year for year, payment in enumerate(payments)), Decimal(0))


def line(code, payments, discount_rate):
    """A Line of yearly payments, or one not published when `payments` is None."""
    if payments is None:
        return Line(code)
    return Line(
        code, to_dong(payments[0]), to_dong(sum(payments, Decimal(0))), to_dong(present_value(payments, discount_rate))
    )


@dataclass(frozen=True)
class Totals:
    """Sums of the published lines; `is_incomplete` when a line that belongs to the whole is not published."""

    first_year: Decimal
    nominal: Decimal
    present_value: Decimal
    is_incomplete: bool


def total(lines):
    known = [one for one in lines if one.is_published]
    return Totals(
        sum((one.first_year for one in known), Decimal(0)),
        sum((one.nominal for one in known), Decimal(0)),
        sum((one.present_value for one in known), Decimal(0)),
        len(known) < len(lines),
    )


def break_even_years(one_off, annual):
    """One-off ÷ annual: after how many years of today's rent the one-off is paid; None when the rent is nothing."""
    return one_off / annual if annual else None


def passing_payment(one_off, payments):
    """The number (from 1) of the yearly payment with which the sum paid passes `one_off`; None when none does."""
    paid = Decimal(0)
    for number, payment in enumerate(payments, start=1):
        paid += payment
        if paid > one_off:
            return number
    return None


def indifference_rate(one_off, payments):
    """The discount rate in % a year, to 0.00001, at which `payments` are worth `one_off`; None when no rate does it.

    Searched by halving between -99 % and 1000 %: the worth of later payments falls as the rate rises, so it is unique.
    """
    if not any(payments[1:]):
        return None
    low, high = Decimal(-99), Decimal(1000)
    if not present_value(payments, high) <= one_off <= present_value(payments, low):
        return None
    while high - low > Decimal("0.000001"):
        middle = (low + high) / 2
        low, high = (middle, high) if present_value(payments, middle) > one_off else (low, middle)
    return ((low + high) / 2).quantize(Decimal("0.00001"))

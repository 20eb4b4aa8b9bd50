"""What a lease costs to its end: pure arithmetic on Decimals, no database, no currency but the one given.

Payments fall due in advance, on the start and on each of its anniversaries; the last part of a year is paid pro rata.
A year is 365.25 days. Source of every figure: the rate rows themselves, each with its legal basis.
"""

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

DAYS_A_YEAR = Decimal("365.25")
MONTHS_A_YEAR = 12
_ONE, _CENT = Decimal(1), Decimal("0.01")
# An absurd escalation over a century has more digits than the usual context holds, and a tie must be seen as a tie.
_EXACT = Context(prec=160)


def add_years(day, years):
    """The anniversary of `day` after whole `years`; that of 29 February is the 28th where the year has no 29th."""
    year = day.year + years
    return dt.date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def end_after(start, years):
    """The day (excluded) on which a term of `years` from `start` ends: whole years by the calendar, the rest in days.

    A part of a year is counted in days of a year of 365.25, rounded half up. Raises OverflowError past year 9999.
    """
    whole, rest = divmod(years, _ONE)
    if start.year + whole > dt.MAXYEAR:
        raise OverflowError(years)
    return add_years(start, int(whole)) + dt.timedelta(
        days=int((rest * DAYS_A_YEAR).quantize(_ONE, rounding=ROUND_HALF_UP))
    )


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

    def days_paid(self):
        """The days each payment covers: 365.25 for whole years, the rest for the last part."""
        whole, rest = divmod(Decimal(self.days), DAYS_A_YEAR)
        return [DAYS_A_YEAR] * int(whole) + ([rest] if rest else [])

    def due_on(self, payment):
        """The day on which `payment` (numbered from 1) falls due: the start or one of its anniversaries.

        Years of 365.25 days drift from the calendar by less than a day; none falls due after the last day.
        """
        return min(add_years(self.start, payment - 1), self.end - dt.timedelta(days=1))


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
    `is_partial`: the price does not cover the whole term asked for.
    """

    code: str
    first_year: Decimal | None = None
    nominal: Decimal | None = None
    present_value: Decimal | None = None
    is_partial: bool = False

    @property
    def is_published(self):
        return self.nominal is not None


def to_dong(amount):
    with localcontext(_EXACT):
        return amount.quantize(_ONE, rounding=ROUND_HALF_UP)


def annual_payments(amount, term, escalation=None, exempt_years=0):
    """What falls due at the start and on each anniversary for a yearly `amount`; exempt years come first.

    The escalation runs on through exempt years: it counts from the start, whatever has been paid.
    """
    escalation = escalation or Escalation()
    with localcontext(_EXACT):
        return [
            Decimal(0) if year < exempt_years else amount * escalation.factor(year) * days / DAYS_A_YEAR
            for year, days in enumerate(term.days_paid())
        ]


def present_value(payments, discount_rate):
    """Worth on the first day of yearly `payments`, the first due then; `discount_rate` in % a year, above -100."""
    with localcontext(_EXACT):
        growth, worth = _ONE + discount_rate / 100, Decimal(0)
        for payment in reversed(payments):
            worth = worth / growth + payment
        return worth


def line(code, payments, discount_rate, *, is_partial=False):
    """A Line of yearly payments, or one not published when `payments` is None."""
    if payments is None:
        return Line(code)
    with localcontext(_EXACT):
        nominal = sum(payments, Decimal(0))
    worth = present_value(payments, discount_rate)
    return Line(code, to_dong(payments[0]), to_dong(nominal), to_dong(worth), is_partial)


def to_cent(amount, vnd):
    """`amount` in a foreign currency of which one unit is worth `vnd` dong: rounded half up to the cent."""
    with localcontext(_EXACT):
        return (amount / vnd).quantize(_CENT, rounding=ROUND_HALF_UP)


def in_foreign(line, vnd):
    """`line` in a foreign currency of which one unit is worth `vnd` dong, each amount rounded by itself."""
    if not line.is_published:
        return line
    return replace(
        line,
        first_year=to_cent(line.first_year, vnd),
        nominal=to_cent(line.nominal, vnd),
        present_value=to_cent(line.present_value, vnd),
    )


@dataclass(frozen=True)
class Totals:
    """Sums of the published lines, None where none is; `is_incomplete` when a line is not published or only partial."""

    first_year: Decimal | None
    nominal: Decimal | None
    present_value: Decimal | None
    is_incomplete: bool


def total(lines):
    known = [one for one in lines if one.is_published]
    if not known:
        return Totals(None, None, None, is_incomplete=bool(lines))
    with localcontext(_EXACT):
        return Totals(
            sum((one.first_year for one in known), Decimal(0)),
            sum((one.nominal for one in known), Decimal(0)),
            sum((one.present_value for one in known), Decimal(0)),
            len(known) < len(lines) or any(one.is_partial for one in known),
        )


def monthly(nominal, area, term):
    """What `nominal` comes to per m² and month of the term; not rounded."""
    with localcontext(_EXACT):
        return nominal * DAYS_A_YEAR / (area * term.days * MONTHS_A_YEAR)


def with_vat(amount, stated, percent, wanted):
    """(`amount` in the mode `wanted`, whether that is certain): modes are "included" and "excluded".

    `stated` is how the price is given, also "exempt" or "unknown"; `percent` the rate of VAT, None when not stated.
    Where the price cannot be converted it is kept as it is.
    """
    if stated in (wanted, "exempt"):
        return amount, True
    if stated == "unknown" or percent is None:
        return amount, False
    with localcontext(_EXACT):
        factor = _ONE + percent / 100
        return (amount * factor if wanted == "included" else amount / factor), True


def break_even_years(one_off, annual):
    """One-off ÷ annual: after how many years of today's rent the one-off is paid; None when the rent is nothing."""
    return one_off / annual if annual else None


def passing_payment(one_off, payments):
    """The number (from 1) of the yearly payment with which the sum paid passes `one_off`; None when none does."""
    return next((number for number, paid in enumerate(running_sums(payments), start=1) if paid > one_off), None)


def running_sums(payments):
    """What has been paid with each of `payments`, all those before it included."""
    paid, sums = Decimal(0), []
    with localcontext(_EXACT):
        for payment in payments:
            paid += payment
            sums.append(paid)
    return sums


def indifference_rate(one_off, payments):
    """The discount rate in % a year, to 0.000001, at which `payments` are worth `one_off`; None when no rate does it.

    Searched by halving between -99 % and 1000 %: the worth of later payments falls as the rate rises, so it is unique.
    """
    if not any(payments[1:]):
        return None
    low, high = Decimal(-99), Decimal(1000)
    if not present_value(payments, high) <= one_off <= present_value(payments, low):
        return None
    while high - low > Decimal("0.0000001"):
        middle = (low + high) / 2
        low, high = (middle, high) if present_value(payments, middle) > one_off else (low, middle)
    return ((low + high) / 2).quantize(Decimal("0.000001"))

"""Small charts as geometry, drawn by templates: what has been paid beside a one-off price, and a price through time.

Pure: numbers and days in, places on a drawing of WIDTH × HEIGHT out; amounts stay Decimals for the page to write.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

WIDTH, HEIGHT = 420, 230
LEFT, RIGHT, TOP, BOTTOM = 58, 404, 14, 196
_MOST_TICKS = 5
# (from this amount on, what one unit of the scale is worth, its name)
_SCALES = ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"), (Decimal(1), "one"))


@dataclass(frozen=True)
class Tick:
    """A place on an axis and the number written there."""

    at: float
    value: object


@dataclass(frozen=True)
class Axis:
    """Amounts from 0 upwards: `ticks` are in units of `scale` ("billion", "million", "one")."""

    top: Decimal
    ticks: tuple
    scale: str

    def place(self, amount):
        return round(BOTTOM - float(amount / self.top) * (BOTTOM - TOP), 1)


def axis(most):
    """An Axis that holds amounts up to `most`, with round numbers on at most five ticks above zero."""
    most = most or Decimal(1)
    worth, scale = next((scale for scale in _SCALES if most >= scale[0]), _SCALES[-1])
    step = _round_step(most / worth / _MOST_TICKS)
    count = int((most / worth / step).to_integral_value(ROUND_CEILING))
    top = step * count * worth
    drawn = Axis(top, (), scale)
    return Axis(top, tuple(Tick(drawn.place(step * at * worth), step * at) for at in range(count + 1)), scale)


def _round_step(least):
    """The smallest of 1, 2, 5 times a power of ten that is not below `least`."""
    power = Decimal(1).scaleb(least.adjusted())
    return next(power * times for times in (1, 2, 5, 10) if power * times >= least)


def crossing(comparison):
    """The sum paid year by year as a stair beside the one-off price; None where there is nothing to compare.

    `mark` is the place of the payment that passes the one-off price; `years` are ticks by the number of years.
    """
    rows = comparison.schedule
    if len(rows) < 2:
        return None
    amounts = axis(max(comparison.at_once, rows[-1][3]))
    step = (RIGHT - LEFT) / len(rows)
    stair = [f"M{LEFT} {BOTTOM}"]
    for at, (_number, _day, _amount, paid) in enumerate(rows):
        stair.append(f"V{amounts.place(paid)}H{round(LEFT + step * (at + 1), 1)}")
    passing = comparison.passing_payment
    return {
        "axis": amounts,
        "stair": "".join(stair),
        "one_off": amounts.place(comparison.at_once),
        "mark": (round(LEFT + step * (passing - 1), 1), amounts.place(rows[passing - 1][3])) if passing else None,
        "passing": passing,
        "ticks": _year_ticks(len(rows), step),
    }


def _year_ticks(count, step):
    every = next(every for every in (1, 2, 5, 10, 20, 50) if count / every <= _MOST_TICKS + 1)
    return tuple(Tick(round(LEFT + step * at, 1), at) for at in range(0, count + 1, every))


@dataclass(frozen=True)
class Period:
    """A price between two days; an open day is None. `is_announced`: it is still to come."""

    begin: dt.date | None
    end: dt.date | None
    amount: Decimal
    is_announced: bool = False


def history(periods, today):
    """Each period of a price as a level line, joined where one follows the other; `today` as a place on the axis."""
    days = [day for period in periods for day in (period.begin, period.end) if day] + [today]
    first, last = min(days), max(days)
    margin = max((last - first).days // 8, 90)
    first, last = _shifted(first, 0 if all(period.begin for period in periods) else -margin), _shifted(last, margin)
    amounts = axis(max(period.amount for period in periods))

    def place(day):
        return round(LEFT + (RIGHT - LEFT) * (day - first).days / (last - first).days, 1)

    levels, joins, before = [], [], None
    for period in sorted(periods, key=lambda period: period.begin or dt.date.min):
        begin, end, at = place(period.begin or first), place(period.end or last), amounts.place(period.amount)
        levels.append({"begin": begin, "end": end, "at": at, "is_announced": period.is_announced})
        if before and before["end"] == begin:
            joins.append({"x": begin, "begin": before["at"], "end": at})
        before = levels[-1]
    return {
        "axis": amounts,
        "levels": levels,
        "joins": joins,
        "today": place(today),
        "ticks": _day_ticks(first, last, place),
    }


def _shifted(day, days):
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))


def _day_ticks(first, last, place):
    """The first of January of some years."""
    years = range(first.year + 1, last.year + 1)
    every = max(-(-len(years) // _MOST_TICKS), 1)
    return tuple(Tick(place(dt.date(year, 1, 1)), year) for year in years[::every])

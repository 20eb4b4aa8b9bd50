"""Reporting periods, quarters and years, and how each stands against its deadline."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import partialdate

# Beyond these a code in an address is no period of ours.
_YEARS = range(2000, 2101)


class Kind(TextChoices):
    QUARTER = "quarter", gettext_lazy("Quarterly")
    YEAR = "year", gettext_lazy("Yearly")


class Standing(TextChoices):
    NOT_YET = "not_yet", gettext_lazy("Not due yet")
    IN_TIME = "in_time", gettext_lazy("Within the time limit")
    OVERDUE = "overdue", gettext_lazy("Past the deadline")
    UNKNOWN = "unknown", gettext_lazy("Deadline not known")


@dataclass(frozen=True)
class Period:
    """A quarter or a year; `code` is 2024-Q2 or 2024. Made by `read_period`, which refuses anything else."""

    year: int
    quarter: int | None = None

    @property
    def code(self):
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def kind(self):
        return Kind.QUARTER if self.quarter else Kind.YEAR

    @property
    def first_day(self):
        return partialdate.first_day(self.code)

    @property
    def last_day(self):
        return partialdate.last_day(self.code)

    @property
    def label(self):
        return partialdate.display(self.code) if self.quarter else _("year %(year)s") % {"year": self.year}

    @property
    def previous(self):
        """The period of the same kind just before this one; None before the first year that is a period."""
        if not self.quarter:
            year, quarter = self.year - 1, None
        else:
            year, quarter = (self.year, self.quarter - 1) if self.quarter > 1 else (self.year - 1, 4)
        return Period(year, quarter) if year in _YEARS else None

    def holds(self, day):
        return self.first_day <= day <= self.last_day

    @property
    def flow_codes(self):
        """The codes whose amounts make up what happened in this period: its own first, else those of its quarters."""
        return (self.code,) if self.quarter else (self.code, *(f"{self.year}-Q{number}" for number in range(1, 5)))

    @property
    def stock_codes(self):
        """The codes of the periods that end on the same day, this one first."""
        if not self.quarter:
            return self.code, f"{self.year}-Q4"
        return (self.code, str(self.year)) if self.quarter == 4 else (self.code,)


def read_period(code):
    """The Period of `code`. Raises ValueError for a month, a day, a year out of range or no date at all."""
    year, quarter, month, _day = partialdate.parse(code)
    found = Period(year, quarter)
    # One way of writing each: other digits or a line end would make a second period of the same days.
    if month or year not in _YEARS or found.code != code:
        raise ValueError(code)
    return found


def periods_around(day, quarters=5, years=2):
    """The periods an office has before it on `day`: the current ones and the `quarters` and `years` before them."""
    found = []
    for period, count in ((Period(day.year, (day.month + 2) // 3), quarters), (Period(day.year), years)):
        for _step in range(count):
            if period is not None:
                found.append(period)
                period = period.previous
    return found


def standing(period, deadline, day):
    """How `period` stands on `day` against its `deadline`, a day or None when nobody has recorded one."""
    if day <= period.last_day:
        return Standing.NOT_YET
    if deadline is None:
        return Standing.UNKNOWN
    return Standing.IN_TIME if day <= deadline else Standing.OVERDUE


def deadline_of(period, days):
    """The last day on which a report of `period` is in time, `days` calendar days after its end; None without days."""
    return None if days is None else period.last_day + dt.timedelta(days=days)

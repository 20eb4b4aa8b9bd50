"""In which ways a project is behind what it promised: the rule of each, told of one project."""

import calendar
import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from projects.lifecycle import SCHEDULING, Implementation


class Slow(TextChoices):
    START = "start", _("Works not begun in time")
    FINISH = "finish", _("Not in operation in time")
    IDLE = "idle", _("Land not put to use")
    RECORDED = "recorded", _("Recorded as delayed")
    EXTENDED = "extended", _("Extended by decision")
    TO_CHECK = "to_check", _("Day passed, state not known")


# What counts as late; the other two are not: one is lawful, of the other nothing can be said before somebody looks.
IS_LATE = (Slow.START, Slow.FINISH, Slow.IDLE, Slow.RECORDED)
NOT_BEGUN = (Implementation.NOT_STARTED, Implementation.PROCEDURES)
NOT_FINISHED = (
    *NOT_BEGUN,
    Implementation.BUILDING,
    Implementation.TRIAL,
    Implementation.DELAYED,
    Implementation.PAUSED,
)


def months_later(day, months):
    """`day` so many months on (or back), the last day of the month where that month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Behind:
    """One way in which a project is slow: the day it was bound to, and the decision that extended it, if one did."""

    how: Slow
    due: dt.date | None
    days: int | None
    first_due: dt.date | None = None
    decision: str = ""

    @property
    def is_late(self):
        return self.how in IS_LATE


@dataclass(frozen=True)
class Commitment:
    """A committed day of a project: as first committed, as it holds, and the decision that extended it."""

    first: dt.date | None
    due: dt.date | None
    decision: str = ""


def commitment(project, name):
    """The Commitment `name` ("start_by" or "finish_by") of `project`, whose events are read."""
    first = getattr(project, name)
    set_by = [event for event in project.events.all() if event.kind in SCHEDULING and getattr(event, name)]
    newest = max(set_by, key=lambda event: (event.on, event.pk), default=None)
    if newest is None:
        return Commitment(first, first)
    return Commitment(first, getattr(newest, name), newest.number)


def behind(project, today, idle_months=None):
    """Every Behind of `project` on `today`; `idle_months` is how long its land may lie unused (None: no rule)."""
    found = []
    state = project.implementation
    for name, how, states in (("start_by", Slow.START, NOT_BEGUN), ("finish_by", Slow.FINISH, NOT_FINISHED)):
        bound = commitment(project, name)
        if bound.due and bound.due < today:
            if state in states or state == Implementation.UNKNOWN:
                way = Slow.TO_CHECK if state == Implementation.UNKNOWN else how
                found.append(Behind(way, bound.due, (today - bound.due).days, bound.first, bound.decision))
        elif bound.due and bound.first and bound.first < today and state in states:
            found.append(Behind(Slow.EXTENDED, bound.due, None, bound.first, bound.decision))
    if idle_months and project.handed_over_on and state in NOT_BEGUN:
        due = months_later(project.handed_over_on, idle_months)
        if due < today:
            found.append(Behind(Slow.IDLE, due, (today - due).days, project.handed_over_on))
    if state == Implementation.DELAYED:
        found.append(Behind(Slow.RECORDED, None, None))
    return found

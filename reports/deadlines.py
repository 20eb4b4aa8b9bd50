"""The board of deadlines: each form and period that is or was due, with its report and how it stands."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from reports.library import forms, template_for
from reports.lifecycle import State
from reports.models import Deadline, Report
from reports.periods import Period, Standing, deadline_of, periods_around, standing


@dataclass(frozen=True)
class Due:
    """One form for one period. `deadline` None: not known; `days_left` counts to it, below 0 when past.

    `report` is None while nobody has begun it. `is_done`: submitted and not sent back.
    """

    form: str
    title: str
    period: Period
    standing: Standing
    deadline: dt.date | None
    days_left: int | None
    report: Report | None

    @property
    def is_done(self):
        return self.report is not None and self.report.is_frozen

    @property
    def days_over(self):
        """How many days it is late; None while it is not."""
        return -self.days_left if self.days_left is not None and self.days_left < 0 else None

    @property
    def is_received(self):
        return self.report is not None and self.report.state == State.RECEIVED


def due(on=None):
    """Every Due an office has before it on the day `on` (today), the latest period first. Two queries."""
    day = on or timezone.localdate()
    periods = periods_around(day)
    rules = list(Deadline.objects.order_by("-valid_from"))
    found = Report.objects.filter(period__code__in=[period.code for period in periods]).select_related("period")
    reports = {(report.form, report.period.code): report for report in found}
    return [
        _due(template, period, rules, reports.get((form, period.code)), day)
        for period in sorted(periods, key=lambda one: (one.last_day, one.kind), reverse=True)
        for form in forms()
        if (template := template_for(form, period))
    ]


def waiting(on=None):
    """Those of `due` whose period is over and whose report is not received: what the desk shows."""
    return [one for one in due(on) if one.standing != Standing.NOT_YET and not one.is_received]


def _due(template, period, rules, report, day):
    deadline = deadline_of(period, _days(rules, template.form, period))
    return Due(
        form=template.form,
        title=str(template.title),
        period=period,
        standing=standing(period, deadline, day),
        deadline=deadline,
        days_left=None if deadline is None else (deadline - day).days,
        report=report,
    )


def _days(rules, form, period):
    """The days of the newest rule for the period, the form's own before that of all forms; None without one."""
    fitting = [rule for rule in rules if rule.period_kind == period.kind and rule.valid_from <= period.last_day]
    own = [rule for rule in fitting if rule.form == form] or [rule for rule in fitting if not rule.form]
    return own[0].days if own else None

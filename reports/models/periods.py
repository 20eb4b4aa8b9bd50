"""Reporting periods that can be closed, and by when reports are due."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from simple_history.models import HistoricalRecords

from core.lifecycle import MoveRefused
from core.models import Move, Sourced, Stateful, Versioned
from reports import lifecycle
from reports.periods import Kind, read_period


def valid_period(code):
    try:
        read_period(code)
    except ValueError:
        raise ValidationError(
            _("“%(value)s” is no reporting period. Examples: Q2/2026, 2026."), params={"value": code}, code="period"
        ) from None


class ReportingPeriod(Versioned, Stateful):
    """A quarter or a year for which reports were begun. Closed, nothing of it changes any more."""

    code = models.CharField(gettext_lazy("period"), max_length=7, unique=True, validators=[valid_period])
    state = models.CharField(
        gettext_lazy("period state"),
        max_length=8,
        choices=lifecycle.PeriodState,
        default=lifecycle.PeriodState.OPEN,
    )

    lifecycles = {"state": lifecycle.PERIOD}
    public_axes = ()
    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("reporting period"), gettext_lazy("reporting periods")
        ordering = ["-code"]

    def __str__(self):
        return self.period.label

    @property
    def period(self):
        return read_period(self.code)

    @property
    def is_closed(self):
        return self.state == lifecycle.PeriodState.CLOSED

    def enter(self, steps, *, axis, by):
        if not by.may("publish", "reports"):
            raise MoveRefused([_("An approving leader closes and reopens a period.")])
        return super().enter(steps, axis=axis, by=by)

    def check_days(self, axis, days, state):
        last = self.moves_in_order(axis)[-1:]
        if last and min(days) < last[0].on:
            raise MoveRefused([_("This day lies before the last change. Give that day or a later one.")])
        if state != lifecycle.PeriodState.CLOSED:
            return
        # Received, or only begun for another kind of period: all that were begun must be through.
        unfinished = self.reports.exclude(state=lifecycle.State.RECEIVED).order_by("form")
        if names := [report.form for report in unfinished]:
            said = _("Not closed: reports of this period are not received yet: %(forms)s.")
            raise MoveRefused([said % {"forms": ", ".join(names)}])

    @classmethod
    def refuse_if_closed(cls, code):
        """Raise ValidationError when the period `code` is closed: its figures and reports stay as they are."""
        if cls.objects.filter(code=code, state=lifecycle.PeriodState.CLOSED).exists():
            raise ValidationError(
                _("%(period)s is closed. An approving leader reopens it with a reason."),
                params={"period": read_period(code).label.capitalize()},
                code="closed",
            )


class PeriodMove(Move):
    record = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="moves")


class Deadline(Versioned, Sourced):
    """By when reports are due, as a rule says it. Where no rule is recorded the deadline is not known."""

    form = models.CharField(
        pgettext_lazy("report", "form"),
        max_length=8,
        blank=True,
        help_text=gettext_lazy("E.g. 2104. Blank: every form."),
    )
    period_kind = models.CharField(gettext_lazy("kind of period"), max_length=8, choices=Kind)
    days = models.PositiveSmallIntegerField(
        gettext_lazy("days after the end of the period"),
        validators=[MaxValueValidator(366)],
        help_text=gettext_lazy("Calendar days; the last of them is still in time."),
    )
    valid_from = models.DateField(
        gettext_lazy("for periods ending from"),
        help_text=gettext_lazy("Earlier periods keep the rule before this one."),
    )
    basis = models.CharField(gettext_lazy("legal basis"), max_length=200)

    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("report deadline"), gettext_lazy("report deadlines")
        ordering = ["form", "period_kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["form", "period_kind", "valid_from"], name="report_deadline_once")
        ]

    def __str__(self):
        return f"{self.form or '*'} · {self.get_period_kind_display()}"

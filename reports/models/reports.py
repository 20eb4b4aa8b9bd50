"""A report of one form for one period: begun, filled from the record, submitted as a snapshot, received or returned."""

import hashlib
import json

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy
from simple_history.models import HistoricalRecords

from core.lifecycle import MoveRefused
from core.models import AppendOnly, Move, Stateful, Versioned
from reports import lifecycle
from reports.checking import faults
from reports.facts import Facts
from reports.filling import fill
from reports.form import as_content, from_content
from reports.library import from_raw, template_for, templates
from reports.models.periods import ReportingPeriod


class Report(Versioned, Stateful):
    """One form for one period. Until it is submitted its cells follow the record; then the newest Submission stands."""

    form = models.CharField(pgettext_lazy("report", "form"), max_length=8)
    template_version = models.CharField(gettext_lazy("version of the form"), max_length=20)
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="reports", verbose_name=gettext_lazy("period")
    )
    state = models.CharField(
        gettext_lazy("report state"), max_length=12, choices=lifecycle.State, default=lifecycle.State.DRAFT
    )
    rate = models.DecimalField(
        gettext_lazy("VND for one US dollar"),
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=gettext_lazy("The State Bank’s rate when the report was begun. Example: 25123."),
    )
    rate_on = models.DateField(gettext_lazy("day of the rate"), null=True, blank=True)
    rate_source = models.CharField(gettext_lazy("source of the rate"), max_length=200, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("begun by")
    )
    begun_at = models.DateTimeField(gettext_lazy("begun at"), default=timezone.now, editable=False)

    lifecycles = {"state": lifecycle.REPORT}
    public_axes = ()
    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("statutory report"), gettext_lazy("statutory reports")
        ordering = ["-period__code", "form"]
        constraints = [models.UniqueConstraint(fields=["form", "period"], name="report_once_a_period")]

    def __str__(self):
        return f"{self.form} · {self.period}"

    @property
    def is_frozen(self):
        return self.state in lifecycle.FROZEN

    @property
    def is_open(self):
        """Whether officers may still type into it."""
        return not self.is_frozen and not self.period.is_closed

    @cached_property
    def template(self):
        """The form in the version the report was begun with; the newest one should that file be gone."""
        found = templates().get((self.form, self.template_version))
        return found or template_for(self.form, self.period.period)

    @cached_property
    def kept_entries(self):
        """{address: CellEntry}"""
        return {entry.address: entry for entry in self.entries.select_related("by")}

    @cached_property
    def from_record(self):
        """The form as the record fills it today, in the reader's language."""
        typed = {place: entry.value for place, entry in self.kept_entries.items() if entry.value is not None}
        return fill(self.template, Facts(self.period.period, self.rate), typed)

    @cached_property
    def submission(self):
        """What was submitted last, or None."""
        return self.submissions.select_related("by").order_by("-id").first()

    @cached_property
    def as_submitted(self):
        return from_content(self.submission.content, from_raw(self.submission.content["template"]))

    @property
    def shown(self):
        """The form as it counts: what was submitted, or what the record gives."""
        return self.as_submitted if self.is_frozen and self.submission else self.from_record

    @cached_property
    def before(self):
        """{address: plain value} of the report of the period before as it was last submitted; None without one."""
        previous = self.period.period.previous
        if previous is None:
            return None
        found = Submission.objects.filter(report__form=self.form, report__period__code=previous.code)
        newest = found.order_by("-id").first()
        if newest is None:
            return None
        return from_content(newest.content, from_raw(newest.content["template"])).values()

    def authors(self):
        """Keys of all who worked on it: none of them may receive it."""
        submitters = self.moves.filter(to_state=lifecycle.State.IN_REVIEW).values_list("by", flat=True)
        return {self.begun_by_id, *submitters, *(entry.by_id for entry in self.kept_entries.values())}

    def enter(self, steps, *, axis, by):
        with transaction.atomic():
            row = type(self)._base_manager.select_for_update().get(pk=self.pk)
            row.check_actor({step.to_state for step in steps}, by)
            return super().enter(steps, axis=axis, by=by)

    def check_actor(self, states, by):
        if states & set(lifecycle.APPROVED) and not by.may("publish", "reports"):
            raise MoveRefused([_("An approving leader receives a report or asks for changes.")])
        if not by.may("move", "reports"):
            raise MoveRefused([_("You may read reports, not move them.")])
        if lifecycle.State.RECEIVED in states and by.pk in self.authors():
            raise MoveRefused([_("Nobody approves her own report: another leader must receive it.")])

    def check_days(self, axis, days, state):
        last = self.moves_in_order(axis)[-1:]
        if last and min(days) < last[0].on:
            raise MoveRefused([_("This day lies before the last change. Give that day or a later one.")])
        if self.period.is_closed:
            raise MoveRefused([_("The period is closed. An approving leader reopens it with a reason.")])
        if state == lifecycle.State.IN_REVIEW and (sentences := [fault.sentence for fault in faults(self)]):
            raise MoveRefused(sentences)

    def moved(self, move):
        if move.to_state == lifecycle.State.IN_REVIEW:
            # The form is filed in Vietnamese, whatever language its officer reads.
            with override("vi"):
                self.__dict__.pop("from_record", None)
                Submission.keep(self, move.by)


class ReportMove(Move):
    record = models.ForeignKey(Report, models.PROTECT, related_name="moves")


class CellEntry(Versioned):
    """What an officer wrote to one cell: its number where the form asks for typing, or why it moved so much."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="entries")
    address = models.CharField(max_length=130)
    value = models.DecimalField(max_digits=20, decimal_places=5, null=True, blank=True)
    explanation = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "address"], name="cell_entry_once")]

    def __str__(self):
        return self.address


class Submission(models.Model):
    """A report as it was submitted: every cell as printed, with the form it was printed in. Kept for ever."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="submissions")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self):
        return self.digest[:12]

    def save(self, **kwargs):
        if not self._state.adding:
            raise AppendOnly(self)
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise AppendOnly(self)

    @staticmethod
    def digest_of(content):
        plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()

    @classmethod
    def keep(cls, report, by):
        content = json.loads(json.dumps(as_content(report.from_record)))
        content["rate"] = None if report.rate is None else f"{report.rate:f}"
        return cls.objects.create(report=report, content=content, digest=cls.digest_of(content), by=by)

    @property
    def is_as_kept(self):
        """Whether the content is still the one whose digest was taken."""
        return self.digest_of(self.content) == self.digest

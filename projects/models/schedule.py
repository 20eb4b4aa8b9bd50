"""What a project promised and by when: the committed days, extended by decision, and which projects are past them."""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.disclosure import Publication
from core.models import Versioned
from projects.lateness import IS_LATE, NOT_BEGUN, NOT_FINISHED, Slow, months_later
from projects.lifecycle import GONE, SCHEDULING, STATUS_AFTER, EventKind, Implementation


class LandUseLimit(Versioned):
    """For how many months land handed over may lie unused, as a law says it. Without a rule nothing counts as idle."""

    months = models.PositiveSmallIntegerField(
        _("months since the hand-over"), validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    valid_from = models.DateField(_("in force from"), unique=True)
    basis = models.CharField(_("legal basis"), max_length=200, help_text=_("Law, article and clause."))

    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = _("limit of unused land"), _("limits of unused land")
        ordering = ["-valid_from"]

    def __str__(self):
        return f"{self.months} · {self.basis}"

    @classmethod
    def on(cls, day):
        """The rule in force on `day`, or None."""
        return cls.objects.filter(valid_from__lte=day).order_by("-valid_from").first()

    def last_handover(self, day):
        """The last day of hand-over for which the limit has passed before `day`."""
        found = months_later(day, -self.months)
        # The end of a shorter month is reached later than its number says.
        while months_later(found, self.months) >= day:
            found -= dt.timedelta(days=1)
        return found


def _newest(events, name):
    return Subquery(events.order_by("-on", "-pk").values(name)[:1])


class ScheduledProjects(models.QuerySet):
    """Questions about the days projects are bound to."""

    def with_schedule(self):
        """Annotate `due_start` and `due_finish`, the committed days as the newest decision extended them, or None."""
        events = self.model._meta.get_field("events").related_model.objects.filter(project=OuterRef("pk"))
        extended = events.filter(kind__in=SCHEDULING)
        return self.annotate(
            due_start=Coalesce(_newest(extended.filter(start_by__isnull=False), "start_by"), F("start_by")),
            due_finish=Coalesce(_newest(extended.filter(finish_by__isnull=False), "finish_by"), F("finish_by")),
            last_event=_newest(events.filter(kind__in=STATUS_AFTER), "kind"),
        )

    def slow(self, how, today):
        """Projects that are `how` (projects.lateness.Slow; None: late in any way) on `today`, the longest late first.

        Closed, suspended, terminated, revoked, lost and abandoned projects are bound to no day any more.
        """
        limit = LandUseLimit.on(today)
        return self.slow_by(how, today, limit and limit.last_handover(today))

    def slow_by(self, how, today, handed_over_until):
        """`slow` where land lies idle that was handed over until that day; None: none does. Asks for no rule."""
        conditions = _conditions(today, handed_over_until)
        wanted = Q(pk__in=())
        for one in IS_LATE if how is None else (how,):
            wanted |= conditions[one]
        rows = self.with_schedule().exclude(publication=Publication.WITHDRAWN).exclude(outcome__in=GONE)
        rows = rows.exclude(implementation=Implementation.CLOSED).filter(wanted)
        ended = (EventKind.SUSPEND, EventKind.TERMINATE, EventKind.REVOKE)
        rows = rows.filter(Q(last_event__isnull=True) | ~Q(last_event__in=ended))
        return rows.annotate(since=_since(today)).order_by(F("since").asc(nulls_last=True), "pk")


def _conditions(today, handed_over_until):
    """{Slow: which projects are so}: what `projects.lateness.behind` tells of one project, asked of the database."""
    not_begun, not_finished = Q(implementation__in=NOT_BEGUN), Q(implementation__in=NOT_FINISHED)
    start_passed, finish_passed = Q(due_start__lt=today), Q(due_finish__lt=today)
    idle = Q(handed_over_on__lte=handed_over_until) if handed_over_until else Q(pk__in=())
    return {
        Slow.START: start_passed & not_begun,
        Slow.FINISH: finish_passed & not_finished,
        Slow.IDLE: idle & not_begun,
        Slow.RECORDED: Q(implementation=Implementation.DELAYED),
        Slow.EXTENDED: (Q(start_by__lt=today, due_start__gte=today) & not_begun)
        | (Q(finish_by__lt=today, due_finish__gte=today) & not_finished),
        Slow.TO_CHECK: Q(implementation=Implementation.UNKNOWN) & (start_passed | finish_passed),
    }


def _since(today):
    """The first committed day that has passed, else that of the hand-over: what the list is ordered by."""
    return Case(
        When(due_start__lt=today, implementation__in=NOT_BEGUN, then=F("due_start")),
        When(due_finish__lt=today, then=F("due_finish")),
        default=F("handed_over_on"),
    )

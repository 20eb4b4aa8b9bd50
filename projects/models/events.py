"""Dated legal events of projects, and the numbers of the forms they are filed on."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from core.models import Source, Versioned, WithFile
from projects import lifecycle
from projects.models.project import Project


class ProjectEvent(Versioned, WithFile):
    """A dated legal event: what the legal status is derived from."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="events", verbose_name=_("project"))
    kind = models.CharField(_("event"), max_length=24, choices=lifecycle.EventKind)
    on = models.DateField(_("date"))
    number = models.CharField(_("number of the document"), max_length=80)
    # What the event did to the registered capital: blank is not known, 0 is stated that it changed nothing.
    capital_usd = models.DecimalField(
        _("registered capital ±, million USD"), max_digits=18, decimal_places=5, null=True, blank=True
    )
    capital_vnd = models.DecimalField(
        _("registered capital ±, billion VND"), max_digits=18, decimal_places=5, null=True, blank=True
    )
    decided_by = models.CharField(
        pgettext_lazy("event", "decided by"),
        max_length=20,
        choices=lifecycle.DecidedBy,
        blank=True,
        help_text=_("The body that signed it. Blank: not known."),
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    start_by = models.DateField(_("works to begin by, extended to"), null=True, blank=True)
    finish_by = models.DateField(_("in operation by, extended to"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("legal event"), _("legal events")
        ordering = ["-on", "-id"]
        # Whether a project is late, and what its events add up to, is read from this alone.
        indexes = [
            models.Index(
                fields=["project", "on", "id", "kind", "start_by", "finish_by", "capital_vnd", "capital_usd"],
                name="project_event_days",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    @classmethod
    def with_public_file(cls):
        return cls._base_manager.filter(is_file_public=True, project__in=Project.objects.published())

    def clean(self):
        faults = {}
        if self.on and self.on > timezone.localdate():
            faults["on"] = _("This day is still to come. An event is entered when it has happened.")
        if self.kind not in lifecycle.SCHEDULING:
            for name in ("start_by", "finish_by"):
                if getattr(self, name):
                    faults[name] = _("Only an extension of the schedule or an amendment sets new days.")
        elif self.kind == lifecycle.EventKind.EXTEND_SCHEDULE and not (self.start_by or self.finish_by):
            faults["finish_by"] = _("Give the day to which the decision extends the start or the operation.")
        if faults:
            raise ValidationError(faults)


class EventForm(Versioned):
    """The number of the form a kind of event is filed on, as a circular states it: data, since circulars change."""

    kind = models.CharField(_("event"), max_length=24, choices=lifecycle.EventKind, unique=True)
    form = models.CharField(_("form number"), max_length=20)
    basis = models.CharField(_("legal basis"), max_length=200)
    is_verified = models.BooleanField(
        _("checked against the text itself"), default=False, help_text=_("Not ticked: from a secondary source.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = _("form of an event"), _("forms of events")
        ordering = ["form"]

    def __str__(self):
        return f"{self.form} · {self.get_kind_display()}"

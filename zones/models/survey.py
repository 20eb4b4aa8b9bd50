"""A survey of parcels on its way into the record: what was read from a file, what was found, who applied it."""

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.models import Source, Versioned
from core.partialdate import PartialDateField
from policies.models import LegalInstrument
from zones.models.land import Zone
from zones.survey.records import Reading


class Survey(Versioned):
    """One coordinate table of one zone. A draft changes no parcel; applied, it has changed all of its parcels.

    `reading` is the file as it was read (the file itself is not kept, only its digest), `fixes` the changes of the
    accepted proposals, `total` how many parcels it gives with them (0: there are faults). `findings` is what the check
    of the first `checked` parcels found, `seen` the version each had then ({number: version, None for a new one}).
    `written` is what applying it wrote: {"new": {key: version}, "changed": {key: version}} and as "sources" the links
    to further sources it added, [[parcel, source], …]. Taken back, it has changed none of them any more.
    """

    class Style(models.TextChoices):
        PLAIN = "plain", "2421621.082"
        VIETNAMESE = "vi", "2.421.621,082"

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="surveys", verbose_name=_("industrial zone"))
    instrument = models.ForeignKey(
        LegalInstrument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decision"),
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    as_of = PartialDateField(_("as of"))
    epsg = models.PositiveIntegerField(_("coordinate system"))
    style = models.CharField(_("how numbers are written"), max_length=5, choices=Style, blank=True)
    takes_area = models.BooleanField(_("take over the areas of the table as areas by decision"), default=False)
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    reading = models.JSONField(default=dict)
    fixes = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    checked = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)
    seen = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("applied by")
    )
    applied_at = models.DateTimeField(_("applied at"), null=True)
    discarded_at = models.DateTimeField(_("discarded at"), null=True)
    written = models.JSONField(default=dict)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken back by")
    )
    taken_back_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("survey"), _("surveys")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(applied_at__isnull=True) | models.Q(discarded_at__isnull=True),
                name="survey_applied_or_discarded",
            )
        ]

    def __str__(self):
        return f"{self.zone.code} · {self.file_name or _('pasted table')}"

    @cached_property
    def table(self):
        """The Reading that `reading` keeps; it never changes once the survey is taken."""
        return Reading.from_json(self.reading)

    @property
    def is_draft(self):
        return self.applied_at is None and self.discarded_at is None

    @property
    def state(self):
        if self.taken_back_at:
            return "taken_back"
        return "applied" if self.applied_at else "discarded" if self.discarded_at else "draft"

    @property
    def state_label(self):
        return {
            "applied": _("Applied"),
            "discarded": _("Discarded"),
            "draft": _("Not applied yet"),
            "taken_back": _("Taken back"),
        }[self.state]

    @property
    def written_keys(self):
        """The keys of the parcels that applying it wrote, new ones first."""
        return [int(key) for kind in ("new", "changed") for key in self.written.get(kind, ())]

    @property
    def is_checked(self):
        return 0 < self.total <= self.checked

    @property
    def has_error(self):
        return any(finding["severity"] == "error" for finding in self.findings)

"""Investment projects and the changes of their states."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.disclosure import PublishedQuerySet, if_published
from core.models import DecidedMove, Publishable, Reviewed, Searchable, Stateful, Versioned
from core.partialdate import PartialDateField
from core.public_reading import as_officer
from investors.models import Investor
from policies.models import Sector
from projects import lifecycle
from projects.models.schedule import ScheduledProjects
from zones.models import Parcel, Zone


class ProjectQuerySet(ScheduledProjects, PublishedQuerySet):
    def with_own_record(self):
        """Annotate `is_moved`: whether the Board itself has recorded the implementation; until then it is a report."""
        moves = ProjectMove.objects.filter(record=OuterRef("pk"), axis="implementation")
        return self.annotate(is_moved=Exists(moves))


class Project(Versioned, Searchable, Reviewed, Publishable, Stateful):
    parts = ("events",)
    waiting_parts = ("events",)
    may_be_corrected = True

    class Kind(models.TextChoices):
        INFRASTRUCTURE = "infrastructure", _("Zone infrastructure")
        SECONDARY = "secondary", _("Project in the zone")

    class Origin(models.TextChoices):
        FDI = "fdi", _("Foreign capital")
        DDI = "ddi", _("Domestic capital")
        UNKNOWN = "unknown", _("Not known")

    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    investor = models.ForeignKey(
        Investor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("investor"),
        help_text=_("Blank: not known."),
    )
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="projects", verbose_name=_("industrial zone"))
    parcels = models.ManyToManyField(Parcel, blank=True, related_name="projects", verbose_name=_("parcels"))
    sector = models.ForeignKey(
        Sector, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("sector")
    )
    activity = models.CharField(_("what it makes"), max_length=240, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.SECONDARY)
    origin = models.CharField(_("capital origin"), max_length=8, choices=Origin, default=Origin.UNKNOWN)
    capital = models.DecimalField(
        _("registered or stated capital, billion VND"), max_digits=14, decimal_places=3, null=True, blank=True
    )
    capital_note = models.CharField(_("note on the capital"), max_length=240, blank=True)
    capacity = models.CharField(_("capacity"), max_length=120, blank=True)
    jobs = models.CharField(_("jobs"), max_length=160, blank=True)
    area = models.DecimalField(_("land, m²"), max_digits=12, decimal_places=2, null=True, blank=True)
    started_on = PartialDateField(_("started or due to start"))
    started_note = models.CharField(_("what that date is"), max_length=120, blank=True)
    pipeline = models.CharField(
        _("pipeline"), max_length=12, choices=lifecycle.Pipeline, default=lifecycle.Pipeline.UNKNOWN
    )
    implementation = models.CharField(
        _("implementation"),
        max_length=12,
        choices=lifecycle.Implementation,
        default=lifecycle.Implementation.UNKNOWN,
    )
    outcome = models.CharField(
        pgettext_lazy("project", "outcome"), max_length=10, choices=lifecycle.Outcome, default=lifecycle.Outcome.UNKNOWN
    )
    lost_to = models.CharField(
        _("lost to"), max_length=120, blank=True, help_text=_("The province or country the investor chose instead.")
    )
    handed_over_on = models.DateField(_("land handed over on"), null=True, blank=True)
    start_by = models.DateField(
        _("works to begin by"), null=True, blank=True, help_text=_("As first committed; an extension is a legal event.")
    )
    finish_by = models.DateField(
        _("in operation by"), null=True, blank=True, help_text=_("As first committed; an extension is a legal event.")
    )
    status_note = models.TextField(_("what is known of its present state"), blank=True)
    certificate_number = models.CharField(_("investment certificate number"), max_length=40, blank=True)
    certificate_date = models.DateField(_("investment certificate date"), null=True, blank=True)

    objects = ProjectQuerySet.as_manager()
    # Public search reads this text: nothing that no page shows may be in it.
    searched_fields = ("name_vi", "name_en", "activity_vi", "activity_en")
    lifecycles = {
        "pipeline": lifecycle.PIPELINE,
        "outcome": lifecycle.OUTCOME,
        "implementation": lifecycle.IMPLEMENTATION,
    }
    shown_with = ("zone",)
    # Pipeline and outcome are the Board's own: no public page, download or search shows them.
    public_axes = ("implementation",)

    class Meta:
        verbose_name, verbose_name_plural = _("project"), _("projects")
        ordering = ["zone__order", "slug"]
        # The officers' desk counts by these without reading the rows.
        indexes = [models.Index(fields=["publication", "pipeline", "implementation"], name="project_by_stage")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("projects:project", args=[self.slug])

    @property
    def public_investor(self):
        """The investor once its name may be public, else None."""
        with as_officer():
            return if_published(self.investor)

    @cached_property
    def status_event(self):
        """The newest event that changes the legal status, or None."""
        events = [event for event in self.events.all() if event.kind in lifecycle.STATUS_AFTER]
        return max(events, key=lambda event: (event.on, event.pk), default=None)

    @cached_property
    def legal_status(self):
        """Where the newest status-changing event left the project; unknown when the record holds none."""
        event = self.status_event
        return lifecycle.STATUS_AFTER[event.kind] if event else lifecycle.LegalStatus.UNKNOWN

    def notice_on(self, axis):
        """That the law has ended a project which is not closed yet: closing it takes its parcels back."""
        if axis != "implementation" or self.implementation == lifecycle.Implementation.CLOSED:
            return ""
        if self.legal_status not in lifecycle.ENDED:
            return ""
        words = {"event": self.status_event, "day": date_format(self.status_event.on, "DATE_FORMAT")}
        return _("%(event)s, %(day)s: close the project and take its parcels back.") % words


class ProjectMove(DecidedMove):
    record = models.ForeignKey(Project, models.PROTECT, related_name="moves")

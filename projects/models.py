"""Investment projects with their dated legal events, and what calls for investment now."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.disclosure import PublishedQuerySet, if_published
from core.models import Move, Publishable, Searchable, Sourced, Stateful, Versioned
from core.partialdate import PartialDateField
from investors.models import Investor
from policies.models import LegalInstrument, Sector
from projects import lifecycle
from zones.models import Parcel, Zone


class ProjectQuerySet(PublishedQuerySet):
    def with_own_record(self):
        """Annotate `is_moved`: whether the Board itself has recorded the implementation; until then it is a report."""
        moves = ProjectMove.objects.filter(record=OuterRef("pk"), axis="implementation")
        return self.annotate(is_moved=Exists(moves))


class Project(Versioned, Searchable, Sourced, Publishable, Stateful):
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
    status_note = models.TextField(_("what is known of its present state"), blank=True)
    certificate_number = models.CharField(_("investment certificate number"), max_length=40, blank=True)
    certificate_date = models.DateField(_("investment certificate date"), null=True, blank=True)

    objects = ProjectQuerySet.as_manager()
    # Public search reads this text: nothing that no page shows may be in it.
    searched_fields = ("name_vi", "name_en", "activity_vi", "activity_en")
    lifecycles = {"pipeline": lifecycle.PIPELINE, "implementation": lifecycle.IMPLEMENTATION}
    shown_with = ("zone",)
    # The pipeline is the Board's own: no public page, download or search shows this axis.
    public_axes = ("implementation",)

    class Meta:
        verbose_name, verbose_name_plural = _("project"), _("projects")
        ordering = ["zone__order", "slug"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("projects:project", args=[self.slug])

    @property
    def public_investor(self):
        """The investor once its name may be public, else None."""
        return if_published(self.investor)

    @cached_property
    def legal_status(self):
        """Where the newest status-changing event left the project; unknown when the record holds none."""
        events = [event for event in self.events.all() if event.kind in lifecycle.STATUS_AFTER]
        newest = max(events, key=lambda event: (event.on, event.pk), default=None)
        return lifecycle.STATUS_AFTER[newest.kind] if newest else lifecycle.LegalStatus.UNKNOWN


class ProjectMove(Move):
    record = models.ForeignKey(Project, models.PROTECT, related_name="moves")


class ProjectEvent(Versioned):
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
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("legal event"), _("legal events")
        ordering = ["-on", "-id"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"


class Opportunity(Versioned, Searchable, Sourced, Publishable):
    class Kind(models.TextChoices):
        PLANNING_SPONSOR = "planning_sponsor", _("Sponsor for a zone's plan")
        INFRASTRUCTURE = "infrastructure", _("Infrastructure developer")
        SECONDARY = "secondary", _("Project in a zone")

    class Status(models.TextChoices):
        CALLING = "calling", _("Calling for investment")
        INTERESTED = "interested", _("An investor is interested")
        CLOSED = "closed", _("Closed")
        UNKNOWN = "unknown", _("Present state not known")

    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.UNKNOWN)
    zone = models.ForeignKey(
        Zone,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        verbose_name=_("industrial zone"),
    )
    area_ha = models.DecimalField(_("area, ha"), max_digits=10, decimal_places=2, null=True, blank=True)
    summary = models.TextField(_("summary"))
    decision = models.ForeignKey(
        LegalInstrument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        verbose_name=_("decision"),
    )
    called_on = PartialDateField(_("called on"))
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    shown_with = ("zone",)
    searched_fields = ("title_vi", "title_en", "summary_vi", "summary_en")

    class Meta:
        verbose_name, verbose_name_plural = _("opportunity"), _("opportunities")
        ordering = ["order", "slug"]

    def __str__(self):
        return self.title

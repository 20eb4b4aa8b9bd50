"""What is known of a zone, dated and sourced: figures, utilities, milestones."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core import partialdate
from core.disclosure import Publication, PublishedQuerySet
from core.models import Publishable, Reviewed, Searchable, Versioned
from core.partialdate import PartialDateField
from policies.models import LegalInstrument
from zones.models.land import Zone
from zones.units import Unit

_ALL = Q()


class FigureQuerySet(PublishedQuerySet):
    def shown(self, among=_ALL):
        """Published figures with what their display needs, the newest of each measure first.

        Those whose place another took are left out; `among` narrows both to what was known on a past day.
        """
        rows = self.published().filter(among, ~Figure.superseded(among)).annotate(is_superseded=Value(False))
        return rows.select_related("source", "zone").order_by("order", "measure", "-as_of", "key")

    def earlier(self):
        """Published figures whose place another took, as `shown` gives what holds now."""
        rows = self.published().filter(Figure.superseded()).annotate(is_superseded=Value(True))
        return rows.select_related("source", "zone").order_by("order", "measure", "-as_of", "key")


class Figure(Versioned, Searchable, Reviewed, Publishable):
    """One published number or statement. Two sources that disagree are two rows of one measure."""

    shown_with = ("zone",)

    class Topic(models.TextChoices):
        LAND = "land", _("Land")
        PLAN = "plan", _("Planning and stage")
        INFRASTRUCTURE = "infrastructure", _("Infrastructure")
        PRODUCTION = "production", _("Production")
        LABOUR = "labour", _("Labour")
        PRICES = "prices", _("Prices")
        CONNECTIVITY = "connectivity", _("Roads and distances")
        PROVINCE = "province", _("The province")
        BOARD = "board", _("The Board")
        PROMOTION = "promotion", _("Investment promotion")

    key = models.SlugField(_("key"), max_length=120, unique=True)
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, blank=True, related_name="figures", verbose_name=_("industrial zone")
    )
    topic = models.CharField(_("topic"), max_length=16, choices=Topic)
    measure = models.SlugField(
        _("measure"), max_length=60, help_text=_("Figures of one measure are shown side by side.")
    )
    label = models.CharField(_("label"), max_length=160)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    value_max = models.DecimalField(_("value, upper end"), max_digits=18, decimal_places=4, null=True, blank=True)
    is_approximate = models.BooleanField(_("approximate"), default=False)
    is_known = models.BooleanField(
        _("published"),
        default=True,
        help_text=_("No: looked for and not found; the public reads “not published yet”."),
    )
    unit = models.CharField(_("unit"), max_length=20, choices=Unit, default=Unit.NONE)
    statement = models.TextField(_("in a sentence"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    # A figure the public has seen is not rewritten: what holds now is a row of its own and names the one before it.
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="successors",
        verbose_name=_("takes the place of"),
    )

    objects = FigureQuerySet.as_manager()
    searched_fields = ("label_vi", "label_en", "statement_vi", "statement_en")

    class Meta:
        verbose_name, verbose_name_plural = _("figure"), _("figures")
        ordering = ["order", "measure", "-as_of", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_known=True) | Q(value__isnull=True), name="figure_unknown_has_no_value"
            ),
            models.CheckConstraint(
                condition=Q(value_max__isnull=True) | Q(value_max__gte=F("value")),
                name="figure_range_upwards",
            ),
        ]

    @classmethod
    def still_told(cls, on):
        return ~cls.superseded()

    def is_still_told(self, on):
        return not self.is_superseded

    @classmethod
    def superseded(cls, among=_ALL):
        """The condition on which a figure that took the place of this one is public, and one of `among`.

        One in between may have been withdrawn: what it had replaced does not come back beside its successor.
        """
        public = QuerySet(cls).filter(among, publication=Publication.PUBLISHED)
        return Exists(public.filter(supersedes=OuterRef("pk"))) | Exists(
            public.filter(supersedes__supersedes=OuterRef("pk"))
        )

    @cached_property
    def is_superseded(self):
        """As `superseded` says; a query that shows many figures has set it."""
        later = Q(supersedes=self) | Q(supersedes__supersedes=self)
        return QuerySet(Figure).filter(later, publication=Publication.PUBLISHED).exists()

    def __str__(self):
        return f"{self.label}, {self.zone.short_name}" if self.zone else self.label

    def clean(self):
        if self.is_known and self.value is None and not self.statement_vi:
            raise ValidationError({"value": _("A published figure needs a value or a sentence.")})
        if not self.is_known and self.value is not None:
            raise ValidationError(
                {"value": _("What is not published has no value. Empty it, or mark it as published.")}
            )
        if self.value is not None and self.value_max is not None and self.value_max < self.value:
            raise ValidationError({"value_max": _("The upper end of a range is not below its lower end.")})


class Utility(Versioned, Reviewed, Publishable):
    """What a zone can supply or take away, as far as it is known."""

    shown_with = ("zone",)

    class Kind(models.TextChoices):
        POWER = "power", _("Power")
        WATER = "water", _("Water")
        WASTEWATER = "wastewater", _("Wastewater treatment")
        ROADS = "roads", _("Internal roads")
        TELECOM = "telecom", _("Telecommunications")

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="utilities", verbose_name=_("industrial zone"))
    key = models.SlugField(_("key"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    capacity = models.DecimalField(_("capacity"), max_digits=14, decimal_places=2, null=True, blank=True)
    used = models.DecimalField(_("in use"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit, default=Unit.NONE)
    is_known = models.BooleanField(_("published"), default=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("utility"), _("utilities")
        ordering = ["zone__order", "kind"]

    def __str__(self):
        return f"{self.zone.code} · {self.get_kind_display()}"


class Milestone(Versioned, Reviewed, Publishable):
    """A step in a zone's life. `target_on` keeps the first promise, so that a slip can be seen."""

    changes_wait = True
    reviewed_every = 3
    shown_with = ("zone",)

    class Kind(models.TextChoices):
        DONE = "done", _("Happened")
        DECISION = "decision", _("Decision")
        PLAN = "plan", _("Planned")

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="milestones", verbose_name=_("industrial zone"))
    key = models.SlugField(_("key"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.TextField(_("what"))
    on = PartialDateField(_("on"), help_text=_("When it happened; blank while it has not, as far as is known."))
    target_on = PartialDateField(_("first target"))
    decision = models.ForeignKey(
        LegalInstrument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("decision"),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("milestone"), _("milestones")
        ordering = ["zone__order", "on", "target_on"]

    def __str__(self):
        return self.text

    @classmethod
    def still_told(cls, on):
        return Q(on="")

    def is_still_told(self, on):
        return not self.on

    @property
    def is_overdue(self):
        """Promised for a time that has passed, and nothing is known of its having happened."""
        return bool(not self.on and self.target_on and partialdate.last_day(self.target_on) < timezone.localdate())

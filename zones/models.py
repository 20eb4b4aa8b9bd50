"""The zones, their parcels, and the dated facts about them: figures, prices, utilities, milestones."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import partialdate
from core.disclosure import PublishedQuerySet
from core.models import Move, Publishable, Searchable, Sourced, Stateful, Versioned
from core.partialdate import PartialDateField
from policies.models import LegalInstrument
from zones import lifecycle
from zones.units import UNITS_OF_KIND, RateKind, RateUnit, Unit


class Zone(Versioned, Searchable, Sourced, Publishable, Stateful):
    """An industrial zone or one phase of it with its own decisions. Facts about it are Figures, not columns."""

    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=80)
    stage = models.CharField(_("stage"), max_length=20, choices=lifecycle.Stage, default=lifecycle.Stage.UNKNOWN)
    stage_note = models.CharField(_("note on the stage"), max_length=300, blank=True)
    summary = models.TextField(_("in one paragraph"))
    location = models.CharField(_("location"), max_length=200, blank=True, help_text=_("Blank: not published."))
    former_location = models.CharField(_("location under its former name"), max_length=300, blank=True)
    commune_code = models.CharField(_("commune code"), max_length=8, blank=True)
    developer = models.CharField(_("infrastructure developer"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    searched_fields = (
        "code",
        "name_vi",
        "name_en",
        "short_name_vi",
        "short_name_en",
        "summary_vi",
        "summary_en",
        "location_vi",
        "former_location_vi",
    )
    lifecycles = {"stage": lifecycle.STAGE}

    class Meta:
        verbose_name, verbose_name_plural = _("industrial zone"), _("industrial zones")
        ordering = ["order", "slug"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("zones:zone", args=[self.slug])


class ZoneMove(Move):
    record = models.ForeignKey(Zone, models.PROTECT, related_name="moves")


class Parcel(Versioned, Searchable, Sourced, Publishable, Stateful):
    """A parcel of a zone's plan (not a cadastral parcel). Four independent axes of state, areas in m²."""

    shown_with = ("zone",)

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="parcels", verbose_name=_("industrial zone"))
    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    code = models.CharField(_("number in the plan"), max_length=40)
    area = models.DecimalField(
        _("area by decision, m²"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0.01)],
    )
    former_area = models.DecimalField(
        _("area before the last adjustment, m²"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    commercial_status = models.CharField(
        _("leasing"), max_length=16, choices=lifecycle.Commercial, default=lifecycle.Commercial.UNKNOWN
    )
    readiness = models.CharField(
        _("readiness"), max_length=12, choices=lifecycle.Readiness, default=lifecycle.Readiness.UNKNOWN
    )
    use_state = models.CharField(
        _("use"), max_length=16, choices=lifecycle.UseState, default=lifecycle.UseState.UNKNOWN
    )
    land_title = models.CharField(
        _("land-use certificate"),
        max_length=16,
        choices=lifecycle.LandTitle,
        default=lifecycle.LandTitle.UNKNOWN,
    )
    reserved_until = models.DateField(_("reserved until"), null=True, blank=True)
    term_end = models.DateField(_("land term ends on"), null=True, blank=True)
    power_kw = models.DecimalField(
        _("power at the boundary, kW"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    water_m3_day = models.DecimalField(_("water, m³/day"), max_digits=10, decimal_places=2, null=True, blank=True)
    wastewater_m3_day = models.DecimalField(
        _("wastewater, m³/day"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    note = models.TextField(_("note"), blank=True)
    outline = models.JSONField(
        _("outline"), null=True, blank=True, help_text=_("Corners [x, y] in metres of the plan, in order.")
    )
    epsg = models.PositiveIntegerField(
        _("coordinate system (EPSG)"),
        null=True,
        blank=True,
        help_text=_("Blank: a schematic grid without geographic coordinates."),
    )
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    searched_fields = ("code", "note_vi", "note_en")
    lifecycles = {
        "commercial_status": lifecycle.COMMERCIAL,
        "readiness": lifecycle.READINESS,
        "use_state": lifecycle.USE,
        "land_title": lifecycle.TITLE,
    }

    class Meta:
        verbose_name, verbose_name_plural = _("parcel"), _("parcels")
        ordering = ["zone__order", "is_sample", "code"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "code"], name="parcel_code_once_a_zone"),
            models.CheckConstraint(condition=Q(area__isnull=True) | Q(area__gt=0), name="parcel_area_positive"),
        ]
        indexes = [models.Index(fields=["publication", "commercial_status", "area"], name="parcel_public_list")]

    def __str__(self):
        return f"{self.zone.code} · {self.label}"

    @property
    def label(self):
        """The parcel's name in the reader's language; a sample row can never be taken for a parcel of the plan."""
        if self.is_sample:
            return _("SAMPLE %(number)s") % {"number": self.code.removeprefix("MẪU-")}
        return _("Parcel %(code)s") % {"code": self.code}

    def get_absolute_url(self):
        return reverse("zones:parcel", args=[self.slug])

    def clean(self):
        if self.commercial_status == lifecycle.Commercial.RESERVED and not self.reserved_until:
            raise ValidationError({"reserved_until": _("A reserved parcel needs the day its reservation ends.")})


class ParcelMove(Move):
    record = models.ForeignKey(Parcel, models.PROTECT, related_name="moves")


class FigureQuerySet(PublishedQuerySet):
    def shown(self):
        """Published figures with what their display needs, the newest of each measure first."""
        return self.published().select_related("source", "zone").order_by("order", "measure", "-as_of", "key")


class Figure(Versioned, Searchable, Sourced, Publishable):
    """One published number or statement. Two sources that disagree are two rows of one measure. No value: not published."""

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

    def __str__(self):
        return f"{self.label} ({self.key})"

    def clean(self):
        if self.is_known and self.value is None and not self.statement_vi:
            raise ValidationError({"value": _("A published figure needs a value or a sentence.")})


class RateQuerySet(PublishedQuerySet):
    def in_force(self, on=None):
        """Rates whose days include `on` (today by default); a blank day is open."""
        on = on or timezone.localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gt=on)
        )


class Rate(Versioned, Sourced, Publishable):
    """A dated price or fee, net of VAT unless it says otherwise. Never overwritten: a new price is a new row. No amount: not published."""

    shown_with = ("zone",)

    class Currency(models.TextChoices):
        VND = "VND", "VND"
        USD = "USD", "USD"

    class Vat(models.TextChoices):
        EXCLUDED = "excluded", _("VAT excluded")
        INCLUDED = "included", _("VAT included")
        EXEMPT = "exempt", _("exempt from VAT")
        UNKNOWN = "unknown", _("VAT not stated")

    key = models.SlugField(_("key"), max_length=120, unique=True)
    zone = models.ForeignKey(
        Zone,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rates",
        verbose_name=_("industrial zone"),
        help_text=_("Blank: all zones."),
    )
    parcel = models.ForeignKey(
        Parcel, models.PROTECT, null=True, blank=True, related_name="rates", verbose_name=_("parcel")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=RateKind)
    label = models.CharField(_("label"), max_length=200, blank=True)
    amount = models.DecimalField(
        _("amount"), max_digits=18, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    amount_max = models.DecimalField(_("amount, upper end"), max_digits=18, decimal_places=4, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.VND)
    unit = models.CharField(_("unit"), max_length=16, choices=RateUnit)
    vat = models.CharField(_("VAT"), max_length=8, choices=Vat, default=Vat.UNKNOWN)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until (excluded)"), null=True, blank=True)
    term_end = models.DateField(
        _("buys to"), null=True, blank=True, help_text=_("For a one-off price: the day the lease ends.")
    )
    legal_basis = models.ForeignKey(
        LegalInstrument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rates",
        verbose_name=_("legal basis"),
    )
    note = models.TextField(_("note"), blank=True)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = RateQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("price or fee"), _("prices and fees")
        ordering = ["kind", "zone__order", "-valid_from", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="rate_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(*[Q(kind=kind, unit__in=units) for kind, units in UNITS_OF_KIND.items()], _connector=Q.OR),
                name="rate_unit_fits_kind",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.key})"


class Utility(Versioned, Sourced, Publishable):
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


class Milestone(Versioned, Sourced, Publishable):
    """A step in a zone's life. `target_on` keeps the first promise, so that a slip can be seen."""

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

    @property
    def is_overdue(self):
        """Promised for a time that has passed, and nothing is known of its having happened."""
        return bool(not self.on and self.target_on and partialdate.last_day(self.target_on) < timezone.localdate())

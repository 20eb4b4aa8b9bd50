"""The zones and their parcels, with their states."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.disclosure import PublishedQuerySet
from core.lifecycle import MoveRefused
from core.models import DecidedMove, Publishable, Reviewed, Searchable, Source, Stateful, Versioned
from zones import lifecycle
from zones.models.measured import measure


class Zone(Versioned, Searchable, Reviewed, Publishable, Stateful):
    """An industrial zone or one phase of it with its own decisions. Facts about it are Figures, not columns."""

    may_be_corrected = True
    parts = ("pictures",)

    class LocationClass(models.TextChoices):
        OUTSIDE_EZ = "outside_ez", _("Outside economic zones")
        COASTAL_EZ = "coastal_ez", _("In a coastal economic zone")
        BORDER_EZ = "border_ez", _("In a border-gate economic zone")
        SPECIALISED_EZ = "specialised_ez", _("In a specialised economic zone")
        UNKNOWN = "unknown", _("Not known")

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
    location_class = models.CharField(
        _("location by economic zone"), max_length=16, choices=LocationClass, default=LocationClass.UNKNOWN
    )
    developer = models.CharField(_("infrastructure developer"), max_length=200, blank=True)
    inventory_on = models.DateField(
        _("parcels complete as of"),
        null=True,
        blank=True,
        help_text=_("From this day on every parcel of the zone stands here; only then is a land balance computed."),
    )
    inventory_source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source of the inventory"),
    )
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

    def clean(self):
        if self.inventory_on and not self.inventory_source_id:
            raise ValidationError({"inventory_source": _("Say which list or decision the complete inventory is.")})


class ZoneMove(DecidedMove):
    record = models.ForeignKey(Zone, models.PROTECT, related_name="moves")


class InPlanQuerySet(PublishedQuerySet):
    def in_plan(self, on=None):
        """Parcels that stand in the plan on the day `on` (today): begun, and not yet split or merged away."""
        day = on or timezone.localdate()
        begun = Q(exists_from__isnull=True) | Q(exists_from__lte=day)
        return self.filter(begun, Q(exists_to__isnull=True) | Q(exists_to__gt=day))


_LISTED, _NUMBER, _STATE = ("publication", "is_sample"), ("zone", "code", "id"), "commercial_status"
_QUANTITIES = ("power_kw", "water_m3_day", "wastewater_m3_day")
_DAYS = ("exists_from", "exists_to")
_JUDGED = ("readiness", "reserved_until", *_QUANTITIES, *_DAYS)


def _by_quantities(first, name):
    """An index on `first` of what is led to a parcel, then on the two after it, and round again to the beginning."""
    order = (*_QUANTITIES[first:], *_QUANTITIES[:first])
    return models.Index(
        fields=[*_LISTED, _STATE, *order, *_NUMBER, "area", "readiness", "reserved_until", *_DAYS], name=name
    )


class Parcel(Versioned, Searchable, Reviewed, Publishable, Stateful):
    """A parcel of a zone's plan (not a cadastral parcel). Four independent axes of state, areas in m²."""

    shown_with = ("zone",)
    approval_fields = ("area_reason", "drawn_area")
    may_be_corrected = True

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
    developer_payment = models.CharField(
        _("the developer pays the State"),
        max_length=8,
        choices=lifecycle.DeveloperPayment,
        default=lifecycle.DeveloperPayment.UNKNOWN,
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
    drawn_area = models.DecimalField(
        _("area of the outline, m²"), max_digits=14, decimal_places=2, null=True, blank=True, editable=False
    )
    area_reason = models.TextField(
        _("why outline and decision differ"),
        blank=True,
        help_text=_("An approving leader writes it when the two areas differ by more than they may."),
    )
    exists_from = models.DateField(
        _("in the plan from"), null=True, blank=True, help_text=_("Blank: since before the record begins.")
    )
    exists_to = models.DateField(
        _("in the plan until (excluded)"), null=True, blank=True, help_text=_("The day it was split or merged away.")
    )
    predecessors = models.ManyToManyField(
        "self", symmetrical=False, related_name="successors", blank=True, verbose_name=_("made from")
    )
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = InPlanQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=Q(exists_to__isnull=True) | Q(exists_from__isnull=True) | Q(exists_to__gt=F("exists_from")),
                name="parcel_days_in_order",
            ),
        ]
        # Public lists, counts and answers to a need read these alone, never the rows, however many parcels there are.
        indexes = [
            models.Index(fields=[*_LISTED, *_NUMBER, "area", _STATE, *_JUDGED], name="parcel_by_number"),
            models.Index(fields=[*_LISTED, "area", *_NUMBER, _STATE, *_JUDGED], name="parcel_by_area"),
            models.Index(fields=[*_LISTED, _STATE, *_NUMBER, "area", *_JUDGED], name="parcel_by_state"),
            models.Index(
                fields=[*_LISTED, "readiness", *_NUMBER, "area", _STATE, "reserved_until", *_QUANTITIES, *_DAYS],
                name="parcel_by_readiness",
            ),
            _by_quantities(0, "parcel_by_power"),
            _by_quantities(1, "parcel_by_water"),
            _by_quantities(2, "parcel_by_wastewater"),
            models.Index(
                fields=[*_LISTED, *_NUMBER, "exists_from", "exists_to"],
                condition=Q(outline__isnull=False),
                name="parcel_drawn",
            ),
            # What is due for review is counted on every officer's first page.
            models.Index(fields=["review_due", *_LISTED, "zone"], name="parcel_by_review"),
        ]

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

    @property
    def has_ended(self):
        """Whether it was split or merged away."""
        return self.exists_to is not None

    def check_days(self, axis, days, state):
        """Refuse states for days on which the parcel did not stand in the plan, or that its parts did not take over."""
        if self.exists_from and min(days) < self.exists_from:
            sentence = _("It stands in the plan only since %(day)s. Enter earlier states with the parcel it came from.")
            raise MoveRefused([sentence % {"day": date_format(self.exists_from, "DATE_FORMAT")}])
        if self.exists_to and (max(days) >= self.exists_to or state != getattr(self, axis)):
            sentence = _("It left the plan on %(day)s: its last states were taken over. Change its successors.")
            raise MoveRefused([sentence % {"day": date_format(self.exists_to, "DATE_FORMAT")}])

    def notice_on(self, axis):
        read = lifecycle.effective_commercial(self.commercial_status, self.reserved_until, timezone.localdate())
        if axis != "commercial_status" or read == self.commercial_status:
            return ""
        return _("The reservation ended on %(day)s: the public reads “%(state)s”.") % {
            "day": date_format(self.reserved_until, "DATE_FORMAT"),
            "state": lifecycle.Commercial(read).label,
        }

    def _has_new_past_reservation(self):
        """Whether the reservation's last day was just changed to one that has passed; an old one may stay as it was."""
        if self._state.adding or not self.reserved_until or self.reserved_until >= timezone.localdate():
            return False
        saved = self.as_saved()
        return saved is None or saved.reserved_until != self.reserved_until

    def clean(self):
        if self.commercial_status == lifecycle.Commercial.RESERVED and not self.reserved_until:
            raise ValidationError({"reserved_until": _("A reserved parcel needs the day its reservation ends.")})
        if self._has_new_past_reservation():
            raise ValidationError({"reserved_until": _("This day has passed: a reservation ends today or later.")})
        measure(self)


class ParcelMove(DecidedMove):
    record = models.ForeignKey(Parcel, models.PROTECT, related_name="moves")

    class Meta(DecidedMove.Meta):
        # What has changed since a day is found without reading what had changed before it.
        indexes = [models.Index(fields=["on", "axis", "record"], name="parcel_moves_by_day")]

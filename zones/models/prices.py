"""Dated prices and fees, and what foreign money was worth."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.disclosure import Publication, PublishedQuerySet
from core.models import Publishable, Reviewed, Versioned
from policies.models import LegalInstrument, Sector
from zones.models import price_rules
from zones.models.land import Parcel, Zone
from zones.units import ONE_AT_A_TIME, UNITS_OF_KIND, RateKind, RateUnit

# What tells two prices of one kind apart, so that both may hold on the same day.
_SCOPE = ("kind", "zone_id", "parcel_id", "sector_id", "band", "voltage", "is_sample")


class RateQuerySet(PublishedQuerySet):
    def in_force(self, on=None):
        """Rates whose days include `on` (today by default), as Rate.is_in_force says of one; a blank day is open."""
        on = on or timezone.localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gt=on)
        )

    def overlapping(self, rate):
        """Published prices of the same kind, land, sector, hours and voltage that hold on one of the days of `rate`."""
        if rate.publication != Publication.PUBLISHED or rate.amount is None or rate.kind not in ONE_AT_A_TIME:
            return self.none()
        same = {name: getattr(rate, name) for name in _SCOPE}
        rows = self.filter(publication=Publication.PUBLISHED, amount__isnull=False, **same)
        if rate.valid_from:
            rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=rate.valid_from))
        if rate.valid_to:
            rows = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lt=rate.valid_to))
        # A price that names no upper end and one that does are two things: a price, and the frame it stays in.
        rows = rows.filter(amount_max__isnull=rate.amount_max is None)
        return rows.exclude(pk=rate.pk).order_by("valid_from", "pk")


class Rate(Versioned, Reviewed, Publishable):
    """A dated price or fee. Never overwritten: a new price is a new row. No amount: not published."""

    reviewed_every = 3
    shown_with = ("zone", "parcel")
    # Whether it ends another price is decided by who publishes it.
    approval_fields = ("ends_earlier",)
    changes_wait = True

    class Currency(models.TextChoices):
        VND = "VND", "VND"
        USD = "USD", "USD"

    class Vat(models.TextChoices):
        EXCLUDED = "excluded", _("VAT excluded")
        INCLUDED = "included", _("VAT included")
        EXEMPT = "exempt", _("exempt from VAT")
        UNKNOWN = "unknown", _("VAT not stated")

    class Basis(models.TextChoices):
        METERED = "metered", _("by the meter")
        SHARE_OF_WATER = "share_of_water", _("a share of the water used")

    class Band(models.TextChoices):
        NORMAL = "normal", _("normal hours")
        PEAK = "peak", _("peak hours")
        OFF_PEAK = "off_peak", _("off-peak hours")

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
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rates",
        verbose_name=_("sector"),
        help_text=_("Blank: every sector."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=RateKind)
    label = models.CharField(_("label"), max_length=200, blank=True)
    amount = models.DecimalField(
        _("amount"), max_digits=18, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    amount_max = models.DecimalField(
        _("amount, upper end"),
        max_digits=18,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.VND)
    unit = models.CharField(_("unit"), max_length=16, choices=RateUnit)
    vat = models.CharField(_("VAT"), max_length=8, choices=Vat, default=Vat.UNKNOWN)
    vat_percent = models.DecimalField(
        _("rate of VAT, %"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Blank: not stated."),
    )
    basis = models.CharField(_("measured"), max_length=16, choices=Basis, blank=True)
    basis_percent = models.DecimalField(
        _("share of the water used, %"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    band = models.CharField(_("hours of the day"), max_length=8, choices=Band, blank=True)
    voltage = models.CharField(_("voltage"), max_length=40, blank=True)
    payer = models.CharField(_("who pays"), max_length=120, blank=True)
    payee = models.CharField(_("to whom"), max_length=120, blank=True)
    minimum = models.DecimalField(
        _("at least, a year"),
        max_digits=18,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("The least that is charged for a year, in the same currency. Blank: none stated."),
    )
    is_negotiable = models.BooleanField(_("negotiable"), default=False)
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
    # A draft keeps the wish, and publishing it carries the wish out; a price that is public has none.
    ends_earlier = models.BooleanField(
        _("ends the price before it"),
        default=False,
        help_text=_("When this price is published, the one that holds until now ends on the day this one begins."),
    )
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
        zone, since = self.zone, date_format(self.valid_from, "DATE_FORMAT") if self.valid_from else ""
        return ", ".join(filter(None, (self.name, zone and zone.short_name, since)))

    @classmethod
    def still_told(cls, on):
        return Q(valid_to__isnull=True) | Q(valid_to__gt=on)

    def is_still_told(self, on):
        return self.valid_to is None or self.valid_to > on

    @property
    def name(self):
        """What is paid for; of power with the hours and the voltage, which alone tell its prices apart."""
        return ", ".join(filter(None, (str(self.get_kind_display()), str(self.get_band_display()), self.voltage)))

    def is_in_force(self, on):
        """Whether its days include `on`, as RateQuerySet.in_force asks of the database; a blank day is open."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or self.valid_to > on)

    def clean(self):
        said = price_rules.faults(self, self.as_saved())
        if not said:
            overlapping = Rate.objects.overlapping(self)
            said = price_rules.standing_in_the_way(self, overlapping, ends_earlier=self.ends_earlier)
        if said:
            raise ValidationError(said)

    def made_public(self, by):
        """Carry out the wish to end the prices before it: [(price ended, sentence), …]."""
        if not self.ends_earlier:
            return []
        ended = []
        for earlier in Rate.objects.overlapping(self):
            if price_rules.is_followed_by(earlier, self):
                earlier.valid_to, earlier._history_user = self.valid_from, by
                earlier.save()
                said = gettext("“%(earlier)s” ends on %(day)s, when the new price begins.")
                day = date_format(self.valid_from, "DATE_FORMAT")
                ended.append((earlier, said % {"earlier": earlier, "day": day}))
        # Kept on, the wish could end another price when this one is published again.
        self.ends_earlier, self._history_user = False, by
        self.save()
        return ended


class ExchangeRate(Versioned, Reviewed, Publishable):
    """What one unit of a foreign currency was worth in VND on a day, and who said so."""

    # What money was worth on a day stays so.
    reviewed_every = None
    key = models.SlugField(_("key"), max_length=120, unique=True)
    currency = models.CharField(_("currency"), max_length=3, choices=[("USD", "USD")], default="USD")
    on = models.DateField(_("on"))
    vnd = models.DecimalField(
        _("VND for one unit"), max_digits=14, decimal_places=4, validators=[MinValueValidator(Decimal("0.0001"))]
    )

    class Meta:
        verbose_name, verbose_name_plural = _("exchange rate"), _("exchange rates")
        ordering = ["currency", "-on"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "on", "source"], name="exchange_rate_once_a_day"),
            models.CheckConstraint(condition=Q(vnd__gt=0), name="exchange_rate_positive"),
        ]

    def __str__(self):
        return f"{self.currency} {date_format(self.on, 'DATE_FORMAT')}"

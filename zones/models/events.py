"""What decisions did to a zone: planned, established, enlarged, reduced, revoked, each with its papers and areas."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Sourced, Versioned
from policies.models import LegalInstrument
from zones.models.land import Zone


def _area(label, help_text=""):
    return models.DecimalField(
        label,
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=help_text,
    )


def _capital(label):
    return models.DecimalField(
        label, max_digits=18, decimal_places=5, null=True, blank=True, validators=[MinValueValidator(0)]
    )


class ZoneEvent(Versioned, Sourced):
    """One decision on a zone as a whole, for officers and their reports. Areas in m², as the decision states them."""

    class Kind(models.TextChoices):
        PLANNED = "planned", _("Entered into the plan")
        ESTABLISHED = "established", _("Established")
        ENLARGED = "enlarged", _("Area increased")
        REDUCED = "reduced", _("Area decreased")
        REVOKED = "revoked", _("Revoked")

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="events", verbose_name=_("industrial zone"))
    kind = models.CharField(_("event"), max_length=12, choices=Kind)
    on = models.DateField(_("date of the decision"))
    decision = models.ForeignKey(
        LegalInstrument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in the legal register"),
    )
    decision_number = models.CharField(
        _("number of the decision"), max_length=80, blank=True, help_text=_("As printed on it. Blank: not known.")
    )
    certificate_before = models.CharField(_("investment certificate before"), max_length=80, blank=True)
    certificate_number = models.CharField(_("investment certificate"), max_length=80, blank=True)
    area_before = _area(_("area before, m²"))
    area = _area(_("area by the decision, m²"), _("Planned or established; 0 for a zone that was revoked."))
    leasable_area = _area(_("industrial and service land, m²"))
    term_years = models.DecimalField(
        _("lease term, years"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    capital_usd = _capital(_("foreign capital, million USD"))
    capital_vnd = _capital(_("domestic capital, billion VND"))

    class Meta:
        verbose_name, verbose_name_plural = _("decision on a zone"), _("decisions on zones")
        ordering = ["-on", "-id"]

    def __str__(self):
        return f"{self.zone.code} · {self.get_kind_display()} {self.number}".strip()

    @property
    def number(self):
        return self.decision_number or (self.decision.number if self.decision else "")

    def clean(self):
        smaller, larger = self.area, self.area_before
        if smaller is None or larger is None:
            return
        if self.kind == self.Kind.ENLARGED and smaller <= larger:
            raise ValidationError({"area": _("After an increase the area is larger than before.")})
        if self.kind == self.Kind.REDUCED and smaller >= larger:
            raise ValidationError({"area": _("After a decrease the area is smaller than before.")})

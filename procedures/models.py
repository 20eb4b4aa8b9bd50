"""Administrative procedures with their official components, steps and papers."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import Publishable, Reviewed, Searchable, Versioned
from policies.models import LegalInstrument


class Procedure(Versioned, Searchable, Reviewed, Publishable):
    """*Reference*: gathered from elsewhere, may lack components. *Official*: the Board's own, complete."""

    class Standing(models.TextChoices):
        OFFICIAL = "official", _("Official")
        REFERENCE = "reference", _("Reference, to be confirmed by the Board")
        TO_CHECK = "to_check", _("Reference that may have changed, to be checked")
        OLD = "old", _("Old rule, kept for history")
        NAME_ONLY = "name_only", _("Known by name only")

    class Field(models.TextChoices):
        INVESTMENT = "investment", pgettext_lazy("procedures", "Investment")
        ZONES = "zones", pgettext_lazy("procedures", "Industrial zones")
        LAND = "land", pgettext_lazy("procedures", "Land")
        LABOUR = "labour", pgettext_lazy("procedures", "Labour")
        ENVIRONMENT = "environment", pgettext_lazy("procedures", "Environment")
        CONSTRUCTION = "construction", pgettext_lazy("procedures", "Construction")
        TRADE = "trade", pgettext_lazy("procedures", "Trade")

    class Journey(models.TextChoices):
        """The step of the investor's way on which the home page names the procedure."""

        APPROVAL = "approval", _("In-principle approval, where the project needs one")
        CERTIFICATE = "certificate", _("Investment registration certificate")
        BUILDING = "building", _("Land lease, environment, construction")
        OPERATION = "operation", _("Operation: labour and reports")

    class TimeUnit(models.TextChoices):
        WORKING_DAY = "working_day", _("working days")
        DAY = "day", _("days")
        HOUR = "hour", _("hours")

    class Fee(models.TextChoices):
        UNKNOWN = "unknown", _("Not published yet")
        FREE = "free", _("Free of charge")
        AMOUNT = "amount", _("A fee is charged")

    parts = ("steps", "papers")
    changes_wait = True

    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    code = models.CharField(_("national code"), max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=300)
    field = models.CharField(_("field"), max_length=12, choices=Field)
    journey = models.CharField(
        _("step of the investor’s way"),
        max_length=12,
        choices=Journey,
        blank=True,
        help_text=_("Blank: not named on the home page."),
    )
    standing = models.CharField(_("standing"), max_length=10, choices=Standing, default=Standing.REFERENCE)
    authority = models.CharField(_("agency"), max_length=200, blank=True)
    applicant = models.TextField(_("who may apply"), blank=True)
    method = models.TextField(_("how to file"), blank=True)
    time_value = models.PositiveSmallIntegerField(_("time limit"), null=True, blank=True)
    time_unit = models.CharField(_("unit of time"), max_length=12, choices=TimeUnit, blank=True)
    time_note = models.TextField(_("note on the time limit"), blank=True)
    copies = models.PositiveSmallIntegerField(_("sets of papers"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=240, blank=True)
    fee = models.CharField(_("fee"), max_length=8, choices=Fee, default=Fee.UNKNOWN)
    fee_note = models.CharField(_("note on the fee"), max_length=240, blank=True)
    has_forms = models.BooleanField(
        _("uses set forms"), null=True, blank=True, help_text=_("Unknown, no, or yes and named below.")
    )
    forms = models.TextField(_("forms"), blank=True)
    has_conditions = models.BooleanField(
        _("sets conditions"), null=True, blank=True, help_text=_("Unknown, no, or yes and named below.")
    )
    conditions = models.TextField(_("conditions"), blank=True)
    legal_basis = models.ManyToManyField(
        LegalInstrument, blank=True, related_name="procedures", verbose_name=_("legal basis")
    )
    legal_basis_text = models.CharField(_("legal basis as stated"), max_length=300, blank=True)
    locality = models.CharField(
        _("where this was published"),
        max_length=160,
        blank=True,
        help_text=_("The province whose page it comes from."),
    )
    note = models.TextField(_("note"), blank=True)
    online_url = models.URLField(_("where to file online"), max_length=400, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    searched_fields = ("code", "name_vi", "name_en", "result_vi", "result_en", "legal_basis_text_vi")

    class Meta:
        verbose_name, verbose_name_plural = _("procedure"), _("procedures")
        ordering = ["order", "slug"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("procedures:procedure", args=[self.slug])

    @property
    def time_limit(self):
        """The time limit in the reader's language, or "" when its source gives no single one."""
        if self.time_value is None:
            return ""
        return f"{self.time_value} {self.get_time_unit_display()}"

    def missing_components(self):
        """Labels of the official components (Decree 63/2010, Article 8) that this row does not state."""
        stated = {
            _("sequence of steps"): bool(self.steps.all()),
            _("how to file"): self.method,
            _("papers"): bool(self.papers.all()),
            _("number of sets"): self.copies is not None,
            _("time limit"): self.time_value is not None,
            _("who may apply"): self.applicant,
            _("agency"): self.authority,
            _("result"): self.result,
            _("fee"): self.fee != self.Fee.UNKNOWN,
            _("forms"): self.has_forms is not None,
            _("conditions"): self.has_conditions is not None,
            _("national code"): self.code,
        }
        return [label for label, is_stated in stated.items() if not is_stated]

    def clean(self):
        if bool(self.time_value is not None) != bool(self.time_unit):
            raise ValidationError({"time_unit": _("A time limit needs both its number and its unit.")})
        if self.standing == self.Standing.OFFICIAL and (not self.pk or (missing := self.missing_components())):
            named = ", ".join(map(str, missing)) if self.pk else _("steps and papers")
            raise ValidationError(
                {"standing": _("An official procedure needs every component. Missing: %(names)s.") % {"names": named}}
            )


class Step(Versioned):
    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="steps", verbose_name=_("procedure"))
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.TextField(_("what happens"))

    class Meta:
        verbose_name, verbose_name_plural = _("step"), _("steps")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["procedure", "order"], name="step_order_once")]

    def __str__(self):
        return self.text


class Paper(Versioned):
    """One paper of the dossier."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="papers", verbose_name=_("procedure"))
    order = models.PositiveSmallIntegerField(_("order"))
    name = models.TextField(_("paper"))
    form = models.CharField(_("form"), max_length=60, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("paper"), _("papers")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["procedure", "order"], name="paper_order_once")]

    def __str__(self):
        return self.name

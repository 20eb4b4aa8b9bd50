"""What a project or a zone reached in a period: revenue, export, workers… For officers only, never public."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from core.models import Sourced, Versioned
from core.partialdate import PartialDateField
from projects.models import Project
from reports.models.periods import ReportingPeriod, valid_period
from reports.periods import read_period
from zones.models import Zone


class Measure(models.TextChoices):
    REVENUE = "revenue", gettext_lazy("Revenue")
    IMPORT = "import", gettext_lazy("Imports")
    EXPORT = "export", gettext_lazy("Exports")
    BUDGET = "budget", gettext_lazy("Paid into the budget")
    REALISED_CAPITAL = "realised_capital", gettext_lazy("Realised capital, cumulative")
    REGISTERED_CAPITAL = "registered_capital", gettext_lazy("Registered capital, cumulative")
    LABOUR_DOMESTIC = "labour_domestic", gettext_lazy("Domestic workers")
    LABOUR_FOREIGN = "labour_foreign", gettext_lazy("Foreign workers")
    INFRASTRUCTURE_COMPLETION = "infrastructure_completion", gettext_lazy("Completion of infrastructure")
    INFRASTRUCTURE_LAND = "infrastructure_land", gettext_lazy("Land handed over for infrastructure")


class Unit(models.TextChoices):
    USD = "usd", gettext_lazy("million USD")
    VND = "vnd", gettext_lazy("billion VND")
    PEOPLE = "people", gettext_lazy("people")
    PERCENT = "percent", "%"
    HECTARE = "ha", "ha"


_MONEY = (Unit.USD, Unit.VND)
UNITS_OF = {
    Measure.REVENUE: _MONEY,
    Measure.IMPORT: _MONEY,
    Measure.EXPORT: _MONEY,
    Measure.BUDGET: _MONEY,
    Measure.REALISED_CAPITAL: _MONEY,
    Measure.REGISTERED_CAPITAL: _MONEY,
    Measure.LABOUR_DOMESTIC: (Unit.PEOPLE,),
    Measure.LABOUR_FOREIGN: (Unit.PEOPLE,),
    Measure.INFRASTRUCTURE_COMPLETION: (Unit.PERCENT,),
    Measure.INFRASTRUCTURE_LAND: (Unit.HECTARE,),
}
OF_A_ZONE = (Measure.INFRASTRUCTURE_COMPLETION, Measure.INFRASTRUCTURE_LAND)
# What happened in the period adds up over its parts; the others hold for its last day.
FLOWS = (Measure.REVENUE, Measure.IMPORT, Measure.EXPORT, Measure.BUDGET)


class PeriodFigure(Versioned, Sourced):
    """One amount of one project (or of a zone, for its infrastructure) in one period. Internal: a company's own number.

    No row is "not known"; 0 is a statement. A measure may have two rows in two units (a foreign and a domestic part).
    """

    zone_paths = ("zone", "project__zone")

    project = models.ForeignKey(
        Project,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="period_figures",
        verbose_name=gettext_lazy("project"),
    )
    zone = models.ForeignKey(
        Zone,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="period_figures",
        verbose_name=gettext_lazy("industrial zone"),
        help_text=gettext_lazy("Only for what belongs to the zone itself: completion of and land for infrastructure."),
    )
    period = PartialDateField(
        gettext_lazy("period"),
        blank=False,
        validators=[valid_period],
        help_text=gettext_lazy("A quarter or a year: Q2/2026, 2026."),
    )
    measure = models.CharField(gettext_lazy("what"), max_length=28, choices=Measure)
    amount = models.DecimalField(
        gettext_lazy("value"), max_digits=20, decimal_places=5, validators=[MinValueValidator(0)]
    )
    unit = models.CharField(gettext_lazy("unit"), max_length=8, choices=Unit)

    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("period figure"), gettext_lazy("period figures")
        ordering = ["-period", "measure", "project", "zone", "unit"]
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=True, zone__isnull=False) | Q(project__isnull=False, zone__isnull=True),
                name="period_figure_of_one",
            ),
            models.UniqueConstraint(
                fields=["project", "period", "measure", "unit"],
                condition=Q(project__isnull=False),
                name="period_figure_once_a_project",
            ),
            models.UniqueConstraint(
                fields=["zone", "period", "measure", "unit"],
                condition=Q(zone__isnull=False),
                name="period_figure_once_a_zone",
            ),
        ]
        # With all that a sum over projects reads.
        indexes = [
            models.Index(fields=["period", "measure", "unit", "project", "amount"], name="period_figure_by_period")
        ]

    def __str__(self):
        return f"{self.get_measure_display()}, {self.project or self.zone}"

    def clean(self):
        said = {}
        if self.measure in OF_A_ZONE and (self.project_id or not self.zone_id):
            said["zone"] = _("This belongs to a zone: choose the zone and leave the project blank.")
        elif self.measure and self.measure not in OF_A_ZONE and (self.zone_id or not self.project_id):
            said["project"] = _("This belongs to a project: choose the project and leave the zone blank.")
        if self.measure and self.unit and self.unit not in UNITS_OF.get(self.measure, ()):
            fitting = ", ".join(str(Unit(unit).label) for unit in UNITS_OF[self.measure])
            said["unit"] = _("The unit of this figure is: %(units)s.") % {"units": fitting}
        if self.unit == Unit.PERCENT and self.amount is not None and self.amount > 100:
            said["amount"] = _("A share is at most 100 %.")
        if self.unit == Unit.PEOPLE and self.amount is not None and self.amount != self.amount.to_integral_value():
            said["amount"] = _("A number of people is a whole number.")
        said |= self._closed()
        if said:
            raise ValidationError(said)

    def _closed(self):
        """{"period": sentence} when the period it is in, or was in until now, is closed."""
        stored = PeriodFigure.objects.filter(pk=self.pk).values_list("period", flat=True) if self.pk else ()
        for code in {self.period, *stored} - {""}:
            try:
                ReportingPeriod.refuse_if_closed(read_period(code).code)
            except ValueError:
                continue  # the field itself says that it is no period
            except ValidationError as refusal:
                return {"period": refusal.messages}
        return {}

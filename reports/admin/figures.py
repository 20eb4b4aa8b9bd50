"""What projects and zones reached in a period: typed one by one or brought in as a sheet."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.admin import SOURCE_FIELDS, OfficeAdmin
from core.cells import ChoiceCell, LinkCell, NumberCell, PartialDateCell
from core.excel import Column, RecordResource, VersionColumn
from core.excel_admin import ExcelAdmin
from core.models import Confidence, Source
from core.numbers import format_number
from projects.models import Project
from reports.models import PeriodFigure, ReportingPeriod
from reports.models.figures import Measure, Unit
from zones.models import Zone


class PeriodFigureResource(RecordResource):
    project = Column("project", LinkCell(Project, "slug"))
    zone = Column("zone", LinkCell(Zone, "code"))
    period = Column("period", PartialDateCell())
    measure = Column("measure", ChoiceCell(Measure))
    unit = Column("unit", ChoiceCell(Unit))
    version = VersionColumn()
    amount = Column("amount", NumberCell())
    source = Column("source", LinkCell(Source, "key"))
    as_of = Column("as_of", PartialDateCell())
    confidence = Column("confidence", ChoiceCell(Confidence))

    class Meta:
        model = PeriodFigure
        import_id_fields = ("project", "zone", "period", "measure", "unit")
        fields = (
            "project", "zone", "period", "measure", "unit", "version", "amount", "source", "as_of", "confidence",
        )  # fmt: skip

    def get_queryset(self):
        return super().get_queryset().select_related("project", "zone", "source")


@admin.register(PeriodFigure)
class PeriodFigureAdmin(ExcelAdmin, OfficeAdmin):
    resource_classes = [PeriodFigureResource]
    address_field = None
    list_display = ("measure", "of", "period_in_words", "amount_with_unit")
    list_select_related = ("project", "zone")
    list_filter = ("measure", "period")
    search_fields = ("project__search_text", "zone__search_text")
    autocomplete_fields = ("project", "zone", "source", "other_sources")
    fieldsets = (
        (None, {"fields": (("project", "zone"), ("measure", "period"), ("amount", "unit"))}),
        (_("Source"), {"fields": SOURCE_FIELDS}),
    )
    plain_help = {
        "amount": _("The number alone, for this period only; cumulative where the measure says so. 0 is a statement."),
        "source": _("The company’s report or letter. Officers only; no public page shows it."),
    }

    @admin.display(description=_("of"))
    def of(self, obj):
        return obj.project or obj.zone

    @admin.display(description=_("value"), ordering="amount")
    def amount_with_unit(self, obj):
        return f"{format_number(obj.amount)} {obj.get_unit_display()}"

    def has_delete_permission(self, request, obj=None):
        if obj is not None:
            try:
                ReportingPeriod.refuse_if_closed(obj.period)
            except ValidationError:
                return False
        return super().has_delete_permission(request, obj)

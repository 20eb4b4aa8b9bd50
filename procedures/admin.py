"""Procedures with their steps and papers."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import RecordAdmin, badge
from core.excel_admin import ExcelAdmin
from core.inlines import TranslatedPartInline
from procedures.models import Paper, Procedure, Step
from procedures.resources import PaperResource, ProcedureResource, StepResource

STANDING_COLOURS = {
    Procedure.Standing.OFFICIAL: "success",
    Procedure.Standing.TO_CHECK: "warning",
    Procedure.Standing.OLD: "danger",
}


class StepInline(TranslatedPartInline):
    model = Step
    fields = ("order", "text")


class PaperInline(TranslatedPartInline):
    model = Paper
    fields = ("order", "name", "form")


@admin.register(Procedure)
class ProcedureAdmin(ExcelAdmin, RecordAdmin):
    resource_classes = [ProcedureResource, StepResource, PaperResource]
    list_display = ("name", "field", "standing_badge", "time_limit", "publication_badge")
    list_filter = ("field", "standing", "publication")
    autocomplete_fields = ("legal_basis", "source", "other_sources")
    general_fields = (
        "code", "field", "standing", "missing", ("time_value", "time_unit"), ("copies", "fee"),
        ("has_forms", "has_conditions"), "journey", "legal_basis", "online_url", "order", "slug",
    )  # fmt: skip
    readonly_fields = ("missing",)
    inlines = (StepInline, PaperInline)
    plain_help = {
        "code": _("As on the national portal, e.g. 1.009748."),
        "standing": _("Official only when the Board answers for every component."),
        "time_value": _("The number alone, e.g. 15; its unit stands beside it."),
        "online_url": _("The page where the file is handed in, beginning with https://."),
    }

    standing_badge = badge("standing", Procedure.Standing, STANDING_COLOURS, _("standing"))

    @admin.display(description=_("time limit"), ordering="time_value")
    def time_limit(self, obj):
        return obj.time_limit or None

    @admin.display(description=_("components still missing"))
    def missing(self, obj):
        if not obj.pk:
            return _("Save it first, then add steps and papers.")
        # A page asks for the value of a read-only field several times; steps and papers are looked up once.
        if not hasattr(obj, "missing_here"):
            obj.missing_here = ", ".join(map(str, obj.missing_components()))
        return obj.missing_here or _("none")

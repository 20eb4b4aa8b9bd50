"""Projects with their dated legal events, and what calls for investment."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RelatedDropdownFilter

from core.admin import RecordAdmin, badge
from core.excel_admin import ExcelAdmin
from core.inlines import RowInline
from core.moves import MovesAdmin
from projects.lifecycle import Implementation, LegalStatus, Pipeline
from projects.models import Opportunity, Project, ProjectEvent
from projects.resources import ProjectResource

IMPLEMENTATION_COLOURS = {
    Implementation.OPERATING: "success",
    Implementation.BUILDING: "info",
    Implementation.TRIAL: "info",
    Implementation.DELAYED: "danger",
    Implementation.PAUSED: "warning",
}


class EventInline(RowInline):
    model = ProjectEvent
    fields = ("kind", "on", "number", "capital_usd", "capital_vnd", "note")
    verbose_name_plural = _("legal events (the legal status follows from them)")


@admin.register(Project)
class ProjectAdmin(MovesAdmin, ExcelAdmin, RecordAdmin):
    resource_classes = [ProjectResource]
    list_display = ("name", "investor", "zone_name", "implementation_badge", "pipeline_badge", "publication_badge")
    list_select_related = ("investor", "zone")
    list_filter = (("zone", RelatedDropdownFilter), "implementation", "pipeline", "kind", "origin", "publication")
    search_fields = ("search_text", "investor__search_text", "certificate_number")
    autocomplete_fields = ("investor", "zone", "parcels", "sector", "source", "other_sources")
    general_fields = (
        "investor", ("zone", "sector"), "parcels", ("kind", "origin"), ("capital", "area"), "started_on",
        ("certificate_number", "certificate_date"), "legal_state", "slug",
    )  # fmt: skip
    readonly_fields = ("legal_state",)
    inlines = (EventInline,)
    plain_help = {
        "parcels": _("Type a parcel number, e.g. CN-09; several are possible."),
        "capital": _("In billion VND. Example: 125,5. Blank: not known."),
        "certificate_number": _("Ten digits. Needed before the project can be marked as licensed."),
        "status_note": _("One or two sentences with the day they hold for."),
    }

    implementation_badge = badge("implementation", Implementation, IMPLEMENTATION_COLOURS, _("implementation"))
    pipeline_badge = badge("pipeline", Pipeline, {Pipeline.LICENSED: "success"}, _("pipeline (internal)"))

    @admin.display(description=_("zone"), ordering="zone__order")
    def zone_name(self, obj):
        return obj.zone.short_name

    @admin.display(description=_("legal status, from the events"))
    def legal_state(self, obj):
        return LegalStatus(obj.legal_status).label if obj.pk else LegalStatus.UNKNOWN.label


@admin.register(Opportunity)
class OpportunityAdmin(RecordAdmin):
    list_display = ("title", "kind", "status", "area_ha_in_words", "publication_badge")
    list_select_related = ("zone",)
    list_filter = ("kind", "status", "publication")
    autocomplete_fields = ("zone", "decision", "source", "other_sources")
    address_made_of = ("title_vi",)
    general_fields = (("kind", "status"), ("zone", "area_ha"), ("decision", "called_on"), "order", "slug")

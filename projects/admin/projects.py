"""Projects with their dated legal events."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RelatedDropdownFilter

from core.admin import RecordAdmin, badge
from core.excel_admin import ExcelAdmin
from core.inlines import RowInline
from core.uploads.admin import KeepsFile, UploadsAdmin
from projects.admin.moving import ProjectMovesAdmin
from projects.admin.slow import SlowProjectsAdmin
from projects.lifecycle import Implementation, LegalStatus, Pipeline
from projects.models import EventForm, Project, ProjectEvent
from projects.resources import ProjectResource

IMPLEMENTATION_COLOURS = {
    Implementation.OPERATING: "success",
    Implementation.BUILDING: "info",
    Implementation.TRIAL: "info",
    Implementation.DELAYED: "danger",
    Implementation.PAUSED: "warning",
}


class EventInline(KeepsFile, RowInline):
    model = ProjectEvent
    # One below the other: a row of all its fields is wider than a screen.
    template = "admin/edit_inline/stacked.html"
    fields = (
        ("kind", "on", "number"), ("decided_by", "source"), ("start_by", "finish_by"), ("capital_usd", "capital_vnd"),
        "note", *KeepsFile.file_fields,
    )  # fmt: skip
    autocomplete_fields = ("source",)
    verbose_name_plural = _("legal events (the legal status follows from them)")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "kind" and field is not None:
            field.choices = _with_forms(request, field.choices)
        return field


def _with_forms(request, choices):
    """The kinds of events with the number of their form behind, read once a request."""
    if not hasattr(request, "event_forms"):
        request.event_forms = dict(EventForm.objects.values_list("kind", "form"))
    forms = request.event_forms
    return [(kind, f"{label} ({forms[kind]})" if kind in forms else label) for kind, label in choices]


@admin.register(Project)
class ProjectAdmin(UploadsAdmin, SlowProjectsAdmin, ProjectMovesAdmin, ExcelAdmin, RecordAdmin):
    resource_classes = [ProjectResource]
    list_display = ("name", "investor", "zone_name", "implementation_badge", "pipeline_badge", "publication_badge")
    list_select_related = ("investor", "zone")
    list_filter = (
        ("zone", RelatedDropdownFilter), "implementation", "pipeline", "outcome", "kind", "origin", "publication",
    )  # fmt: skip
    search_fields = ("search_text", "investor__search_text", "certificate_number")
    autocomplete_fields = ("investor", "zone", "parcels", "sector", "source", "other_sources")
    general_fields = (
        "investor", ("zone", "sector"), "parcels", ("kind", "origin"), ("capital", "area"), "started_on",
        ("certificate_number", "certificate_date"), "legal_state", "slug",
    )  # fmt: skip
    further_fieldsets = (
        (_("Promised days (internal)"), {"fields": ("handed_over_on", ("start_by", "finish_by"), "how_late")}),
        (_("Outcome (internal)"), {"fields": ("lost_to",)}),
    )
    readonly_fields = ("legal_state", "how_late")
    inlines = (EventInline,)
    plain_help = {
        "parcels": _("Type a parcel number, e.g. CN-09; several are possible."),
        "capital": _("In billion VND. Example: 125,5. Blank: not known."),
        "certificate_number": _("Ten digits. Needed before the project can be marked as licensed."),
        "status_note": _("One or two sentences with the day they hold for."),
    }

    implementation_badge = badge("implementation", Implementation, IMPLEMENTATION_COLOURS, _("implementation"))
    pipeline_badge = badge("pipeline", Pipeline, {Pipeline.LICENSED: "success"}, _("pipeline (internal)"))

    def lookup_allowed(self, lookup, value, request=None):
        # The desk counts capital by the year of its event, and leads to the projects behind a year.
        return lookup == "events__on__year" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("zone"), ordering="zone__order")
    def zone_name(self, obj):
        return obj.zone.short_name

    @admin.display(description=_("legal status, from the events"))
    def legal_state(self, obj):
        return LegalStatus(obj.legal_status).label if obj.pk else LegalStatus.UNKNOWN.label

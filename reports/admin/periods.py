"""Reporting periods, which a leader closes and reopens, and the rules by when reports are due."""

from dataclasses import replace

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from core.admin import SOURCE_FIELDS, OfficeAdmin, badge
from core.moves import MovesAdmin
from reports.library import forms as form_codes
from reports.lifecycle import PeriodState
from reports.models import Deadline, ReportingPeriod


class ForwardMovesAdmin(MovesAdmin):
    """Moves that only go on: what was submitted or closed on a day was not so before it."""

    def render_change_form(self, request, context, *args, **kwargs):
        response = super().render_change_form(request, context, *args, **kwargs)
        if axes := response.context_data.get("axes"):
            response.context_data["axes"] = [replace(axis, has_moves=False) for axis in axes]
        return response


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(ForwardMovesAdmin, OfficeAdmin):
    address_field = None
    search_fields = ("code",)
    list_display = ("label", "state_badge", "received")
    fields = ("label", "begun")
    readonly_fields = fields

    state_badge = badge("state", PeriodState, {PeriodState.OPEN: "success"}, _("period state"))

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("reports")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_move_permission(self, request, obj=None):
        return self.may(request, "publish")

    @display(description=_("period"), ordering="code")
    def label(self, obj):
        return obj.period.label

    @admin.display(description=_("reports received"))
    def received(self, obj):
        reports = obj.reports.all()
        return f"{sum(report.state == 'received' for report in reports)} / {len(reports)}"

    @admin.display(description=_("reports begun"))
    def begun(self, obj):
        return ", ".join(f"{report.form} ({report.get_state_display()})" for report in obj.reports.all()) or "–"


@admin.register(Deadline)
class DeadlineAdmin(OfficeAdmin):
    address_field = None
    search_fields = ("form", "basis")
    list_display = ("which", "period_kind", "days", "valid_from", "basis")
    list_display_links = ("which", "period_kind")
    autocomplete_fields = ("source", "other_sources")
    fieldsets = (
        (None, {"fields": (("form", "period_kind"), ("days", "valid_from"), "basis")}),
        (_("Source"), {"fields": SOURCE_FIELDS}),
    )
    plain_help = {"basis": _("The article that sets it, e.g. Article 12 of Circular 01/2026. Never a guess.")}

    @admin.display(description=pgettext_lazy("report", "form"), ordering="form")
    def which(self, obj):
        return obj.form or _("every form")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "form":
            choices = [("", _("every form")), *((code, code) for code in form_codes())]
            return forms.ChoiceField(
                label=db_field.verbose_name, choices=choices, required=False, widget=UnfoldAdminSelectWidget
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

"""Decisions on zones as a whole."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import SOURCE_FIELDS, OfficeAdmin
from zones.admin.related import IN_ZONE
from zones.models import ZoneEvent


@admin.register(ZoneEvent)
class ZoneEventAdmin(OfficeAdmin):
    address_field = None
    list_display = ("number", "kind", "zone_name", "on", "area_in_words")
    list_select_related = ("zone", "decision")
    list_filter = (IN_ZONE, "kind")
    search_fields = ("zone__search_text", "decision_number", "certificate_number", "decision__search_text")
    autocomplete_fields = ("zone", "decision", "source", "other_sources")
    general = (
        ("zone", "kind"),
        ("on", "decision_number"),
        "decision",
        ("area_before", "area"),
        ("leasable_area", "term_years"),
        ("certificate_before", "certificate_number"),
        ("capital_usd", "capital_vnd"),
    )
    fieldsets = ((None, {"fields": general}), (_("Source"), {"fields": SOURCE_FIELDS}))
    plain_help = {
        "decision_number": _("As printed on it, e.g. 1234/QD-UBND."),
        "area": _("In m². For a revoked zone 0. Blank: not known."),
        "certificate_number": _("The one in force after the decision. It must stand on a project of the record too."),
    }

    @admin.display(description=_("number"), ordering="decision_number")
    def number(self, obj):
        return obj.number or "–"

    @admin.display(description=_("zone"), ordering="zone__order")
    def zone_name(self, obj):
        return obj.zone.short_name

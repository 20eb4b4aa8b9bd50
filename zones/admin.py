"""Zones, parcels and the dated facts about them, as officers keep them."""

from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.decorators import display

from core.admin import RecordAdmin, badge
from core.excel_admin import ExcelAdmin
from core.moves import MovesAdmin
from core.numbers import format_number
from zones.lifecycle import Commercial, Readiness, Stage
from zones.models import Figure, Milestone, Parcel, Rate, Utility, Zone
from zones.resources import ParcelResource, ZoneResource

IN_ZONE = ("zone", RelatedDropdownFilter)
KEPT_FOR_ZONE = (Parcel, Figure, Rate, Utility, Milestone)

STAGE_COLOURS = {Stage.OPERATING: "success", Stage.BUILDING: "info", Stage.CLEARING: "info", Stage.REVOKED: "danger"}
COMMERCIAL_COLOURS = {
    Commercial.AVAILABLE: "success",
    Commercial.RESERVED: "warning",
    Commercial.NEGOTIATING: "warning",
    Commercial.LEASED: "info",
    Commercial.RECOVERED: "danger",
}


class ZoneRelatedAdmin(RecordAdmin):
    """A row that hangs on a zone and carries its own short key."""

    address_field = "key"
    autocomplete_fields = ("zone", "source", "other_sources")
    list_select_related = ("zone", "source")
    search_fields = ("key", "zone__search_text")

    def get_readonly_fields(self, request, obj=None):
        # The record loader knows the row by its key.
        return [*super().get_readonly_fields(request, obj), *(["key"] if obj else [])]

    @display(description=_("Sample"), label={"sample": "warning"})
    def sample_badge(self, obj):
        return ("sample", _("Sample")) if obj.is_sample else None


@admin.register(Zone)
class ZoneAdmin(MovesAdmin, ExcelAdmin, RecordAdmin):
    resource_classes = [ZoneResource]
    list_display = ("code", "name", "stage_badge", "parcel_count", "order", "publication_badge")
    list_display_links = ("code", "name")
    list_filter = ("publication", "stage")
    general_fields = ("code", "slug", "commune_code", "order", "around")
    readonly_fields = ("around",)
    address_made_of = ("short_name_vi",)
    plain_help = {
        "code": _("Short and lasting, e.g. TB1. It stands in short addresses and in front of parcel numbers."),
        "commune_code": _("The official code of the commune since 1 July 2025."),
        "summary": _("Three or four plain sentences an investor reads first."),
        "stage_note": _("What the stage alone does not say, e.g. which decision is awaited."),
    }

    stage_badge = badge("stage", Stage, STAGE_COLOURS, _("stage"))

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(parcels_here=Count("parcels"))

    @admin.display(description=_("parcels"), ordering="parcels_here")
    def parcel_count(self, obj):
        return obj.parcels_here

    @admin.display(description=_("belongs to this zone"))
    def around(self, obj):
        """Links to the lists of everything kept for this zone, since each has its own source and day."""
        if not obj.pk:
            return _("Save the zone first.")
        # A page asks for the value of a read-only field several times; the rows are counted once.
        if not hasattr(obj, "kept_here"):
            obj.kept_here = [(model, model._base_manager.filter(zone=obj).count()) for model in KEPT_FOR_ZONE]
        links = (
            (
                reverse(f"admin:zones_{model._meta.model_name}_changelist"),
                obj.pk,
                model._meta.verbose_name_plural,
                count,
            )
            for model, count in obj.kept_here
        )
        return format_html_join(" · ", '<a class="zone-link" href="{}?zone__id__exact={}">{} ({})</a>', links)


@admin.register(Parcel)
class ParcelAdmin(MovesAdmin, ExcelAdmin, ZoneRelatedAdmin):
    resource_classes = [ParcelResource]
    address_field = "slug"
    address_made_of = ("zone", "code")
    search_fields = ("search_text", "zone__search_text")
    list_display = (
        "code", "sample_badge", "zone_code", "area_shown", "commercial_badge", "readiness_badge", "publication_badge",
    )  # fmt: skip
    list_filter = (IN_ZONE, "commercial_status", "readiness", "is_sample", "publication")
    general_fields = ("zone", "code", "slug", "area", "former_area", "reserved_until", "term_end")
    further_fieldsets = (
        (_("At the boundary"), {"fields": ("power_kw", "water_m3_day", "wastewater_m3_day")}),
        (_("Outline"), {"classes": ["collapse"], "fields": ("outline", "epsg")}),
    )
    plain_help = {
        "code": _("As printed in the approved plan, e.g. CN-09."),
        "area": _("From the decision, in m². Example: 12500,5."),
        "reserved_until": _("Needed before the parcel can be reserved. Example: 30/06/2026."),
        "power_kw": _("What the network can give at the boundary today. Blank: not known."),
    }

    commercial_badge = badge("commercial_status", Commercial, COMMERCIAL_COLOURS, _("leasing"))
    readiness_badge = badge("readiness", Readiness, {Readiness.SERVICED: "success"}, _("readiness"))

    def get_readonly_fields(self, request, obj=None):
        return RecordAdmin.get_readonly_fields(self, request, obj)

    @admin.display(description=_("zone"), ordering="zone__code")
    def zone_code(self, obj):
        return obj.zone.code

    @admin.display(description=_("area, m²"), ordering="area")
    def area_shown(self, obj):
        return None if obj.area is None else format_number(obj.area)


@admin.register(Figure)
class FigureAdmin(ZoneRelatedAdmin):
    search_fields = ("search_text", "zone__search_text", "key")
    list_display = ("label", "zone", "value_shown", "unit", "as_of", "is_known", "publication_badge")
    list_filter = ("topic", IN_ZONE, "is_known", "publication")
    address_made_of = ("zone", "measure", "as_of")

    general_fields = (
        "zone", "topic", "measure", "key", "value", "value_max", "unit", "is_approximate", "is_known", "order",
    )  # fmt: skip
    plain_help = {
        "measure": _("The same word for the same thing everywhere, e.g. leased-area."),
        "value": _("The number alone; its unit stands beside it. Example: 1234,5."),
        "value_max": _("Only for a range: the upper end."),
        "statement": _("When a sentence says it better than a number."),
    }

    @admin.display(description=_("value"), ordering="value")
    def value_shown(self, obj):
        return None if obj.value is None else format_number(obj.value)


@admin.register(Rate)
class RateAdmin(ZoneRelatedAdmin):
    list_display = ("kind", "sample_badge", "zone", "price", "unit", "valid_from", "publication_badge")
    list_filter = ("kind", IN_ZONE, "is_sample", "publication")
    autocomplete_fields = ("zone", "parcel", "legal_basis", "source", "other_sources")
    search_fields = ("key", "zone__search_text", "legal_basis__search_text")
    address_made_of = ("zone", "kind", "valid_from")
    general_fields = (
        "kind", "zone", "parcel", "key", "amount", "amount_max", "currency", "unit", "vat",
        "valid_from", "valid_to", "term_end", "legal_basis",
    )  # fmt: skip
    plain_help = {
        "kind": _("A new price is a new row: end the old one with the day on which the new one begins."),
        "amount": _(
            "The number as decided, without VAT if the decision says so. Example: 38500. Blank: not published."
        ),
        "valid_to": _("The first day on which it no longer holds. Blank: still in force."),
    }

    @admin.display(description=_("amount"), ordering="amount")
    def price(self, obj):
        return None if obj.amount is None else f"{format_number(obj.amount)} {obj.currency}"


@admin.register(Utility)
class UtilityAdmin(ZoneRelatedAdmin):
    list_display = ("zone", "kind", "capacity", "used", "unit", "is_known", "publication_badge")
    list_display_links = ("zone", "kind")
    list_filter = ("kind", IN_ZONE, "publication")
    address_made_of = ("zone", "kind")
    general_fields = ("zone", "kind", "key", "capacity", "used", "unit", "is_known")
    plain_help = {"capacity": _("What is built and works today; what is planned belongs in the note.")}


@admin.register(Milestone)
class MilestoneAdmin(ZoneRelatedAdmin):
    list_display = ("text", "zone", "kind", "on", "target_on", "publication_badge")
    list_filter = ("kind", IN_ZONE, "publication")
    autocomplete_fields = ("zone", "decision", "source", "other_sources")
    address_made_of = ("zone", "kind", "target_on", "on")
    general_fields = ("zone", "kind", "key", "on", "target_on", "decision")
    plain_help = {"target_on": _("The first day promised. It stays even when the promise slips.")}

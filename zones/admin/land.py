"""Zones and parcels."""

from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from core.admin import RecordAdmin, badge
from core.excel_admin import ExcelAdmin
from core.moves import MovesAdmin
from core.uploads.admin import PictureInline, UploadsAdmin
from zones.admin.inventory import InventoryAdmin
from zones.admin.publish import PublishAdmin
from zones.admin.related import IN_ZONE, ZoneRelatedAdmin
from zones.admin.reshape import ReshapeAdmin
from zones.admin.survey import FromSurvey
from zones.lifecycle import Commercial, Readiness, Stage
from zones.models import Figure, Milestone, Parcel, PlanFeature, Rate, Utility, Zone, ZonePicture
from zones.resources import ParcelResource, ZoneResource

KEPT_FOR_ZONE = (Parcel, PlanFeature, Figure, Rate, Utility, Milestone)

STAGE_COLOURS = {Stage.OPERATING: "success", Stage.BUILDING: "info", Stage.CLEARING: "info", Stage.REVOKED: "danger"}
COMMERCIAL_COLOURS = {
    # A state without a colour of its own would be shown by its code.
    **dict.fromkeys(Commercial.values, ""),
    Commercial.AVAILABLE: "success",
    Commercial.RESERVED: "warning",
    Commercial.NEGOTIATING: "warning",
    Commercial.LEASED: "info",
    Commercial.RECOVERED: "danger",
    "ended": "",
}


class ZonePictureInline(PictureInline):
    model = ZonePicture
    fk_name = "record"


@admin.register(Zone)
class ZoneAdmin(UploadsAdmin, InventoryAdmin, MovesAdmin, ExcelAdmin, RecordAdmin):
    resource_classes = [ZoneResource]
    list_display = ("code", "name", "stage_badge", "parcel_count", "order", "publication_badge")
    list_display_links = ("code", "name")
    list_filter = ("publication", "stage")
    general_fields = ("code", "slug", ("commune_code", "location_class"), "order", "around")
    readonly_fields = ("around", "inventory_check")
    autocomplete_fields = (*RecordAdmin.autocomplete_fields, "inventory_source")
    further_fieldsets = (
        (_("Inventory of the parcels"), {"fields": (("inventory_on", "inventory_source"), "inventory_check")}),
    )
    inlines = (ZonePictureInline,)
    address_made_of = ("short_name_vi",)
    plain_help = {
        "code": _("Short and lasting, e.g. TB1. It stands in short addresses and in front of parcel numbers."),
        "commune_code": _("The official code of the commune since 1 July 2025."),
        "location_class": _("Statutory reports sort the zones by it."),
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
class ParcelAdmin(FromSurvey, PublishAdmin, ReshapeAdmin, MovesAdmin, ExcelAdmin, ZoneRelatedAdmin):
    resource_classes = [ParcelResource]
    actions = ("publish_chosen", "merge_chosen")
    address_field = "slug"
    address_made_of = ("zone", "code")
    search_fields = ("search_text", "zone__search_text")
    list_display = (
        "code", "sample_badge", "zone_name", "area_in_words", "commercial_badge", "readiness_badge",
        "publication_badge",
    )  # fmt: skip
    list_filter = (IN_ZONE, "commercial_status", "readiness", "is_sample", "publication")
    general_fields = (
        ("zone", "code"), ("area", "former_area"), ("reserved_until", "term_end"), "developer_payment", "slug",
    )  # fmt: skip
    further_fieldsets = (
        (_("At the boundary"), {"fields": (("power_kw", "water_m3_day", "wastewater_m3_day"),)}),
        (_("Outline"), {"classes": ["collapse"], "fields": ("outline", "epsg", "drawn_area_in_words", "area_reason")}),
    )
    plain_help = {
        "code": _("As printed in the approved plan, e.g. CN-09."),
        "area": _("From the decision, in m². Example: 12500,5."),
        "reserved_until": _("Needed before the parcel can be reserved. Example: 30/06/2026."),
        "power_kw": _("What the network can give at the boundary today. Blank: not known."),
    }

    readiness_badge = badge("readiness", Readiness, {Readiness.SERVICED: "success"}, _("readiness"))

    @display(description=_("leasing"), ordering="commercial_status", label=COMMERCIAL_COLOURS)
    def commercial_badge(self, obj):
        # What it became stands in the list too, with the same land.
        if obj.has_ended:
            return "ended", _("left the plan")
        return obj.commercial_status, obj.get_commercial_status_display()

    def get_queryset(self, request):
        # A parcel is named after its zone wherever it is offered.
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_readonly_fields(self, request, obj=None):
        fields = [*RecordAdmin.get_readonly_fields(self, request, obj), *self.descent_fields, "drawn_area_in_words"]
        # Why two areas may differ is the approving leader's word.
        return fields if self.may(request, "publish") else [*fields, "area_reason"]

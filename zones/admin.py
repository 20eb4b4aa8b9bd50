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
from core.forms import VersionedForm, WordInput
from core.moves import MovesAdmin
from core.numbers import format_number
from core.text import slugify
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

    @admin.display(description=_("zone"), ordering="zone__order")
    def zone_name(self, obj):
        return obj.zone.short_name if obj.zone else None

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
        "code", "sample_badge", "zone_name", "area_in_words", "commercial_badge", "readiness_badge",
        "publication_badge",
    )  # fmt: skip
    list_filter = (IN_ZONE, "commercial_status", "readiness", "is_sample", "publication")
    general_fields = (("zone", "code"), ("area", "former_area"), ("reserved_until", "term_end"), "slug")
    further_fieldsets = (
        (_("At the boundary"), {"fields": (("power_kw", "water_m3_day", "wastewater_m3_day"),)}),
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

    def get_queryset(self, request):
        # A parcel is named after its zone wherever it is offered.
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_readonly_fields(self, request, obj=None):
        return RecordAdmin.get_readonly_fields(self, request, obj)


def with_unit(number, obj):
    """The number of a row with its unit, e.g. 73,5 ha; None when there is none."""
    return None if number is None else f"{format_number(number)} {obj.get_unit_display()}".strip()


class FigureForm(VersionedForm):
    def clean(self):
        # The word by which like figures stand side by side; the label will do where nobody chose one.
        if not self.instance.pk and not self.cleaned_data.get("measure"):
            self.cleaned_data["measure"] = slugify(self.cleaned_data.get("label_vi") or "", limit=60)
        return super().clean()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk and "measure" in self.fields:
            self.fields["measure"].required = False


def measures_in_use():
    return dict(Figure.objects.order_by("measure", "-order").values_list("measure", "label")).items()


@admin.register(Figure)
class FigureAdmin(ZoneRelatedAdmin):
    form = FigureForm
    search_fields = ("search_text", "zone__search_text", "key")
    list_display = ("label", "zone_name", "value_shown", "as_of_in_words", "publication_badge")
    list_filter = ("topic", IN_ZONE, "is_known", "publication")
    address_made_of = ("zone", "measure", "as_of")

    general_fields = (
        ("zone", "topic"), ("value", "value_max", "unit"), ("is_known", "is_approximate"), ("measure", "order"), "key",
    )  # fmt: skip
    plain_help = {
        "measure": _(
            "Figures with the same word stand side by side. Choose one from the list; for something new leave it blank."
        ),
        "value": _("The number alone; its unit stands beside it. Example: 1234,5."),
        "value_max": _("Only for a range: the upper end."),
        "statement": _("When a sentence says it better than a number."),
    }

    @admin.display(description=_("value"), ordering="value")
    def value_shown(self, obj):
        return with_unit(obj.value, obj) if obj.is_known else _("not published yet")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "measure":
            kwargs["widget"] = WordInput(measures_in_use)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Rate)
class RateAdmin(ZoneRelatedAdmin):
    list_display = ("kind", "sample_badge", "zone_name", "price", "unit", "valid_from", "publication_badge")
    list_filter = ("kind", IN_ZONE, "is_sample", "publication")
    autocomplete_fields = ("zone", "parcel", "legal_basis", "source", "other_sources")
    search_fields = ("key", "zone__search_text", "legal_basis__search_text")
    address_made_of = ("zone", "kind", "valid_from")
    general_fields = (
        "kind", ("zone", "parcel"), ("amount", "amount_max"), ("currency", "unit", "vat"),
        ("valid_from", "valid_to", "term_end"), "legal_basis", "key",
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
    list_display = ("zone_name", "kind", "capacity_shown", "used_shown", "publication_badge")
    list_display_links = ("zone_name", "kind")
    list_filter = ("kind", IN_ZONE, "publication")
    address_made_of = ("zone", "kind")
    general_fields = (("zone", "kind"), ("capacity", "used", "unit"), "is_known", "key")
    plain_help = {"capacity": _("What is built and works today; what is planned belongs in the note.")}

    @admin.display(description=_("capacity"), ordering="capacity")
    def capacity_shown(self, obj):
        return with_unit(obj.capacity, obj) if obj.is_known else _("not published yet")

    @admin.display(description=_("in use"), ordering="used")
    def used_shown(self, obj):
        return with_unit(obj.used, obj)


@admin.register(Milestone)
class MilestoneAdmin(ZoneRelatedAdmin):
    list_display = ("text", "zone_name", "kind", "on_in_words", "target_on_in_words", "publication_badge")
    list_filter = ("kind", IN_ZONE, "publication")
    autocomplete_fields = ("zone", "decision", "source", "other_sources")
    address_made_of = ("zone", "kind", "target_on", "on")
    general_fields = (("zone", "kind"), ("on", "target_on"), "decision", "key")
    plain_help = {"target_on": _("The first day promised. It stays even when the promise slips.")}

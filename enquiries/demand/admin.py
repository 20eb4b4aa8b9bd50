"""What was asked for and could not be had: a table to read, to sum up and to take along; nobody edits it."""

from django.contrib import admin
from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractQuarter, ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.resources import ModelResource
from unfold.admin import ModelAdmin

from core import partialdate
from core.admin_addresses import CheckedAddresses
from core.excel_admin import ExcelAdmin
from core.numbers import format_number, hectares
from enquiries.demand.models import Demand
from zones.finding.answers import criterion_label


def in_words(codes):
    """Criteria kept as codes, e.g. "area,power", in the officer's language."""
    return ", ".join(str(criterion_label(code)) for code in codes.split(",") if code)


def _column(attribute, heading, read=None):
    """A column of the sheet, headed in the officer's language; `read` makes its value from the need."""

    class Column(Field):
        @property
        def column_name(self):
            return str(heading)

        @column_name.setter
        def column_name(self, value):
            """The heading follows the language, so nothing is kept."""

        def export(self, instance, **kwargs):
            return read(instance) if read else getattr(instance, attribute)

    return Column(attribute)


class DemandResource(ModelResource):
    left_on = _column("left_on", gettext_lazy("Left on"))
    area = _column("area", gettext_lazy("Area, m²"))
    area_to = _column("area_to", gettext_lazy("Area at most, m²"))
    power_kw = _column("power_kw", gettext_lazy("Power, kW"))
    water_m3_day = _column("water_m3_day", gettext_lazy("Water, m³/day"))
    wastewater_m3_day = _column("wastewater_m3_day", gettext_lazy("Wastewater, m³/day"))
    sector = _column("sector", gettext_lazy("Sector"), lambda row: row.sector.name if row.sector else "")
    wanted_from = _column("wanted_from", gettext_lazy("Wanted from"))
    budget = _column("budget", gettext_lazy("Price at most, VND/m²"))
    budget_way = _column("budget_way", gettext_lazy("The price is"), lambda row: row.get_budget_way_display())
    fitting = _column("fitting", gettext_lazy("Parcels that fitted"))
    may_fit = _column("may_fit", gettext_lazy("Parcels that might have fitted"))
    nearest = _column("nearest", gettext_lazy("Nearest parcel"), lambda row: str(row.nearest or ""))
    lacking = _column("lacking", gettext_lazy("It lacked"), lambda row: in_words(row.lacking))
    unknown = _column("unknown", gettext_lazy("Unknown about it"), lambda row: in_words(row.unknown))
    language = _column("language", gettext_lazy("Language"))

    class Meta:
        model = Demand
        fields = (
            "left_on", "area", "area_to", "power_kw", "water_m3_day", "wastewater_m3_day", "sector", "wanted_from",
            "budget", "budget_way", "fitting", "may_fit", "nearest", "lacking", "unknown", "language",
        )  # fmt: skip


class QuarterFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("quarter"), "quarter"

    def lookups(self, request, model_admin):
        days = Demand.objects.order_by().annotate(year=ExtractYear("left_on"), quarter=ExtractQuarter("left_on"))
        found = sorted(set(days.values_list("year", "quarter")), reverse=True)
        return [(f"{year}-Q{quarter}", partialdate.display(f"{year}-Q{quarter}")) for year, quarter in found]

    def queryset(self, request, queryset):
        if self.value() not in dict(self.lookup_choices):
            return queryset
        days = partialdate.first_day(self.value()), partialdate.last_day(self.value())
        return queryset.filter(left_on__range=days)


def _amount(name, unit, description):
    @admin.display(description=description, ordering=name)
    def shown(self, obj):
        value = getattr(obj, name)
        return None if value is None else f"{format_number(value)}\u00a0{unit}".strip()

    return shown


@admin.register(Demand)
class DemandAdmin(CheckedAddresses, ExcelAdmin, ModelAdmin):
    resource_classes = [DemandResource]
    list_display = (
        "left_on", "area_asked", "at_the_boundary", "sector", "wanted", "price_asked", "fitted", "in_the_way",
    )  # fmt: skip
    list_select_related = ("sector", "nearest__zone")
    list_filter = (QuarterFilter, "sector", "language")
    list_filter_sheet = False
    show_full_result_count = False
    # Deleting many at once would need no second look at each.
    actions = None
    list_per_page = 50
    list_before_template = "admin/demand/sums.html"
    fields = (
        ("left_on", "language"), ("area_asked", "area_at_most"), ("power_asked", "water_asked", "wastewater_asked"),
        ("sector", "wanted"), ("price_asked", "budget_way"), "fitted", "nearest", "it_lacked", "it_left_unknown",
    )  # fmt: skip
    readonly_fields = tuple(name for row in fields for name in (row if isinstance(row, tuple) else (row,)))

    area_asked = _amount("area", "m²", gettext_lazy("area"))
    area_at_most = _amount("area_to", "m²", gettext_lazy("area at most"))
    power_asked = _amount("power_kw", "kW", gettext_lazy("power"))
    water_asked = _amount("water_m3_day", "m³", gettext_lazy("water a day"))
    wastewater_asked = _amount("wastewater_m3_day", "m³", gettext_lazy("wastewater a day"))
    price_asked = _amount("budget", "", gettext_lazy("price at most, VND/m²"))

    @admin.display(description=gettext_lazy("wanted from"), ordering="wanted_from")
    def wanted(self, obj):
        return partialdate.display(obj.wanted_from) or None

    @admin.display(description=gettext_lazy("at the boundary"))
    def at_the_boundary(self, obj):
        shown = {"power": self.power_asked, "water": self.water_asked, "wastewater": self.wastewater_asked}
        said = [(criterion_label(name).lower(), amount(obj)) for name, amount in shown.items()]
        return ", ".join(f"{name} {amount}" for name, amount in said if amount) or None

    @admin.display(description=gettext_lazy("fitted that day"), ordering="fitting")
    def fitted(self, obj):
        return _("%(fit)s, perhaps %(may)s more") % {"fit": obj.fitting, "may": obj.may_fit}

    @admin.display(description=gettext_lazy("the nearest parcel lacked"))
    def in_the_way(self, obj):
        unknown = _("unknown: %(what)s") % {"what": in_words(obj.unknown)} if obj.unknown else ""
        return "; ".join(filter(None, (in_words(obj.lacking), unknown))) or None

    @admin.display(description=gettext_lazy("the nearest parcel lacked"))
    def it_lacked(self, obj):
        return in_words(obj.lacking) or None

    @admin.display(description=gettext_lazy("unknown about it"))
    def it_left_unknown(self, obj):
        return in_words(obj.unknown) or None

    def may(self, request, action):
        return request.user.is_authenticated and request.user.may(action, self.opts.app_label)

    def has_module_permission(self, request):
        return self.may(request, "view")

    def has_view_permission(self, request, obj=None):
        return self.may(request, "view")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_import_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return self.may(request, "delete")

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        listed = getattr(response, "context_data", {}).get("cl")
        if listed is not None:
            sums = listed.queryset.order_by().aggregate(
                needs=Count("pk"), unmet=Count("pk", filter=Q(fitting=0)),
                area=Sum("area"), power=Sum("power_kw"), water=Sum("water_m3_day"),
            )  # fmt: skip
            area = sums["area"]
            sums["hectares"] = None if area is None else hectares(area)
            response.context_data["sums"] = sums
        return response

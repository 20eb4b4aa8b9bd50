"""Prices, fees and exchange rates."""

from urllib.parse import urlencode

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from core.admin import SOURCE_FIELDS, OfficeAdmin
from core.admin_addresses import is_key
from core.admin_saved import saved_publication
from core.disclosure import NOT_YET_PUBLIC
from core.excel_admin import ExcelAdmin
from core.fields import NumberField
from core.numbers import format_number
from zones.admin.related import IN_ZONE, ZoneRelatedAdmin
from zones.models import ExchangeRate, Rate
from zones.models.price_rules import ONLY_FOR, is_fixed
from zones.resources import RateResource

# What a new price takes over from the one before it; its amount, days and source are its own.
_TAKEN_OVER = (
    "kind", "zone_id", "parcel_id", "sector_id", "currency", "unit", "vat", "vat_percent", "basis", "basis_percent",
    "band", "voltage", "term_end", "label_vi", "label_en", "payer_vi", "payer_en", "payee_vi", "payee_en",
)  # fmt: skip


@admin.register(Rate)
class RateAdmin(ExcelAdmin, ZoneRelatedAdmin):
    class Media:
        js = ("js/admin-kinds.js",)

    resource_classes = [RateResource]
    change_form_outer_before_template = "admin/prices/successor.html"
    list_display = ("kind", "sample_badge", "zone_name", "price", "valid_from", "standing", "publication_badge")
    list_filter = ("kind", IN_ZONE, "is_negotiable", "is_sample", "publication")
    autocomplete_fields = ("zone", "parcel", "sector", "legal_basis", "source", "other_sources")
    search_fields = ("key", "zone__search_text", "legal_basis__search_text")
    address_made_of = ("zone", "kind", "band", "valid_from")
    general_fields = (
        "kind", "zone", ("parcel", "sector"), ("amount", "amount_max", "minimum"), ("currency", "unit"),
        ("vat", "vat_percent"), "is_negotiable", ("valid_from", "valid_to", "term_end"), "ends_earlier",
        ("basis", "basis_percent"), ("band", "voltage"), "legal_basis", "key",
    )  # fmt: skip
    plain_help = {
        "kind": _("A new price is a new row: end the old one with the day on which the new one begins."),
        "parcel": _("Only for a price that holds for this parcel alone."),
        "amount": _(
            "The number as decided, without VAT if the decision says so. Example: 38500. Blank: not published."
        ),
        "amount_max": _("Only where the decision names a range."),
        "is_negotiable": _("Shown as “negotiable” with the day the price holds for."),
        "valid_to": _("The first day on which it no longer holds. Blank: still in force."),
        "basis": _("For wastewater only."),
        "basis_percent": _("For wastewater charged on the water used, e.g. 80."),
        "band": _("For power only. Blank: the same at all hours."),
        "voltage": _("For power only, as the tariff writes it, e.g. 22 kV – 110 kV."),
        "payer": _("Who pays, where it is not the tenant."),
        "payee": _("To whom it is paid, e.g. the infrastructure developer."),
    }

    @admin.display(description=_("amount"), ordering="amount")
    def price(self, obj):
        if obj.amount is None:
            return None
        ends = [format_number(end) for end in (obj.amount, obj.amount_max) if end is not None]
        unit = obj.get_unit_display()
        return f"{' – '.join(ends)} {obj.currency}{'' if unit.startswith('/') else ' '}{unit}"

    @display(
        description=_("in force"), label={"announced": "info", "in_force": "success", "ended": "", "unknown": "warning"}
    )
    def standing(self, obj):
        today = timezone.localdate()
        if obj.valid_from and obj.valid_from > today:
            return "announced", gettext("announced")
        if obj.valid_to and obj.valid_to <= today:
            return "ended", gettext("ended")
        return ("unknown", gettext("not published yet")) if obj.amount is None else ("in_force", gettext("in force"))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        for name, kind in ONLY_FOR.items():
            if name in form.base_fields:
                form.base_fields[name].widget.attrs["data-only-for"] = kind.value
        return form

    def get_fieldsets(self, request, obj=None):
        (first, *languages, (source, options)) = super().get_fieldsets(request, obj)
        # A price must name its source and need say nothing in words: the source stands open, before the languages.
        sets = [first, (source, {**options, "classes": []}), *languages]
        # A price that has been public ends no other any more.
        if obj is None or (saved_publication(obj) in NOT_YET_PUBLIC and not self.is_to_read(request, obj)):
            return sets
        (title, options), *rest = sets
        return [(title, {**options, "fields": [name for name in options["fields"] if name != "ends_earlier"]}), *rest]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            saved = Rate._base_manager.get(pk=obj.pk)
            may_follow = saved.amount is not None and not saved.is_sample and self.has_add_permission(request)
            context |= {"is_fixed": is_fixed(saved), "successor_url": self._successor_url(saved) if may_follow else ""}
        else:
            context |= {"follows": self._followed(request.GET.get("follows", ""))}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _successor_url(self, rate):
        """The form of a new price, filled in with all that it is likely to share with `rate`."""
        shared = {name.removesuffix("_id"): getattr(rate, name) for name in _TAKEN_OVER}
        written = {
            name: NumberField().prepare_value(value) if name.endswith("percent") else value
            for name, value in shared.items()
            if value not in (None, "")
        }
        if "term_end" in written:
            written["term_end"] = date_format(written["term_end"], "d/m/Y")
        rest = {"ends_earlier": "on", "follows": rate.pk}
        return f"{reverse('admin:zones_rate_add')}?{urlencode({**written, **rest})}"

    def _followed(self, key):
        """The price that a new one is made from, with what it costs in words; None for a price made from nothing."""
        rate = Rate.objects.filter(pk=key).select_related("zone", "source").first() if is_key(Rate, key) else None
        return rate and {"rate": rate, "price": self.price(rate), "url": self.address_of(rate)}


@admin.register(ExchangeRate)
class ExchangeRateAdmin(OfficeAdmin):
    address_field = "key"
    address_made_of = ("currency", "on")
    list_display = ("currency", "on", "worth", "source", "publication_badge")
    list_display_links = ("currency", "on")
    list_filter = ("currency", "publication")
    list_select_related = ("source",)
    autocomplete_fields = ("source", "other_sources")
    search_fields = ("key", "source__search_text")
    fieldsets = (
        (None, {"fields": ("currency", ("on", "vnd"), "publication", "key")}),
        (_("Source"), {"classes": ["tab"], "fields": SOURCE_FIELDS}),
    )
    plain_help = {
        "on": _("The day for which the rate was given."),
        "vnd": _("How many VND one unit was worth, e.g. 26100."),
    }

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["key"] if obj else [])]

    @admin.display(description=_("VND for one unit"), ordering="vnd")
    def worth(self, obj):
        return format_number(obj.vnd)

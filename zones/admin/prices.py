"""Prices and fees."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.numbers import format_number
from zones.admin.related import IN_ZONE, ZoneRelatedAdmin
from zones.models import Rate


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

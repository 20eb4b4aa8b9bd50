"""What the officers' lists of everything kept for a zone share."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.decorators import display

from core.admin import RecordAdmin
from core.numbers import format_number

IN_ZONE = ("zone", RelatedDropdownFilter)


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


def with_unit(number, obj):
    """The number of a row with its unit, e.g. 73,5 ha; None when there is none."""
    return None if number is None else f"{format_number(number)} {obj.get_unit_display()}".strip()

"""Outlines of zones and roads, as the plan draws them."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import VersionedForm
from zones.admin.related import IN_ZONE, ZoneRelatedAdmin
from zones.mapping.geometry import SYSTEMS
from zones.models import PlanFeature


class PlanFeatureForm(VersionedForm):
    def clean_epsg(self):
        epsg = self.cleaned_data.get("epsg")
        if epsg and epsg not in SYSTEMS:
            known = ", ".join(str(number) for number in SYSTEMS)
            raise ValidationError(_("This coordinate system is not known here. Known: %(known)s.") % {"known": known})
        return epsg


@admin.register(PlanFeature)
class PlanFeatureAdmin(ZoneRelatedAdmin):
    form = PlanFeatureForm
    list_display = (
        "__str__",
        "sample_badge",
        "zone_name",
        "kind",
        "corner_count",
        "as_of_in_words",
        "publication_badge",
    )
    list_filter = (IN_ZONE, "kind", "is_sample", "publication")
    search_fields = ("key", "name_vi", "name_en", "zone__search_text")
    address_made_of = ("zone", "kind", "name_vi")
    general_fields = (("zone", "kind"), ("width", "epsg"), "line", "key")
    plain_help = {
        "line": _(
            "From the decision, east before north, in metres. An outline need not repeat its first corner. "
            "Example: [[425399.67, 2420554.70], [425480, 2420554.70], [425480, 2420640]]."
        ),
        "width": _("Of a road, kerb to kerb or as decided. Example: 13,5. Blank: not published."),
        "epsg": _("9213 is VN-2000, meridian 106°30′, the system of Bac Kan. Blank only for a schematic grid."),
    }

    @admin.display(description=_("number of corners"))
    def corner_count(self, obj):
        return len(obj.line) if isinstance(obj.line, list) else None

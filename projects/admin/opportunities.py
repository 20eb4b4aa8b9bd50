"""What calls for investment."""

from django.contrib import admin

from core.admin import RecordAdmin
from core.uploads.admin import PictureInline, UploadsAdmin
from projects.models import Opportunity, OpportunityPicture


class OpportunityPictureInline(PictureInline):
    model = OpportunityPicture


@admin.register(Opportunity)
class OpportunityAdmin(UploadsAdmin, RecordAdmin):
    list_display = ("title", "kind", "status", "area_ha_in_words", "publication_badge")
    list_select_related = ("zone",)
    list_filter = ("kind", "status", "publication")
    autocomplete_fields = ("zone", "decision", "source", "other_sources")
    address_made_of = ("title_vi",)
    general_fields = (("kind", "status"), ("zone", "area_ha"), ("decision", "called_on"), "order", "slug")
    inlines = (OpportunityPictureInline,)

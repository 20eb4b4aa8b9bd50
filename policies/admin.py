"""The register of law, the sectors and the incentives, as officers keep them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import RecordAdmin, badge
from core.uploads.admin import KeepsFile, UploadsAdmin
from policies.models import Incentive, LegalInstrument, Sector

LAW_COLOURS = {
    LegalInstrument.Status.IN_FORCE: "success",
    LegalInstrument.Status.AMENDED: "success",
    LegalInstrument.Status.TO_CHECK: "warning",
    LegalInstrument.Status.REPLACED: "danger",
}


@admin.register(LegalInstrument)
class LegalInstrumentAdmin(UploadsAdmin, KeepsFile, RecordAdmin):
    list_display = ("number", "title", "type", "issued_on_in_words", "status_badge", "publication_badge")
    list_display_links = ("number", "title")
    list_filter = ("type", "status", "publication")
    autocomplete_fields = ("replaced_by", "source", "other_sources")
    address_made_of = ("type", "number")
    general_fields = (("number", "type"), ("issued_on", "effective_on"), ("status", "replaced_by"), "slug")
    further_fieldsets = ((_("The text itself"), {"fields": KeepsFile.file_fields}),)
    plain_help = {
        "number": _("As printed, e.g. 35/2022/ND-CP."),
        "replaced_by": _("The instrument that took its place, when it is replaced."),
    }

    status_badge = badge("status", LegalInstrument.Status, LAW_COLOURS, _("status"))


@admin.register(Sector)
class SectorAdmin(RecordAdmin):
    list_display = ("name", "scope", "is_known", "order", "publication_badge")
    list_filter = ("scope", "is_known", "publication")
    general_fields = ("scope", "slug", "is_known", "order")


@admin.register(Incentive)
class IncentiveAdmin(RecordAdmin):
    list_display = ("name", "kind", "status", "valid_from_in_words", "valid_to_in_words", "publication_badge")
    list_filter = ("kind", "status", "publication")
    autocomplete_fields = ("legal_basis", "source", "other_sources")
    general_fields = (("kind", "status"), ("valid_from", "valid_to"), "legal_basis", "order", "slug")
    plain_help = {
        "legal_basis": _("The instruments in the register it rests on."),
        "legal_basis_text": _("Article and clause, e.g. Article 22, clause 1, Decree 31/2021/ND-CP."),
    }

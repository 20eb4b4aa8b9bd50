"""Investors and the people the Board talks to there."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.admin import RecordAdmin
from core.excel_admin import ExcelAdmin
from core.inlines import PartInline
from investors.models import Contact, Investor
from investors.resources import InvestorResource


class ContactInline(PartInline):
    model = Contact
    fields = ("name", "post", "phone", "email")
    verbose_name_plural = _("contacts (officers only, never public)")


@admin.register(Investor)
class InvestorAdmin(ExcelAdmin, RecordAdmin):
    resource_classes = [InvestorResource]
    list_display = ("name", "country", "tax_code", "publication_badge")
    list_filter = ("country", "publication")
    search_fields = ("search_text", "tax_code")
    general_fields = ("slug", "country", "tax_code")
    inlines = (ContactInline,)
    plain_help = {
        "country": _("Two letters: VN, CN, KR, JP… Blank: not known."),
        "tax_code": _("Ten or thirteen digits, as on the enterprise certificate."),
    }

"""What people ask the Board: read as it was written, given to an officer, answered."""

from urllib.parse import quote

from django.contrib import admin
from django.db.models import Case, Value, When
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from core.admin import OfficeAdmin, badge
from core.models import User
from enquiries.demand.admin import DemandAdmin
from enquiries.models import Consent, Enquiry

__all__ = ["DemandAdmin", "EnquiryAdmin"]

STATUS_COLOURS = {Enquiry.Status.NEW: "danger", Enquiry.Status.WORKING: "warning", Enquiry.Status.ANSWERED: "success"}
OPEN_FIRST = Case(
    When(status=Enquiry.Status.NEW, then=Value(0)), When(status=Enquiry.Status.WORKING, then=Value(1)), default=Value(2)
)


class ConsentInline(TabularInline):
    """What was agreed to, in the words that were read; never edited."""

    model = Consent
    fields = ("wording", "given_at", "notice_version")
    readonly_fields = fields
    hide_title = True
    extra = 0

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Enquiry)
class EnquiryAdmin(OfficeAdmin):
    list_display = ("code", "asked_by", "kind", "subject", "created_at", "officer", "status_badge")
    list_select_related = ("officer", "zone", "parcel__zone", "project", "procedure")
    list_filter = ("status", "kind", "officer", "language")
    address_field = None
    asked = (
        "code", "created_at", "kind", "language", "name", "organisation", "reply_to", "phone", "page",
        "zone", "parcel", "project", "procedure", "message",
    )  # fmt: skip
    readonly_fields = asked
    fieldsets = (
        (
            _("What was asked"),
            {
                "fields": (
                    "message",
                    ("name", "organisation"),
                    ("reply_to", "phone"),
                    ("zone", "parcel"),
                    ("project", "procedure"),
                    ("code", "created_at"),
                    ("kind", "language"),
                    "page",
                )
            },
        ),
        (_("For the Board"), {"fields": ("status", "officer", "internal_note")}),
    )
    inlines = (ConsentInline,)
    plain_help = {
        "officer": _("Who answers. She finds it on her desk."),
        "internal_note": _("For officers only; the person who asked never sees it."),
        "status": _("“Answered” only when the answer has reached the person."),
    }

    status_badge = badge("status", Enquiry.Status, STATUS_COLOURS, _("status"))

    def get_ordering(self, request):
        return [OPEN_FIRST.asc(), "-created_at"]

    def has_add_permission(self, request):
        return False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "officer":
            kwargs["queryset"] = User.objects.filter(is_active=True, is_staff=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("e-mail"))
    def reply_to(self, obj):
        """A link that begins the answer in the officer's own mail program, with the code in its subject."""
        if not obj.email:
            return None
        address, subject = quote(obj.email, safe="@"), quote(obj.code)
        return format_html('<a class="zone-link" href="mailto:{}?subject={}">{}</a>', address, subject, obj.email)

    @admin.display(description=_("asked by"), ordering="name")
    def asked_by(self, obj):
        return ", ".join(filter(None, (obj.name, obj.organisation))) or obj.email or obj.phone or "–"

    @admin.display(description=_("subject"))
    def subject(self, obj):
        return obj.parcel or obj.project or obj.procedure or obj.zone or "–"

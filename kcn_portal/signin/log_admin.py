"""The log of signing in, for administrators and auditors: to read, never to change."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from core.admin import badge
from core.admin_addresses import CheckedAddresses
from core.models import SecurityEvent

Kind = SecurityEvent.Kind
_COLOURS = {
    Kind.WRONG_PASSWORD: "warning",
    Kind.WRONG_CODE: "warning",
    Kind.LOCKED: "danger",
    Kind.SECOND_FACTOR_RESET: "danger",
    Kind.ONE_TIME_PASSWORD: "danger",
    Kind.CODE_USED: "warning",
    Kind.SIGNED_IN: "success",
    Kind.UNLOCKED: "info",
}


@admin.register(SecurityEvent)
class SecurityEventAdmin(CheckedAddresses, ModelAdmin):
    list_display = ("at", "kind_badge", "whose", "who", "from_where", "codes_left")
    list_display_links = None
    list_filter = ("kind", ("person", admin.RelatedOnlyFieldListFilter))
    list_filter_sheet = False
    list_select_related = ("person", "by")
    list_per_page = 100
    show_full_result_count = False
    list_before_template = "admin/signin/log_words.html"
    search_fields = ("person__username", "person__last_name", "person__first_name", "address")
    date_hierarchy = "at"
    actions = None
    fields = readonly_fields = ("at", "kind", "whose", "who", "from_where", "codes_left")

    kind_badge = badge("kind", Kind, _COLOURS, _("what happened"))

    @admin.display(description=_("account"), ordering="person__username")
    def whose(self, obj):
        return f"{obj.person} ({obj.person.username})" if obj.person else _("no account of this name")

    @admin.display(description=_("by"), ordering="by__username")
    def who(self, obj):
        if obj.is_on_server:
            return _("on the server")
        return obj.by or (_("the person herself") if obj.person else "–")

    @admin.display(description=_("network address"), ordering="address")
    def from_where(self, obj):
        return obj.address

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

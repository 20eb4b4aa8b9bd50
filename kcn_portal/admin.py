"""The system's own records on the officers' side: the Board, who signs in, the sources, and the end of the sample."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from unfold.admin import ModelAdmin

from core.admin import RecordAdmin, VersionedAdmin, badge
from core.freshness import source_has_changed
from core.models import Board, Source, User
from core.roles import SOURCES, Role
from core.sample import StillReferred, remove_sample, sample_rows_exist
from kcn_portal.deputies import DeputyAdmin
from kcn_portal.people import NewPersonForm, PersonForm, topics_in_words, zones_in_words
from kcn_portal.proposals import ProposalAdmin
from kcn_portal.signin.log_admin import SecurityEventAdmin
from kcn_portal.signin.people import SigningInOfPeople

__all__ = ["DeputyAdmin", "ProposalAdmin", "SecurityEventAdmin"]

# What of a person is kept in codes, and how it is read.
_IN_WORDS = {"zone_codes": "zones_in_words", "topics": "topics_in_words"}

# Keys of phones and recovery codes are nobody's to read.
admin.site.unregister([Group, StaticDevice, TOTPDevice])


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    # Every record needs its source, so sources belong to those who keep the record.
    governed_by = SOURCES
    list_display = ("publisher", "kind", "published_on_in_words", "read_on", "note")
    list_filter = ("kind",)
    list_select_related = ()
    autocomplete_fields = ()
    address_field = "key"
    address_made_of = ("publisher_vi", "published_on")
    general_fields = ("kind", "url", ("published_on", "read_on"), "key")
    plain_help = {
        "url": _("The page itself, not the home page of the site."),
        "read_on": _("The day on which the Board read it. Example: 15/03/2024."),
        "note": _("What a reader should know about it, e.g. that it is a scan or a second-hand report."),
    }

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["key"] if obj else [])]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and {"published_on", "read_on"} & set(form.changed_data):
            source_has_changed(obj)


@admin.register(Board)
class BoardAdmin(RecordAdmin):
    """One row. Its list is its page, and it is neither added twice nor removed."""

    autocomplete_fields = ()
    address_field = None
    change_form_outer_after_template = "admin/board/sample.html"
    plain_help = {
        "phone": _("The office's own number, answered in office hours. Never a private one."),
        "email": _("The official mailbox; enquiries name it as the place to write to."),
        "adopting_body": _(
            "Filled in by the authority that takes the portal as its official one. "
            "Until then every page says “prototype”."
        ),
    }
    general_fields = ("phone", "email")
    further_fieldsets = (
        (
            _("Adoption"),
            {
                "fields": ("adopted_on", "adoption_document"),
                "description": _(
                    "The portal is a prototype until an authority adopts it. To adopt it: remove the sample rows, give "
                    "the office phone or the official e-mail, then name the adopting body (below, in both languages), "
                    "the day and the decision. From then on no page calls itself a prototype."
                ),
            },
        ),
    )

    def get_urls(self):
        view = self.admin_site.admin_view(self.remove_sample_view)
        return [path("remove-sample/", view, name="core_board_remove_sample"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        board = Board.objects.first()
        if board:
            return HttpResponseRedirect(self.address_of(board))
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:core_board_add"))

    def has_add_permission(self, request):
        if not super().has_add_permission(request):
            return False
        # The menu asks this for one page more than once.
        if not hasattr(request, "has_board"):
            request.has_board = Board.objects.exists()
        return not request.has_board

    def has_delete_permission(self, request, obj=None):
        return False

    def render_change_form(self, request, context, *args, **kwargs):
        context["has_sample"] = sample_rows_exist()
        context["may_remove_sample"] = self.may(request, "remove_sample")
        return super().render_change_form(request, context, *args, **kwargs)

    def remove_sample_view(self, request):
        """Asks on GET, removes on POST; asked twice, the second finds nothing to remove."""
        if not self.may(request, "remove_sample"):
            raise PermissionDenied
        if request.method != "POST":
            context = {
                **self.admin_site.each_context(request),
                "title": _("Remove the sample rows"),
                "opts": self.opts,
                "has_sample": sample_rows_exist(),
            }
            return TemplateResponse(request, "admin/board/remove_sample.html", context)
        try:
            messages.success(request, told_removal(remove_sample()))
        except StillReferred as error:
            told = _("Nothing was removed: these records refer to sample rows: %(names)s")
            messages.error(request, told % {"names": error})
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:index"))


def told_removal(count):
    if not count:
        return _("There are no sample rows.")
    return ngettext("%(count)s sample row removed.", "%(count)s sample rows removed.", count) % {"count": count}


@admin.register(User)
class PersonAdmin(SigningInOfPeople, VersionedAdmin, UserAdmin, ModelAdmin):
    """Who signs in. The role alone decides; nobody is deleted, because what she did keeps her name."""

    form = PersonForm
    add_form = NewPersonForm
    change_form_outer_after_template = "admin/signin/person_link.html"
    list_display = ("username", "full_name", "role_badge", "is_active", "last_login")
    list_filter = ("role", "is_active")
    filter_horizontal = ()
    compressed_fields = False
    ordering = ("username",)
    fieldsets = (
        (None, {"fields": ("username", "password", "role", "is_active")}),
        (_("Person"), {"fields": ("last_name", "first_name", "email", "office")}),
        (_("What she looks after"), {"fields": ("zone_codes", "topics")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "role", "last_name", "first_name", "email", "password1", "password2")}),
    )
    readonly_fields = ("last_login", "date_joined")

    role_badge = badge("role", Role, {Role.ADMINISTRATOR: "danger", Role.APPROVER: "info"}, _("role"))

    def get_fieldsets(self, request, obj=None):
        sets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return sets
        # Who only reads has no use for the line that leads to a new password, nor for codes.
        return [
            (
                title,
                options | {"fields": [_IN_WORDS.get(name, name) for name in options["fields"] if name != "password"]},
            )
            for title, options in sets
        ]

    @admin.display(description=_("looks after these zones"))
    def zones_in_words(self, obj):
        return zones_in_words(obj) or None

    @admin.display(description=_("looks after these topics"))
    def topics_in_words(self, obj):
        return topics_in_words(obj) or None

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, obj):
        return obj.get_full_name()

    def get_actions(self, request):
        return {}

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        obj.is_staff = True
        super().save_model(request, obj, form, change)

"""Dated rules that lists of projects follow: entered by a leader, since a law or a circular may change."""

from django.contrib import admin

from core.admin import OfficeAdmin
from projects.models import EventForm, LandUseLimit


class RuleAdmin(OfficeAdmin):
    """A rule binds every project, so a leader enters it."""

    address_field = None

    def has_add_permission(self, request):
        return self.may(request, "publish")

    def has_change_permission(self, request, obj=None):
        return self.may(request, "publish")


@admin.register(LandUseLimit)
class LandUseLimitAdmin(RuleAdmin):
    list_display = ("months", "valid_from", "basis")
    fields = (("months", "valid_from"), "basis")
    search_fields = ("basis",)


@admin.register(EventForm)
class EventFormAdmin(RuleAdmin):
    list_display = ("form", "kind", "basis", "is_verified")
    fields = (("kind", "form"), "basis", "is_verified")
    search_fields = ("form", "basis")

"""Addresses of sectors, incentives and the legal register."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from policies import views

app_name = "policies"
urlpatterns = [
    path(_("sectors/"), views.sectors, name="sectors"),
    path(_("incentives/"), views.incentives, name="incentives"),
    path(_("law/"), views.law, name="law"),
    path(_("law/<slug:slug>/"), views.instrument, name="instrument"),
]

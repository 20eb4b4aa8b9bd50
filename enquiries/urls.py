"""Addresses where people write to the Board."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from enquiries import views, views_demand

app_name = "enquiries"
urlpatterns = [
    path(_("contact/"), views.ask, name="ask"),
    path(_("contact/report-an-error/"), views.report_error, name="report_error"),
    path(_("contact/sent/<str:code>/"), views.sent, name="sent"),
    path(_("land-need/"), views_demand.demand, name="demand"),
    path(_("land-need/recorded/"), views_demand.demand_left, name="demand_left"),
]

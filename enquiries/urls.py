"""Addresses where people write to the Board."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from enquiries import views
from enquiries.demand import views as demand_views

app_name = "enquiries"
urlpatterns = [
    path(_("contact/"), views.ask, name="ask"),
    path(_("contact/report-an-error/"), views.report_error, name="report_error"),
    path(_("contact/sent/<str:code>/"), views.sent, name="sent"),
    path(_("land-need/"), demand_views.demand, name="demand"),
    path(_("land-need/recorded/"), demand_views.demand_left, name="demand_left"),
]

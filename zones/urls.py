"""Addresses of zones, parcels and prices."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from zones import estimate_page, views

app_name = "zones"
urlpatterns = [
    path(_("industrial-zones/"), views.zone_list, name="list"),
    path(_("industrial-zones/<slug:slug>/"), views.zone, name="zone"),
    path(_("parcels/"), views.parcel_list, name="parcel_list"),
    path(_("parcels/<slug:slug>/"), views.parcel, name="parcel"),
    path(_("prices/"), views.prices, name="prices"),
    path(_("estimate/"), estimate_page.estimate_view, name="estimate"),
    path(_("estimate/table.csv"), estimate_page.estimate_csv, name="estimate_csv"),
]

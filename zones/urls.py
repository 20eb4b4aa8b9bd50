"""Addresses of zones, parcels and prices."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from zones.views import estimate, parcels, prices, zones

app_name = "zones"
urlpatterns = [
    path(_("industrial-zones/"), zones.zone_list, name="list"),
    path(_("industrial-zones/<slug:slug>/"), zones.zone, name="zone"),
    path(_("parcels/"), parcels.parcel_list, name="parcel_list"),
    path(_("parcels/<slug:slug>/"), parcels.parcel, name="parcel"),
    path(_("prices/"), prices.prices, name="prices"),
    path(_("estimate/"), estimate.estimate_view, name="estimate"),
    path(_("estimate/table.csv"), estimate.estimate_csv, name="estimate_csv"),
]

"""Addresses of zones, parcels and prices."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from zones import views

app_name = "zones"
urlpatterns = [
    path(_("industrial-zones/"), views.zone_list, name="list"),
    path(_("industrial-zones/<slug:slug>/"), views.zone, name="zone"),
    path(_("parcels/"), views.parcel_list, name="parcel_list"),
    path(_("parcels/<slug:slug>/"), views.parcel, name="parcel"),
    path(_("prices/"), views.prices, name="prices"),
]

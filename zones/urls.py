"""Addresses of zones, parcels and prices."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from zones.views import compare, estimate, find, map, parcels, prices, sheets, zone_lists, zones

app_name = "zones"
urlpatterns = [
    path(_("industrial-zones/"), zones.zone_list, name="list"),
    path(_("industrial-zones/<slug:slug>/"), zones.zone, name="zone"),
    path(_("industrial-zones/<slug:slug>/figures/"), zone_lists.figures, name="zone_figures"),
    path(_("industrial-zones/<slug:slug>/milestones/"), zone_lists.milestones, name="zone_milestones"),
    path(_("industrial-zones/<slug:slug>/utilities/"), zone_lists.utilities, name="zone_utilities"),
    path(_("industrial-zones/<slug:slug>/fact-sheet.pdf"), sheets.zone_sheet, name="zone_sheet"),
    path(_("figures/<slug:topic>/"), zone_lists.topic, name="topic_figures"),
    path(_("parcels/"), find.parcel_list, name="parcel_list"),
    path(_("parcels/table.csv"), find.parcel_csv, name="parcel_csv"),
    path(_("parcels/<slug:slug>/"), parcels.parcel, name="parcel"),
    path(_("parcels/<slug:slug>/fact-sheet.pdf"), sheets.parcel_sheet, name="parcel_sheet"),
    path(_("compare/"), compare.compare, name="compare"),
    path(_("map/"), map.zone_map, name="map"),
    path(_("prices/"), prices.prices, name="prices"),
    path(_("prices/table.csv"), prices.prices_csv, name="prices_csv"),
    path(_("prices/history/<slug:slug>/<slug:kind>/"), prices.price_history, name="price_history"),
    path(_("estimate/"), estimate.estimate_view, name="estimate"),
    path(_("estimate/table.csv"), estimate.estimate_csv, name="estimate_csv"),
    path(_("estimate/fact-sheet.pdf"), sheets.estimate_sheet, name="estimate_sheet"),
]

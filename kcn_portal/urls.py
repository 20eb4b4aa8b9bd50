"""Every address of the portal: Vietnamese at the root, English under /en/, machines' addresses without language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from kcn_portal import downloads, pages, system, views
from kcn_portal.sitemaps import SITEMAPS
from zones.api.estimate import estimate_json
from zones.api.land import parcel_json, zone_json
from zones.views.map import zones_geojson

urlpatterns = [
    path("healthz", system.healthz, name="healthz"),
    path("readyz", system.readyz, name="readyz"),
    path("robots.txt", system.robots, name="robots"),
    path("sitemap.xml", index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_part"}, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_part"),
    path("communes.geojson", downloads.communes, name="communes"),
    path("zones.geojson", zones_geojson, name="zones_geojson"),
    path("api/v1/estimate/", estimate_json, name="api_estimate"),
    path("api/v1/zones/<slug:slug>/", zone_json, name="api_zone"),
    path("api/v1/parcels/<slug:slug>/", parcel_json, name="api_parcel"),
    path("z/<slug:code>", system.short_zone, name="short_zone"),
    path("l/<slug:slug>", system.short_parcel, name="short_parcel"),
]

urlpatterns += i18n_patterns(
    path("", views.home, name="home"),
    path("", include("zones.urls")),
    path("", include("policies.urls")),
    path(_("procedures/"), include("procedures.urls")),
    path("", include("projects.urls")),
    path(_("news/"), include("news.urls")),
    path("", include("enquiries.urls")),
    path(_("about/"), pages.about, name="about"),
    path(_("data/"), pages.data, name="data"),
    path(_("data/<slug:name>.csv"), downloads.table, name="data_csv"),
    path(_("search/"), pages.search, name="search"),
    path(_("accessibility/"), pages.accessibility, name="accessibility"),
    path(_("privacy/"), pages.privacy, name="privacy"),
    path("admin/", admin.site.urls),
    prefix_default_language=False,
)

handler400 = "kcn_portal.errors.bad_request"
handler403 = "kcn_portal.errors.forbidden"
handler404 = "kcn_portal.errors.not_found"
handler500 = "kcn_portal.errors.server_error"

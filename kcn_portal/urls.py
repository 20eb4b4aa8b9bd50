"""Every address of the portal: Vietnamese at the root, English under /en/, machines' addresses without language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _

from core.uploads.serving import stored_file, stored_picture
from kcn_portal import downloads, pages, system, transparency, views
from kcn_portal.preview import preview
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
    path("files/<slug:token>", stored_file, name="stored_file"),
    path("pictures/<slug:token>/<str:name>", stored_picture, name="stored_picture"),
    re_path(r"^z/(?P<code>[-\w]+)/?$", system.short_zone, name="short_zone"),
    re_path(r"^l/(?P<slug>[-\w]+)/?$", system.short_parcel, name="short_parcel"),
    path("preview/<slug:app>/<slug:model>/<int:key>/<slug:language>/", preview, name="preview"),
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
    path(_("transparency/"), transparency.transparency, name="transparency"),
    path(_("transparency/changes/"), transparency.record_changes, name="record_changes"),
    path(_("transparency/changes.atom"), transparency.record_changes_feed, name="record_changes_feed"),
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

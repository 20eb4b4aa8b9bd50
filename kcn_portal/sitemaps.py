"""The map of the site for search engines: real, published rows only, each address in both languages."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from news.models import Article
from policies.models import LegalInstrument
from procedures.models import Procedure
from projects.models import Project
from zones.models import Parcel, Zone

PAGES = (
    "home",
    "zones:list",
    "zones:map",
    "zones:parcel_list",
    "zones:prices",
    "zones:estimate",
    "zones:compare",
    "policies:sectors",
    "policies:incentives",
    "policies:law",
    "procedures:list",
    "projects:list",
    "projects:investors",
    "projects:opportunities",
    "news:list",
    "enquiries:ask",
    "enquiries:demand",
    "about",
    "data",
    "transparency",
    "record_changes",
    "accessibility",
    "privacy",
)


class _BothLanguages(Sitemap):
    i18n = alternates = True
    protocol = "https" if settings.IS_HTTPS else "http"
    limit = 5000  # addresses a file: quick to make, and far from the most that search engines read

    def get_domain(self, site=None):
        """The address people type, whatever host the crawler came by."""
        return urlsplit(settings.SITE_URL).netloc


class _Pages(_BothLanguages):
    def items(self):
        return PAGES

    def location(self, item):
        return reverse(item)


class _Rows(_BothLanguages):
    """The pages of one model's real rows; only their slugs are read."""

    def __init__(self, view, model):
        self.view, self.model = view, model

    def items(self):
        return list(self.model.objects.real().order_by("pk").values_list("slug", flat=True))

    def location(self, item):
        return reverse(self.view, args=[item])


SITEMAPS = {
    "pages": _Pages(),
    "zones": _Rows("zones:zone", Zone),
    "parcels": _Rows("zones:parcel", Parcel),
    "procedures": _Rows("procedures:procedure", Procedure),
    "law": _Rows("policies:instrument", LegalInstrument),
    "projects": _Rows("projects:project", Project),
    "news": _Rows("news:article", Article),
}

"""Every public address of the portal, read from its urls, so that no new page escapes a test."""

from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation

from tests import make

LANGUAGES = ("vi", "en")
ROWS = {
    "zones:zone": make.zone,
    "zones:parcel": make.parcel,
    "zones:zone_figures": make.zone,
    "zones:zone_milestones": make.zone,
    "zones:zone_utilities": make.zone,
    "zones:zone_sheet": make.zone,
    "zones:parcel_sheet": make.parcel,
    "zones:price_history": make.zone,
    "policies:instrument": make.instrument,
    "procedures:procedure": make.procedure,
    "projects:project": make.project,
    "news:article": make.article,
    "api_zone": make.zone,
    "api_parcel": make.parcel,
    "short_zone": make.zone,
    "short_parcel": make.parcel,
}
WORDS = {"data_csv": "parcels", "sitemap_part": "law", "enquiries:sent": "BK-2222-3333"}

# What stands in an address after the word of the row.
FURTHER_WORDS = {"zones:price_history": ["land_rent_annual"]}


def _names(patterns, space=""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        elif pattern.namespace != "admin":
            yield from _names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)


NAMES = sorted(set(_names(get_resolver().url_patterns)))


def address_of(name, language):
    with translation.override(language):
        if name in WORDS:
            return reverse(name, args=[WORDS[name]])
        if name not in ROWS:
            return reverse(name)
        row = ROWS[name]()
        further = FURTHER_WORDS.get(name, [])
        return reverse(name, args=[row.code if name == "short_zone" else row.slug, *further])


def read(response):
    return b"".join(response.streaming_content) if response.streaming else response.content

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
    "projects:project_parcels": make.project,
    "news:article": make.article,
    "api_zone": make.zone,
    "api_parcel": make.parcel,
    "short_zone": make.zone,
    "short_parcel": make.parcel,
}
WORDS = {
    "data_csv": "parcels",
    "zones:topic_figures": "connectivity",
    "sitemap_part": "law",
    "enquiries:sent": "BK-2222-3333",
}

# What stands in an address after the word of the row.
FURTHER_WORDS = {"zones:price_history": ["land_rent_annual"]}


def _names(patterns, space=""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        elif pattern.namespace != "admin":
            yield from _names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)


# Uploads carry headers of their own and no page: tests/test_uploads.py and tests/test_pictures.py ask for them.
UPLOADS = {"stored_file", "stored_picture"}
# A preview is for officers alone: a stranger finds no page there.
NAMES = sorted(set(_names(get_resolver().url_patterns)) - UPLOADS - {"preview"})


def _words_of(name):
    if name in WORDS:
        return [WORDS[name]]
    if name not in ROWS:
        return []
    row = ROWS[name]()
    return [row.code if name == "short_zone" else row.slug, *FURTHER_WORDS.get(name, [])]


def addresses_of(name):
    """The address of one page in each of LANGUAGES."""
    words = _words_of(name)
    addresses = []
    for language in LANGUAGES:
        with translation.override(language):
            addresses.append(reverse(name, args=words))
    return addresses


def address_of(name, language):
    with translation.override(language):
        return reverse(name, args=_words_of(name))


def read(response):
    return b"".join(response.streaming_content) if response.streaming else response.content

"""What every page needs: the Board, its own address in both languages, where the reader is."""

from django.conf import settings
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from core.models import Board

_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def _alternates(request):
    path = request.path
    return [(code, settings.SITE_URL + translate_url(path, code)) for code, _name in settings.LANGUAGES]


def page(request):
    """Public pages only: the officers' side has its own dress and asks the database for nothing here."""
    match = request.resolver_match
    if match and match.namespaces and match.namespaces[0] == "admin":
        return {}
    here = (get_language() or "vi")[:2]
    other = "en" if here == "vi" else "vi"
    # The query stays with the reader: a filtered list is the same list in the other language.
    query = request.META.get("QUERY_STRING", "")
    twin = translate_url(request.path, other)
    return {
        "board": SimpleLazyObject(Board.current),
        "site_url": settings.SITE_URL,
        "canonical_url": settings.SITE_URL + request.path,
        "alternates": _alternates(request),
        "language_switch": {"url": f"{twin}?{query}" if query else twin, "label": _NAMES[other], "lang": other},
        "section": match.namespace or match.url_name if match else "",
    }

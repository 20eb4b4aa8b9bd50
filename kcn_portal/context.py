"""What every page needs: the Board, its own address in both languages, where the reader is."""

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override

from core.models import Board

_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def _twins(request):
    """{language: path of this page in it}. An address that leads nowhere has none: each language's home page then."""
    if request.resolver_match:
        return {code: translate_url(request.path, code) for code, _name in settings.LANGUAGES}
    twins = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            twins[code] = reverse("home")
    return twins


def page(request):
    """Public pages only: the officers' side has its own dress and asks the database for nothing here."""
    match = request.resolver_match
    if match and match.namespaces and match.namespaces[0] == "admin":
        return {}
    here = (get_language() or "vi")[:2]
    other = "en" if here == "vi" else "vi"
    # The query stays with the reader: a filtered list is the same list in the other language.
    query = request.META.get("QUERY_STRING", "") if match else ""
    twins = _twins(request)
    return {
        "board": SimpleLazyObject(Board.current),
        "site_url": settings.SITE_URL,
        "canonical_url": settings.SITE_URL + request.path,
        "alternates": [(code, settings.SITE_URL + path) for code, path in twins.items()],
        "language_switch": {
            "url": f"{twins[other]}?{query}" if query else twins[other],
            "label": _NAMES[other],
            "lang": other,
        },
        "section": match.namespace or match.url_name if match else "",
    }

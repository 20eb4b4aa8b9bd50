"""What every page needs: the Board, its own address in both languages, where the reader is."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override

from core.models import Board

_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def _twins(request):
    """{language: path of this page in it}. An address that leads nowhere has none: each language's home page then."""
    twins, match = {}, request.resolver_match
    for code, _name in settings.LANGUAGES:
        with override(code):
            twins[code] = _address(match) if match else reverse("home")
    return {code: path or request.path for code, path in twins.items()}


def _address(match):
    """The path in the language in use of the page that answered; blank for one without a name."""
    try:
        return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    except NoReverseMatch:
        return ""


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

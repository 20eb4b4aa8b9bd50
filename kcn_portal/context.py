"""What every page needs: the Board, its own address in both languages, where the reader is."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override

from core.models import Board
from enquiries.subject import TOPICS

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


def _in_any_language(request):
    """The query, which stays with the reader: a filtered list is the same list in the other language.

    Words that name what a question is about are those of one language, and stay behind; a topic's code goes along.
    """
    if request.GET.get("about", "board") in TOPICS:
        return request.META.get("QUERY_STRING", "")
    rest = request.GET.copy()
    del rest["about"]
    return rest.urlencode()


def page(request):
    """Public pages only: the officers' side has its own dress and asks the database for nothing here."""
    match = request.resolver_match
    if match and match.namespaces and match.namespaces[0] == "admin":
        return {}
    here = (get_language() or "vi")[:2]
    other = "en" if here == "vi" else "vi"
    query = _in_any_language(request) if match else ""
    twins = getattr(request, "preview_twins", None) or _twins(request)
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

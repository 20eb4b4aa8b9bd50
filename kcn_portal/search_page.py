"""The search over all records on the officers' side: one page, by kind, with or without diacritics."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.text import fold, nfc
from kcn_portal.office_search import MOST, PER_PAGE, SHORTEST, find, readable_kinds
from kcn_portal.search import LONGEST


@require_safe
def search(request):
    kinds = readable_kinds(request)
    if not kinds:
        raise PermissionDenied
    typed = " ".join(nfc(request.GET.get("q", "")[:LONGEST]).split())
    name = request.GET.get("kind", "")
    is_long_enough = len(fold(typed).replace(" ", "")) >= SHORTEST
    groups = find(kinds, typed, name, _page(request)) if is_long_enough else []
    context = {
        **admin.site.each_context(request),
        "title": _("Search all records"),
        "typed": typed,
        "is_asked": is_long_enough,
        "is_short": bool(typed) and not is_long_enough,
        "is_one_kind": any(kind.name == name for kind in kinds),
        "groups": groups,
    }
    return TemplateResponse(request, "admin/search.html", context)


def _page(request):
    """The number of the page asked for, 1 for nonsense; no further than what is ranked."""
    asked = request.GET.get("page", "")
    return min(max(int(asked), 1), MOST // PER_PAGE) if asked.isdecimal() and len(asked) < 6 else 1

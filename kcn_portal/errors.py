"""When something goes wrong: sentences that say what happened and what to do, in the reader's language."""

import inspect
import re
import sys

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template import loader
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

DATABASE_AWAY = (OperationalError, InterfaceError)
RETRY_AFTER_SECONDS = 60
_MOST_WORDS_OF_A_PATH = 6


def _language(request):
    return "en" if request.path_info.startswith("/en/") or request.path_info == "/en" else "vi"


def _standalone(request, status):
    """A page that needs no database, no context processor and no valid host name."""
    language = _language(request)
    with translation.override(language):
        try:
            page = loader.render_to_string(f"{status}.html" if status != 400 else "400_plain.html", {"lang": language})
        except ValueError:  # the list of static files is missing or broken: words must do
            page = _("The portal cannot show this page at the moment. Please try again in a few minutes.")
    response = HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def too_much(request):
    """The answer to a request that was not even read, for it said that it is too large."""
    response = _standalone(request, 413)
    # What is still being sent is not waited for.
    response.headers["Connection"] = "close"
    return response


def _dressed(request, status, template, **context):
    """A page in the site's dress; where that cannot be had, the plain one."""
    with translation.override(_language(request)):
        try:
            return render(request, template, {"canonical_url": "", "alternates": (), **context}, status=status)
        except DATABASE_AWAY:
            return _standalone(request, 503)
        except SuspiciousOperation:
            return _standalone(request, 400)


def _words_of(path):
    """Words to search for in place of an address that leads nowhere: /du-an/govina-cu/ → "govina cu"."""
    last = path.rstrip("/").rpartition("/")[2]
    return " ".join(re.findall(r"\w+", last)[:_MOST_WORDS_OF_A_PATH])[:80]


def bad_request(request, exception=None):
    is_too_long = isinstance(exception, RequestDataTooBig)
    return _dressed(request, 413 if is_too_long else 400, "400.html", is_too_long=is_too_long)


@requires_csrf_token
def forbidden(request, exception=None):
    return _dressed(request, 403, "403.html")


def not_found(request, exception=None):
    return _dressed(request, 404, "404.html", words=_words_of(request.path))


def server_error(request):
    is_database_away = isinstance(sys.exc_info()[1], DATABASE_AWAY)
    return _standalone(request, 503 if is_database_away else 500)


def _methods_of(view):
    """The methods that `require_http_methods` or one of its kin admits to a view; none where it is not asked."""
    while inspect.isfunction(view):
        if methods := inspect.getclosurevars(view).nonlocals.get("request_method_list"):
            return methods
        view = getattr(view, "__wrapped__", None)
    return ()


def form_expired(request, reason=""):
    """A form whose token no longer holds: nothing was saved, and the words typed are given back to be copied.

    What is sent to a page that takes no forms is refused as such, for a fresh form would not help.
    """
    methods = _methods_of(request.resolver_match.func) if request.resolver_match else ()
    if methods and request.method not in methods:
        return HttpResponseNotAllowed(methods)
    return _dressed(
        request, 403, "403_form.html", again=request.path, typed=request.POST.get("message", ""), is_form_expired=True
    )

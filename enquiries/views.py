"""The pages where people write to the Board: a question, an error on a page, and the code they get."""

import re

from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.models import Board
from enquiries.forms import AskForm, Flooded, ReportForm
from enquiries.models import Enquiry
from enquiries.subject import KINDS, subjects_of
from enquiries.typed import local_path

_CODE = re.compile(r"BK-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}")
_RETRY_SECONDS = "60"

_ROBOT = gettext_lazy(
    "A field that people do not see was filled in, as robots do. If you are a person, please press the button again: "
    "what you typed is below."
)
_FLOOD = gettext_lazy(
    "Very many questions are arriving at this moment. Please press the button again in a minute: "
    "what you typed is below."
)
_AWAY = gettext_lazy(
    "The portal cannot keep questions at this moment. Please press the button again in a few minutes: "
    "what you typed is below."
)


def _trail(*after_contact):
    contact = (_("Contact"), reverse("enquiries:ask") if after_contact else "")
    return [(_("Home"), reverse("home")), contact, *((label, "") for label in after_contact)]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    page = {"template": "enquiries/ask.html", "section": "contact", "breadcrumbs": _trail()}
    if request.method == "POST":
        return _receive(request, AskForm(request.POST), page)
    return _show(request, AskForm(), page, subjects=subjects_of(request.GET))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request):
    page = {
        "template": "enquiries/report_error.html",
        "section": "contact",
        "breadcrumbs": _trail(_("Report an error on a page")),
    }
    if request.method == "POST":
        return _receive(request, ReportForm(request.POST), page)
    return _show(request, ReportForm(initial={"page": local_path(request.GET.get("page", ""))}), page)


@never_cache
@require_safe
def sent(request, code):
    if not _CODE.fullmatch(code):
        raise Http404(_("A code reads like BK-7F3K-9Q2M."))
    page = {"template": "enquiries/sent.html", "section": "contact", "breadcrumbs": _trail(_("Your code"))}
    # Whoever holds the code learns that it exists and nothing else.
    response = _show(request, None, page, code=code, is_kept=Enquiry.objects.filter(code=code).exists())
    response["X-Robots-Tag"] = "noindex"
    return response


def _show(request, form, page, *, status=200, **context):
    return render(request, page["template"], {**page, "form": form, **context}, status=status)


def _receive(request, form, page):
    """Keep what was sent and give its code; otherwise the same form again, with all that was typed and why."""
    try:
        subjects = subjects_of(request.POST)
        if not form.is_valid():
            return _show(request, form, page, subjects=subjects)
        if form.is_robot:
            return _show(request, form, page, status=422, subjects=subjects, refused=_ROBOT)
        enquiry = form.save(subjects, (get_language() or "vi")[:2])
    except Flooded:
        return _later(_show(request, form, page, status=429, subjects=subjects, refused=_FLOOD))
    except (OperationalError, InterfaceError):
        # The page must not ask the database for anything: an unsaved Board, no messages, subjects as they were sent.
        unasked = {"board": Board(), "messages": [], "kept": [(kind, request.POST.get(kind)) for kind in KINDS]}
        return _later(_show(request, form, page, status=503, refused=_AWAY, **unasked))
    return redirect("enquiries:sent", enquiry.code)


def _later(response):
    response["Retry-After"] = _RETRY_SECONDS
    return response

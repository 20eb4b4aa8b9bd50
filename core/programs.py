"""Addresses for programs: they only answer, and say so in JSON to whoever asks for anything else."""

from functools import wraps

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

_ALLOWED = "GET, HEAD, OPTIONS"


def asked_language(request):
    """The language of the sentences: `?lang=` vi or en; Vietnamese without it."""
    return "en" if request.GET.get("lang") == "en" else "vi"


def refusal(sentence, status, **headers):
    return JsonResponse({"errors": {"__all__": [sentence]}}, status=status, headers=headers)


def for_programs(view):
    """`view` asked by GET and HEAD only: another method is a 405 with its sentence, what is not public a 404 with one.

    Nothing is ever written here, so a missing token is no reason to refuse before the method is.
    """

    @wraps(view)
    def asked(request, *args, **kwargs):
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": _ALLOWED})
        with translation.override(asked_language(request)):
            if request.method not in ("GET", "HEAD"):
                said = _("This address only answers questions: ask it by GET, with the parameters in the address.")
                return refusal(said, 405, Allow=_ALLOWED)
            try:
                return view(request, *args, **kwargs)
            except Http404:
                return refusal(_("Nothing is published at this address."), 404)

    return csrf_exempt(asked)

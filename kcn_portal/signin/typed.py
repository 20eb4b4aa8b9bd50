"""What somebody sent after her session had ended: it goes with her through signing in and is offered again after."""

from django.contrib import admin
from django.core import signing
from django.http import QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from kcn_portal.signin import session

_SALT = "signin.typed"
# Characters. A survey pasted whole is longer; it can be pasted again.
LONGEST = 400_000
_NEVER = ("csrfmiddlewaretoken",)


def _body(request):
    fields = request.POST.copy()
    for name in _NEVER:
        fields.pop(name, None)
    return fields.urlencode()


def is_worth_keeping(request):
    """Whether something was sent, and nothing secret in it."""
    return bool(_body(request)) and not any("password" in name or name == "code" for name in request.POST)


def word_of(request):
    """What was sent, as one word for a hidden field, "" when it is too long. Nothing is kept here for a stranger."""
    kept = {"path": request.get_full_path(), "body": _body(request), "had_files": bool(request.FILES)}
    if len(kept["body"]) > LONGEST:
        return ""
    return signing.dumps(kept, salt=_SALT, compress=True)


def read(word):
    """{path, body, had_files} from the word of the form, or None: only what the portal has written itself is taken."""
    try:
        return signing.loads(word, salt=_SALT, max_age=session.AT_MOST) if word else None
    except signing.BadSignature:
        return None


def offer(request):
    """What was typed, as a form that sends it again; nothing happens before she presses its button."""
    kept = request.session.get(session.TYPED)
    if request.method == "POST":
        request.session.pop(session.TYPED, None)
        return redirect(session.safe_address(request, kept["path"] if kept else ""))
    if not kept:
        return redirect("admin:index")
    fields = [(name, value) for name, values in QueryDict(kept["body"]).lists() for value in values]
    context = {
        **admin.site.each_context(request),
        "title": _("What you typed is still here"),
        "fields": fields,
        "path": kept["path"],
        "had_files": kept["had_files"],
    }
    return TemplateResponse(request, "admin/signin/typed.html", context)

"""The steps of signing in: name and password, a code, a first phone, a password of one's own."""

from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.models import SecurityEvent
from core.qr import qr_svg
from kcn_portal.signin import emails, events, lockout, second_factor, session, typed
from kcn_portal.signin.codes import told_wrong
from kcn_portal.signin.forms import CodeForm, NewPasswordForm, SignInForm

Kind = SecurityEvent.Kind
FEW_CODES = 3
TOO_MANY_REQUESTS = 429


def page(request, template, *, status=200, **context):
    return TemplateResponse(
        request, f"admin/signin/{template}.html", {**admin.site.each_context(request), **context}, status=status
    )


def halfway_only(view):
    """The view gets the person who is halfway through; anybody else begins at the beginning."""

    @never_cache
    @sensitive_post_parameters()
    def checked(request):
        person = session.halfway(request)
        return view(request, person) if person else redirect("admin:login")

    return checked


def _sign_in_page(request, form, *, after, status=200, **context):
    context = {"title": _("Sign in"), "form": form, "after": after, "field_of_next": REDIRECT_FIELD_NAME} | context
    return page(request, "sign_in", status=status, **context)


@never_cache
@sensitive_post_parameters("password", "typed")
def sign_in(request):
    after = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(session.safe_address(request, after))
        return _sign_in_page(request, SignInForm(request), after=after)
    form = SignInForm(request, request.POST)
    if form.is_valid():
        return session.begin(request, form.get_user(), after=after, typed=typed.read(form.cleaned_data["typed"]))
    if form.non_field_errors():
        lockout.note_failure(request, form.cleaned_data.get("username", ""), Kind.WRONG_PASSWORD)
    if getattr(request, "axes_locked_out", False):
        return _sign_in_page(request, form, after=after, status=TOO_MANY_REQUESTS)
    return _sign_in_page(request, form, after=after)


def ask_again(request):
    """Somebody sent a form after her session had ended: the page to sign in on, which keeps what she typed."""
    word = typed.word_of(request)
    form = SignInForm(request, initial={"typed": word})
    return _sign_in_page(request, form, after="", is_kept=bool(word), is_too_long=not word)


@halfway_only
def code(request, person):
    is_recovery = "recovery" in request.GET
    form = CodeForm(request.POST or None, is_recovery=is_recovery)
    context = {"title": _("Second step"), "form": form, "person": person, "is_recovery": is_recovery}
    if request.method != "POST" or not form.is_valid():
        return page(request, "code", **context)
    if lockout.is_locked(request, person.username):
        form.add_error("code", lockout.locked_words())
        return page(request, "code", status=TOO_MANY_REQUESTS, **context)
    answer = second_factor.check(person, form.cleaned_data["code"])
    if not answer.is_right:
        form.add_error("code", told_wrong(request, person, answer))
        return page(request, "code", **context)
    session.note(request, code=True)
    if answer.is_recovery:
        _note_recovery(request, person)
    return _onwards(request, person)


def _note_recovery(request, person):
    left = second_factor.codes_left(person)
    events.record(Kind.CODE_USED, request=request, person=person, codes_left=left)
    emails.tell(person, "code_used", left=left)
    told = ngettext("%(left)s recovery code is left.", "%(left)s recovery codes are left.", left) % {"left": left}
    if left < FEW_CODES:
        told += " " + _("Make new ones under “My sign-in”.")
    messages.warning(request, told)


def _onwards(request, person):
    """To the next step; after the last one she is signed in and comes where she wanted to go."""
    return redirect(session.next_step(request, person) or session.finish(request, person))


@halfway_only
def new_password(request, person):
    step = session.next_step(request, person)
    if step != request.path:
        return redirect(step)
    form = NewPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        events.record(Kind.PASSWORD_CHANGED, request=request, person=person)
        session.note(request, hash=person.get_session_auth_hash())
        return _onwards(request, person)
    return page(request, "new_password", title=_("Choose your own password"), form=form, person=person)


@halfway_only
def enrol(request, person):
    step = session.next_step(request, person)
    if step != request.path:
        return redirect(step)
    device = second_factor.unconfirmed(person, request.session[session.HALFWAY].get("device"))
    if device is None:
        device = second_factor.begin_enrolment(person)
        session.note(request, device=device.pk)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer, codes = second_factor.enrol(person, device.pk, form.cleaned_data["code"])
        if answer.is_right:
            return _enrolled(request, person, codes)
        form.add_error("code", told_wrong(request, person, answer))
    return page(
        request,
        "enrol",
        title=_("Connect your phone"),
        form=form,
        person=person,
        picture=qr_svg(device.config_url),
        key=second_factor.key_in_words(device),
    )


def _enrolled(request, person, codes):
    """Signed in, with the recovery codes on the page: the only time they are shown."""
    events.record(Kind.ENROLLED, request=request, person=person)
    emails.tell(person, "enrolled")
    after = session.finish(request, person)
    return page(request, "codes", title=_("Keep your recovery codes"), codes=codes, person=person, onwards=after)

"""What one signs in with, and how it is changed: password, phone, recovery codes, other devices."""

from django.contrib import admin, messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LogoutView, PasswordChangeView
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from core.models import SecurityEvent
from kcn_portal.signin import emails, events, lockout, second_factor, session
from kcn_portal.signin.codes import told_wrong
from kcn_portal.signin.forms import ConfirmForm, OwnPasswordForm
from kcn_portal.signin.views import page

Kind = SecurityEvent.Kind
EVENTS_SHOWN = 12


@never_cache
def account(request):
    person = request.user
    shown = SecurityEvent.objects.filter(person=person).select_related("by")[:EVENTS_SHOWN]
    return page(
        request,
        "account",
        title=_("My sign-in"),
        phone=second_factor.phone_of(person),
        codes_left=second_factor.codes_left(person),
        events=shown,
    )


def _confirmed(request, form):
    """Whether password and code are right; if not, the form says what is wrong. Wrong ones count."""
    if not form.is_valid():
        return False
    person = request.user
    if lockout.is_locked(request, person.username):
        form.add_error("code", lockout.locked_words())
        return False
    answer = second_factor.check(person, form.cleaned_data["code"])
    if not answer.is_right:
        form.add_error("code", told_wrong(request, person, answer))
    elif answer.is_recovery:
        left = second_factor.codes_left(person)
        events.record(Kind.CODE_USED, request=request, person=person, codes_left=left)
    return answer.is_right


def _confirm_first(request, title, words, button, done):
    """Ask for password and code on GET; on POST, once both are right, return `done()`."""
    form = ConfirmForm(request, request.POST or None)
    if request.method == "POST" and _confirmed(request, form):
        return done()
    return page(request, "confirm", title=title, words=words, button=button, form=form)


@never_cache
@sensitive_post_parameters()
def recovery_codes(request):
    person = request.user

    def made():
        codes = second_factor.make_codes(person)
        events.record(Kind.CODES_MADE, request=request, person=person, codes_left=len(codes))
        emails.tell(person, "codes_made")
        onwards = reverse("admin:signin_account")
        return page(request, "codes", title=_("Keep your recovery codes"), codes=codes, person=person, onwards=onwards)

    words = _("You get ten new codes. The old ones then no longer hold.")
    return _confirm_first(request, _("New recovery codes"), words, _("Make new codes"), made)


@never_cache
@sensitive_post_parameters()
def change_phone(request):
    person = request.user

    def removed():
        second_factor.remove(person)
        person.end_sessions()
        events.record(Kind.SECOND_FACTOR_RESET, request=request, person=person)
        emails.tell(person, "second_factor_reset", by=str(person))
        return session.begin(request, person, after=reverse("admin:signin_account"))

    words = _(
        "The phone you use now no longer works from then on, nor do your recovery codes. Have the new one at hand."
    )
    return _confirm_first(request, _("Connect another phone"), words, _("Continue with the new phone"), removed)


@require_POST
def end_other_sessions(request):
    """Twice is harmless: there is then nothing left to end."""
    person = request.user
    person.end_sessions()
    update_session_auth_hash(request, person)
    events.record(Kind.SESSIONS_ENDED, request=request, person=person)
    messages.success(request, _("You are signed out on every other device."))
    return redirect("admin:signin_account")


class ChangePassword(PasswordChangeView):
    """Her other sessions end with the old password; this one goes on."""

    form_class = OwnPasswordForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        response = super().form_valid(form)
        events.record(Kind.PASSWORD_CHANGED, request=self.request, person=self.request.user)
        emails.tell(self.request.user, "password_changed")
        return response


def change_password(request, extra_context=None):
    view = ChangePassword.as_view(
        success_url=reverse("admin:password_change_done"),
        template_name="registration/password_change_form.html",
        extra_context={**admin.site.each_context(request), **(extra_context or {})},
    )
    return view(request)


class SignOut(LogoutView):
    template_name = "registration/logged_out.html"

    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            events.record(Kind.SIGNED_OUT, request=request, person=request.user)
        return super().post(request, *args, **kwargs)

"""A new password by mail. The answer is the same, and as quick, whether there is such an account or not."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.models import SecurityEvent, User
from kcn_portal.signin import emails, events, lockout
from kcn_portal.signin.addresses import client_address
from kcn_portal.signin.forms import ForgottenForm, NewPasswordForm
from kcn_portal.signin.views import page

Kind = SecurityEvent.Kind
# In an hour. Beyond that no letter goes out; the answer stays the same.
LETTERS_TO_ONE, QUESTIONS_FROM_ONE_ADDRESS = 3, 20


@never_cache
def forgotten(request):
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _answer(request, form.cleaned_data["email"])
        return redirect("admin:password_reset_done")
    return page(request, "forgotten", title=_("Forgotten your password?"), form=form)


def _answer(request, email):
    asked = SecurityEvent.objects.filter(kind=Kind.RESET_ASKED, at__gte=timezone.now() - timedelta(hours=1))
    is_flood = asked.filter(address=client_address(request)).count() >= QUESTIONS_FROM_ONE_ADDRESS
    if is_flood:
        return
    people = [person for person in PasswordResetForm().get_users(email) if person.is_staff]
    # A letter to nobody costs as much time as one to somebody.
    for person in people or [User(pk=0, username="–", email=email)]:
        is_known = bool(people)
        has_many = asked.filter(person_id=person.pk).count() >= LETTERS_TO_ONE
        letter = emails.reset_letter(person)
        events.record(Kind.RESET_ASKED, request=request, person=person if is_known else None)
        if is_known and not has_many:
            emails.send(letter)


@never_cache
def asked(request):
    return page(request, "forgotten_asked", title=_("Look into your mailbox"))


class ChooseAnew(PasswordResetConfirmView):
    """The page of the link. It signs nobody in: name, new password and the phone's code are asked for after it."""

    form_class = NewPasswordForm
    template_name = "admin/signin/reset.html"
    success_url = reverse_lazy("admin:password_reset_complete")
    post_reset_login = False

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        title = _("Choose a new password") if self.validlink else _("This link no longer holds")
        return {**admin.site.each_context(self.request), **context, "title": title}

    def get_user(self, uidb64):
        person = super().get_user(uidb64)
        return person if person and person.is_active and person.is_staff else None

    def form_valid(self, form):
        response = super().form_valid(form)
        events.record(Kind.PASSWORD_RESET, request=self.request, person=self.user)
        lockout.unlock(self.user)
        emails.tell(self.user, "password_changed")
        return response


@never_cache
def chosen(request):
    return page(request, "reset_done", title=_("Your new password holds"))

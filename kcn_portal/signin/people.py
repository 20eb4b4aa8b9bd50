"""What an administrator does for somebody who cannot sign in: one-time password, phone, unlocking. Never silently."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from core.admin_addresses import is_key
from core.models import SecurityEvent
from kcn_portal.signin import emails, events, lockout, second_factor
from kcn_portal.signin.forms import OneTimePasswordForm

Kind = SecurityEvent.Kind
EVENTS_SHOWN = 20


def _unlock(person):
    if lockout.unlock(person):
        return Kind.UNLOCKED, _("Unlocked.")
    return None, _("Nothing was locked.")


def _reset_second_factor(person):
    if second_factor.remove(person):
        person.end_sessions()
        return Kind.SECOND_FACTOR_RESET, _(
            "Phone and recovery codes are removed. She connects a phone when she signs in."
        )
    return None, _("There is no phone to remove.")


def _end_sessions(person):
    person.end_sessions()
    return Kind.SESSIONS_ENDED, _("Signed out on every device.")


DEEDS = {"unlock": _unlock, "reset_second_factor": _reset_second_factor, "end_sessions": _end_sessions}


class SigningInOfPeople:
    """For the admin of people: a page on how somebody signs in, and the password an administrator sets."""

    change_password_form = OneTimePasswordForm

    def get_urls(self):
        view = self.admin_site.admin_view(self.signing_in_view)
        return [path("<path:object_id>/signing-in/", view, name="core_user_signing_in"), *super().get_urls()]

    def _person(self, request, object_id):
        return self.get_object(request, object_id) if is_key(self.model, object_id) else None

    def signing_in_view(self, request, object_id):
        """Shows on GET; on POST does the one thing named by the button, for somebody else only."""
        person = self._person(request, object_id)
        if not self.has_view_permission(request, person):
            raise PermissionDenied
        if person is None:
            raise Http404
        if request.method == "POST":
            return self._do(request, person)
        context = {
            **self.admin_site.each_context(request),
            "title": _("How %(name)s signs in") % {"name": person},
            "opts": self.opts,
            "original": person,
            "phone": second_factor.phone_of(person),
            "codes_left": second_factor.codes_left(person),
            "tries": lockout.attempts_at(person).exists(),
            "locks": lockout.locks_of(person),
            "events": SecurityEvent.objects.filter(person=person).select_related("by")[:EVENTS_SHOWN],
            "may_act": self.has_change_permission(request, person) and person != request.user,
        }
        return TemplateResponse(request, "admin/signin/person.html", context)

    def _do(self, request, person):
        deed = DEEDS.get(request.POST.get("deed"))
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if person == request.user:
            messages.error(request, _("For yourself, use “My sign-in”."))
        elif deed:
            kind, told = deed(person)
            if kind:
                self._tell(request, person, kind)
            messages.success(request, told)
        return HttpResponseRedirect(reverse("admin:core_user_signing_in", args=[person.pk]))

    def _tell(self, request, person, kind):
        events.record(kind, request=request, person=person, by=request.user)
        emails.tell(person, str(kind), by=str(request.user))

    def user_change_password(self, request, id, form_url=""):
        person = self._person(request, id)
        if person is None:
            raise Http404
        if person == request.user:
            # Her own needs the old one first.
            return HttpResponseRedirect(reverse("admin:password_change"))
        before = person.password
        response = super().user_change_password(request, id, form_url)
        person.refresh_from_db(fields=["password"])
        if person.password != before:
            self._tell(request, person, Kind.ONE_TIME_PASSWORD)
        return response

    def save_model(self, request, obj, form, change):
        # Whoever else chose the first password, she chooses the next one.
        obj.must_change_password = obj.must_change_password or not change
        has_left = change and "is_active" in form.changed_data and not obj.is_active
        super().save_model(request, obj, form, change)
        if has_left:
            obj.end_sessions()
            events.record(Kind.SESSIONS_ENDED, request=request, person=obj, by=request.user)

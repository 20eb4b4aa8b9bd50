"""The part of the officers' site that signs people in."""

from django.urls import path, translate_url
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from kcn_portal.signin import account, forgotten, session, typed, views


class SigningInSite:
    """In place of Django's single page: a password, then a code. Mixed into the site."""

    def get_urls(self):
        steps = [
            path("login/code/", views.code, name="signin_code"),
            path("login/phone/", views.enrol, name="signin_enrol"),
            path("login/password/", views.new_password, name="signin_password"),
            path("login/forgotten/", forgotten.forgotten, name="password_reset"),
            path("login/forgotten/asked/", forgotten.asked, name="password_reset_done"),
            path("login/forgotten/<uidb64>/<token>/", forgotten.ChooseAnew.as_view(), name="password_reset_confirm"),
            path("login/forgotten/done/", forgotten.chosen, name="password_reset_complete"),
        ]
        inside = {
            "account/": (account.account, "signin_account"),
            "account/recovery-codes/": (account.recovery_codes, "signin_recovery_codes"),
            "account/phone/": (account.change_phone, "signin_change_phone"),
            "account/other-devices/": (account.end_other_sessions, "signin_end_sessions"),
            "account/typed/": (typed.offer, "signin_typed"),
        }
        opened = [path(address, self.admin_view(view), name=name) for address, (view, name) in inside.items()]
        return [*steps, *opened, *super().get_urls()]

    def each_context(self, request):
        context = super().each_context(request)
        if not context["has_permission"]:
            code, name = ("en", "English") if get_language() == "vi" else ("vi", "Tiếng Việt")
            context["twin"] = {"url": translate_url(request.get_full_path(), code), "lang": code, "name": name}
        return context

    def has_permission(self, request):
        """The door (see middleware) has asked already; asked here again, so that neither alone decides."""
        return super().has_permission(request) and session.SIGNED_IN in request.session

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        return views.sign_in(request)

    @method_decorator(never_cache)
    def logout(self, request, extra_context=None):
        view = account.SignOut.as_view(extra_context={**self.each_context(request), "has_permission": False})
        return view(request)

    def password_change(self, request, extra_context=None):
        return account.change_password(request, extra_context)

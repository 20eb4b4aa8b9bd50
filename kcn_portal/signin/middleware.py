"""The door of the officers' side: no page of it opens before every step of signing in, whichever page it is."""

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from kcn_portal.signin import session, typed, views

# The steps themselves; they look after who may take them.
OPEN = {
    "login",
    "logout",
    "signin_code",
    "signin_enrol",
    "signin_password",
    "password_reset",
    "password_reset_done",
    "password_reset_confirm",
    "password_reset_complete",
}


class SignedInThroughout:
    """Takes for a stranger whoever has not gone all the way or whose session is over; on public pages too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        person = request.user
        # Lazy: a page that asks for nobody reads no session, and sets no cookie.
        request.user = SimpleLazyObject(lambda: session.still_signed_in(request, person))
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if match.namespaces[:1] != ["admin"] or match.url_name in OPEN:
            return None
        if request.user.is_authenticated:
            session.seen(request)
            return None
        person = session.halfway(request)
        if person:
            return redirect(session.next_step(request, person) or "admin:login")
        if request.method == "POST" and typed.is_worth_keeping(request):
            return views.ask_again(request)
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))

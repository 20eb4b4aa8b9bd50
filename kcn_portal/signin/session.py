"""A session from the password to its end: halfway, signed in, idle for too long, too old."""

import time

from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from core.models import SecurityEvent, User
from kcn_portal.signin import events, second_factor

HALFWAY, SIGNED_IN, TYPED = "signing_in", "signed_in", "typed"
# Seconds.
STEPS_WITHIN = 30 * 60
IDLE = 30 * 60
AT_MOST = 12 * 60 * 60
# How often the moment of the last page is written down.
SEEN_EVERY = 60


def begin(request, person, *, after="", typed=None):
    """The password was right: remember that in a session of its own, which belongs to nobody yet."""
    request.session.flush()
    request.session[HALFWAY] = {
        "person": person.pk,
        "hash": person.get_session_auth_hash(),
        "at": time.time(),
        "after": after,
        "typed": typed,
        "code": False,
    }
    return redirect(next_step(request, person))


def halfway(request):
    """Who has passed the password in this session and not yet the rest, or None."""
    kept = request.session.get(HALFWAY)
    if not kept or not 0 <= time.time() - kept["at"] < STEPS_WITHIN:
        return None
    person = User.objects.filter(pk=kept["person"], is_active=True, is_staff=True).first()
    if person is None or not constant_time_compare(kept["hash"], person.get_session_auth_hash()):
        return None
    return person


def note(request, **facts):
    """Keep more of somebody halfway: device, code, hash."""
    request.session[HALFWAY] = request.session[HALFWAY] | facts


def next_step(request, person):
    """The address of what she has still to do, "" when nothing is left. A known phone comes first, a new one last."""
    has_phone = second_factor.phone_of(person) is not None
    if has_phone and not request.session[HALFWAY]["code"]:
        return reverse("admin:signin_code")
    if person.must_change_password:
        return reverse("admin:signin_password")
    return "" if has_phone else reverse("admin:signin_enrol")


def finish(request, person):
    """Every step is done: sign her in. Returns the address she wanted. The only place that calls Django's `login`."""
    kept = request.session.pop(HALFWAY)
    auth.login(request, person, backend="kcn_portal.signin.backend.OfficerBackend")
    now = time.time()
    request.session[SIGNED_IN] = {"at": now, "seen": now}
    events.record(SecurityEvent.Kind.SIGNED_IN, request=request, person=person)
    SecurityEvent.objects.forget_addresses()
    if kept["typed"]:
        request.session[TYPED] = kept["typed"]
        return reverse("admin:signin_typed")
    return safe_address(request, kept["after"])


def safe_address(request, address):
    """`address` where it leads to a page of this portal that is not a step of signing in; otherwise the desk."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return reverse("admin:index")
    steps = (reverse("admin:login"), reverse("admin:logout"))
    return reverse("admin:index") if address.startswith(steps) else address


def still_signed_in(request, person):
    """`person` while her session holds; a stranger once it was idle or open for too long, or never went all the way."""
    if not person.is_authenticated:
        return person
    marks, now = request.session.get(SIGNED_IN), time.time()
    if marks and 0 <= now - marks["seen"] < IDLE and 0 <= now - marks["at"] < AT_MOST:
        return person
    request.session.flush()
    return AnonymousUser()


def seen(request):
    """She asked for a page: the idle time begins anew."""
    marks, now = request.session[SIGNED_IN], time.time()
    if now - marks["seen"] >= SEEN_EVERY:
        request.session[SIGNED_IN] = marks | {"seen": now}

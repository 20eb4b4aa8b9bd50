"""Wrong tries: counted by account and address together, so that one office behind one address locks nobody else out."""

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.models import SecurityEvent, User
from kcn_portal.signin import events

# The words are the same for a name that exists and one that does not.
LOCKED = _(
    "Too many wrong tries for this name from this place. "
    "Wait %(minutes)s minutes, or ask an administrator to unlock it."
)


def locked_words():
    return LOCKED % {"minutes": int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)}


def name_digest(request, credentials):
    """What axes counts by in place of the name: passwords get typed into the field of the name, and are not kept."""
    name = str((credentials or {}).get("username") or "")
    return salted_hmac("signin.name", name, algorithm="sha256").hexdigest()


def answered(request, response, credentials):
    """The view itself has said that the account is locked."""
    return response


def is_locked(request, name):
    return settings.AXES_ENABLED and not AxesProxyHandler.is_allowed(request, {"username": name})


def failed(request, name, kind):
    """Count a wrong code or password that Django itself did not ask for."""
    user_login_failed.send(sender=__name__, credentials={"username": name}, request=request)
    note_failure(request, name, kind)


def note_failure(request, name, kind):
    """Record a wrong try, and the lock when this was the one too many; a try while locked is not recorded."""
    person = User.objects.filter(username=name).first()
    failures = getattr(request, "axes_failures_since_start", None)
    if settings.AXES_ENABLED and failures is None:
        return
    events.record_failure(kind, request=request, person=person)
    if failures == settings.AXES_FAILURE_LIMIT:
        events.record(SecurityEvent.Kind.LOCKED, request=request, person=person)


def attempts_at(person):
    """Wrong tries at her account that still count: rows of axes."""
    name = name_digest(None, {"username": person.username})
    return AccessAttempt.objects.filter(username=name, attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME)


def locks_of(person):
    """Addresses from which her account is locked now."""
    counted = attempts_at(person).order_by().values("ip_address").annotate(tries=Sum("failures_since_start"))
    return [row["ip_address"] for row in counted if row["tries"] >= settings.AXES_FAILURE_LIMIT]


def unlock(person):
    """Forget the wrong tries at her account; return whether there were any."""
    return bool(reset(username=name_digest(None, {"username": person.username})))

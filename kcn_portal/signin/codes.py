"""What is said of a code that was not right; a wrong one counts like a wrong password."""

from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import SecurityEvent
from kcn_portal.signin import lockout


def told_wrong(request, person, answer):
    """A sentence; and the try is counted, unless the code was not even looked at."""
    if answer.wait_until:
        seconds = max(1, ceil((answer.wait_until - timezone.now()).total_seconds()))
        words = ngettext(
            "After wrong codes you must wait. Try again in %(seconds)s second.",
            "After wrong codes you must wait. Try again in %(seconds)s seconds.",
            seconds,
        )
        return words % {"seconds": seconds}
    lockout.failed(request, person.username, SecurityEvent.Kind.WRONG_CODE)
    if getattr(request, "axes_locked_out", False):
        return lockout.locked_words()
    return _("This code is not right, or was used already. Wait for the next one on your phone.")

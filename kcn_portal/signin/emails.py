"""Letters about an account: what was done to it, and the link for a new password. Sent beside the request."""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

log = logging.getLogger(__name__)
# In a thread of its own: an answer that waits for the mail server tells by its slowness that an account exists.
_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="signin-mail")


def _send(letter):
    try:
        letter.send()
    except Exception:  # whatever the mail server says, the account is as it is; the log of the process tells
        log.exception("A letter about an account could not be sent.")


def send(letter):
    """Send in the background; the process waits for it before it ends."""
    _sender.submit(_send, letter)


def _letter(person, subject, lines):
    text = "\n\n".join([_("Account: %(name)s") % {"name": person.username}, *lines])
    return EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [person.email])


def tell(person, what, **facts):
    """Tell her what was done to her account, if she has an address for letters."""
    if person.email:
        subject, sentence = _WORDS[what](**facts)
        ask = _("If you know nothing of it, tell an administrator at once.")
        send(_letter(person, subject, [sentence, ask, settings.SITE_URL + reverse("admin:index")]))


def reset_letter(person):
    """The letter with the link for a new password; it holds for an hour and once."""
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    link = reverse("admin:password_reset_confirm", args=[uid, default_token_generator.make_token(person)])
    lines = [
        _("Somebody, probably you, asked for a new password for the officers' side. Open this page within an hour:"),
        settings.SITE_URL + link,
        _("Your phone stays connected: its code is asked for as before."),
        _("If you did not ask, do nothing: your password stays as it is."),
    ]
    return _letter(person, _("A new password for the officers' side"), lines)


def _code_used(left):
    words = ngettext(
        "A recovery code was used to sign in; %(left)s is left.",
        "A recovery code was used to sign in; %(left)s are left.",
        left,
    )
    return _("A recovery code was used"), words % {"left": left}


_WORDS = {
    "enrolled": lambda: (_("A phone was connected"), _("A phone was connected to your account as second step.")),
    "code_used": _code_used,
    "codes_made": lambda: (
        _("New recovery codes were made"),
        _("New recovery codes were made for your account; the old ones no longer hold."),
    ),
    "password_changed": lambda: (_("Your password was changed"), _("The password of your account was changed.")),
    "one_time_password": lambda by: (
        _("A one-time password was set"),
        _("%(by)s set a one-time password for your account and will give it to you. You choose your own with it.")
        % {"by": by},
    ),
    "second_factor_reset": lambda by: (
        _("Your second step was reset"),
        _("%(by)s removed the phone and the recovery codes of your account. Connect a phone when you next sign in.")
        % {"by": by},
    ),
    "unlocked": lambda by: (_("Your account was unlocked"), _("%(by)s unlocked your account.") % {"by": by}),
    "sessions_ended": lambda by: (
        _("You were signed out everywhere"),
        _("%(by)s signed your account out on every device.") % {"by": by},
    ),
}

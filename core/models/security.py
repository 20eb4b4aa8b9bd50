"""What happened to accounts: who signed in, failed, was locked, changed what she signs in with. Kept for ever."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.states import AppendOnly

# After this an event no longer says from which address it came.
ADDRESSES_KEPT = timedelta(days=180)


class SecurityEventQuerySet(models.QuerySet):
    def forget_addresses(self):
        """Blank the addresses of events older than ADDRESSES_KEPT; return how many there were."""
        old = self.filter(at__lt=timezone.now() - ADDRESSES_KEPT, address__isnull=False)
        return super(SecurityEventQuerySet, old).update(address=None)

    def update(self, **kwargs):
        raise AppendOnly

    def delete(self):
        raise AppendOnly


class SecurityEvent(models.Model):
    """One event. It holds no password, no code, and no name that was typed but belongs to nobody."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("Signed in")
        SIGNED_OUT = "signed_out", _("Signed out")
        WRONG_PASSWORD = "wrong_password", _("Wrong name or password")
        WRONG_CODE = "wrong_code", _("Wrong code")
        LOCKED = "locked", _("Locked for a while after wrong tries")
        UNLOCKED = "unlocked", _("Unlocked")
        ENROLLED = "enrolled", _("Connected a phone")
        SECOND_FACTOR_RESET = "second_factor_reset", _("Phone and recovery codes removed")
        CODES_MADE = "codes_made", _("New recovery codes made")
        CODE_USED = "code_used", _("Recovery code used")
        PASSWORD_CHANGED = "password_changed", _("Changed the password")
        ONE_TIME_PASSWORD = "one_time_password", _("One-time password set")
        RESET_ASKED = "reset_asked", _("Asked for a new password by mail")
        PASSWORD_RESET = "password_reset", _("Set a new password by mail")
        SESSIONS_ENDED = "sessions_ended", _("Signed out on every device")

    at = models.DateTimeField(_("moment"), default=timezone.now, editable=False, db_index=True)
    kind = models.CharField(_("what happened"), max_length=20, choices=Kind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="security_events", verbose_name=_("account")
    )
    # Empty where she did it herself.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    is_on_server = models.BooleanField(_("by a command on the server"), default=False)
    address = models.GenericIPAddressField(_("network address"), null=True)
    codes_left = models.PositiveSmallIntegerField(_("recovery codes left"), null=True)

    objects = SecurityEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name, verbose_name_plural = _("event of signing in"), _("log of signing in")

    def __str__(self):
        return f"{self.get_kind_display()} · {timezone.localtime(self.at):%d/%m/%Y %H:%M}"

    def save(self, **kwargs):
        if not self._state.adding:
            raise AppendOnly(self)
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise AppendOnly(self)

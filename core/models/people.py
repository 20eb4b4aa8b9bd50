"""Who signs in."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core import roles, scope
from core.models.records import Versioned
from core.offices import Office

# What signing in writes by itself; nobody edits it, so it is no new version and no line of the history.
_SIGNING_IN = ("password", "last_login", "must_change_password", "sessions_ended")


class OfficerManager(UserManager):
    def create_superuser(self, username, email=None, password=None, **extra_fields):
        """What `manage.py createsuperuser` makes is an administrator: without the role it could do nothing."""
        extra_fields.setdefault("role", roles.Role.ADMINISTRATOR)
        return super().create_superuser(username, email, password, **extra_fields)


class User(Versioned, AbstractUser):
    """A person of the Board who signs in. The role decides what she may do, and her limits to which records."""

    role = models.CharField(_("role"), max_length=14, choices=roles.Role, default=roles.Role.AUDITOR)
    # What an officer looks after (core.scope); empty is everything. Codes of zones, and keys of core.roles.TOPICS.
    zone_codes = models.JSONField(_("looks after these zones"), default=list, blank=True)
    topics = models.JSONField(_("looks after these topics"), default=list, blank=True)
    # For which she verifies what the record says; empty is the Board as a whole.
    office = models.PositiveSmallIntegerField(_("office"), choices=Office, null=True, blank=True)
    # Somebody else chose her password, so she chooses one herself before anything else.
    must_change_password = models.BooleanField(default=False, editable=False)
    # Grows when she is signed out everywhere; every session carries it in its hash.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    objects = OfficerManager()
    history = HistoricalRecords(excluded_fields=[*_SIGNING_IN])

    class Meta(AbstractUser.Meta):
        verbose_name, verbose_name_plural = _("user"), _("users")

    def __str__(self):
        return self.get_full_name() or self.username

    def save(self, **kwargs):
        written = set(kwargs.get("update_fields") or ())
        if written and written.issubset(_SIGNING_IN):
            type(self)._base_manager.filter(pk=self.pk).update(**{name: getattr(self, name) for name in written})
        else:
            super().save(**kwargs)

    def take_password(self, password, *, must_change=False):
        """Keep a new password; every session begun with the old one is over."""
        self.set_password(password)
        self.must_change_password = must_change
        self.save(update_fields=["password", "must_change_password"])

    def end_sessions(self):
        """Sign her out on every device."""
        type(self)._base_manager.filter(pk=self.pk).update(sessions_ended=F("sessions_ended") + 1)
        self.refresh_from_db(fields=["sessions_ended"])

    def get_session_auth_hash(self):
        return salted_hmac(
            "core.User.session", f"{self.password}:{self.sessions_ended}", algorithm="sha256"
        ).hexdigest()

    def get_full_name(self):
        """Family name first, as Vietnamese names are written."""
        return f"{self.last_name} {self.first_name}".strip()

    def may(self, action, app_label, record=None):
        """Whether she may do `action` to records of `app_label`, and to `record` if one is named."""
        if not (self.is_active and self.is_staff):
            return False
        if not (roles.allows(self.role, action, app_label) or self._is_lent(action, app_label)):
            return False
        return action in roles.UNLIMITED_ACTIONS or scope.is_hers(self, app_label, record)

    @property
    def zone_limits(self):
        """Codes of the zones she is limited to; empty when she looks after all."""
        return tuple(self.zone_codes) if self.role in roles.LIMITED else ()

    @property
    def topic_limits(self):
        """Keys of core.roles.TOPICS she is limited to; empty when she looks after all."""
        return tuple(self.topics) if self.role in roles.LIMITED else ()

    @cached_property
    def zone_keys(self):
        """Keys of the zones she is limited to."""
        return frozenset(scope.zones_of(self))

    def _is_lent(self, action, app_label):
        if action not in roles.LENT or self.role not in roles.MAY_STAND_IN or app_label not in roles.CONTENT_APPS:
            return False
        return self.stands_in_today

    @cached_property
    def stands_in_today(self):
        """Whether an approving leader has named her deputy for today. What was lent to that leader is not lent on."""
        return self.pk is not None and self.standing_in.on(timezone.localdate()).exists()

    def has_perm(self, perm, obj=None):
        app_label, _dot, codename = perm.partition(".")
        return self.may(codename.partition("_")[0], app_label, obj)

    def has_perms(self, perm_list, obj=None):
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label):
        return self.may("view", app_label)

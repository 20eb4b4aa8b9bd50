"""Who signs in."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core import roles
from core.models.records import Versioned

# What signing in writes by itself; nobody edits it, so it is no new version and no line of the history.
_SIGNING_IN = {"last_login"}


class OfficerManager(UserManager):
    def create_superuser(self, username, email=None, password=None, **extra_fields):
        """What `manage.py createsuperuser` makes is an administrator: without the role it could do nothing."""
        extra_fields.setdefault("role", roles.Role.ADMINISTRATOR)
        return super().create_superuser(username, email, password, **extra_fields)


class User(Versioned, AbstractUser):
    """A person of the Board who signs in. The role alone decides what she may do."""

    role = models.CharField(_("role"), max_length=14, choices=roles.Role, default=roles.Role.AUDITOR)

    objects = OfficerManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta(AbstractUser.Meta):
        verbose_name, verbose_name_plural = _("user"), _("users")

    def __str__(self):
        return self.get_full_name() or self.username

    def save(self, **kwargs):
        if set(kwargs.get("update_fields") or ()) != _SIGNING_IN:
            super().save(**kwargs)
        else:
            type(self)._base_manager.filter(pk=self.pk).update(last_login=self.last_login)

    def get_full_name(self):
        """Family name first, as Vietnamese names are written."""
        return f"{self.last_name} {self.first_name}".strip()

    def may(self, action, app_label):
        return self.is_active and self.is_staff and roles.allows(self.role, action, app_label)

    def has_perm(self, perm, obj=None):
        app_label, _dot, codename = perm.partition(".")
        return self.may(codename.partition("_")[0], app_label)

    def has_perms(self, perm_list, obj=None):
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label):
        return self.may("view", app_label)

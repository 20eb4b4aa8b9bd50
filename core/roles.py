"""The four roles and what each may do, as one table: role → action → apps, or everything."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    EDITOR = "editor", _("Officer")
    APPROVER = "approver", _("Approving leader")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")


CONTENT_APPS = frozenset({"policies", "zones", "investors", "projects", "procedures", "news", "enquiries", "reports"})
_READ = {"view": CONTENT_APPS}
_WRITE = {
    **_READ,
    "add": CONTENT_APPS,
    "change": CONTENT_APPS,
    "move": CONTENT_APPS,
    "import": CONTENT_APPS,
    "export": CONTENT_APPS,
}
_EVERYTHING = CONTENT_APPS | {"core"}

MAY = {
    Role.EDITOR: _WRITE,
    Role.APPROVER: {**_WRITE, "delete": CONTENT_APPS, "publish": CONTENT_APPS},
    Role.ADMINISTRATOR: dict.fromkeys(
        ("view", "add", "change", "delete", "move", "import", "export", "publish", "remove_sample"),
        _EVERYTHING,
    ),
    Role.AUDITOR: {"view": _EVERYTHING, "export": CONTENT_APPS},
}


def allows(role, action, app_label):
    """Whether `role` may do `action` to records of `app_label`."""
    return app_label in MAY.get(role, {}).get(action, ())

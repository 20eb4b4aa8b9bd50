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
# Who stands in for a leader is no record of the Board's work and no matter of the system: the leader names her herself.
DEPUTIES = "deputies"
_EVERYTHING = CONTENT_APPS | {"core", DEPUTIES}

MAY = {
    Role.EDITOR: _WRITE,
    Role.APPROVER: {
        **_WRITE,
        **dict.fromkeys(("view", "add", "change"), CONTENT_APPS | {DEPUTIES}),
        "delete": CONTENT_APPS,
        "publish": CONTENT_APPS,
    },
    Role.ADMINISTRATOR: dict.fromkeys(
        ("view", "add", "change", "delete", "move", "import", "export", "publish", "remove_sample", "move_anywhere"),
        _EVERYTHING,
    ),
    Role.AUDITOR: {"view": _EVERYTHING, "export": CONTENT_APPS},
}

# What an approving leader lends her deputy, and who may be one: somebody who only reads stays a reader.
LENT = frozenset({"publish"})
MAY_STAND_IN = frozenset({Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR})


def allows(role, action, app_label):
    """Whether `role` may do `action` to records of `app_label`."""
    return app_label in MAY.get(role, {}).get(action, ())

"""The four roles and what each may do, as one table: role → action → apps, or everything."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    EDITOR = "editor", _("Officer")
    APPROVER = "approver", _("Approving leader")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")


# Every record needs its source, so sources belong to whoever keeps any record, and to no topic.
SOURCES = "sources"
CONTENT_APPS = frozenset(
    {"policies", "zones", "investors", "projects", "procedures", "news", "enquiries", "reports", SOURCES}
)
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


@dataclass(frozen=True)
class Topic:
    """A group of the officers' menu to which an officer may be limited: its title and the apps in it."""

    label: str
    apps: tuple


TOPICS = {
    "land": Topic(_("Land and zones"), ("zones",)),
    "projects": Topic(_("Investors and projects"), ("investors", "projects")),
    "reports": Topic(_("Statutory reports"), ("reports",)),
    "procedures": Topic(_("Procedures and policies"), ("procedures", "policies")),
    "news": Topic(_("News"), ("news",)),
    "enquiries": Topic(_("Investors' enquiries"), ("enquiries",)),
}
# Whose work may be limited to zones or topics, and what nobody is kept from.
LIMITED = frozenset({Role.EDITOR})
UNLIMITED_ACTIONS = frozenset({"view", "export"})


def allows(role, action, app_label):
    """Whether `role` may do `action` to records of `app_label`."""
    return app_label in MAY.get(role, {}).get(action, ())

"""Which state of publication may follow which, who may bring it about and what it asks for. Knows no database."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.disclosure import Publication

_OFFER = {Publication.DRAFT, Publication.WITHDRAWN, Publication.EXPIRED}
_APPROVED = {Publication.APPROVED, Publication.SCHEDULED}


@dataclass(frozen=True)
class Deed:
    """One button: the state it leads to, from which states, whose right it needs (see core.roles), what it asks for.

    is_approval: its doer answers for what the record says, so she may not have written it, and nothing may be missing.
    """

    target: str
    label: str
    origins: frozenset
    right: str = "publish"
    is_approval: bool = False
    needs_reason: bool = False
    needs_day: bool = False
    may_end: bool = False

    @property
    def leads_out(self):
        """Whether it brings the record nearer to the public, so that core.publication.guard is asked."""
        return self.is_approval or self.target == Publication.IN_REVIEW


# A leader who did not write a draft may publish it at once: her publishing is her approval.
DEEDS = (
    Deed(Publication.IN_REVIEW, _("Submit for approval"), frozenset(_OFFER), right="change"),
    Deed(
        Publication.APPROVED,
        _("Approve"),
        frozenset({Publication.IN_REVIEW, Publication.SCHEDULED}),
        is_approval=True,
    ),
    Deed(
        Publication.PUBLISHED,
        _("Publish"),
        frozenset({Publication.DRAFT, Publication.IN_REVIEW, *_APPROVED}),
        is_approval=True,
        may_end=True,
    ),
    Deed(
        Publication.SCHEDULED,
        _("Set the day of publishing"),
        frozenset({Publication.IN_REVIEW, Publication.APPROVED}),
        is_approval=True,
        needs_day=True,
        may_end=True,
    ),
    Deed(
        Publication.DRAFT,
        _("Return with a reason"),
        frozenset({Publication.IN_REVIEW, *_APPROVED}),
        needs_reason=True,
    ),
    Deed(Publication.WITHDRAWN, _("Withdraw with a reason"), frozenset({Publication.PUBLISHED}), needs_reason=True),
)
_BY_TARGET = {deed.target: deed for deed in DEEDS}
APPROVALS = tuple(deed.target for deed in DEEDS if deed.is_approval)


def deed_to(target):
    """The deed that leads to `target`; None where only a day leads there."""
    return _BY_TARGET.get(target)


def deeds_from(state):
    return [deed for deed in DEEDS if state in deed.origins]

"""A change of a record the public sees, as somebody typed it, until another person decides on it."""

import json

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.models.publication import OfRecord, OfRecordQuerySet
from core.models.states import AppendOnly


class PlainJSON(json.JSONEncoder):
    """Vietnamese letters as they are, so that a search of the table finds a name in it."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs | {"ensure_ascii": False})


class ProposalQuerySet(OfRecordQuerySet):
    def open(self):
        return self.filter(state=Proposal.State.OPEN)


class Proposal(OfRecord):
    """One form of a public record, kept as it was sent, and what it would change; decided once and never removed.

    `typed`: {name of a field of the form: [what was sent, …]}, the rows of the record's page included.
    `told`: what it changes, found by a trial run; its shape stands in core.proposals.telling.
    `base_version`: the version of the record on which it was typed.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waits for another person")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("taken back")

    # What the record was called when the change was proposed.
    name = models.TextField(_("record"))
    base_version = models.PositiveIntegerField()
    # In which the numbers of `typed` were written: 12.345 is another number in English.
    language = models.CharField(max_length=10)
    typed = models.JSONField(encoder=PlainJSON)
    told = models.JSONField(encoder=PlainJSON)
    # Files that came with it, by the field each was chosen in: {name: [key of the StoredFile, whether it is public]}.
    files = models.JSONField(default=dict)
    note = models.TextField(_("why"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    at = models.DateTimeField(_("proposed at"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("proposed change"), _("proposed changes")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="proposals_of_record"),
            models.Index(fields=["state", "at"], name="proposals_by_state"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def model(self):
        return self.content_type.model_class()

    @property
    def kind(self):
        """What such records are called; of a kind that the portal no longer has, that sentence."""
        return capfirst(self.model._meta.verbose_name) if self.model else _("a record of a kind that is gone")

    def record(self):
        """The record as it is saved now; None when it is gone, or its whole kind."""
        return self.model and self.model._base_manager.filter(pk=self.object_id).first()

    def delete(self, **kwargs):
        raise AppendOnly(self)

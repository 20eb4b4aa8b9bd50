"""A split or merger of published parcels as an officer prepared it, for an approving leader to carry out."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Versioned
from zones.models.land import Parcel


class ReshapeProposal(Versioned):
    """What an officer typed on the page of a split or merger; the plan stays as it is until a leader decides.

    `sent` holds the fields of that page as typed ({name: text}), so that the leader opens the page as it was left.
    """

    zone_paths = ("parcel__zone",)

    class Kind(models.TextChoices):
        SPLIT = "split", _("Split")
        MERGE = "merge", _("Merger")

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("waits for a leader")
        CARRIED_OUT = "carried_out", _("carried out")
        TURNED_DOWN = "turned_down", _("turned down")

    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    # Sample parcels are removed one day, and what was proposed of them goes with them.
    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="reshape_proposals", verbose_name=_("parcel"))
    into = models.CharField(_("into"), max_length=300)
    sent = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    created_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    outcome = models.CharField(_("outcome"), max_length=11, choices=Outcome, default=Outcome.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("proposal to split or merge"), _("proposals to split or merge")
        ordering = ["-created_at", "-id"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.parcel} → {self.into}"

    @property
    def is_waiting(self):
        return self.outcome == self.Outcome.WAITING

"""That personal data was blanked at a person's lawful request: what kind and how much, never the data."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.states import AppendOnly


class Erasure(models.Model):
    """One request that was met, on the server. Kept for ever."""

    at = models.DateTimeField(_("moment"), default=timezone.now, editable=False)
    # Nobody is signed in on the server; the decision says on whose authority it was done.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decision = models.CharField(_("decision or reason"), max_length=200)
    # Rows blanked, by the model they are of: {"enquiries.enquiry": 2}.
    counts = models.JSONField()

    class Meta:
        verbose_name, verbose_name_plural = _("blanking of personal data"), _("blankings of personal data")

    def __str__(self):
        return self.decision

    def save(self, **kwargs):
        if not self._state.adding:
            raise AppendOnly(self)
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise AppendOnly(self)

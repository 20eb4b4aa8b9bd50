"""That somebody looked at a public fact again and found it unchanged, kept for ever."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.models.publication import OfRecord
from core.models.states import AppendOnly
from core.offices import Office


class Verification(OfRecord):
    """A record was verified at `version` and found unchanged. Writing one changes no version: see core.verifying."""

    version = models.PositiveIntegerField()
    on = models.DateField(_("verified on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("verified by"))
    office = models.PositiveSmallIntegerField(_("verified by the office"), choices=Office)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["content_type", "object_id", "-at"], name="verifications_of")]

    def __str__(self):
        return f"{date_format(self.on, 'DATE_FORMAT')} · {self.get_office_display()}"

    def save(self, **kwargs):
        if not self._state.adding:
            raise AppendOnly(self)
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise AppendOnly(self)

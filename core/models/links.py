"""What happened to links between records, such as the parcels of a project: the history of a row does not hold them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.states import AppendOnly


class LinkChange(models.Model):
    """One change of the links of one field of one record. Kept for ever."""

    at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    model = models.CharField(max_length=80)  # as "projects.project"
    object_id = models.BigIntegerField()
    name = models.TextField()  # what the record was called then
    field = models.CharField(max_length=80)
    # What the linked records were called then: a list of words.
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["model", "object_id"], name="link_changes_of_record")]
        verbose_name = _("change of links")

    def __str__(self):
        return f"{self.model} {self.object_id}: {self.field}"

    def save(self, **kwargs):
        if not self._state.adding:
            raise AppendOnly(self)
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise AppendOnly(self)

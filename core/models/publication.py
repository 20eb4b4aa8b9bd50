"""What is done to publish a record or to take it back, for ever; the days set for it; who stands in for a leader."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.disclosure import Publication
from core.models.records import Versioned
from core.models.states import AppendOnly
from core.roles import MAY_STAND_IN, Role


class OfRecordQuerySet(models.QuerySet):
    def of(self, *records):
        """Rows of `records`, which are all of one model."""
        kind = ContentType.objects.get_for_model(records[0])
        return self.filter(content_type=kind, object_id__in=[record.pk for record in records])


class OfRecord(models.Model):
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()

    objects = OfRecordQuerySet.as_manager()

    class Meta:
        abstract = True


class PublicationMove(OfRecord):
    """One change of a record's publication, kept for ever. `version` is that of the record once it was saved."""

    from_state = models.CharField(_("from"), max_length=10, choices=Publication)
    to_state = models.CharField(_("to"), max_length=10, choices=Publication)
    # Empty where the day that was set came.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)
    on = models.DateField(_("to be published on"), null=True)
    until = models.DateField(_("public until (excluded)"), null=True)
    note = models.TextField(_("note or reason"), blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "-at"], name="publication_moves_of"),
            models.Index(fields=["to_state", "at"], name="publication_moves_to"),
        ]

    def __str__(self):
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"

    def save(self, **kwargs):
        if not self._state.adding:
            raise AppendOnly(self)
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise AppendOnly(self)


class PublicationTerm(OfRecord):
    """The days on which a record goes public or stops being so, while they lie ahead: carried out, they are gone."""

    publish_on = models.DateField(null=True, db_index=True)
    expires_on = models.DateField(null=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_term_a_record")]

    def __str__(self):
        return f"{self.publish_on or ''} – {self.expires_on or ''}"


class DeputyQuerySet(models.QuerySet):
    def on(self, day):
        """Deputies whose days, both included, hold `day`, of leaders who are still leaders here."""
        leads = {"approver__role": Role.APPROVER, "approver__is_active": True, "approver__is_staff": True}
        return self.filter(from_on__lte=day, to_on__gte=day, **leads)


class Deputy(Versioned):
    """Who may publish in the place of an approving leader, from one day to another, both included."""

    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="deputies", verbose_name=_("leader")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="standing_in", verbose_name=_("deputy")
    )
    from_on = models.DateField(_("first day"))
    to_on = models.DateField(_("last day"))

    objects = DeputyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name, verbose_name_plural = _("deputy"), _("deputies")
        ordering = ["-from_on", "-id"]
        constraints = [models.CheckConstraint(condition=models.Q(to_on__gte=models.F("from_on")), name="deputy_days")]

    def __str__(self):
        return gettext("%(deputy)s for %(leader)s, from %(start)s to %(end)s") % {
            "deputy": self.deputy,
            "leader": self.approver,
            "start": date_format(self.from_on, "DATE_FORMAT"),
            "end": date_format(self.to_on, "DATE_FORMAT"),
        }

    def clean(self):
        said = {}
        if self.approver_id and self.approver.role != Role.APPROVER:
            said["approver"] = gettext("Only an approving leader names a deputy.")
        if self.deputy_id and self.deputy_id == self.approver_id:
            said["deputy"] = gettext("Name somebody else: nobody stands in for herself.")
        elif self.deputy_id and not (self.deputy.is_active and self.deputy.role in MAY_STAND_IN):
            said["deputy"] = gettext("Somebody who only reads, or has left, cannot stand in for a leader.")
        if self.from_on and self.to_on and self.to_on < self.from_on:
            said["to_on"] = gettext("The last day lies before the first. Look at both.")
        if said:
            raise ValidationError(said)

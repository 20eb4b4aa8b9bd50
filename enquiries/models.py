"""What investors and citizens ask the Board, and what they agreed to when asking."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import Searchable, Versioned
from enquiries.demand.models import Demand
from procedures.models import Procedure
from projects.models import Project
from zones.models import Parcel, Zone

__all__ = ["Consent", "Demand", "Enquiry", "new_code"]

# No letter or digit that is taken for another when read out over the phone.
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code():
    """An unguessable code a person can read out: BK-7F3K-9Q2M."""
    letters = "".join(secrets.choice(_CODE_LETTERS) for _place in range(8))
    return f"BK-{letters[:4]}-{letters[4:]}"


class Enquiry(Versioned, Searchable):
    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        ERROR = "error", _("Error on a page")
        INFORMATION = "information", _("Request for information")

    # What leads to the zone it is about; the first that does counts.
    zone_paths = ("zone", "parcel__zone", "project__zone")

    class Status(models.TextChoices):
        NEW = "new", _("New")
        WORKING = "working", _("Being answered")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed without answer")

    code = models.CharField(_("code"), max_length=14, unique=True, default=new_code, editable=False)
    submission = models.UUIDField(
        unique=True,
        default=uuid.uuid4,
        editable=False,
        help_text=_("The form it came from: sent twice, it is one enquiry."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.QUESTION)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NEW)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    page = models.CharField(_("asked from page"), max_length=300, blank=True)
    zone = models.ForeignKey(
        Zone,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="enquiries",
        verbose_name=_("industrial zone"),
    )
    parcel = models.ForeignKey(
        Parcel, models.SET_NULL, null=True, blank=True, related_name="enquiries", verbose_name=_("parcel")
    )
    project = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="enquiries", verbose_name=_("project")
    )
    procedure = models.ForeignKey(
        Procedure,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="enquiries",
        verbose_name=_("procedure"),
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    message = models.TextField(_("message"), max_length=5000)
    created_at = models.DateTimeField(_("received at"), default=timezone.now, editable=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="enquiries",
        verbose_name=_("officer"),
    )
    internal_note = models.TextField(_("note for officers"), blank=True)

    history = HistoricalRecords()
    searched_fields = ("code", "name", "organisation", "email", "message")

    class Meta:
        verbose_name, verbose_name_plural = _("enquiry"), _("enquiries")
        ordering = ["-created_at"]

    def __str__(self):
        return self.code


class Consent(models.Model):
    """What a person agreed to, in the words she read, and when."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="consents", verbose_name=_("enquiry"))
    purpose = models.CharField(_("purpose"), max_length=40)
    notice_version = models.CharField(_("version of the notice"), max_length=20)
    wording = models.TextField(_("wording"))
    given_at = models.DateTimeField(_("given at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("consent"), _("consents")

    def __str__(self):
        return f"{self.purpose} {self.given_at:%Y-%m-%d}"

"""What calls for investment now."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Publishable, Reviewed, Searchable, Versioned
from core.partialdate import PartialDateField
from policies.models import LegalInstrument
from zones.models import Picture, Zone


class Opportunity(Versioned, Searchable, Reviewed, Publishable):
    reviewed_every = 3

    class Kind(models.TextChoices):
        PLANNING_SPONSOR = "planning_sponsor", _("Sponsor for a zone's plan")
        INFRASTRUCTURE = "infrastructure", _("Infrastructure developer")
        SECONDARY = "secondary", _("Project in a zone")

    class Status(models.TextChoices):
        CALLING = "calling", _("Calling for investment")
        INTERESTED = "interested", _("An investor is interested")
        CLOSED = "closed", _("Closed")
        UNKNOWN = "unknown", _("Present state not known")

    slug = models.SlugField(_("address word"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.UNKNOWN)
    zone = models.ForeignKey(
        Zone,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        verbose_name=_("industrial zone"),
    )
    area_ha = models.DecimalField(_("area, ha"), max_digits=10, decimal_places=2, null=True, blank=True)
    summary = models.TextField(_("summary"))
    decision = models.ForeignKey(
        LegalInstrument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        verbose_name=_("decision"),
    )
    called_on = PartialDateField(_("called on"))
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    shown_with = ("zone",)
    parts = ("pictures",)
    searched_fields = ("title_vi", "title_en", "summary_vi", "summary_en")

    class Meta:
        verbose_name, verbose_name_plural = _("opportunity"), _("opportunities")
        ordering = ["order", "slug"]

    def __str__(self):
        return self.title


class OpportunityPicture(Picture):
    record = models.ForeignKey(Opportunity, models.CASCADE, related_name="pictures", verbose_name=_("opportunity"))

    class Meta(Picture.Meta):
        verbose_name, verbose_name_plural = _("picture of an opportunity"), _("pictures of opportunities")
        constraints = [models.UniqueConstraint(fields=["record", "digest"], name="opportunity_picture_once")]

"""Pictures of zones and of what happens there: what they show in words, who took them, when, and of which zone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import StoredFile, Versioned
from core.partialdate import PartialDateField
from zones.models.land import Zone


class Picture(Versioned):
    """One picture of a record. Concrete ones add `record`, related as `pictures`, and say that it holds each once."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("picture"), editable=False)
    digest = models.CharField(max_length=64, editable=False)
    alt = models.CharField(
        _("what it shows"),
        max_length=240,
        blank=True,
        help_text=_("For whoever cannot see it: one sentence, such as “The road into the zone, seen from the gate”."),
    )
    credit = models.CharField(
        _("who took or gave it"), max_length=120, blank=True, help_text=_("Stands under the picture as its source.")
    )
    taken_on = PartialDateField(_("taken on"))
    zone = models.ForeignKey(
        Zone,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("zone it shows"),
        help_text=_("Blank: no zone in particular. Only pictures taken there, never a picture of another place."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    is_shown = models.BooleanField(
        _("shown on the public page"), default=True, help_text=_("Untick to take it off. It stays here.")
    )

    class Meta:
        abstract = True
        ordering = ["order", "id"]

    def __str__(self):
        return self.alt or str(self.file)

    @classmethod
    def with_public_file(cls):
        """The pictures whose record the public may see."""
        shown = cls._meta.get_field("record").related_model.objects.published()
        return cls._base_manager.filter(is_shown=True, record__in=shown)


class ZonePicture(Picture):
    record = models.ForeignKey(Zone, models.CASCADE, related_name="pictures", verbose_name=_("industrial zone"))

    class Meta(Picture.Meta):
        verbose_name, verbose_name_plural = _("picture of a zone"), _("pictures of zones")
        constraints = [models.UniqueConstraint(fields=["record", "digest"], name="zone_picture_once")]

"""What a zone's plan shows besides its parcels: its outline and its roads."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Publishable, Reviewed, Versioned
from zones.mapping.plan import is_line
from zones.models.land import Zone


class PlanFeature(Versioned, Reviewed, Publishable):
    """One line of the plan in metres of its own coordinate system: the zone's outline (closed) or a road."""

    reviewed_every = 12
    shown_with = ("zone",)

    class Kind(models.TextChoices):
        OUTLINE = "outline", _("Outline of the zone")
        ROAD = "road", _("Road")

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="plan_features", verbose_name=_("industrial zone"))
    key = models.SlugField(_("key"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    name = models.CharField(_("name"), max_length=80, blank=True)
    line = models.JSONField(_("corners"), help_text=_("Corners [x, y] in metres of the plan, in order."))
    width = models.DecimalField(_("width, m"), max_digits=6, decimal_places=2, null=True, blank=True)
    epsg = models.PositiveIntegerField(
        _("coordinate system (EPSG)"),
        null=True,
        blank=True,
        help_text=_("Blank: a schematic grid without geographic coordinates."),
    )
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("line of a plan"), _("lines of plans")
        ordering = ["zone__order", "kind", "key"]

    def __str__(self):
        return f"{self.zone.code} · {self.name or self.get_kind_display()}"

    def clean(self):
        if not is_line(self.line, closed=self.kind == self.Kind.OUTLINE):
            raise ValidationError({"line": _("Corners in metres, e.g. [[0, 0], [80, 0], [80, 120]].")})

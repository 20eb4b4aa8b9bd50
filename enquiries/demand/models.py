"""Land that was asked for: what visitors needed, kept without a word about who they are."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.partialdate import PartialDateField
from policies.models import Sector
from zones.models import Parcel


def _quantity(label):
    return models.DecimalField(label, max_digits=14, decimal_places=2, null=True, blank=True)


class Demand(models.Model):
    """A need left with the Board, by the day. No name, contact, address or free text: nothing leads to a person."""

    class Way(models.TextChoices):
        ANNUAL = "annual", _("rent for a year")
        ONE_OFF = "one_off", _("paid once for the whole term")

    submission = models.UUIDField(
        unique=True,
        default=uuid.uuid4,
        editable=False,
        help_text=_("The form it came from: sent twice, it is one need."),
    )
    left_on = models.DateField(_("left on"), default=timezone.localdate, editable=False, db_index=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    area = _quantity(_("area, m²"))
    area_to = _quantity(_("area at most, m²"))
    power_kw = _quantity(_("power, kW"))
    water_m3_day = _quantity(_("water, m³/day"))
    wastewater_m3_day = _quantity(_("wastewater, m³/day"))
    sector = models.ForeignKey(
        Sector, models.SET_NULL, null=True, blank=True, related_name="demands", verbose_name=_("sector")
    )
    wanted_from = PartialDateField(_("wanted from"))
    budget = _quantity(_("price at most, VND/m²"))
    budget_way = models.CharField(_("the price is"), max_length=8, choices=Way, blank=True)
    fitting = models.PositiveIntegerField(_("parcels that fitted that day"), default=0)
    may_fit = models.PositiveIntegerField(_("parcels that might have fitted that day"), default=0)
    nearest = models.ForeignKey(
        Parcel, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("nearest parcel")
    )
    lacking = models.CharField(_("what the nearest parcel lacked"), max_length=120, blank=True)
    unknown = models.CharField(_("what was unknown about it"), max_length=120, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("land need"), _("land needs")
        ordering = ["-left_on", "-pk"]

    def __str__(self):
        return _("Need left on %(day)s") % {"day": date_format(self.left_on, "DATE_FORMAT")}

"""Which prices are asked for: the day, one zone of many, one kind of many."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.fields import CalendarField
from zones.prices.pricelist import EXPECTED
from zones.units import RateKind


class PriceFilter(forms.Form):
    """A day, a zone of `zones` by its slug and a kind; what cannot be read narrows nothing and is told by its field."""

    on = CalendarField(label=_("Prices as of"), required=False)
    zone = forms.ChoiceField(label=_("Industrial zone"), required=False)
    kind = forms.ChoiceField(label=_("Price or fee"), required=False)

    def __init__(self, *args, zones, **kwargs):
        super().__init__(*args, **kwargs)
        self.zones = zones
        self.fields["zone"].choices = [("", gettext("All zones")), *((zone.slug, zone.short_name) for zone in zones)]
        self.fields["kind"].choices = [("", gettext("All prices and fees")), *RateKind.choices]

    def _asked(self, name):
        return getattr(self, "cleaned_data", {}).get(name) or None

    @property
    def day(self):
        return self._asked("on")

    @property
    def zones_shown(self):
        asked = self._asked("zone")
        return [zone for zone in self.zones if asked in (None, zone.slug)]

    @property
    def kind_shown(self):
        return self._asked("kind")

    @property
    def is_narrow(self):
        return bool(self._asked("zone") or self.kind_shown)

    def narrow(self, rates):
        """Those of `rates` that are asked for; what holds for all zones holds for the one asked for too."""
        shown = {zone.pk for zone in self.zones_shown} | {None}
        return [rate for rate in rates if rate.zone_id in shown and self.kind_shown in (None, rate.kind)]

    def expected(self):
        """The kinds that are named even while nothing is published of them."""
        return [kind for kind in EXPECTED if self.kind_shown in (None, kind)]

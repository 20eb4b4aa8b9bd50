"""What a reader asks of the list of parcels: filters that narrow it, and a need that is judged parcel by parcel."""

import re
from decimal import Decimal

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import partialdate
from core.fields import NumberField
from core.numbers import SQUARE_METRES_A_HECTARE, format_number, hectares
from policies.models import Sector
from zones.asof import in_state, states_of
from zones.finding.fit import Need, Verdict
from zones.lifecycle import Readiness, public_states
from zones.models import Parcel

_LARGEST = Decimal(10) ** 9
_UNIT = re.compile(r"^(?P<number>.*?)\s*(?P<unit>ha|m2|m²)?$", re.IGNORECASE | re.DOTALL)

_POWER = re.compile(r"^(?P<number>.*?)\s*(?P<unit>kw|mw|kva|mva)?$", re.IGNORECASE | re.DOTALL)
_KILOWATTS_A_MEGAWATT = 1000


class AreaField(NumberField):
    """An area in m²; "2 ha" is read as well."""

    def to_python(self, value):
        typed = _UNIT.match(str(value or "").strip())
        number = super().to_python(typed["number"])
        if number is not None and (typed["unit"] or "").lower() == "ha":
            return number * SQUARE_METRES_A_HECTARE
        return number

    def in_words(self, value):
        return f"{format_number(value)} m² ({hectares(value)} ha)"


class QuantityField(NumberField):
    def __init__(self, *, unit, **kwargs):
        super().__init__(**kwargs)
        self.unit = unit

    def in_words(self, value):
        return f"{format_number(value)} {self.unit}"


class PowerField(QuantityField):
    """Power in kW; "2 MW" is read as well. MVA is another quantity: what it gives in kW is asked for, not guessed."""

    def to_python(self, value):
        typed = _POWER.match(str(value or "").strip())
        unit = (typed["unit"] or "").lower()
        number = super().to_python(typed["number"])
        if number is not None and unit.endswith("va"):
            raise ValidationError(
                _("“%(value)s” is apparent power. Give the power you draw, in kW or MW."),
                params={"value": value.strip()},
                code="apparent_power",
            )
        return number * _KILOWATTS_A_MEGAWATT if number is not None and unit == "mw" else number


class DayField(forms.CharField):
    """A day as far as it is known, kept as text: 2027, quý II/2027, 03/2027, 15/03/2027."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "maxlength": 20})

    def to_python(self, value):
        typed = super().to_python(value)
        try:
            stored = partialdate.read(typed) if typed else ""
            return stored if not stored or partialdate.first_day(stored) else ""
        except ValueError:
            raise ValidationError(
                _("“%(value)s” is not a date. Examples: 16/04/2024, 04/2024, Q2/2024, 2024."),
                params={"value": typed},
                code="partial_date",
            ) from None

    def in_words(self, value):
        return partialdate.display(value)


def _quantity(label, unit):
    return QuantityField(label=label, unit=unit, required=False, max_value=_LARGEST)


class NeedForm(forms.Form):
    """A need as the query of an address gives it; every field may be left blank. `sectors` are those to choose from."""

    criteria = ("area", "area_to", "power", "water", "wastewater", "sector", "from", "budget")

    area = AreaField(label=_("Area from"), required=False, max_value=_LARGEST)
    area_to = AreaField(label=_("Area to"), required=False, max_value=_LARGEST)
    power = PowerField(label=_("Power"), unit="kW", required=False, max_value=_LARGEST)
    water = _quantity(_("Water"), _("m³/day"))
    wastewater = _quantity(_("Wastewater"), _("m³/day"))
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    budget = _quantity(_("Land price at most"), _("VND/m²"))
    pay = forms.ChoiceField(
        label=_("The price is"),
        required=False,
        choices=[("annual", _("rent for a year")), ("one_off", _("paid once for the whole term"))],
    )

    def __init__(self, data=None, *, sectors, **kwargs):
        super().__init__(data, **kwargs)
        self.sectors = {sector.slug: sector for sector in sectors}
        self.fields["from"] = DayField(label=_("Wanted from"), required=False)
        self.fields["sector"].choices = [("", _("Any")), *((slug, row.name) for slug, row in self.sectors.items())]

    def clean(self):
        low, high = self.cleaned_data.get("area"), self.cleaned_data.get("area_to")
        if low is not None and high is not None and low > high:
            self.add_error("area_to", _("This is less than the smallest area you ask for."))

    def value(self, name):
        """What was asked in this field; None when it is blank or could not be read."""
        return getattr(self, "cleaned_data", {}).get(name) or None

    @property
    def sector_asked(self):
        return self.sectors.get(self.value("sector"))

    @property
    def way(self):
        return self.value("pay") or "annual"

    def need(self):
        """The Need of what could be read."""
        sector, wanted = self.sector_asked, self.value("from")
        return Need(
            today=timezone.localdate(),
            **{name: self.value(name) for name in ("area", "area_to", "power", "water", "wastewater", "budget")},
            sector=sector and (Verdict.FITS if is_sought(sector) else Verdict.UNKNOWN),
            wanted_on=wanted and partialdate.first_day(wanted),
        )


def is_sought(sector):
    """Whether a source names the sector as sought for the zones: no zone has published a list of its own."""
    return sector.is_known and sector.scope == Sector.Scope.ZONE


class FindForm(NeedForm):
    """The need, and in what order and how much of the answer is listed."""

    order = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("area", _("Smallest first")), ("-area", _("Largest first"))]
    )
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("Every parcel")),
            (Verdict.FITS, _("Those that fit")),
            (Verdict.UNKNOWN, _("Those that may fit")),
            (Verdict.SHORT, _("Those that fall short")),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first = _("By zone and number") if self.is_valid() and self.need().is_empty else _("Best answer first")
        self.fields["order"].choices = [("", first), *self.fields["order"].choices]


class ParcelFilter(django_filters.FilterSet):
    """What narrows the list: a zone, the leasing state as the public reads it today, the readiness."""

    zone = django_filters.ChoiceFilter(label=_("Industrial zone"), method="in_zone", empty_label=_("All zones"))
    status = django_filters.ChoiceFilter(label=_("Leasing"), method="in_state", empty_label=_("Any"))
    readiness = django_filters.ChoiceFilter(label=_("Readiness"), choices=Readiness.choices, empty_label=_("Any"))

    class Meta:
        model = Parcel
        fields = []

    def __init__(self, *args, zones, **kwargs):
        super().__init__(*args, **kwargs)
        self.zones = {zone.slug: zone for zone in zones}
        self.filters["zone"].extra["choices"] = [(slug, zone.short_name) for slug, zone in self.zones.items()]
        self.filters["status"].extra["choices"] = public_states()

    @property
    def zone_asked(self):
        return self.zones.get(self.form.cleaned_data.get("zone")) if self.form.is_valid() else None

    def narrow(self, rows):
        """`rows` narrowed by every filter that could be read."""
        self.form.is_valid()
        return self.filter_queryset(rows)

    def admits(self, parcel):
        """Whether a parcel of the zone asked for passes the other filters, as `narrow` would judge it."""
        asked, states = self.form.cleaned_data, states_of(parcel)
        wanted = ((asked.get("status"), states.public), (asked.get("readiness"), states.readiness))
        return all(not value or value == found for value, found in wanted)

    def in_zone(self, rows, _name, slug):
        return rows.filter(zone_id=self.zones[slug].pk)

    def in_state(self, rows, _name, state):
        return rows.filter(in_state(state))

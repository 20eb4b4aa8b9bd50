"""What a reader or a program asks of an estimate, checked."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.numbers import format_number
from policies.models import Sector
from zones.cost import pricing
from zones.cost.costing import PROPOSED_DISCOUNT_RATE, Need
from zones.cost.estimate import Exchange, estimate, estimate_land, stored_exchange
from zones.cost.fields import MomentField, PlainDayField, PlainNumberField, ReaderNumberField, WholeNumberField
from zones.cost.rates import Scope
from zones.models import Parcel, Zone

LONGEST_TERM_DAYS = 40_000
MOST_MONEY, MOST_USED = Decimal(10) ** 12, Decimal(10) ** 9
_MODES = (("both", _("Both ways")), ("annual", _("Paid every year")), ("one_off", _("Paid once")))
_VAT = (("excluded", _("without VAT")), ("included", _("with VAT")))
_CURRENCIES = (("VND", _("VND")), ("USD", _("USD")))
# line code → the reader's own price for it
OWN_PRICES = {"rent_annual": "rent", "rent_one_off": "one_off", "infra_fee": "infra_fee"}


def _number(label, low=0, high=MOST_MONEY, **options):
    return PlainNumberField(
        label=label, required=False, min_value=low, max_value=high, max_digits=30, decimal_places=12, **options
    )


def _choice(label, choices):
    return forms.ChoiceField(label=label, choices=choices, required=False)


class EstimateQuery(forms.Form):
    """The query of /api/v1/estimate/: stored rates (`parcel` or `zone`) or given ones, plain decimals with a point."""

    parcel = forms.ModelChoiceField(Parcel.objects.none(), required=False, to_field_name="slug", label=_("Parcel"))
    zone = forms.ModelChoiceField(Zone.objects.none(), required=False, to_field_name="slug", label=_("Industrial zone"))
    sector = forms.ModelChoiceField(Sector.objects.none(), required=False, to_field_name="slug", label=_("Sector"))
    area = _number(_("Area"), Decimal("0.01"), MOST_USED)
    start = PlainDayField(label=_("Start"))
    end = PlainDayField(label=_("End"), required=False)
    years = _number(_("Or for so many years"), Decimal("0.01"), Decimal(109))
    mode = _choice(_("Way of paying"), _MODES)
    discount_rate = _number(_("Discount rate"), -50, 1000)
    escalation_pct = _number(_("Rise of the rent"), -50, 100)
    escalation_years = WholeNumberField(label=_("Every so many years"), required=False, min_value=1, max_value=100)
    exempt_years = WholeNumberField(label=_("Years free of rent"), required=False, min_value=0, max_value=200)
    water = _number(_("Water"), high=MOST_USED)
    wastewater = _number(_("Wastewater"), high=MOST_USED)
    power_normal = _number(_("Power in normal hours"), high=MOST_USED)
    power_peak = _number(_("Power in peak hours"), high=MOST_USED)
    power_off_peak = _number(_("Power in off-peak hours"), high=MOST_USED)
    voltage = forms.CharField(label=_("Voltage"), required=False, max_length=40)
    vat = _choice(_("Amounts"), _VAT)
    currency = _choice(_("Currency"), _CURRENCIES)
    exchange_rate = _number(_("VND for one USD"), Decimal("0.0001"), Decimal(10) ** 9)
    rent = _number(_("Annual rent"))
    one_off = _number(_("One-off price"))
    infra_fee = _number(_("Infrastructure fee"))
    vat_percent = _number(_("VAT on these prices"), 0, 100)
    on = PlainDayField(label=_("Prices as of"), required=False)
    known = MomentField(label=_("As known at"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parcel"].queryset = Parcel.objects.published().select_related("zone")
        self.fields["zone"].queryset = Zone.objects.published()
        self.fields["sector"].queryset = Sector.objects.published()

    def clean(self):
        data = super().clean()
        self._refuse_repeated()
        self._settle_end(data)
        start, end = data.get("start"), data.get("end")
        if start and end and start >= end:
            self.add_error("end", _("The lease must end after it starts."))
        elif start and end and (end - start).days > LONGEST_TERM_DAYS:
            self.add_error("end", _("No lease is that long. Give an earlier end."))
        basis = ("parcel", "zone", *OWN_PRICES.values())
        if not any(data.get(name) is not None or self.has_error(name) for name in basis):
            raise ValidationError(_("Name a parcel or a zone, or give the prices yourself."))
        if data.get("parcel") and data.get("zone") and data["parcel"].zone_id != data["zone"].pk:
            self.add_error("zone", _("This parcel lies in another zone. Give one of the two."))
        if data.get("area") is None and not self.has_error("area"):
            parcel = data.get("parcel")
            if parcel is None or parcel.area is None:
                self.add_error("area", _("Give the area in square metres."))
            else:
                data["area"] = parcel.area
        return data

    def _refuse_repeated(self):
        """Whoever gives a parameter twice meant one of them, and nobody knows which."""
        given = getattr(self.data, "getlist", lambda _name: ())
        words = gettext("“%(name)s” is given %(count)s times. Give it once.")
        for name in self.fields:
            if (count := len(given(name))) > 1:
                self.add_error(name, words % {"name": name, "count": count})

    def _settle_end(self, data):
        """The end from the number of years, where that was given instead; a lease of whole years ends on their day."""
        start, end, years = (data.get(name) for name in ("start", "end", "years"))
        if years is not None and start:
            try:
                reached = pricing.end_after(start, years)
            except OverflowError:
                self.add_error("years", _("No lease is that long. Give fewer years."))
                return
            if end and end != reached:
                self.add_error("years", _("Give the end or the number of years: these two do not agree."))
            elif reached <= start:
                self.add_error("years", _("A lease lasts a day at least."))
            else:
                data["end"] = reached
        elif end is None and years is None and not self.has_error("end") and not self.has_error("years"):
            self.add_error("end", _("Give the last day, or for how many years."))

    def gives_prices(self):
        return any(self.cleaned_data.get(name) is not None for name in OWN_PRICES.values())

    def prices(self):
        """The prices given, in VND, by line code."""
        return {
            code: self.cleaned_data[name] for code, name in OWN_PRICES.items() if self.cleaned_data[name] is not None
        }

    def need(self):
        data = self.cleaned_data
        same = ("area", "water", "wastewater", "power_normal", "power_peak", "power_off_peak")
        return Need(
            **{name: data[name] for name in same},
            term=pricing.Term(data["start"], data["end"]),
            mode=data["mode"] or "both",
            discount_rate=data["discount_rate"] or Decimal(0),
            escalation=pricing.Escalation(data["escalation_pct"] or Decimal(0), data["escalation_years"] or 1),
            exempt_years=data["exempt_years"] or 0,
            vat=data["vat"] or "excluded",
            currency=data["currency"] or "VND",
        )

    def scope(self):
        data = self.cleaned_data
        zone = data["parcel"].zone if data["parcel"] else data["zone"]
        return Scope(zone, data["parcel"], data["sector"], data["on"], data["known"])

    def answer(self):
        """The Estimate of a valid query."""
        data = self.cleaned_data
        exchange = Exchange(data["exchange_rate"]) if data["exchange_rate"] else None
        if self.gives_prices():
            if exchange is None and data["currency"] == "USD":
                exchange = stored_exchange(data["on"] or timezone.localdate(), data["known"])
            return estimate(self.need(), self.prices(), vat_percent=data["vat_percent"], exchange=exchange)
        return estimate_land(self.need(), self.scope(), exchange=exchange, voltage=data["voltage"])


class EstimateForm(EstimateQuery):
    """The same query in the reader's own way of writing numbers."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, PlainNumberField):
                same = ("label", "required", "min_value", "max_value", "max_digits", "decimal_places")
                self.fields[name] = ReaderNumberField(**{word: getattr(field, word) for word in same})
        self.fields["parcel"].widget = forms.HiddenInput()
        self.fields["zone"].empty_label = _("Choose a zone")
        self.fields["sector"].empty_label = _("Any sector")
        words = gettext(
            "%(rate)s%% is our proposal, published by nobody: put in your own. Left blank it counts as 0%%."
        )
        self.fields["discount_rate"].help_text = words % {"rate": format_number(PROPOSED_DISCOUNT_RATE)}
        for name, first in (("mode", "both"), ("vat", "excluded"), ("currency", "VND")):
            self.fields[name].initial = first

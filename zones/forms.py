"""What a reader or a program asks of an estimate, checked."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zones.estimate import Need
from zones.models import Parcel, Zone
from zones.pricing import Escalation, Term

LONGEST_TERM_DAYS = 40_000
_MODES = (("both", _("Both ways")), ("annual", _("Paid every year")), ("one_off", _("Paid once")))


def _amount(label):
    return forms.DecimalField(label=label, required=False, min_value=0, max_value=Decimal(10) ** 12, max_digits=18)


class EstimateQuery(forms.Form):
    """The query of /api/v1/estimate/: stored rates (`parcel` or `zone`) or given ones, plain decimals with a point."""

    parcel = forms.ModelChoiceField(Parcel.objects.none(), required=False, to_field_name="slug", label=_("Parcel"))
    zone = forms.ModelChoiceField(Zone.objects.none(), required=False, to_field_name="slug", label=_("Industrial zone"))
    area = forms.DecimalField(label=_("Area"), required=False, min_value=Decimal("0.01"), max_value=Decimal(10) ** 9)
    start = forms.DateField(label=_("Start"), input_formats=["%Y-%m-%d"])
    end = forms.DateField(label=_("End"), input_formats=["%Y-%m-%d"])
    mode = forms.ChoiceField(label=_("Way of paying"), choices=_MODES, required=False)
    discount_rate = forms.DecimalField(label=_("Discount rate"), required=False, min_value=-50, max_value=1000)
    escalation_pct = forms.DecimalField(label=_("Rise of the rent"), required=False, min_value=-50, max_value=100)
    escalation_years = forms.IntegerField(label=_("Every so many years"), required=False, min_value=1, max_value=100)
    exempt_years = forms.IntegerField(label=_("Years free of rent"), required=False, min_value=0, max_value=100)
    water = _amount(_("Water"))
    wastewater = _amount(_("Wastewater"))
    rent = _amount(_("Annual rent"))
    one_off = _amount(_("One-off price"))
    infra_fee = _amount(_("Infrastructure fee"))
    on = forms.DateField(label=_("Prices as of"), required=False, input_formats=["%Y-%m-%d"])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parcel"].queryset = Parcel.objects.published().select_related("zone")
        self.fields["zone"].queryset = Zone.objects.published()

    def clean(self):
        data = super().clean()
        start, end = data.get("start"), data.get("end")
        if start and end and start >= end:
            self.add_error("end", _("The lease must end after it starts."))
        elif start and end and (end - start).days > LONGEST_TERM_DAYS:
            self.add_error("end", _("No lease is that long. Give an earlier end."))
        if not self.gives_prices() and not data.get("parcel") and not data.get("zone"):
            raise ValidationError(_("Name a parcel or a zone, or give the prices yourself."))
        if data.get("area") is None:
            parcel = data.get("parcel")
            if parcel is None or parcel.area is None:
                self.add_error("area", _("Give the area in square metres."))
            else:
                data["area"] = parcel.area
        return data

    def gives_prices(self):
        return any(self.cleaned_data.get(name) is not None for name in ("rent", "one_off", "infra_fee"))

    def prices(self):
        """The prices given, in VND, by line code."""
        given = {"rent_annual": "rent", "rent_one_off": "one_off", "infra_fee": "infra_fee"}
        return {code: self.cleaned_data[name] for code, name in given.items() if self.cleaned_data[name] is not None}

    def need(self):
        data = self.cleaned_data
        return Need(
            area=data["area"],
            term=Term(data["start"], data["end"]),
            mode=data["mode"] or "both",
            discount_rate=data["discount_rate"] or Decimal(0),
            escalation=Escalation(data["escalation_pct"] or Decimal(0), data["escalation_years"] or 1),
            exempt_years=data["exempt_years"] or 0,
            water=data["water"],
            wastewater=data["wastewater"],
        )

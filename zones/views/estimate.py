"""The estimate as people read it: a page that works by plain GET, and the same figures as CSV."""

import csv
from decimal import Decimal
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.fields import NumberField
from core.models import Board
from core.numbers import format_number
from core.provenance import provenance
from zones.display import ask_url, rate_amount
from zones.estimate import estimate, estimate_land
from zones.forms import EstimateQuery
from zones.lifecycle import Readiness
from zones.models import Parcel
from zones.pricing import total

MONTHS_A_YEAR = 12
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_LABELS = {
    "rent_annual": gettext_lazy("Land rent, paid every year"),
    "rent_one_off": gettext_lazy("Land rent, paid once"),
    "infra_fee": gettext_lazy("Infrastructure use fee"),
    "management_fee": gettext_lazy("Management fee"),
    "water": gettext_lazy("Clean water"),
    "wastewater": gettext_lazy("Wastewater treatment"),
}
# Two ways to pay for the same land are never added together.
_WAYS = (
    ("rent_annual", gettext_lazy("Total, paying rent every year")),
    ("rent_one_off", gettext_lazy("Total, paying rent once")),
)


class EstimateForm(EstimateQuery):
    """The same query in the reader's own way of writing numbers."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if type(field) is forms.DecimalField:
                limits = {"min_value": field.min_value, "max_value": field.max_value}
                self.fields[name] = NumberField(label=field.label, required=field.required, **limits)
            elif isinstance(field, forms.DateField):
                field.widget = _DAY
        self.fields["parcel"].widget = forms.HiddenInput()
        self.fields["zone"].empty_label = _("Choose a zone")
        self.fields["mode"].initial = "both"


def _amount(value):
    return "" if value is None else format_number(value)


def _row(label, line, need, kind="line"):
    """One line of the table; all amounts blank when its price is not published."""
    monthly = None
    if line.nominal is not None:
        monthly = line.nominal / need.area / (need.term.years * MONTHS_A_YEAR)
    return {
        "kind": kind,
        "label": label,
        "first_year": _amount(line.first_year),
        "nominal": _amount(line.nominal),
        "present_value": _amount(line.present_value),
        "monthly": "" if monthly is None else format_number(monthly, 0),
        "is_published": line.nominal is not None,
    }


def table(result):
    """Rows of the answer: every line, then a total for each way of paying, said to be incomplete where it is."""
    rows = [_row(_LABELS[line.code], line, result.need) for line in result.lines]
    shared = [line for line in result.lines if line.code not in dict(_WAYS)]
    for code, label in _WAYS:
        if own := [line for line in result.lines if line.code == code]:
            sums = total(own + shared)
            words = _("%(total)s (incomplete)") % {"total": label} if sums.is_incomplete else label
            rows.append(_row(words, sums, result.need, kind="total"))
    return rows


def _compute(form):
    """The Estimate of a valid form."""
    if form.gives_prices():
        return estimate(form.need(), form.prices())
    parcel = form.cleaned_data["parcel"]
    zone = parcel.zone if parcel else form.cleaned_data["zone"]
    return estimate_land(form.need(), zone, parcel, form.cleaned_data["on"])


def _facts(result):
    return [
        {
            "label": _LABELS[fact["code"]],
            "amount": rate_amount(fact["rate"]),
            "unit": fact["rate"].get_unit_display(),
            "rate": fact["rate"],
        }
        for fact in result.facts
    ]


def _named_parcel(form, slug):
    """The published parcel of this address word, if there is one."""
    try:
        return form.fields["parcel"].clean(slug)
    except ValidationError:
        return None


def _examples():
    """[(words, address)] of the ways to see an answer: a sample parcel, as long as there are any."""
    sample = Parcel.objects.published().filter(is_sample=True, readiness=Readiness.SERVICED).order_by("code").first()
    if sample is None:
        return []
    query = urlencode({"parcel": sample.slug, "start": "2027-01-01", "end": "2057-01-01", "discount_rate": "8"})
    return [(_("Try it with a sample parcel"), f"?{query}")]


@require_safe
def estimate_view(request):
    # A link from a parcel names the land only: the form is then filled in, not yet refused.
    is_asked = "start" in request.GET or "end" in request.GET
    form = EstimateForm(request.GET) if is_asked else EstimateForm(initial=request.GET.dict())
    context = {
        "section": "prices",
        "breadcrumbs": [
            (_("Home"), reverse("home")),
            (_("Prices and fees"), reverse("zones:prices")),
            (_("Cost estimate"), ""),
        ],
        "form": form,
        "query": request.GET.urlencode(),
        "parcel": _named_parcel(form, request.GET.get("parcel", "")),
        "actions": _examples(),
    }
    if is_asked and form.is_valid():
        result = _compute(form)
        parcel = form.cleaned_data["parcel"]
        context |= {
            "result": result,
            "rows": table(result),
            "facts": _facts(result),
            "is_sample": bool(parcel and parcel.is_sample),
            "days": format_number(result.need.term.days),
            "years": format_number(result.need.term.years, 2),
            "area": format_number(result.need.area),
            "break_even": "" if result.break_even_years is None else format_number(result.break_even_years, 2),
            "indifference": ""
            if result.indifference_rate_pct is None
            else format_number(result.indifference_rate_pct, 2),
            "ask_url": ask_url(parcel=parcel.slug) if parcel else ask_url(about=_("Prices")),
        }
    return render(request, "zones/estimate.html", context)


@require_safe
def estimate_csv(request):
    """The table of the page with the facts used; a refused query leads back to no rows but its sentences."""
    form = EstimateForm(request.GET)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="estimate.csv"'
    if Board.current().is_prototype:
        response["X-Robots-Tag"] = "noindex"
    response.write("\ufeff")
    writer = csv.writer(response)
    if not form.is_valid():
        response.status_code = 400
        writer.writerows([name, " ".join(map(str, said))] for name, said in form.errors.items())
        return response
    result = _compute(form)
    is_sample = any(fact["rate"].is_sample for fact in result.facts)
    writer.writerow(["line", "first_year_vnd", "nominal_vnd", "present_value_vnd", "publisher", "as_of", "is_sample"])
    sources = {fact["code"]: provenance(fact["rate"]) for fact in result.facts}
    for line in result.lines:
        source = sources.get(line.code, {})
        writer.writerow(
            [
                line.code,
                *map(_plain, (line.first_year, line.nominal, line.present_value)),
                source.get("publisher", ""),
                source.get("as_of", ""),
                is_sample,
            ]
        )
    return response


def _plain(amount):
    return "" if amount is None else f"{Decimal(amount):f}"

"""Parcels or zones side by side, at an address that can be passed on."""

from dataclasses import replace
from decimal import Decimal

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.fields import CalendarField, NumberField
from core.qr import qr_svg
from policies.models import Sector
from zones.cost.pricing import add_years
from zones.finding.comparison import MOST, Assumptions, columns, groups, headings
from zones.finding.filters import NeedForm
from zones.models import Parcel, Zone
from zones.views.shared import crumbs

_DEFAULT_YEARS, _DEFAULT_RATE, _DEFAULT_AREA = 30, 8, 10_000  # years, % a year, m²
_KINDS = (("parcel", Parcel), ("zone", Zone))


class AssumptionsForm(forms.Form):
    """What every column is priced with; each has a default, so that the page answers before anything is typed."""

    start = CalendarField(label=gettext_lazy("Start"), required=False)
    years = forms.IntegerField(label=gettext_lazy("Years"), required=False, min_value=1, max_value=99)
    discount_rate = NumberField(label=gettext_lazy("Discount rate"), required=False, max_value=100)
    on = CalendarField(label=gettext_lazy("Prices as of"), required=False)

    @classmethod
    def asked(cls, query):
        """The form of a query, what it leaves open filled in with the defaults."""
        today = timezone.localdate().isoformat()
        defaults = {"start": today, "years": _DEFAULT_YEARS, "discount_rate": _DEFAULT_RATE, "on": today}
        return cls({name: query.get(name) or default for name, default in defaults.items()})

    def clean_start(self):
        return _in_reach(self.cleaned_data["start"])

    def clean_on(self):
        return _in_reach(self.cleaned_data["on"])

    def assumptions(self, need):
        """What was asked where it can be read, the default elsewhere."""
        asked, today = self.cleaned_data, timezone.localdate()
        start, rate = asked.get("start") or today, asked.get("discount_rate")
        return Assumptions(
            start=start,
            end=add_years(start, asked.get("years") or _DEFAULT_YEARS),
            discount_rate=Decimal(_DEFAULT_RATE) if rate is None else rate,
            area=need.area or Decimal(_DEFAULT_AREA),
            on=asked.get("on") or today,
            need=need,
        )


def _in_reach(day):
    if day and not 2000 <= day.year <= 2200:
        raise forms.ValidationError(_("Give a year between 2000 and 2200."))
    return day


def _asked(query):
    """[(kind, slug)] in the order asked, each once."""
    named = [(kind, slug) for kind, _model in _KINDS for slug in query.getlist(kind) if slug]
    return list(dict.fromkeys(named))


def _found(asked):
    """{(kind, slug): published record}: at most one query a kind."""
    found = {}
    for kind, model in _KINDS:
        slugs = [slug for name, slug in asked if name == kind]
        if slugs:
            rows = model.objects.published().filter(slug__in=slugs).select_related("source")
            rows = rows.select_related("zone", "zone__source") if kind == "parcel" else rows
            found |= {(kind, row.slug): row for row in rows}
    return found


def _address(keys, query, **spelt_out):
    """The query that shows `keys` with the need and the assumptions of `query`."""
    kept = QueryDict(mutable=True)
    for kind, slug in keys:
        kept.appendlist(kind, slug)
    for name in (*NeedForm.criteria, *AssumptionsForm.base_fields):
        if value := query.get(name) or spelt_out.get(name):
            kept[name] = value
    return kept.urlencode()


def _need(query):
    """The need the address carries over from finding land; what cannot be read there is left out here."""
    sectors = Sector.objects.published().filter(is_known=True) if query.get("sector") else ()
    form = NeedForm(query, sectors=sectors)
    form.is_valid()
    # Prices stand in rows of their own here, so a budget is no criterion.
    return replace(form.need(), budget=None)


@require_safe
def compare(request):
    asked = _asked(request.GET)
    found = _found(asked[:50])
    keys = [key for key in asked if key in found]
    shown = keys[:MOST]
    form = AssumptionsForm.asked(request.GET)
    form.full_clean()
    assumptions = form.assumptions(_need(request.GET))
    made = columns([found[key] for key in shown])
    # Spelt out, so that tomorrow's reader is answered with today's days and prices.
    fixed = {"start": assumptions.start.isoformat(), "on": assumptions.on.isoformat()}
    address = settings.SITE_URL + request.path + "?" + _address(shown, request.GET, **fixed)
    context = {
        "section": "land",
        "breadcrumbs": crumbs((_("Find land"), reverse("zones:parcel_list")), (_("Compare"), "")),
        "form": form,
        "assumptions": assumptions,
        "kept": [*shown, *((name, value) for name in NeedForm.criteria if (value := request.GET.get(name)))],
        "columns": [
            {
                "heading": heading,
                "url": column.item.get_absolute_url(),
                "sample": column.is_sample,
                "without": "?" + _address([other for other in shown if other != key], request.GET),
            }
            for key, column, heading in zip(shown, made, headings(made), strict=True)
        ],
        "groups": groups(made, assumptions) if made else [],
        "missing": [slug[:80] for kind, slug in asked[:50] if (kind, slug) not in found],
        "left_out": len(keys) - len(shown),
        "share_address": address if made else "",
        "share_qr": qr_svg(address) if made else "",
        "most": MOST,
        "example_zones": [] if made else list(Zone.objects.published().values_list("slug", flat=True)[:MOST]),
    }
    return render(request, "zones/compare.html", context)

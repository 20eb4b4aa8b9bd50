"""The estimate as people read it: a page that works by plain GET, and the same figures as CSV."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.commas import download
from core.numbers import format_number
from core.provenance import provenance
from zones.cost.costing import PROPOSED_DISCOUNT_RATE, WAYS
from zones.cost.permalink import permalink
from zones.cost.query import EstimateForm
from zones.cost.sheet import reach, sheet
from zones.display import ask_url
from zones.lifecycle import Readiness
from zones.models import Parcel, Rate
from zones.prices.chart import crossing
from zones.units import RateKind
from zones.views.shared import crumbs, refused

_RENTS = (RateKind.LAND_RENT_ANNUAL, RateKind.LAND_RENT_ONE_OFF)
# Folded away until asked for; opened when one of them was filled in or refused.
_FOLDS = {
    "rises": ("escalation_pct", "escalation_years", "exempt_years"),
    "use": ("water", "wastewater", "power_normal", "power_peak", "power_off_peak", "voltage"),
    "money": ("vat", "currency", "exchange_rate", "on", "sector"),
    "own": ("rent", "one_off", "infra_fee", "vat_percent"),
}


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
    query = urlencode(
        {"parcel": sample.slug, "start": "2027-01-01", "end": "2057-01-01", "discount_rate": PROPOSED_DISCOUNT_RATE}
    )
    return [(_("Try it with a sample parcel"), f"?{query}")]


def _first_values(request, parcel):
    """What the empty form begins with: what the link says, a start today, the proposed discount rate, an end with the
    land term of the parcel."""
    values = request.GET.dict()
    values.setdefault("start", timezone.localdate())
    values.setdefault("discount_rate", PROPOSED_DISCOUNT_RATE)
    if parcel and parcel.term_end:
        values.setdefault("end", parcel.term_end)
    return values


def _open_folds(form):
    """Names of the folds in which something was filled in or is refused."""
    if not form.is_bound:
        return {name for name, fields in _FOLDS.items() if any(form.initial.get(field) for field in fields)}
    chosen = {name for name in form.fields if form.data.get(name) not in (None, "", form.fields[name].initial)}
    return {name for name, fields in _FOLDS.items() if any(f in chosen or f in form.errors for f in fields)}


def _answer(form):
    result, link = form.answer(), permalink(form)
    parcel = form.cleaned_data["parcel"] if result.scope else None
    return {
        "result": result,
        "sheet": sheet(result),
        "chart": crossing(result.shown_comparison),
        "link": link,
        "link_url": f"{settings.SITE_URL}{reverse('zones:estimate')}?{link}",
        "today_url": f"?{_without(link, 'on', 'known')}",
        "known_now_url": f"?{_without(link, 'known')}",
        "ask_url": ask_url(parcel=parcel.slug) if parcel else ask_url(about=_("Prices")),
    }


def _without(query, *names):
    return "&".join(part for part in query.split("&") if part.partition("=")[0] not in names)


@require_safe
def estimate_view(request):
    # A link from a parcel names the land only: the form is then filled in, not yet refused.
    is_asked = any(name in request.GET for name in ("start", "end", "years"))
    form = EstimateForm(request.GET if is_asked else None)
    parcel = _named_parcel(form, request.GET.get("parcel", ""))
    if not is_asked:
        form = EstimateForm(initial=_first_values(request, parcel))
    if parcel and parcel.area is not None:
        form.fields["area"].widget.attrs["placeholder"] = format_number(parcel.area)
    context = {
        "section": "prices",
        "breadcrumbs": crumbs((_("Prices and fees"), reverse("zones:prices")), (_("Cost estimate"), "")),
        "form": form,
        "query": request.GET.urlencode(),
        "parcel": parcel,
    }
    if is_asked and form.is_valid():
        context |= _answer(form)
    else:
        context["actions"] = [] if parcel else _examples()
        context["is_rent_published"] = Rate.objects.real().filter(kind__in=_RENTS, amount__isnull=False).exists()
    context["open"] = _open_folds(form)
    return render(request, "zones/estimate.html", context)


@require_safe
def estimate_csv(request):
    """The table of the page with the facts used; a refused query is answered 400 with its sentences by field."""
    form = EstimateForm(request.GET)
    if form.is_valid():
        result = form.answer()
        return download(_csv_columns(result), _csv_rows(result), "estimate.csv")
    return refused(form, "estimate.csv")


def _csv_columns(result):
    money = result.currency.lower()
    return [
        "line", f"first_year_{money}", f"nominal_{money}", f"present_value_{money}", "incomplete", "vat_unclear",
        "publisher", "as_of", "review", "prices_on", "is_sample", "note",
        "payment", "due_on", f"payment_{money}", f"paid_{money}",
    ]  # fmt: skip


_NO_PAYMENT = [""] * 4


def _csv_rows(result):
    """Lines, then totals, then the payments of rent year by year: amounts blank where not published."""
    rates = {fact["code"]: fact["rate"] for fact in result.facts}
    on = result.scope.day if result.scope else None
    for line in result.shown_lines:
        source = provenance(rates[line.code]) if line.code in rates else {}
        yield [
            line.code,
            *_amounts(line),
            line.is_partial or not line.is_published,
            line.code in result.vat_unclear,
            source.get("publisher", ""),
            source.get("as_of", ""),
            source.get("stale", "") or source.get("verified", ""),
            on,
            result.is_sample,
            reach(result, line),
            *_NO_PAYMENT,
        ]
    for code, sums in result.totals():
        unclear = any(line == code or line not in WAYS for line in result.vat_unclear)
        way = f"total_{WAYS[code][0]}"
        yield [way, *_amounts(sums), sums.is_incomplete, unclear, "", "", "", on, result.is_sample, "", *_NO_PAYMENT]
    for number, due, amount, paid in result.shown_comparison.schedule:
        yield ["rent_payment", *[""] * 8, on, result.is_sample, "", number, due, amount, paid]


def _amounts(sums):
    return sums.first_year, sums.nominal, sums.present_value

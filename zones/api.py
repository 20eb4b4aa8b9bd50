"""Answers for programs: the estimate as JSON."""

from django.http import JsonResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from core.models import Board
from zones.estimate import estimate, estimate_land
from zones.forms import EstimateQuery


def _number(value, places=6):
    """A JSON number: whole amounts as integers; None stays null."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else round(float(value), places)


def _line(line):
    return {
        "code": line.code,
        "first_year": _number(line.first_year),
        "nominal": _number(line.nominal),
        "present_value": _number(line.present_value),
    }


def _fact(fact):
    rate = fact["rate"]
    return {
        "code": fact["code"],
        "amount": _number(rate.amount),
        "currency": rate.currency,
        "unit": rate.unit,
        "vat": rate.vat,
        "valid_from": rate.valid_from,
        "as_of": rate.as_of or rate.source.published_on,
        "publisher": fact["publisher"],
        "source_url": fact["url"],
        "confidence": fact["confidence"],
        "is_sample": rate.is_sample,
    }


def _answer(result, is_sample):
    return {
        "lines": [_line(line) for line in result.lines],
        "break_even_years": _number(result.break_even_years),
        "passing_payment": result.passing_payment,
        "indifference_rate_pct": _number(result.indifference_rate_pct),
        "incomplete": result.is_incomplete,
        "warnings": [str(warning) for warning in result.warnings],
        "facts": [_fact(fact) for fact in result.facts],
        "days": result.need.term.days,
        "years": _number(result.need.term.years),
        "is_sample": is_sample,
    }


def _compute(query):
    parcel = query.cleaned_data["parcel"]
    if query.gives_prices():
        return _answer(estimate(query.need(), query.prices()), False)
    zone = parcel.zone if parcel else query.cleaned_data["zone"]
    is_sample = bool(parcel and parcel.is_sample)
    return _answer(estimate_land(query.need(), zone, parcel, query.cleaned_data["on"]), is_sample)


@require_safe
def estimate_json(request):
    """The estimate of EstimateQuery; a refused query is answered 400 with the sentences by field. `?lang=` vi or en."""
    language = "en" if request.GET.get("lang") == "en" else "vi"
    with translation.override(language):
        query = EstimateQuery(request.GET)
        if not query.is_valid():
            response = JsonResponse({"errors": query.errors}, status=400)
        else:
            response = JsonResponse(_compute(query))
    if Board.current().is_prototype:
        response["X-Robots-Tag"] = "noindex"
    return response

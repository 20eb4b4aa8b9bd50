"""Answers for programs: the estimate as JSON."""

from decimal import Decimal

from django.conf import settings
from django.http import JsonResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from core.crawlers import kept_from_crawlers
from zones.cost import pricing
from zones.cost.costing import LABELS, WAYS
from zones.cost.permalink import permalink
from zones.cost.sheet import reach
from zones.forms import EstimateQuery


def _number(value, places=6):
    """A JSON number: whole amounts as integers; None stays null."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else round(float(value), places)


def _amounts(sums):
    return {
        "first_year": _number(sums.first_year),
        "nominal": _number(sums.nominal),
        "present_value": _number(sums.present_value),
    }


def _per_month(nominal, need):
    return None if nominal is None else _number(pricing.monthly(nominal, need.area, need.term), 4)


def _line(result, shown, line):
    """One line in the currency shown; where that is not VND, with the amounts in both."""
    both = {} if result.currency == "VND" else {"vnd": _amounts(line), result.currency.lower(): _amounts(shown)}
    return {
        "code": line.code,
        "label": str(LABELS[line.code]),
        **_amounts(shown),
        "per_m2_month": _per_month(shown.nominal, result.need),
        "partial": line.is_partial,
        "note": reach(result, line),
        "vat_unclear": line.code in result.vat_unclear,
        **both,
    }


def _total(result, code, shown, sums):
    way, label = WAYS[code]
    both = {} if result.currency == "VND" else {"vnd": _amounts(sums), result.currency.lower(): _amounts(shown)}
    return {
        "code": way,
        "label": str(label),
        **_amounts(shown),
        "per_m2_month": _per_month(shown.nominal, result.need),
        "incomplete": shown.is_incomplete,
        **both,
    }


def _fact(fact):
    rate = fact["rate"]
    return {
        "code": fact["code"],
        "key": rate.key,
        "kind": rate.kind,
        "label": rate.label or str(rate.get_kind_display()),
        "amount": _number(rate.amount),
        "amount_max": _number(rate.amount_max),
        "currency": rate.currency,
        "unit": rate.unit,
        "vat": rate.vat,
        "vat_percent": _number(rate.vat_percent),
        "valid_from": rate.valid_from,
        "valid_to": rate.valid_to,
        "term_end": rate.term_end,
        "as_of": rate.as_of or rate.source.published_on,
        "publisher": fact["publisher"],
        "source_url": fact["url"],
        "confidence": fact["confidence"],
        "is_sample": rate.is_sample,
    }


def _exchange(exchange):
    if exchange is None:
        return None
    row = exchange.row
    return {
        "vnd_for_one_usd": _number(Decimal(exchange.vnd)),
        "on": row.on if row else None,
        "publisher": row.source.publisher if row else None,
        "given_by_reader": row is None,
    }


def _answer(query):
    result = query.answer()
    need, found, scope = result.need, result.comparison, result.scope
    totals = zip(result.totals(), result.totals(result.lines), strict=True)
    link = permalink(query)
    return {
        "lines": [_line(result, shown, line) for shown, line in zip(result.shown_lines, result.lines, strict=True)],
        "totals": [_total(result, code, shown, sums) for (code, shown), (_code, sums) in totals],
        "break_even_years": _number(found.break_even_years),
        "passing_payment": found.passing_payment,
        "passing_on": found.passing_on,
        "indifference_rate_pct": _number(found.indifference_rate_pct),
        "incomplete": result.is_incomplete,
        "warnings": [str(warning) for warning in result.warnings],
        "facts": [_fact(fact) for fact in result.facts],
        "area": _number(need.area),
        "start": need.term.start,
        "end": need.term.end,
        "days": need.term.days,
        "years": _number(need.term.years),
        "currency": result.currency,
        "exchange_rate": _exchange(result.exchange),
        "vat": need.vat,
        "prices_on": scope.day if scope else None,
        "known_at": scope.known if scope else None,
        "superseded": result.is_superseded,
        "is_sample": result.is_sample,
        "permalink": f"{settings.SITE_URL}{reverse('api_estimate')}?{link}",
        "page": f"{settings.SITE_URL}{reverse('zones:estimate')}?{link}",
    }


@require_safe
def estimate_json(request):
    """The estimate of EstimateQuery; a refused query is answered 400 with the sentences by field. `?lang=` vi or en."""
    language = "en" if request.GET.get("lang") == "en" else "vi"
    with translation.override(language):
        query = EstimateQuery(request.GET)
        if not query.is_valid():
            response = JsonResponse({"errors": query.errors}, status=400)
        else:
            response = JsonResponse(_answer(query))
    return kept_from_crawlers(response)

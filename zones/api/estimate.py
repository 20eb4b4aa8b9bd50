"""Answers for programs: the estimate as JSON."""

from decimal import Decimal

from django.conf import settings
from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone

from core.crawlers import kept_from_crawlers
from core.freshness import is_stale
from core.programs import for_programs
from zones.api.numbers import json_number
from zones.cost import pricing
from zones.cost.costing import LABELS, WAYS
from zones.cost.permalink import permalink
from zones.cost.query import EstimateQuery
from zones.cost.sheet import reach

_PLACES = 6


def _number(value, places=_PLACES):
    return json_number(value, places)


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
        "name": rate.name,
        "label": rate.label or rate.name,
        "amount": _number(rate.amount),
        "amount_max": _number(rate.amount_max),
        "currency": rate.currency,
        "unit": rate.unit,
        "band": rate.band or None,
        "voltage": rate.voltage or None,
        "vat": rate.vat,
        "vat_percent": _number(rate.vat_percent),
        "valid_from": rate.valid_from,
        "valid_to": rate.valid_to,
        "term_end": rate.term_end,
        "as_of": rate.as_of or rate.source.published_on,
        "review_due": rate.review_due,
        "stale": is_stale(rate, timezone.localdate()),
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


def _payments(result):
    """The payments of annual rent in the currency shown; [] where they are not compared with the one-off price."""
    return [
        {"number": number, "due_on": day, "amount": _number(amount), "paid": _number(paid)}
        for number, day, amount, paid in result.shown_comparison.schedule
    ]


def _prices_of(result):
    """Which prices were taken: of what day, known when, in which money and VAT."""
    scope = result.scope
    return {
        "currency": result.currency,
        "exchange_rate": _exchange(result.exchange),
        "vat": result.need.vat,
        "prices_on": scope.day if scope else None,
        "known_at": scope.known if scope else None,
        "superseded": result.is_superseded,
        "is_sample": result.is_sample,
    }


def _asked(need):
    """What the answer was worked out for."""
    return {
        "area": _number(need.area),
        "start": need.term.start,
        "end": need.term.end,
        "days": need.term.days,
        "years": _number(need.term.years),
        "discount_rate": _number(need.discount_rate),
    }


def _answer(query):
    result, link = query.answer(), permalink(query)
    found, need = result.comparison, result.need
    totals = zip(result.totals(), result.totals(result.lines), strict=True)
    return {
        "lines": [_line(result, shown, line) for shown, line in zip(result.shown_lines, result.lines, strict=True)],
        "totals": [_total(result, code, shown, sums) for (code, shown), (_code, sums) in totals],
        "break_even_years": _number(found.break_even_years),
        "passing_payment": found.passing_payment,
        "passing_on": found.passing_on,
        "indifference_rate_pct": _number(found.indifference_rate_pct),
        "payments": _payments(result),
        "incomplete": result.is_incomplete,
        "warnings": [str(warning) for warning in result.warnings],
        "facts": [_fact(fact) for fact in result.facts],
        **_asked(need),
        **_prices_of(result),
        "permalink": f"{settings.SITE_URL}{reverse('api_estimate')}?{link}",
        "page": f"{settings.SITE_URL}{reverse('zones:estimate')}?{link}",
    }


@for_programs
def estimate_json(request):
    """The estimate of EstimateQuery; a refused query is answered 400 with the sentences by field. `?lang=` vi or en."""
    query = EstimateQuery(request.GET)
    if query.is_valid():
        return kept_from_crawlers(JsonResponse(_answer(query)))
    return kept_from_crawlers(JsonResponse({"errors": query.errors}, status=400))

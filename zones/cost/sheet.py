"""The whole answer of an estimate as plain rows and sentences, the same for the page, CSV, JSON and PDF."""

from decimal import localcontext

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.disclosure import if_published
from core.numbers import format_number
from core.provenance import provenance
from zones.cost import pricing
from zones.cost.costing import LABELS, ONE_OFF, WAYS
from zones.display import in_currency, rate_words, vat_in_words


def table(result):
    """Rows of the answer: every line, then a total for each way of paying, said to be incomplete where it is.

    A row holds code, kind ("line" or "total"), label, note, first_year, nominal, present_value and monthly (per m²) as
    written in the reader's language and "" where not published, the three sums with their currency as
    first_year_words, nominal_words and worth_words, is_published, is_sample, is_partial.
    """
    rows = [_row(line.code, LABELS[line.code], line, result, reach(result, line)) for line in result.shown_lines]
    for code, sums in result.totals():
        way, label = WAYS[code]
        words = _("%(total)s (incomplete)") % {"total": label} if sums.is_incomplete else label
        rows.append(_row(way, words, sums, result, kind="total"))
    return rows


def reach(result, line):
    """How far a one-off price buys, against the end asked for, in a few words; blank for every other line."""
    rate = next((fact["rate"] for fact in result.facts if fact["code"] == line.code), None)
    if line.code != ONE_OFF or not line.is_published or rate is None or rate.term_end is None:
        return ""
    if rate.term_end > result.need.term.end:
        words = _("buys to %(day)s, paid whole")
    else:
        words = _("buys to %(day)s only") if line.is_partial else _("buys to %(day)s")
    return words % {"day": _day(rate.term_end)}


def _row(code, label, line, result, note="", kind="line"):
    is_published = line.nominal is not None

    def shown(value):
        return _money_words(result, value) if is_published else ""

    monthly = pricing.monthly(line.nominal, result.need.area, result.need.term) if is_published else None
    return {
        "code": code,
        "kind": kind,
        "label": str(label),
        "note": note,
        "first_year": shown(line.first_year),
        "nominal": shown(line.nominal),
        "present_value": shown(line.present_value),
        "first_year_words": in_currency(shown(line.first_year), result.currency),
        "nominal_words": in_currency(shown(line.nominal), result.currency),
        "worth_words": in_currency(shown(line.present_value), result.currency),
        "monthly": _money_words(result, monthly, cents=4) if is_published else "",
        "is_published": is_published,
        "is_partial": getattr(line, "is_partial", False),
        "is_sample": result.is_sample,
    }


def comparison(result):
    """[(label, sentence)] of what tells the two ways to pay apart; empty where it cannot be told."""
    found, said = result.comparison, []
    if found.break_even_years is not None:
        words = _("%(years)s years of the first year’s rent cost as much as paying once.")
        said.append((_("Simple break-even"), words % {"years": format_number(found.break_even_years, 2)}))
    if found.passing_payment:
        words = _("With payment %(number)s, due on %(day)s, the sum paid every year passes the one-off price.")
        day = _day(found.passing_on)
        said.append((_("Sum paid"), words % {"number": found.passing_payment, "day": day}))
    elif found.schedule:
        said.append((_("Sum paid"), _("The sum paid every year never passes the one-off price in this term.")))
    if found.indifference_rate_pct is not None:
        words = _("At %(rate)s%% a year both ways are worth the same; above it, paying every year costs less.")
        said.append((_("Indifference rate"), words % {"rate": format_number(found.indifference_rate_pct, 2)}))
    return said


def facts(result):
    """Every price used: label, price with its unit, VAT, since when, provenance, and the row itself as `rate`."""
    return [
        {
            "code": fact["code"],
            "label": str(LABELS[fact["code"]]),
            "price": rate_words(fact["rate"]),
            "vat": vat_in_words(fact["rate"]),
            "since": _("from %(day)s") % {"day": _day(fact["rate"].valid_from)} if fact["rate"].valid_from else "",
            "legal_basis": if_published(fact["rate"].legal_basis),
            "is_sample": fact["rate"].is_sample,
            "rate": fact["rate"],
            **provenance(fact["rate"]),
        }
        for fact in result.facts
    ]


def basis(result):
    """Sentences on how the answer was calculated: money, VAT, day of the prices, days, exchange rate, rises, use.

    The first two say what the amounts are and belong above them.
    """
    need = result.need
    priced = _("At the prices in force on %(day)s.") % {"day": _day(result.scope.day)} if result.scope else ""
    words = _("%(days)s days; payments fall due in advance each year, the last part pro rata.")
    said = [_money(result), priced or _("At prices of your own."), words % {"days": format_number(need.term.days)}]
    if result.exchange:
        said.append(_exchange(result.exchange))
    said += [_discount(need), *_rises(need)]
    if need.water or need.wastewater:
        said.append(_("Water and wastewater are counted for 365 days a year."))
    return said


def _discount(need):
    if not need.discount_rate:
        return _("Discount rate 0%: what is paid later counts as much as what is paid today.")
    words = _("Worth on the first day at %(rate)s%% a year.")
    return words % {"rate": format_number(need.discount_rate)}


def _rises(need):
    said = []
    if need.escalation.percent:
        words = ngettext(
            "The annual rent changes by %(percent)s%% every year from the start, compounding.",
            "The annual rent changes by %(percent)s%% every %(years)s years from the start, compounding.",
            need.escalation.every,
        )
        percent = format_number(need.escalation.percent)
        said.append(words % {"percent": percent, "years": need.escalation.every})
    if need.exempt_years:
        words = ngettext(
            "Free of the annual rent in the first year.",
            "Free of the annual rent in the first %(years)s years.",
            need.exempt_years,
        )
        said.append(words % {"years": need.exempt_years})
    return said


def _money(result):
    if result.need.vat == "included":
        return _("Amounts in %(currency)s, with VAT.") % {"currency": result.currency}
    return _("Amounts in %(currency)s, net of VAT.") % {"currency": result.currency}


def _exchange(exchange):
    amount = format_number(exchange.vnd)
    if exchange.row is None:
        return _("1 USD = VND %(amount)s, the rate you gave.") % {"amount": amount}
    words = _("1 USD = VND %(amount)s on %(day)s, %(publisher)s.")
    return words % {"amount": amount, "day": _day(exchange.row.on), "publisher": exchange.row.source.publisher}


def schedule(result):
    """Rows of the payments of rent year by year in the currency shown: number, day due, amount, sum paid, whether it
    passes the one-off."""
    found = result.shown_comparison
    return [
        {
            "number": number,
            "due": _day(day),
            "amount": _money_words(result, amount),
            "paid": _money_words(result, paid),
            "passes": number == found.passing_payment,
        }
        for number, day, amount, paid in found.schedule
    ]


def _money_words(result, amount, cents=2):
    """An amount of money as the answer writes it: whole dong, or `cents` places of a foreign currency."""
    # An absurd rise over a century has more digits than the usual context can round.
    with localcontext(prec=160):
        return format_number(amount, 0 if result.currency == "VND" else cents)


def heading(result):
    """The question in one line: area and term in the reader's style."""
    need = result.need
    return {
        "area": format_number(need.area),
        "years": format_number(need.term.years, 2),
        "days": format_number(need.term.days),
        "start": _day(need.term.start),
        "end": _day(need.term.end),
    }


def sheet(result):
    """The whole answer: heading, basis, rows, comparison, warnings, facts, schedule, and the flags of a sample."""
    return {
        "heading": heading(result),
        "basis": basis(result),
        "rows": table(result),
        "comparison": comparison(result),
        "warnings": list(result.warnings),
        "facts": facts(result),
        "schedule": schedule(result),
        "currency": result.currency,
        "discount_rate": format_number(result.need.discount_rate),
        "is_sample": result.is_sample,
        "is_incomplete": result.is_incomplete,
        "is_superseded": result.is_superseded,
        "is_past": bool(result.scope and result.scope.day < timezone.localdate()),
    }


def _day(day):
    return date_format(day, "DATE_FORMAT")

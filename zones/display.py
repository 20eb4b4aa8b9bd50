"""Figures, prices and zones as the public reads them: plain values ready for a template."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core import partialdate
from core.numbers import format_number
from core.provenance import provenance
from zones.lifecycle import STAGE_LINE, Stage
from zones.models import Figure
from zones.units import RateUnit, Unit

# Between a number and its unit.
NO_BREAK = "\u00a0"


def ask_url(**about):
    """The address of the enquiry form, with what it is about."""
    return f"{reverse('enquiries:ask')}?{urlencode(about)}" if about else reverse("enquiries:ask")


def at_day(url, day):
    """`url` of a page as of a past `day`; of None: as of today."""
    return f"{url}?{urlencode({'on': day.isoformat()})}" if day else url


def span(low, high):
    """One number or a range in the reader's style; blank for None."""
    if low is None:
        return ""
    return format_number(low) if high is None or high == low else f"{format_number(low)}–{format_number(high)}"


_UNITS = dict(Unit.choices)
# (pattern of the number, what follows it) where a unit does not simply follow its number.
_PATTERNS = {
    Unit.BILLION_VND: (gettext_lazy("VND %(amount)s billion"), ""),
    Unit.BILLION_VND_YEAR: (gettext_lazy("VND %(amount)s billion"), pgettext_lazy("money", "a year")),
    Unit.MILLION_USD_YEAR: (gettext_lazy("USD %(amount)s million"), pgettext_lazy("money", "a year")),
    Unit.MILLION_VND_MONTH: (gettext_lazy("VND %(amount)s million"), pgettext_lazy("money", "a month")),
    Unit.PERCENT: ("%(amount)s%%", ""),
    Unit.PERCENT_YEAR: ("%(amount)s%%", pgettext_lazy("percent", "on the year before")),
}


def figure_value(figure):
    """(value, unit) of a Figure in the reader's style; ("", "") while it is not published."""
    shown = span(figure.value, figure.value_max)
    if not shown or figure.unit == Unit.NONE:
        return shown, ""
    if pattern := _PATTERNS.get(figure.unit):
        return str(pattern[0]) % {"amount": shown}, str(pattern[1])
    return shown, str(_UNITS.get(figure.unit, figure.unit))


def figure_fact(figure, **about):
    """What components/fact.html and figure.html need of a Figure; without a value it reads "not published yet"."""
    return _fact(figure, ask_url(**about))


def _fact(figure, address):
    value, unit = figure_value(figure)
    return {
        "label": figure.label,
        "value": value,
        "number": value,
        "unit": unit,
        "suffix": unit,
        "approx": figure.is_approximate,
        "record": figure,
        "ask_url": address,
        **provenance(figure),
        "note": "",
    }


def with_earlier(facts):
    """`facts` of Figures, each with those whose place its figure took, the newest first; a query if there are any."""
    measures = {fact["record"].measure for fact in facts if fact["record"].supersedes_id}
    rows = Figure.objects.earlier().filter(measure__in=measures) if measures else ()
    earlier = {figure.pk: figure for figure in rows}
    for fact in facts:
        fact["earlier"], key = [], fact["record"].supersedes_id
        while key in earlier:
            figure = earlier.pop(key)
            fact["earlier"].append(_fact(figure, ""))
            key = figure.supersedes_id
    return facts


def known_and_not(figures, **about):
    """Figures as facts, those with something to say apart from those nobody has published."""
    address = ask_url(**about)
    facts = with_earlier([_fact(figure, address) for figure in figures])
    known = [fact for fact in facts if fact["record"].is_known]
    return {"known": known, "unknown": [fact for fact in facts if not fact["record"].is_known], "total": len(facts)}


def unknown_fact(label, **about):
    """A fact nobody has published."""
    return {"label": label, "value": "", "ask_url": ask_url(**about)}


def rate_price(rate):
    """(amount, unit) of a rate, to be read one after the other: "95.500" "đồng/m²/năm", "VND 95,500" "per m² a year";
    both blank when it is not published."""
    shown = span(rate.amount, rate.amount_max)
    if not shown:
        return "", ""
    if rate.unit == RateUnit.PROJECT_SHARE:
        pattern = pgettext("price|unit", "%(amount)s%%|of capital")
    else:
        pattern = pgettext("price|unit", "%(currency)s %(amount)s|%(unit)s")
    words = {"amount": shown, "currency": currency_word(rate.currency), "unit": rate.get_unit_display()}
    amount, _bar, unit = (pattern % words).partition("|")
    return amount.replace(" ", NO_BREAK), unit


def rate_words(rate):
    """The price with its unit on one line: "95.500 đồng/m²/năm", "VND 95,500 per m² a year"."""
    return NO_BREAK.join(filter(None, rate_price(rate)))


def currency_word(currency):
    """The currency as it stands beside an amount or a unit."""
    return pgettext("beside a number", "VND") if currency == "VND" else currency


def in_currency(amount, currency):
    """An amount already in the reader's style with its currency ("95.500 đồng", "VND 95,500", "USD 3.62")."""
    words = (_("VND %(amount)s") if currency == "VND" else _("USD %(amount)s")) % {"amount": amount}
    return words.replace(" ", NO_BREAK)


def vat_in_words(rate):
    """ "VAT excluded (10%)", as far as it is stated."""
    if rate.vat_percent is None:
        return str(rate.get_vat_display())
    return f"{rate.get_vat_display()} ({format_number(rate.vat_percent)}%)"


def stage_steps(zone, stage=None):
    """The zone's line of life: one dict a step with its label and whether it is done, current or to come.

    `stage` is that of a past day; the present one otherwise.
    """
    stage = stage or zone.stage
    here = next((at for at, (_label, stages) in enumerate(STAGE_LINE) if stage in stages), None)
    return [
        {"label": label, "state": "todo" if here is None or at > here else "current" if at == here else "done"}
        for at, (label, _stages) in enumerate(STAGE_LINE)
    ]


def stage_caption(zone, stage=None):
    """The stage in bold and, of the present one, what is known of it, as safe HTML."""
    if stage or not zone.stage_note:
        return format_html("<b>{}</b>", Stage(stage or zone.stage).label)
    return format_html("<b>{}</b> · {}", zone.get_stage_display(), zone.stage_note)


def timeline_item(milestone):
    """What components/timeline.html needs of a Milestone; a promise that has passed says so."""
    kind, flag = "done", ""
    if not milestone.on:
        kind = "late" if milestone.is_overdue else "plan"
        target = partialdate.display(milestone.target_on)
        words = _("Target %(day)s · no news since") if milestone.is_overdue else _("Target %(day)s")
        flag = words % {"day": target} if target else ""
    return {
        "date": partialdate.display(milestone.on),
        "text": milestone.text,
        "kind": kind,
        "flag": flag,
        **provenance(milestone),
    }


def utility_rows(utilities):
    """One row a kind of utility: its capacity, and the records that say what is known of it."""
    rows = {}
    for utility in utilities:
        row = rows.setdefault(utility.kind, {"label": utility.get_kind_display(), "capacity": "", "records": []})
        if utility.capacity is not None:
            row["capacity"] = f"{format_number(utility.capacity)} {utility.get_unit_display()}"
        row["records"].append(utility)
    return list(rows.values())


def utility_fact(utility):
    """A Utility of known capacity as a fact."""
    return {
        "label": utility.get_kind_display(),
        "value": format_number(utility.capacity),
        "unit": utility.get_unit_display(),
        **provenance(utility),
    }

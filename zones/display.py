"""Figures, prices and parcels as the public reads them: plain values ready for a template."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import partialdate
from core.chain import linked
from core.numbers import format_number, hectares
from core.provenance import provenance
from zones.asof import states_of
from zones.lifecycle import HELD, ON_HOLD, STAGE_LINE, Commercial, Readiness, Stage, public_states
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


def _pattern(unit):
    """(pattern of the number, what follows it) where a unit does not simply follow its number; None for the others."""
    return {
        Unit.BILLION_VND: (_("VND %(amount)s billion"), ""),
        Unit.BILLION_VND_YEAR: (_("VND %(amount)s billion"), pgettext("money", "a year")),
        Unit.MILLION_USD_YEAR: (_("USD %(amount)s million"), pgettext("money", "a year")),
        Unit.MILLION_VND_MONTH: (_("VND %(amount)s million"), pgettext("money", "a month")),
        Unit.PERCENT: ("%(amount)s%%", ""),
        Unit.PERCENT_YEAR: ("%(amount)s%%", pgettext("percent", "on the year before")),
    }.get(unit)


def figure_value(figure):
    """(value, unit) of a Figure in the reader's style; ("", "") while it is not published."""
    shown = span(figure.value, figure.value_max)
    if not shown or figure.unit == Unit.NONE:
        return shown, ""
    if pattern := _pattern(figure.unit):
        return pattern[0] % {"amount": shown}, pattern[1]
    return shown, figure.get_unit_display()


def figure_fact(figure, **about):
    """What components/fact.html and figure.html need of a Figure; without a value it reads "not published yet"."""
    value, unit = figure_value(figure)
    return {
        "label": figure.label,
        "value": value,
        "number": value,
        "unit": unit,
        "suffix": unit,
        "approx": figure.is_approximate,
        "record": figure,
        "ask_url": ask_url(**about),
        **provenance(figure),
        "note": "",
    }


def known_and_not(figures, **about):
    """Figures as facts, those with something to say apart from those nobody has published."""
    facts = [figure_fact(figure, **about) for figure in figures]
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


@dataclass(frozen=True)
class ParcelState:
    """The leasing state as the public reads it: a kind for fill and pattern, and the word beside it."""

    kind: str
    word: str


def parcel_state(parcel):
    """The leasing state of `parcel` on the day it was read for (zones.asof.with_states), else today."""
    states = states_of(parcel)
    word = _("On hold") if states.public == ON_HOLD else str(Commercial(states.commercial).label)
    if states.reserved_until:
        word = _("On hold until %(day)s") % {"day": date_format(states.reserved_until, "DATE_FORMAT")}
    elif states.expired_on:
        day = date_format(states.expired_on, "DATE_FORMAT")
        word = _("Available, reservation expired on %(day)s") % {"day": day}
    return ParcelState(str(states.public), word)


def legend():
    """(kind, word) of the states a plan can show."""
    words, available = dict(public_states()), Commercial.AVAILABLE
    shown = (available, ON_HOLD, Commercial.LEASED, Commercial.PLANNED, Commercial.NOT_FOR_LEASE, Commercial.UNKNOWN)
    return [(str(kind), words[kind]) for kind in shown]


def parcel_row(parcel):
    """One parcel in a list, as on the day it was read for. `zone` must be loaded."""
    state, states = parcel_state(parcel), states_of(parcel)
    return {
        "url": at_day(parcel.get_absolute_url(), states.on),
        "label": str(parcel.label),
        "code": parcel.code.removeprefix("MẪU-"),
        "zone": parcel.zone.short_name,
        "area": "" if parcel.area is None else hectares(parcel.area),
        "state": state.kind,
        "state_word": state.word,
        "readiness": "" if states.readiness == Readiness.UNKNOWN else str(Readiness(states.readiness).label),
        "power": span(parcel.power_kw, None),
        "water": span(parcel.water_m3_day, None),
        "wastewater": span(parcel.wastewater_m3_day, None),
        "sample": parcel.is_sample,
    }


def parcel_facts(parcel):
    """What is known of a parcel as facts (label, value, unit), and the labels of what nobody has published."""
    row = parcel_row(parcel)
    term_end = date_format(parcel.term_end, "DATE_FORMAT") if parcel.term_end else ""
    facts = [
        (_("Area by decision"), row["area"], "ha"),
        (_("Readiness"), row["readiness"], ""),
        (_("Power at the boundary"), row["power"], "kW"),
        (_("Water"), row["water"], _("m³/day")),
        (_("Wastewater"), row["wastewater"], _("m³/day")),
        (_("Land term ends"), term_end, ""),
    ]
    return {
        "known": [{"label": label, "value": value, "unit": unit} for label, value, unit in facts if value],
        "unknown": [label for label, value, _unit in facts if not value],
    }


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


# The moves the public may read; negotiating and reserved are one "on hold" to it.
_MOST_MOVES = 20
_PUBLIC_AXES = ("commercial_status", "readiness", "use_state")


def _public_word(move, state):
    return _("On hold") if move.axis == "commercial_status" and state in HELD else move.label_of(state)


def public_moves(parcel, day=None):
    """The parcel's dated changes of state up to `day`, newest first, without who entered them."""
    moves = parcel.moves.filter(axis__in=_PUBLIC_AXES).order_by("on", "id")
    if day:
        moves = moves.filter(on__lte=day)
    chains = {}
    for move in moves:
        move.record = parcel
        chains.setdefault(move.axis, []).append(move)
    rows = []
    for chain in chains.values():
        for from_state, move in linked(chain, chain[0].from_state):
            origin, target = _public_word(move, from_state), _public_word(move, move.to_state)
            if origin != target:
                rows.append((move.on, move.pk, {"origin": origin, "target": target, "number": move.decision_number}))
    newest = sorted(rows, key=lambda row: row[:2], reverse=True)[:_MOST_MOVES]
    return [{"on": on, **row} for on, _pk, row in newest]

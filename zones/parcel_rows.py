"""Parcels as the public reads them: rows of a list, facts, changes of state; plain values ready for a template."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.chain import linked
from core.numbers import format_number, hectares
from core.provenance import provenance
from zones.asof import States, states_of
from zones.display import at_day
from zones.lifecycle import HELD, ON_HOLD, Commercial, Readiness, public_states


@dataclass(frozen=True)
class ParcelState:
    """The leasing state as the public reads it: a kind for fill and pattern, and the word beside it."""

    kind: str
    word: str


def parcel_state(parcel):
    """The leasing state of `parcel` on the day it was read for (zones.asof.with_states), else today."""
    return _worded(states_of(parcel))


def _worded(states):
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


class ParcelRows:
    """Writes parcels as the rows of one page: what is alike in them is looked up and translated once."""

    def __init__(self):
        self._language = get_language()
        self._before, _slug, self._after = reverse("zones:parcel", args=["-"]).rpartition("-")
        self._parcel, self._sample = _("Parcel %(code)s"), _("SAMPLE %(number)s")
        self._zones, self._states, self._origins = {}, {}, {}
        self._readiness = {value: str(label) for value, label in Readiness.choices} | {Readiness.UNKNOWN.value: ""}

    def row(self, parcel):
        """One parcel in a list, as on the day it was read for. `zone` must be loaded."""
        state, readiness, on = self._state(parcel)
        code, area = parcel.code.removeprefix("MẪU-"), parcel.area
        name = self._sample % {"number": code} if parcel.is_sample else self._parcel % {"code": parcel.code}
        return {
            "url": at_day(f"{self._before}{parcel.slug}{self._after}", on),
            "label": name,
            "code": code,
            "zone": self._zone(parcel),
            "area": "" if area is None else hectares(area, self._language),
            "state": state.kind,
            "state_word": state.word,
            "readiness": self._readiness[readiness],
            "power": self._number(parcel.power_kw),
            "water": self._number(parcel.water_m3_day),
            "wastewater": self._number(parcel.wastewater_m3_day),
            "sample": parcel.is_sample,
        }

    def listed(self, parcel):
        """`row` with what a table of parcels says besides: when and by whom it was stated. `source` must be loaded."""
        return self.row(parcel) | {"slug": parcel.slug, "origin": self._origin(parcel)}

    def _origin(self, parcel):
        """Day and publisher of what is said of a real parcel; blank for a sample, which nobody has stated."""
        if parcel.is_sample:
            return ""
        key = parcel.as_of, parcel.source_id, parcel.review_due, parcel.verified_on
        if key not in self._origins:
            said = provenance(parcel)
            self._origins[key] = " · ".join(filter(None, (said["as_of"], said["publisher"], said["stale"])))
        return self._origins[key]

    def _state(self, parcel):
        """(ParcelState, readiness, the past day they were read for) of the parcel."""
        states = getattr(parcel, "states", None)
        if states is None and parcel.reserved_until is None:
            return self._worded(parcel.commercial_status), parcel.readiness, None
        states = states or states_of(parcel)
        return _worded(states), states.readiness, states.on

    def _worded(self, commercial):
        """The ParcelState of a state that no day limits."""
        if commercial not in self._states:
            self._states[commercial] = _worded(States(commercial, "", ""))
        return self._states[commercial]

    def _zone(self, parcel):
        if parcel.zone_id not in self._zones:
            self._zones[parcel.zone_id] = parcel.zone.short_name
        return self._zones[parcel.zone_id]

    def _number(self, value):
        return "" if value is None else format_number(value, None, self._language)


def parcel_row(parcel):
    """One parcel as `ParcelRows` writes it."""
    return ParcelRows().row(parcel)


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

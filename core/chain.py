"""What the dated moves of one axis, taken together, say of any day. Knows no database.

A move is anything with `on` (a day), `from_state` and `to_state`; moves are given in order of day and entry. The chain
decides: each move leads from the state the one before it led to, whatever was recorded when it was entered, for a
backdated move may have come between since.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Step:
    """A change about to be entered: the state it leads to from `on`, and what is written beside it."""

    to_state: str
    on: dt.date
    note: str = ""
    decision_number: str = ""
    # The key of the StoredFile with the decision; only of moves that can hold one.
    file_id: int | None = None


@dataclass(frozen=True)
class Period:
    """Days in one state: from `start` (None: since before the first move) to `end`, excluded (None: until now)."""

    state: str
    start: dt.date | None
    end: dt.date | None

    def __str__(self):
        start, end = (day and date_format(day, "DATE_FORMAT") for day in (self.start, self.end))
        if start and end:
            return _("from %(start)s to %(end)s") % {"start": start, "end": end}
        if start:
            return _("since %(start)s") % {"start": start}
        return _("until %(end)s") % {"end": end} if end else _("throughout")


def first_state(moves, recorded):
    """The state before the first of `moves`; without moves the `recorded` one, which nothing contradicts."""
    return moves[0].from_state if moves else recorded


def state_on(moves, day, recorded):
    """The state on `day`: where the last move with `on` ≤ `day` led; see `first_state` for the days before."""
    state = first_state(moves, recorded)
    for move in moves:
        if move.on > day:
            break
        state = move.to_state
    return state


def linked(moves, start):
    """[(state it led from, move)]: `moves` with the origin the chain gives each, the first led from `start`."""
    origins = [start, *(move.to_state for move in moves)]
    return list(zip(origins, moves, strict=False))


def periods(moves, recorded):
    """Every Period in order; they never overlap and leave no day out. States left on the day they began are absent."""
    starts = [None, *(move.on for move in moves)]
    ends = [*(move.on for move in moves), None]
    states = [first_state(moves, recorded), *(move.to_state for move in moves)]
    return [
        Period(state, start, end)
        for state, start, end in zip(states, starts, ends, strict=True)
        if end is None or start != end
    ]


def period_on(moves, day, recorded):
    """The Period that holds `day`."""
    return [period for period in periods(moves, recorded) if period.start is None or period.start <= day][-1]


def period_of(moves, move):
    """The Period that `move`, one of `moves`, began; it may be empty of days."""
    at = moves.index(move)
    return Period(move.to_state, move.on, moves[at + 1].on if at + 1 < len(moves) else None)


def with_steps(moves, steps):
    """`moves` and `steps` in the order of their days; on one day what was entered later comes later."""
    return sorted([*moves, *steps], key=lambda move: move.on)

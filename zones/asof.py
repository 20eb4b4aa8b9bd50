"""What parcels and zones were on a day, read from their dated moves: what was in force then, as we know it now."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Case, F, Q, TextField, Value, When
from django.utils import timezone

from core import partialdate
from core.chain import state_on
from core.public_reading import as_officer
from zones.lifecycle import HELD, ON_HOLD, Commercial, Readiness, Stage, UseState, effective_commercial
from zones.models import Parcel, ParcelMove

_UNKNOWN = {
    "commercial_status": Commercial.UNKNOWN,
    "readiness": Readiness.UNKNOWN,
    "use_state": UseState.UNKNOWN,
}


@dataclass(frozen=True)
class States:
    """The states of a parcel on one day, an ended reservation already read as ended.

    `reserved_until` is the last day of the reservation that holds it, `expired_on` that of one that holds it no longer,
    `on` the past day they were read for (None: today).
    """

    commercial: str
    readiness: str
    use: str
    reserved_until: dt.date | None = None
    expired_on: dt.date | None = None
    on: dt.date | None = None

    @property
    def public(self):
        """The leasing state with reserved and negotiating folded into `on_hold`."""
        return ON_HOLD if self.commercial in HELD else self.commercial


def _states(commercial, readiness, use, reserved_until, on=None):
    day = on or timezone.localdate()
    effective = effective_commercial(commercial, reserved_until, day)
    # A hold that outlives its last day can only be a negotiation, which the public is not told of.
    holds_until = effective in HELD and reserved_until is not None and reserved_until >= day
    return States(
        effective,
        readiness,
        use,
        reserved_until=reserved_until if holds_until else None,
        expired_on=reserved_until if effective != commercial else None,
        on=on,
    )


def states_of(parcel):
    """The States `with_states` gave this parcel, else those it has today."""
    return getattr(parcel, "states", None) or _states(
        parcel.commercial_status, parcel.readiness, parcel.use_state, parcel.reserved_until
    )


def known_since(record):
    """The first day a Sourced record can speak for; its `source` must be loaded."""
    stated = record.as_of or record.source.published_on
    return partialdate.first_day(stated) if stated else record.source.read_on


def known_by(day=None):
    """The condition, for a query of Sourced records, that `was_known` of them on `day`; all of them for today."""
    if day is None:
        return Q()
    undated = Q(as_of="") & (
        partialdate.begins_by("source__published_on", day) | Q(source__published_on="", source__read_on__lte=day)
    )
    return partialdate.begins_by("as_of", day) | undated


def was_known(record, day=None):
    """Whether a Sourced record speaks for `day` (today): a figure of a later year does not."""
    return day is None or known_since(record) <= day


def _axis_on(record, axis, moves, day, unknown):
    """The state of `axis` on `day` by its `moves` in order, else by the record.

    Before the first move and before the record was known, nobody has said it: a move tells where it led from, not since
    when that held.
    """
    is_told = bool(moves) and moves[0].on <= day
    return state_on(moves, day, getattr(record, axis)) if is_told or known_since(record) <= day else unknown


def with_states(parcels, day=None):
    """`parcels` as a list, each with its `states` on `day` (today): at most two queries, none for today.

    Their `source` must be loaded.
    """
    parcels = list(parcels)
    if day is None or day >= timezone.localdate() or not parcels:
        return parcels
    chains = defaultdict(list)
    moves = ParcelMove.objects.filter(record__in=[parcel.pk for parcel in parcels], axis__in=_UNKNOWN)
    for move in moves.order_by("on", "id"):
        chains[move.record_id, move.axis].append(move)
    then = {
        parcel.pk: {
            axis: _axis_on(parcel, axis, chains.get((parcel.pk, axis), []), day, unknown)
            for axis, unknown in _UNKNOWN.items()
        }
        for parcel in parcels
    }
    reserved = [parcel for parcel in parcels if then[parcel.pk]["commercial_status"] in HELD]
    until = _reservation_ends(reserved, chains, day)
    for parcel in parcels:
        was = then[parcel.pk]
        parcel.states = _states(was["commercial_status"], was["readiness"], was["use_state"], until.get(parcel.pk), day)
    return parcels


def _reservation_ends(parcels, chains, day):
    """{pk: last day of the reservation that held the parcel on `day`}, None where it is not recorded.

    The column keeps the newest reservation only; that of an earlier one is in the history, as it stood when the next
    move of the chain was entered. A reservation entered after it was over has no version of its own there.
    """
    ends, asked = {}, {}
    with as_officer():  # when a move was entered finds the day; it is not shown
        for parcel in parcels:
            moves = chains[parcel.pk, "commercial_status"]
            begun = [move.at for move in moves if move.on <= day]
            later = [move.at for move in moves if move.on > day]
            if later:
                asked[parcel.pk] = (begun[-1] if begun else None, later[0])
            else:
                ends[parcel.pk] = parcel.reserved_until
    if asked:
        rows = Parcel.history.filter(id__in=asked).order_by("history_date", "history_id")
        for pk, written, until in rows.values_list("id", "history_date", "reserved_until"):
            begun, over = asked[pk]
            if written <= over and (begun is None or written > begun):
                ends[pk] = until
    return ends


def stands_in_plan(parcel, day=None):
    """Whether the parcel stands in the plan on `day` (today): begun, and not yet split or merged away."""
    day = day or timezone.localdate()
    return (parcel.exists_from is None or parcel.exists_from <= day) and (
        parcel.exists_to is None or parcel.exists_to > day
    )


def stage_on(zone, day=None):
    """The stage of `zone` on `day` (today): one query for a past day. Its `source` must be loaded."""
    if day is None or day >= timezone.localdate():
        return Stage(zone.stage)
    moves = list(zone.moves.filter(axis="stage").order_by("on", "id"))
    return Stage(_axis_on(zone, "stage", moves, day, Stage.UNKNOWN))


def in_state(state):
    """The condition on which a parcel reads `state` to the public today: `on_hold`, or a Commercial but these two.

    The column is compared with the states in question first, for an index to serve.
    """
    today = timezone.localdate()
    if state == ON_HOLD:
        held = Q(reserved_until__isnull=True) | Q(reserved_until__gte=today)
        return Q(commercial_status__in=HELD) & (Q(commercial_status=Commercial.NEGOTIATING) | held)
    if state == Commercial.AVAILABLE:
        free = Q(commercial_status=Commercial.AVAILABLE) | Q(reserved_until__lt=today)
        return Q(commercial_status__in=(Commercial.AVAILABLE, Commercial.RESERVED)) & free
    return Q(commercial_status=state)


def public_state():
    """The leasing state the public reads today, as an expression on parcels."""
    return Case(
        When(in_state(Commercial.AVAILABLE), then=Value(Commercial.AVAILABLE.value)),
        When(commercial_status__in=HELD, then=Value(ON_HOLD)),
        default=F("commercial_status"),
        output_field=TextField(),
    )

"""Zones whose inventory of parcels is declared complete: the land balance on a day, beside what the decision says."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from django.db.models import Case, F, Q, Sum, Value, When
from django.utils import timezone

from core.disclosure import Publication
from core.numbers import SQUARE_METRES_A_HECTARE
from zones.asof import in_state, known_since, states_of, was_known, with_states
from zones.balance.sums import LandBalance, LandRow, differs, land_balance
from zones.lifecycle import Commercial, Readiness, effective_commercial
from zones.models import Figure, LandTally, Parcel, ParcelMove, Zone
from zones.units import Unit

# Sum of the balance → measures of the figures in which a decision or a report states the same area, the best first.
STATED_AS = {
    "total": ("established_area", "area"),
    "leasable": ("industrial_service_area",),
    "leased": ("leased_area",),
    "free_serviced": ("available_ready",),
    "free_unserviced": ("available_unserviced",),
    "uncleared": ("uncleared",),
}
# What a decision itself fixes; the rest changes from day to day and is only reported.
DECIDED = ("total", "leasable")
# How many changed parcels of a past day are held in memory at once.
_AT_A_TIME = 2000
_SQUARE_METRES = {Unit.HECTARE: Decimal(SQUARE_METRES_A_HECTARE), Unit.SQUARE_METRE: Decimal(1)}


@dataclass(frozen=True)
class Inventory:
    """The balance of all real parcels of a zone's plan, and how many of them are not published."""

    balance: LandBalance
    unpublished: int

    @property
    def public(self):
        """The balance as the public may read it: none while it would count parcels the public cannot see."""
        return None if self.unpublished else self.balance


def is_declared(zone, day=None):
    """Whether the inventory of `zone` is declared complete for `day` (today)."""
    day = day or timezone.localdate()
    return bool(zone.inventory_on and zone.inventory_source_id and zone.inventory_on <= day)


def inventory_of(zone, day, parcels):
    """The Inventory of one zone on a past `day` from all its published `parcels` of the plan, read for that day."""
    if not is_declared(zone, day):
        return None
    real = [parcel for parcel in parcels if not parcel.is_sample]
    rows = [LandRow(states_of(parcel).commercial, states_of(parcel).readiness, parcel.area) for parcel in real]
    return Inventory(land_balance(rows), _counted(zone, day) - len(real))


def inventories(zones, day=None):
    """{pk: Inventory} of those `zones` whose inventory is declared complete on `day` (today).

    One query for today, however many parcels there are; for a past day also those of them that have changed since.
    """
    declared = [zone.pk for zone in zones if is_declared(zone, day)]
    if not declared:
        return {}
    tallies = LandTally.objects.filter(zone__in=declared).in_plan(day)
    is_past = day is not None and day < timezone.localdate()
    rows, unpublished = defaultdict(list), Counter()
    for zone, publication, row in _Then(declared, day).rows(tallies) if is_past else _rows_today(tallies):
        rows[zone].append(row)
        unpublished[zone] += row.parcels if publication != Publication.PUBLISHED else 0
    return {pk: Inventory(land_balance(rows[pk]), unpublished[pk]) for pk in declared}


def known_parcels(zone, day=None):
    """How many published real parcels the plan of `zone` holds on `day` (today)."""
    return _counted(zone, day, publication=Publication.PUBLISHED)


def _counted(zone, day, **kind):
    counted = LandTally.objects.filter(zone=zone, **kind).in_plan(day).aggregate(parcels=Sum("parcels"))
    return counted["parcels"] or 0


def _square_metres(tallied):
    return Decimal(tallied).scaleb(-2)


def _rows_today(tallies):
    """(zone, publication, LandRow) of land that reads the same today."""
    state = Case(
        When(in_state(Commercial.AVAILABLE), then=Value(Commercial.AVAILABLE.value)), default=F("commercial_status")
    )
    found = tallies.order_by().values_list("zone", "publication", state, "readiness")
    for zone, publication, state, readiness, area, parcels, without in found.annotate(
        Sum("area"), Sum("parcels"), Sum("without_area")
    ):
        yield zone, publication, LandRow(state, readiness, _square_metres(area), parcels, without)


@dataclass(frozen=True)
class _Then:
    """Land on a past `day`, first as if nothing had changed since, then put right where something has."""

    zones: list
    day: dt.date

    def rows(self, tallies):
        """(zone, publication, LandRow), some to be taken away again: below nought."""
        later = []
        for tally in tallies.select_related("source"):
            if known_since(tally) > self.day:
                later.append(tally)
            yield (
                tally.zone_id,
                tally.publication,
                self._unchanged(tally, tally.area, tally.parcels, tally.without_area),
            )
        for parcel in self._changed(later):
            area, without = int((parcel.area or 0) * 100), int(parcel.area is None)
            then = states_of(parcel)
            yield parcel.zone_id, parcel.publication, self._unchanged(parcel, -area, -1, -without)
            now = LandRow(then.commercial, then.readiness, _square_metres(area), 1, without)
            yield parcel.zone_id, parcel.publication, now

    def _unchanged(self, land, area, parcels, without_area):
        """What `land` (a tally or a parcel) reads now, or unknown where its record speaks of later days only."""
        states = Commercial.UNKNOWN, Readiness.UNKNOWN
        if known_since(land) <= self.day:
            states = effective_commercial(land.commercial_status, land.reserved_until, self.day), land.readiness
        return LandRow(*states, _square_metres(area), parcels, without_area)

    def _changed(self, known_later):
        """Parcels with a move after the day, and those with any whose record speaks of later days only."""
        moves = ParcelMove.objects.filter(axis__in=("commercial_status", "readiness")).order_by().values("record")
        changed = Q(pk__in=moves.filter(on__gt=self.day))
        if known_later:
            dated = {tally.as_of for tally in known_later if tally.as_of}
            undated = {tally.source_id for tally in known_later if not tally.as_of}
            changed |= (Q(as_of__in=dated) | Q(as_of="", source__in=undated)) & Q(pk__in=moves)
        rows = Parcel.objects.filter(changed, zone__in=self.zones, is_sample__in=[False]).in_plan(self.day)
        parcels = rows.order_by().select_related("source").iterator(chunk_size=_AT_A_TIME)
        while some := list(islice(parcels, _AT_A_TIME)):
            yield from with_states(some, self.day)


def stated_areas(figures, day=None):
    """{sum of the balance: Figure that states the same area}, the newest known by `day`; `figures` newest first."""
    usable = [
        figure
        for figure in figures
        if figure.value is not None and figure.unit in _SQUARE_METRES and was_known(figure, day)
    ]
    stated = {}
    for name, measures in STATED_AS.items():
        of_measure = [figure for measure in measures for figure in usable if figure.measure == measure]
        if of_measure:
            stated[name] = of_measure[0]
    return stated


@dataclass(frozen=True)
class Difference:
    """A sum of parcels that is not what a figure states: all in m², `by` = computed − stated."""

    name: str
    computed: Decimal
    stated: Decimal
    by: Decimal
    figure: Figure


def differences(inventory, figures):
    """Where the computed total and leasable area differ from the decision by more than rounding."""
    found = []
    for name, figure in stated_areas(figures).items():
        if name not in DECIDED or figure.is_approximate or figure.value_max is not None:
            continue
        stated = figure.value * _SQUARE_METRES[figure.unit]
        computed = getattr(inventory.balance, name).area
        by = differs(computed, stated)
        if by is not None and inventory.balance.is_complete(name):
            found.append(Difference(name, computed, stated, by, figure))
    return found


def zones_that_differ():
    """[(zone, differences, parcels not published)] of the zones officers must look at: three queries."""
    zones = list(Zone.objects.filter(inventory_on__isnull=False, inventory_source__isnull=False))
    declared = inventories(zones)
    figures = defaultdict(list)
    for figure in Figure.objects.shown().filter(zone__in=declared):
        figures[figure.zone_id].append(figure)
    found = [
        (zone, differences(declared[zone.pk], figures[zone.pk]), declared[zone.pk].unpublished)
        for zone in zones
        if zone.pk in declared
    ]
    return [row for row in found if row[1] or row[2]]

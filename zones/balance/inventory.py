"""Zones whose inventory of parcels is declared complete: the land balance on a day, beside what the decision says."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.utils import timezone

from core.disclosure import Publication
from core.numbers import SQUARE_METRES_A_HECTARE
from zones.asof import in_state, states_of, was_known, with_states
from zones.balance.sums import LandBalance, LandRow, differs, land_balance
from zones.lifecycle import Commercial
from zones.models import Figure, Parcel, Zone
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
    unpublished = zone.parcels.filter(is_sample=False).in_plan(day).exclude(publication=Publication.PUBLISHED)
    rows = (_row_then(parcel) for parcel in parcels if not parcel.is_sample)
    return Inventory(land_balance(rows), unpublished.count())


def inventories(zones, day=None):
    """{pk: Inventory} of those `zones` whose inventory is declared complete on `day` (today)."""
    declared = [zone.pk for zone in zones if is_declared(zone, day)]
    if not declared:
        return {}
    # Every publication and the flag as lists: so the sums read an index, never the rows.
    parcels = Parcel.objects.filter(publication__in=Publication, is_sample__in=[False], zone__in=declared).in_plan(day)
    is_past = day is not None and day < timezone.localdate()
    rows = _rows_then(parcels, day) if is_past else _rows_today(parcels)
    return {
        pk: Inventory(
            land_balance(row for _publication, row in rows[pk]),
            sum(row.parcels for publication, row in rows[pk] if publication != Publication.PUBLISHED),
        )
        for pk in declared
    }


def _rows_today(parcels):
    """{zone: [(publication, LandRow)]}: one query that adds up in the database."""
    state = Case(
        When(in_state(Commercial.AVAILABLE), then=Value(Commercial.AVAILABLE.value)), default=F("commercial_status")
    )
    found = (
        parcels.order_by()
        .values("zone", "publication", "readiness", state=state)
        .annotate(known=Sum("area"), parcels=Count("pk"), without=Count("pk", filter=Q(area__isnull=True)))
    )
    rows = defaultdict(list)
    for row in found:
        land = LandRow(row["state"], row["readiness"], row["known"], row["parcels"], row["without"])
        rows[row["zone"]].append((row["publication"], land))
    return rows


def _rows_then(parcels, day):
    """{zone: [(publication, LandRow)]} of a past day: the parcels and their moves, two queries or three."""
    rows = defaultdict(list)
    for parcel in with_states(parcels.select_related("source"), day):
        rows[parcel.zone_id].append((parcel.publication, _row_then(parcel)))
    return rows


def _row_then(parcel):
    then = states_of(parcel)
    return LandRow(then.commercial, then.readiness, parcel.area)


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

"""Land of zones: established, leasable, leased, changed in the period, in hectares."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.numbers import SQUARE_METRES_A_HECTARE
from projects.models import Project
from reports.form import Found, Ref
from reports.measures.money import added_up
from reports.measures.projects import ORIGINS
from reports.measures.registry import measure
from reports.models.figures import Measure
from zones.lifecycle import Commercial, Stage
from zones.models import ZoneEvent
from zones.units import Unit

# Stages at which a zone has been approved: group I of form 2107.
APPROVED = (Stage.ESTABLISHED, Stage.CLEARING, Stage.BUILDING, Stage.OPERATING, Stage.ADJUSTING)
IN_PLAN = (Stage.IN_PLAN, Stage.PLANNING, Stage.PLAN_APPROVED, Stage.PRINCIPLE_PENDING)
_HECTARES = {Unit.HECTARE: Decimal(1), Unit.SQUARE_METRE: Decimal(1) / SQUARE_METRES_A_HECTARE}
_SETS_AREA = (ZoneEvent.Kind.ESTABLISHED, ZoneEvent.Kind.ENLARGED, ZoneEvent.Kind.REDUCED, ZoneEvent.Kind.REVOKED)


def hectares(square_metres):
    return None if square_metres is None else square_metres / SQUARE_METRES_A_HECTARE


def _by_event(facts, zone, kinds, name):
    """(Ref, hectares) of the newest event of these kinds that states `name`, or None."""
    stated = [
        event
        for event in facts.zone_events.get(zone.pk, ())
        if event.kind in kinds and getattr(event, name) is not None
    ]
    return (Ref("zone_event", stated[-1].pk), hectares(getattr(stated[-1], name))) if stated else None


def _by_figure(facts, zone, *measures):
    for name in measures:
        row = facts.zone_figures.get((zone.pk, name))
        if row is not None and row.unit in _HECTARES:
            return Ref("zone_figure", row.id), row.value * _HECTARES[row.unit]
    return None


def _unknown(zone):
    return Ref("zone", zone.pk), None


@measure(
    "established_area", _("Area by the newest decision on the zone; else the published figure. Only approved zones.")
)
def established_area(facts, zones):
    return added_up(
        [
            _by_event(facts, zone, _SETS_AREA, "area")
            or _by_figure(facts, zone, "established_area", "area")
            or _unknown(zone)
            for zone in zones
            if facts.stages[zone.pk] in APPROVED
        ]
    )


@measure("planned_area", _("Area by the planning decision on the zone; else the published figure."))
def planned_area(facts, zones):
    return added_up(
        [
            _by_event(facts, zone, (ZoneEvent.Kind.PLANNED,), "area")
            or _by_figure(facts, zone, "planned_area", "area")
            or _unknown(zone)
            for zone in zones
        ]
    )


@measure(
    "leasable_area", _("Industrial and service land by the newest decision on the zone; else the published figure.")
)
def leasable_area(facts, zones):
    return added_up(
        [
            _by_event(facts, zone, _SETS_AREA, "leasable_area")
            or _by_figure(facts, zone, "industrial_service_area")
            or _unknown(zone)
            for zone in zones
        ]
    )


def _is_declared(facts, zone):
    """Whether every parcel of the zone stood in the record on the last day of the period."""
    return bool(zone.inventory_on and zone.inventory_source_id and zone.inventory_on <= facts.last_day)


@measure(
    "leased_area",
    _(
        "Area of the parcels leased on the last day of the period, where the zone’s inventory is "
        "declared complete; else the published figure."
    ),
)
def leased_area(facts, zones):
    parts = []
    for zone in zones:
        if not _is_declared(facts, zone):
            parts.append(_by_figure(facts, zone, "leased_area") or _unknown(zone))
            continue
        for parcel in facts.parcels.get(zone.pk, ()):
            state = facts.leasing(parcel)
            if state == Commercial.LEASED:
                parts.append((Ref("parcel", parcel.row.id), hectares(parcel.row.area)))
            elif state == Commercial.UNKNOWN:
                parts.append((Ref("parcel", parcel.row.id), None))
    return added_up(parts)


@measure(
    "land_change",
    _(
        "Area of parcels let in the period less that of parcels taken back, by the origin of the "
        "project that stands on them."
    ),
    origin=ORIGINS,
    needs=("origin",),
)
def land_change(facts, zones, origin):
    parts = []
    for parcel, sign in facts.lease_changes(zones):
        origins = facts.tenants.get(parcel.id, set())
        if origins == {origin}:
            area = hectares(parcel.area)
            parts.append((Ref("parcel", parcel.id), None if area is None else area * sign))
        elif len(origins) != 1 or origins == {Project.Origin.UNKNOWN}:
            parts.append((Ref("parcel", parcel.id), None))
    return added_up(parts)


@measure(
    "zone_figure",
    _("What the zone’s own period figure says."),
    needs=("figure",),
    figure=(Measure.INFRASTRUCTURE_COMPLETION.value, Measure.INFRASTRUCTURE_LAND.value),
)
def zone_figure(facts, zones, figure):
    parts = []
    for zone in zones:
        rows = facts.period_figures.get(("zone", zone.pk, figure), ())
        parts += [(Ref("figure", row.id), row.amount) for row in rows] or [_unknown(zone)]
    return added_up(parts)


@measure("zones_counted", _("How many zones."))
def zones_counted(facts, zones):
    return Found(Decimal(len(zones)), tuple(Ref("zone", zone.pk) for zone in zones))

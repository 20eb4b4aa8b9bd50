"""What the record holds for a period: read lazily, each kind of record once, however many zones or projects."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.utils.translation import get_language

from core import partialdate
from core.chain import periods, state_on
from core.disclosure import Publication
from projects.lifecycle import STATUS_AFTER, EventKind, Implementation, LegalStatus
from projects.models import Project, ProjectMove
from reports.models.figures import FLOWS, PeriodFigure
from reports.periods import Period
from zones.lifecycle import Commercial, Stage
from zones.models import Figure, Parcel, Zone, ZoneEvent

# A certificate was issued and has not ended; a suspended project keeps it.
IN_FORCE = (LegalStatus.IRC_ISSUED, LegalStatus.IRC_AMENDED, LegalStatus.EXTENDED, LegalStatus.SUSPENDED)
ENDS = (EventKind.TERMINATE, EventKind.REVOKE)
# Projects in these have nothing to produce yet.
_NOT_PRODUCING = (Implementation.NOT_STARTED, Implementation.PROCEDURES, Implementation.BUILDING, Implementation.CLOSED)


def in_language(row, name):
    """The translated field `name` of a row of values, in the reader's language, else in Vietnamese."""
    language = (get_language() or "vi")[:2]
    return getattr(row, f"{name}_{language}", None) or getattr(row, f"{name}_vi") or ""


def _known_since(row):
    stated = row.as_of or row.source__published_on
    return partialdate.first_day(stated) if stated else row.source__read_on


@dataclass(frozen=True)
class EventFacts:
    id: int
    kind: str
    on: dt.date
    number: str
    capital_usd: Decimal | None
    capital_vnd: Decimal | None


@dataclass
class ProjectFacts:
    """One project on the last day of the period. `events` are those until then, the earliest first."""

    row: object
    facts: "Facts"
    events: list = field(default_factory=list)

    @property
    def pk(self):
        return self.row.id

    @cached_property
    def status(self):
        moved = [event for event in self.events if event.kind in STATUS_AFTER]
        if moved:
            return STATUS_AFTER[moved[-1].kind]
        day = self.row.certificate_date
        has_certificate = self.row.certificate_number and day and day <= self.facts.last_day
        return LegalStatus.IRC_ISSUED if has_certificate else LegalStatus.UNKNOWN

    @cached_property
    def implementation(self):
        return self.facts.implementation_of(self.row)

    @property
    def is_in_force(self):
        return self.status in IN_FORCE

    @property
    def has_ended(self):
        return self.status in (LegalStatus.TERMINATED, LegalStatus.REVOKED)

    @property
    def may_produce(self):
        return self.is_in_force and self.implementation not in _NOT_PRODUCING


@dataclass(frozen=True)
class StateMove:
    on: dt.date
    from_state: str
    to_state: str
    decision_number: str = ""


@dataclass
class ParcelFacts:
    """One parcel with its moves of leasing, the earliest first."""

    row: object
    moves: list = field(default_factory=list)


class Facts:
    """The records for one Period. `rate` is VND a dollar, or None while the report holds none."""

    def __init__(self, period: Period, rate: Decimal | None = None):
        self.period, self.rate = period, rate
        # Whether an amount could not be converted for want of a rate.
        self.lacked_rate = False
        self.first_day, self.last_day = period.first_day, period.last_day

    @cached_property
    def zones(self):
        """Every zone but those withdrawn, in the office's order, each with `stage_moves`: one query, a row a move."""
        stage = FilteredRelation("moves", condition=Q(moves__axis="stage"))
        rows = Zone.objects.exclude(publication=Publication.WITHDRAWN).select_related("source").annotate(move=stage)
        columns = {f"move_{name}": F(f"move__{name}") for name in ("on", "from_state", "to_state", "decision_number")}
        found = {}
        for row in rows.annotate(**columns).order_by("order", "slug", "move__on", "move__id"):
            zone = found.setdefault(row.pk, row)
            if zone is row:
                zone.stage_moves = []
            if row.move_on is not None:
                zone.stage_moves.append(StateMove(*(getattr(row, name) for name in columns)))
        return list(found.values())

    @cached_property
    def stages(self):
        """{zone: Stage on the last day}; without moves the recorded one, from the day it is known for."""
        found = {}
        for zone in self.zones:
            moves = zone.stage_moves
            stated = zone.as_of or zone.source.published_on
            since = partialdate.first_day(stated) if stated else zone.source.read_on
            recorded = zone.stage if since <= self.last_day else Stage.UNKNOWN
            found[zone.pk] = Stage(state_on(moves, self.last_day, None) if moves else recorded)
        return found

    def stage_decision(self, zone, stage):
        """The number of the decision by which `zone` last entered `stage` by the last day; "" when none tells."""
        numbers = [
            move.decision_number for move in zone.stage_moves if move.to_state == stage and move.on <= self.last_day
        ]
        return numbers[-1] if numbers else ""

    @cached_property
    def zone_events(self):
        """{zone: its events until the last day, the earliest first}."""
        chains = defaultdict(list)
        events = ZoneEvent.objects.filter(on__lte=self.last_day).select_related("decision", "zone")
        for event in events.order_by("on", "id"):
            chains[event.zone_id].append(event)
        return chains

    @cached_property
    def zone_figures(self):
        """{(zone, measure): the newest exact published figure that a source had stated by the last day}."""
        rows = (
            Figure.objects.published()
            .filter(zone__isnull=False, is_known=True, value__isnull=False)
            .filter(value_max__isnull=True, is_approximate=False)
            .values_list(
                "id", "zone_id", "measure", "value", "unit", "as_of", "source__published_on", "source__read_on",
                named=True,
            )
            .order_by("id")
        )  # fmt: skip
        newest = {}
        for row in rows:
            since = _known_since(row)
            key = row.zone_id, row.measure
            if since <= self.last_day and (key not in newest or since >= newest[key][0]):
                newest[key] = since, row
        return {key: row for key, (_since, row) in newest.items()}

    @cached_property
    def projects(self):
        """{zone: [ProjectFacts]} of every project but those withdrawn, each with its events: one query."""
        events = FilteredRelation("events", condition=Q(events__on__lte=self.last_day))
        rows = Project._base_manager.exclude(publication=Publication.WITHDRAWN).annotate(event=events)
        names = (
            "id", "zone_id", "name_vi", "name_en", "kind", "origin", "capital", "certificate_number",
            "certificate_date", "implementation", "as_of", "source__published_on", "source__read_on",
            "investor__name_vi", "investor__name_en", "investor__country",
            "event__id", "event__kind", "event__on", "event__number", "event__capital_usd", "event__capital_vnd",
        )  # fmt: skip
        found = {}
        for row in rows.order_by("id", "event__on", "event__id").values_list(*names, named=True):
            project = found.get(row.id) or found.setdefault(row.id, ProjectFacts(row, self))
            if row.event__id is not None:
                project.events.append(EventFacts(*row[-6:]))
        by_zone = defaultdict(list)
        for project in found.values():
            by_zone[project.row.zone_id].append(project)
        return by_zone

    def developments(self, zone):
        """The infrastructure projects of `zone`."""
        return [one for one in self.projects.get(zone.pk, ()) if one.row.kind == Project.Kind.INFRASTRUCTURE]

    @cached_property
    def _project_moves(self):
        chains = defaultdict(list)
        moves = ProjectMove.objects.filter(axis="implementation").order_by("on", "id")
        for move in moves.only("record_id", "on", "from_state", "to_state"):
            chains[move.record_id].append(move)
        return chains

    def implementation_of(self, row):
        moves = self._project_moves.get(row.id)
        if moves:
            return state_on(moves, self.last_day, None)
        return row.implementation if _known_since(row) <= self.last_day else Implementation.UNKNOWN

    def known_since(self, project):
        return _known_since(project.row)

    @cached_property
    def period_figures(self):
        """{("project" or "zone", key, measure): [row]} for this period: its own, or those of the quarters of a year."""
        codes = (*self.period.flow_codes, *self.period.stock_codes)
        names = ("id", "project_id", "zone_id", "period", "measure", "amount", "unit")
        found = defaultdict(list)
        for row in PeriodFigure.objects.filter(period__in=codes).order_by("id").values_list(*names, named=True):
            owner = ("project", row.project_id) if row.project_id else ("zone", row.zone_id)
            found[(*owner, row.measure)].append(row)
        return {key: self._of_this_period(key[2], rows) for key, rows in found.items()}

    def _of_this_period(self, measure, rows):
        """The rows that speak for the period: a flow's own row, else those of all four quarters; a stock's nearest."""
        own = [row for row in rows if row.period == self.period.code]
        if own:
            return own
        if measure in FLOWS:
            quarters = [row for row in rows if row.period in self.period.flow_codes]
            return quarters if self.period.quarter is None and len({row.period for row in quarters}) == 4 else []
        return [row for row in rows if row.period in self.period.stock_codes]

    @cached_property
    def parcels(self):
        """{zone: [ParcelFacts]} of every real parcel but those withdrawn, each with its moves: one query."""
        made_of = Parcel.predecessors.through.objects.filter(from_parcel=OuterRef("pk"))
        leasing = FilteredRelation("moves", condition=Q(moves__axis="commercial_status"))
        rows = Parcel._base_manager.filter(is_sample=False).exclude(publication=Publication.WITHDRAWN)
        rows = rows.annotate(is_successor=Exists(made_of), move=leasing)
        names = (
            "id", "zone_id", "area", "exists_from", "exists_to", "commercial_status", "as_of", "source__published_on",
            "source__read_on", "is_successor", "move__on", "move__from_state", "move__to_state",
        )  # fmt: skip
        found = {}
        for row in rows.order_by("id", "move__on", "move__id").values_list(*names, named=True):
            if row.id not in found:
                found[row.id] = ParcelFacts(row)
            if row.move__on is not None:
                found[row.id].moves.append(StateMove(row.move__on, row.move__from_state, row.move__to_state))
        by_zone = defaultdict(list)
        for parcel in found.values():
            by_zone[parcel.row.zone_id].append(parcel)
        return by_zone

    def leasing(self, parcel):
        """The leasing state of a ParcelFacts on the last day; None when it was not in the plan then."""
        row = parcel.row
        if (row.exists_from and row.exists_from > self.last_day) or (row.exists_to and row.exists_to <= self.last_day):
            return None
        if parcel.moves:
            return state_on(parcel.moves, self.last_day, None)
        return row.commercial_status if _known_since(row) <= self.last_day else Commercial.UNKNOWN

    def lease_changes(self, zones):
        """(row of the parcel, +1 let or -1 taken back) of the period. A lease handed on by a split is no change."""
        for parcel in (parcel for zone in zones for parcel in self.parcels.get(zone.pk, ())):
            row = parcel.row
            for period in periods(parcel.moves, None) if parcel.moves else ():
                if period.state != Commercial.LEASED:
                    continue
                if self._is_within(period.start) and not (row.is_successor and period.start == row.exists_from):
                    yield row, 1
                if self._is_within(period.end):
                    yield row, -1

    def _is_within(self, day: dt.date | None):
        return day is not None and self.first_day <= day <= self.last_day

    @cached_property
    def tenants(self):
        """{parcel: {origin of each secondary project that stands on it}}."""
        through = Project.parcels.through.objects.filter(project__kind=Project.Kind.SECONDARY)
        found = defaultdict(set)
        rows = through.exclude(project__publication=Publication.WITHDRAWN).filter(parcel__is_sample=False)
        for parcel, origin in rows.values_list("parcel_id", "project__origin"):
            found[parcel].add(origin)
        return found

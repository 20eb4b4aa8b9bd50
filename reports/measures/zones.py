"""Which zones a list holds, and what is written of each: names, places, the infrastructure project and its papers."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.display import country
from projects.lifecycle import EventKind
from reports.facts import in_language
from reports.form import Found, Ref
from reports.measures.land import APPROVED, IN_PLAN
from reports.measures.registry import Subject, measure, rows
from zones.lifecycle import Stage
from zones.models import Zone, ZoneEvent

_OPERATING = (Stage.OPERATING, Stage.ADJUSTING)


def _of_zone(facts, is_listed):
    return [Subject(f"z{zone.pk}", zone) for zone in facts.zones if is_listed(zone)]


@rows("zones_approved")
def zones_approved(facts):
    return _of_zone(facts, lambda zone: facts.stages[zone.pk] in APPROVED)


@rows("zones_awaiting")
def zones_awaiting(facts):
    """In the plan still in force and not approved."""
    return _of_zone(facts, lambda zone: facts.stages[zone.pk] in IN_PLAN)


@rows("zones_developed")
def zones_developed(facts):
    """Approved, or with an infrastructure project."""
    return _of_zone(facts, lambda zone: facts.stages[zone.pk] in APPROVED or bool(facts.developments(zone)))


@rows("zones_producing")
def zones_producing(facts):
    """Approved, or with a project in force."""
    return _of_zone(
        facts,
        lambda zone: (
            facts.stages[zone.pk] in APPROVED or any(project.is_in_force for project in facts.projects.get(zone.pk, ()))
        ),
    )


@rows("zone_events", of="event", kind=tuple(ZoneEvent.Kind.values), needs=("kind",))
def zone_events(facts, kind):
    """The decisions of this kind on zones, of the period."""
    return [
        Subject(f"e{event.pk}", zone, event)
        for zone in facts.zones
        for event in facts.zone_events.get(zone.pk, ())
        if event.kind == kind and event.on >= facts.first_day
    ]


def texts(parts):
    """Found of (text, Ref): what is known joined by "; ", the rest as unknown."""
    known = [(text, ref) for text, ref in parts if text]
    unknown = tuple(ref for text, ref in parts if not text)
    return Found("; ".join(dict.fromkeys(text for text, _ref in known)), tuple(ref for _text, ref in known), unknown)


def _zone_texts(zones, read):
    return texts([(read(zone), Ref("zone", zone.pk)) for zone in zones])


@measure("zone_name", gettext_lazy("The zone’s name."), is_text=True)
def zone_name(facts, zones):
    return _zone_texts(zones, lambda zone: zone.name)


@measure("zone_location_class", gettext_lazy("How the zone lies to economic zones."), is_text=True)
def zone_location_class(facts, zones):
    unknown = Zone.LocationClass.UNKNOWN
    return _zone_texts(
        zones, lambda zone: "" if zone.location_class == unknown else str(zone.get_location_class_display())
    )


@measure("zone_location", gettext_lazy("Where the zone lies."), is_text=True)
def zone_location(facts, zones):
    return _zone_texts(zones, lambda zone: zone.location)


@measure(
    "zone_operation", gettext_lazy("Whether the zone was in operation on the last day of the period."), is_text=True
)
def zone_operation(facts, zones):
    words = {True: _("In operation already"), False: _("Not yet in operation")}
    return _zone_texts(
        zones,
        lambda zone: "" if facts.stages[zone.pk] == Stage.UNKNOWN else words[facts.stages[zone.pk] in _OPERATING],
    )


def _developments(facts, zones):
    return [project.row for zone in zones for project in facts.developments(zone)]


def _of_developments(facts, zones, read):
    found = [(read(row), Ref("project", row.id)) for row in _developments(facts, zones)]
    return texts(found or [("", Ref("zone", zone.pk)) for zone in zones])


@measure("infrastructure_project", gettext_lazy("The infrastructure project of the zone."), is_text=True)
def infrastructure_project(facts, zones):
    return _of_developments(facts, zones, lambda row: in_language(row, "name"))


@measure(
    "infrastructure_developer",
    gettext_lazy("The investor of the infrastructure project; else the zone’s developer."),
    is_text=True,
)
def infrastructure_developer(facts, zones):
    found = [(in_language(row, "investor__name"), Ref("project", row.id)) for row in _developments(facts, zones)]
    return texts(found or [(zone.developer, Ref("zone", zone.pk)) for zone in zones])


@measure("developer_country", gettext_lazy("The country of that investor."), is_text=True)
def developer_country(facts, zones):
    return _of_developments(
        facts, zones, lambda row: str(country(row.investor__country)) if row.investor__country else ""
    )


def _papers(facts, zone, kinds):
    """[(number, Ref)] of the newest legal event of these kinds of each infrastructure project of the zone."""
    found = []
    for project in facts.developments(zone):
        numbers = [event for event in project.events if event.kind in kinds and event.number]
        if numbers:
            found.append((numbers[-1].number, Ref("event", numbers[-1].id)))
        elif EventKind.ISSUE_IRC in kinds and _certificate_by(facts, project):
            found.append((project.row.certificate_number, Ref("project", project.pk)))
    return found


def _certificate_by(facts, project):
    day = project.row.certificate_date
    return project.row.certificate_number and (day is None or day <= facts.last_day)


@measure(
    "infrastructure_decision",
    gettext_lazy(
        "The decision that approved the investment in infrastructure in principle; "
        "else the decision that established the zone."
    ),
    is_text=True,
)
def infrastructure_decision(facts, zones):
    parts = []
    for zone in zones:
        parts += _papers(facts, zone, (EventKind.PRINCIPLE_DECISION,)) or [_establishing(facts, zone)]
    return texts(parts)


def _establishing(facts, zone):
    kinds = (ZoneEvent.Kind.ESTABLISHED, ZoneEvent.Kind.ENLARGED, ZoneEvent.Kind.REDUCED)
    events = [event for event in facts.zone_events.get(zone.pk, ()) if event.kind in kinds and event.number]
    if events:
        return events[-1].number, Ref("zone_event", events[-1].pk)
    return facts.stage_decision(zone, Stage.ESTABLISHED), Ref("zone", zone.pk)


@measure(
    "infrastructure_certificate",
    gettext_lazy("The newest investment certificate of the infrastructure project."),
    is_text=True,
)
def infrastructure_certificate(facts, zones):
    parts = []
    kinds = (EventKind.ISSUE_IRC, EventKind.AMEND, EventKind.REISSUE)
    for zone in zones:
        parts += _papers(facts, zone, kinds) or [("", Ref("zone", zone.pk))]
    return texts(parts)


@measure(
    "plan_document",
    gettext_lazy("The decision by which the zone entered the plan; else the one that approved its construction plan."),
    is_text=True,
)
def plan_document(facts, zones):
    parts = []
    for zone in zones:
        planned = [
            event
            for event in facts.zone_events.get(zone.pk, ())
            if event.kind == ZoneEvent.Kind.PLANNED and event.number
        ]
        approved = facts.stage_decision(zone, Stage.PLAN_APPROVED)
        parts.append(
            (planned[-1].number, Ref("zone_event", planned[-1].pk)) if planned else (approved, Ref("zone", zone.pk))
        )
    return texts(parts)

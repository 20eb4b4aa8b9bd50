"""Numbers of projects: new, changed, ended in the period; in force and producing at its end."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from projects.lifecycle import EventKind, Implementation, LegalStatus
from projects.models import Project
from reports.facts import ENDS
from reports.form import Found, Ref
from reports.measures.registry import measure

ORIGINS = (Project.Origin.FDI.value, Project.Origin.DDI.value)
KINDS = (Project.Kind.SECONDARY.value, Project.Kind.INFRASTRUCTURE.value, "all")
CURRENCY = {Project.Origin.FDI: "usd", Project.Origin.DDI: "vnd"}


def chosen(facts, zones, origin=None, projects="all"):
    """The projects of `zones` of this capital origin and kind."""
    return [
        project
        for zone in zones
        for project in facts.projects.get(zone.pk, ())
        if (origin is None or project.row.origin == origin) and projects in ("all", project.row.kind)
    ]


def issued(facts, project):
    """The event of the period by which the project got its first certificate; None when it got it at another time."""
    first = next((event for event in project.events if event.kind == EventKind.ISSUE_IRC), None)
    return first if first is not None and first.on >= facts.first_day else None


def ended(facts, project):
    """The event of the period that ended the project, or None."""
    ends = [event for event in project.events if event.kind in ENDS and event.on >= facts.first_day]
    return ends[-1] if ends else None


def amendments(facts, project):
    return [event for event in project.events if event.kind == EventKind.AMEND and event.on >= facts.first_day]


def change(event, origin):
    """What the event did to the capital, in the currency of the origin; None when it does not say."""
    return event.capital_usd if CURRENCY[origin] == "usd" else event.capital_vnd


def _count(refs, unknown=()):
    return Found(Decimal(len({ref.pk for ref in refs})), tuple(refs), tuple(unknown))


@measure(
    "projects_new",
    _("Projects whose first investment certificate was issued in the period."),
    origin=ORIGINS,
    projects=KINDS,
)
def projects_new(facts, zones, **which):
    return _count([Ref("project", project.pk) for project in chosen(facts, zones, **which) if issued(facts, project)])


@measure("projects_ended", _("Projects terminated or revoked in the period."), origin=ORIGINS, projects=KINDS)
def projects_ended(facts, zones, **which):
    return _count([Ref("project", project.pk) for project in chosen(facts, zones, **which) if ended(facts, project)])


def _amended(facts, zones, sign, origin, **which):
    refs, unknown = [], []
    for project in chosen(facts, zones, origin, **which):
        for event in amendments(facts, project):
            amount = change(event, origin)
            if amount is None:
                unknown.append(Ref("event", event.id))
            elif amount * sign > 0:
                refs.append(Ref("project", project.pk))
    return _count(refs, unknown)


@measure(
    "projects_increased",
    _("Projects whose registered capital was increased by an amendment in the period."),
    origin=ORIGINS,
    projects=KINDS,
    needs=("origin",),
)
def projects_increased(facts, zones, **which):
    return _amended(facts, zones, 1, **which)


@measure(
    "projects_decreased",
    _("Projects whose registered capital was decreased by an amendment in the period."),
    origin=ORIGINS,
    projects=KINDS,
    needs=("origin",),
)
def projects_decreased(facts, zones, **which):
    return _amended(facts, zones, -1, **which)


@measure(
    "projects_in_force",
    _("Projects with a certificate in force on the last day of the period."),
    origin=ORIGINS,
    projects=KINDS,
)
def projects_in_force(facts, zones, **which):
    found = chosen(facts, zones, **which)
    unknown = [Ref("project", project.pk) for project in found if project.status == LegalStatus.UNKNOWN]
    return _count([Ref("project", project.pk) for project in found if project.is_in_force], unknown)


@measure(
    "projects_operating",
    _("Projects in force that are in operation on the last day of the period."),
    origin=ORIGINS,
    projects=KINDS,
)
def projects_operating(facts, zones, **which):
    found = [project for project in chosen(facts, zones, **which) if project.is_in_force]
    refs = [Ref("project", one.pk) for one in found if one.implementation == Implementation.OPERATING]
    unknown = [Ref("project", one.pk) for one in found if one.implementation == Implementation.UNKNOWN]
    return _count(refs, unknown)

"""Capital of events and of projects, and what projects reached in the period: revenue, trade, taxes, workers."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from projects.lifecycle import EventKind
from projects.models import Project
from reports.facts import ENDS
from reports.figures import to_billion_vnd, to_million_usd
from reports.form import Found, Ref
from reports.measures.projects import CURRENCY, KINDS, ORIGINS, amendments, change, chosen, ended, issued
from reports.measures.registry import measure
from reports.models.figures import OF_A_ZONE, Measure, Unit

CURRENCIES = (Unit.USD.value, Unit.VND.value)
_OF_PROJECTS = tuple(one.value for one in Measure if one not in OF_A_ZONE)


def added_up(parts):
    """Found of (Ref without amount, amount or None): the sum of what is said, the rest as unknown."""
    known = [Ref(ref.kind, ref.pk, amount) for ref, amount in parts if amount is not None]
    unknown = tuple(ref for ref, amount in parts if amount is None)
    return Found(sum((ref.amount for ref in known), Decimal(0)), tuple(known), unknown)


@measure(
    "capital_new",
    _("Registered capital of the certificates first issued in the period."),
    origin=ORIGINS,
    projects=KINDS,
    needs=("origin",),
)
def capital_new(facts, zones, origin, **which):
    events = [event for project in chosen(facts, zones, origin, **which) if (event := issued(facts, project))]
    return added_up([(Ref("event", event.id), change(event, origin)) for event in events])


def _changed(facts, zones, sign, origin, **which):
    parts = []
    for project in chosen(facts, zones, origin, **which):
        for event in amendments(facts, project):
            amount = change(event, origin)
            if amount is None or amount * sign > 0:
                parts.append((Ref("event", event.id), None if amount is None else abs(amount)))
    return added_up(parts)


@measure(
    "capital_increased",
    _("Capital added by amendments in the period."),
    origin=ORIGINS,
    projects=KINDS,
    needs=("origin",),
)
def capital_increased(facts, zones, **which):
    return _changed(facts, zones, 1, **which)


@measure(
    "capital_decreased",
    _("Capital taken away by amendments in the period."),
    origin=ORIGINS,
    projects=KINDS,
    needs=("origin",),
)
def capital_decreased(facts, zones, **which):
    return _changed(facts, zones, -1, **which)


@measure(
    "capital_ended",
    _("Registered capital of the projects terminated or revoked in the period."),
    origin=ORIGINS,
    projects=KINDS,
    needs=("origin",),
)
def capital_ended(facts, zones, origin, **which):
    parts = []
    for project in chosen(facts, zones, origin, **which):
        if event := ended(facts, project):
            stated = change(event, origin)
            amount = _registered(facts, project, CURRENCY[origin]) if stated is None else abs(stated)
            parts.append((Ref("event", event.id), amount))
    return added_up(parts)


def _in_currency(event, currency):
    return event.capital_usd if currency == Unit.USD else event.capital_vnd


def _registered(facts, project, currency):
    """The registered capital of a project before it ended, from its events; None when the record does not tell.

    The certificate's own amount and every change after it; without that amount, for domestic capital, the one the
    project's record states, with the changes since. An amendment that does not say makes the sum unknown.
    """
    events = [event for event in project.events if event.kind not in ENDS]
    first = next((event for event in events if event.kind == EventKind.ISSUE_IRC), None)
    told = first is not None and not (first.capital_usd is None and first.capital_vnd is None)
    if told:
        base = Decimal(0)
        changes = [event for event in events if event.kind in (EventKind.ISSUE_IRC, EventKind.AMEND)]
    elif currency == Unit.VND and project.row.origin == Project.Origin.DDI and project.row.capital is not None:
        since = facts.known_since(project)
        if since > facts.last_day:
            return None
        base = project.row.capital
        changes = [event for event in events if event.kind == EventKind.AMEND and event.on > since]
    elif currency == Unit.USD and project.row.origin == Project.Origin.DDI:
        return Decimal(0)
    else:
        return None
    if any(event.capital_usd is None and event.capital_vnd is None for event in changes):
        return None
    return base + sum((_in_currency(event, currency) or Decimal(0) for event in changes), Decimal(0))


def _counts(project):
    """Whether its capital stands: in force, or infrastructure, which often stands on a decision alone."""
    return project.is_in_force or (project.row.kind == Project.Kind.INFRASTRUCTURE and not project.has_ended)


@measure(
    "registered_capital",
    _("Registered capital of the projects in force on the last day of the period."),
    origin=ORIGINS,
    projects=KINDS,
    currency=CURRENCIES,
    needs=("currency",),
)
def registered_capital(facts, zones, currency, **which):
    parts = []
    for project in chosen(facts, zones, **which):
        if not _counts(project):
            continue
        stated = facts.period_figures.get(("project", project.pk, Measure.REGISTERED_CAPITAL), ())
        if stated:
            parts += _stated(stated, currency) or [(Ref("project", project.pk), Decimal(0))]
        else:
            parts.append((Ref("project", project.pk), _registered(facts, project, currency)))
    return added_up(parts)


def _stated(rows, currency):
    """The rows in this very unit: a foreign and a domestic part are not converted into each other."""
    return [(Ref("figure", row.id), row.amount) for row in rows if row.unit == currency]


@measure(
    "realised_capital",
    _("Capital the projects in force have realised up to the end of the period."),
    origin=ORIGINS,
    projects=KINDS,
    currency=CURRENCIES,
    needs=("currency",),
)
def realised_capital(facts, zones, currency, **which):
    parts = []
    for project in chosen(facts, zones, **which):
        stated = facts.period_figures.get(("project", project.pk, Measure.REALISED_CAPITAL), ())
        if stated:
            parts += _stated(stated, currency) or [(Ref("project", project.pk), Decimal(0))]
        elif _counts(project):
            parts.append((Ref("project", project.pk), None))
    return added_up(parts)


def _converted(facts, row, currency):
    """The amount of a money figure in `currency`; None when that needs a rate the report does not hold."""
    if row.unit == currency or row.unit not in CURRENCIES:
        return row.amount
    facts.lacked_rate = facts.lacked_rate or facts.rate is None
    convert = to_billion_vnd if currency == Unit.VND else to_million_usd
    return convert(row.amount, facts.rate)


@measure(
    "period_figure",
    _(
        "What the projects reached in the period, from their period figures; money of the other "
        "currency at the report’s rate."
    ),
    figure=_OF_PROJECTS,
    origin=ORIGINS,
    projects=KINDS,
    currency=CURRENCIES,
    needs=("figure",),
)
def period_figure(facts, zones, figure, currency=None, **which):
    parts = []
    for project in chosen(facts, zones, **which):
        stated = facts.period_figures.get(("project", project.pk, figure), ())
        for row in stated:
            amount = row.amount if currency is None else _converted(facts, row, currency)
            parts.append((Ref("figure", row.id), amount))
        if not stated and project.may_produce:
            parts.append((Ref("project", project.pk), None))
    return added_up(parts)

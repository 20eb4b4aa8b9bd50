"""What stands between a report and its submission: sentences, each with the cell it is about."""

from dataclasses import dataclass

from django.db.models import F, QuerySet, Value
from django.utils.translation import gettext as _

from policies.models import LegalInstrument
from projects.models import Project, ProjectEvent
from reports.figures import DASH, figure
from reports.form import TOTAL, jumps
from zones.models import Zone, ZoneMove


@dataclass(frozen=True)
class Fault:
    sentence: str
    address: str = ""
    # The field under “To be typed” in which it is put right; "" where a record is to be changed.
    field: str = ""


def faults(report):
    """Every Fault of `report` as the record fills it now."""
    form = report.from_record
    return [
        *_rate(report, form),
        *_left_out(report, form),
        *_beyond(form),
        *_typed(report, form),
        *_unexplained(report, form),
        *_papers(form),
        *_empty(form),
    ]


def place_of(table, row, item):
    """A cell in words: the row, or the table for a total, then the column with the group it stands in."""
    column = f"{item.group} – {item.heading}" if item.group else item.heading
    return f"{row.label or table.title}: {column}"


def _rate(report, form):
    if report.rate is None and (report.template.needs_rate or form.facts.lacked_rate):
        yield Fault(_("The State Bank’s exchange rate is not given. Write it under “Exchange rate”."), field="rate")


def _left_out(report, form):
    """Records that have no column in the form: their zone's location or their capital's origin is unknown."""
    if not any(filled.table.shape == "matrix" for filled in form.tables):
        return
    facts = form.facts
    for zone in facts.zones:
        counted = [
            project for project in facts.projects.get(zone.pk, ()) if project.is_in_force or _moved(facts, project)
        ]
        counted = [project for project in counted if project.row.kind == Project.Kind.SECONDARY]
        if counted and zone.location_class == Zone.LocationClass.UNKNOWN:
            yield Fault(
                _("%(zone)s: its location by economic zone is not recorded, so its figures stand in no column.")
                % {"zone": zone.name}
            )
        without = [project for project in counted if project.row.origin == Project.Origin.UNKNOWN]
        if without:
            yield Fault(
                _("%(zone)s: the capital origin of %(count)s projects is not recorded, so they stand in no part.")
                % {"zone": zone.name, "count": len(without)}
            )


def _moved(facts, project):
    return any(event.on >= facts.first_day for event in project.events)


def _beyond(form):
    for place, table, row, item, cell in form.cells():
        if cell.is_beyond:
            yield Fault(
                _("“%(cell)s” has more than 15 digits. Correct the records behind it.")
                % {"cell": place_of(table, row, item)},
                place,
            )


def _typed(report, form):
    for place, table, row, item, cell in form.cells():
        if cell.is_typed and cell.is_missing:
            said = _("“%(cell)s” is not typed in.") % {"cell": place_of(table, row, item)}
            if cell.suggestion is not None:
                said += " " + _("Suggested: %(number)s.") % {"number": figure(cell.suggestion)}
            yield Fault(said, place, f"value-{place}")


def _unexplained(report, form):
    for jump in moved_cells(report, form):
        entry = report.kept_entries.get(jump.address)
        if entry is None or not entry.explanation.strip():
            table, row, item, _cell = form.cell(jump.address)
            yield Fault(
                _("“%(cell)s” went from %(before)s to %(after)s: explain why.")
                % {
                    "cell": place_of(table, row, item),
                    "before": figure(jump.before),
                    "after": figure(jump.after),
                },
                jump.address,
                f"explanation-{jump.address}",
            )


def moved_cells(report, form):
    """The Jumps against the report of the period before; none where none was submitted."""
    return jumps(form, report.before) if report.before else []


def _papers(form):
    """Numbers of decisions and certificates that no record of ours holds."""
    asked = [
        (place, table, row, item, number)
        for place, table, row, item, cell in form.cells()
        if item.must_exist and row.key != TOTAL and cell.value != DASH
        for number in str(cell.value).split("; ")
    ]
    if not asked:
        return
    held = _held(form.facts)
    asked = [one for one in asked if one[4] not in held[one[3].must_exist]]
    known = _known({one[4] for one in asked}) if asked else {}
    for place, table, row, item, number in asked:
        if number not in known[item.must_exist]:
            yield Fault(
                _("“%(cell)s”: no record holds number %(number)s. Enter it in the legal register or on the project.")
                % {"cell": place_of(table, row, item), "number": number},
                place,
            )


def _held(facts):
    """The numbers of decisions and certificates among the records that filled the form: no query."""
    projects = [project for listed in facts.projects.values() for project in listed]
    numbers = {event.number for project in projects for event in project.events}
    certificates = {project.row.certificate_number for project in projects}
    registered = {event.decision.number for listed in facts.zone_events.values() for event in listed if event.decision}
    moved = {move.decision_number for zone in facts.zones for move in zone.stage_moves}
    return {"decision": numbers | registered | moved, "certificate": numbers | certificates}


def _known(numbers):
    """{"decision": those that stand on a decision of the record, "certificate": those on a certificate}: one query."""
    sources = (
        (ProjectEvent, "number", "both"),
        (Project, "certificate_number", "certificate"),
        (LegalInstrument, "number", "decision"),
        (ZoneMove, "decision_number", "decision"),
    )
    # Plain querysets: those of translated models shuffle their columns, which a union joins by place.
    parts = [
        QuerySet(model)
        .filter(**{f"{name}__in": numbers})
        .order_by()
        .annotate(found=F(name), stands_on=Value(kind))
        .values_list("found", "stands_on")
        for model, name, kind in sources
    ]
    rows = list(parts[0].union(*parts[1:]))
    return {
        kind: {number for number, stands_on in rows if stands_on in (kind, "both")}
        for kind in ("decision", "certificate")
    }


def _empty(form):
    """Form 2102 and its like: any of its lists may be empty, not all."""
    if all(filled.table.shape == "list" and not filled.rows for filled in form.tables):
        yield Fault(_("Every list of the form is empty: there is nothing to report for this period."))

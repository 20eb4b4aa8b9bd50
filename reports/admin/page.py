"""What the page of a report shows: its tables with their marks, what is missing, what differs, who may do what."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from reports.checking import faults, moved_cells, place_of
from reports.figures import figure
from reports.form import plain
from reports.grid import blocks
from reports.lifecycle import State

# What the button says that enters a state.
STEPS = {
    State.IN_REVIEW: _("Submit for approval"),
    State.RECEIVED: _("Receive"),
    State.RETURNED: _("Ask for changes"),
}
# Beyond this many lines a list beside the form only says how many there are.
MOST_LINES = 200


@dataclass(frozen=True)
class Missing:
    """A cell of which the record knows nothing, or only a part: how many records do not say."""

    address: str
    words: str
    unknown: int


@dataclass(frozen=True)
class Difference:
    words: str
    submitted: str
    today: str


def page_of(report, may):
    """The context of admin/reports/report.html. `may`: whether this person may write into the report."""
    if not report.is_frozen:
        return _open_page(report, may)
    with override("vi"):
        return _frozen_page(report)


def _open_page(report, may):
    form = report.from_record
    moved = {jump.address for jump in moved_cells(report, form)}
    return {
        **_tables(form, moved),
        "faults": faults(report) if may else [],
        "has_before": report.before is not None,
        "language": "",
    }


def _frozen_page(report):
    """As submitted, in the language it was filed in; and where the record says something else today."""
    form = report.shown
    return {
        **_tables(form, ()),
        "faults": [],
        "has_before": True,
        "differences": _differences(form, report.from_record),
        "is_as_kept": report.submission.is_as_kept if report.submission else True,
        "language": "vi",
    }


def _tables(form, moved):
    cells = [(place, place_of(table, row, item), cell) for place, table, row, item, cell in form.cells()]
    missing = [
        Missing(place, words, len(cell.unknown))
        for place, words, cell in cells
        if cell.is_missing and not cell.is_typed
    ]
    partial = [
        Missing(place, words, len(cell.unknown)) for place, words, cell in cells if cell.unknown and not cell.is_missing
    ]
    differing = {
        place for place, _name, cell in cells if cell.is_typed and not cell.is_missing and cell.value != cell.suggestion
    }
    return {
        "blocks": blocks(form),
        "missing": missing[:MOST_LINES],
        "missing_count": len(missing),
        "partial": partial[:MOST_LINES],
        "partial_count": len(partial),
        "moved": set(moved),
        "differing": differing,
    }


def _differences(submitted, today):
    now = today.values()
    found = []
    for place, table, row, item, cell in submitted.cells():
        other = now.pop(place, None)
        if other != plain(cell.value):
            found.append(Difference(place_of(table, row, item), figure(cell.value), _shown(today, place)))
    new = [place for place in now if today.cell(place)]
    for place in new:
        table, row, item, cell = today.cell(place)
        found.append(Difference(place_of(table, row, item), "", figure(cell.value)))
    return found[:MOST_LINES]


def _shown(form, place):
    found = form.cell(place)
    return figure(found[3].value) if found else ""


def steps_of(report, user):
    """[(state, words)] of the moves this person may make now."""
    if report.period.is_closed or not user.may("move", "reports"):
        return []
    states = report.lifecycles["state"].next_states(report.state)
    if not user.may("publish", "reports"):
        states = [state for state in states if state == State.IN_REVIEW]
    if State.RECEIVED in states and user.pk in report.authors():
        states = [state for state in states if state != State.RECEIVED]
    return [(state, STEPS[state]) for state in states]

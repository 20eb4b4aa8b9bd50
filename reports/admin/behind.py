"""The records behind a cell as a page lists them: name, link, how much each gives."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.urls import reverse

from projects.models import Project, ProjectEvent
from reports.figures import figure
from reports.models import PeriodFigure
from zones.models import Figure, Parcel, Zone, ZoneEvent

_A_PAGE = 50
# Kind of reports.form.Ref → rows with what their names need, and the page that shows one: (admin name, key).
_KINDS = {
    "project": (Project, ("zone",), lambda row: ("projects_project", row.pk)),
    "event": (ProjectEvent, ("project__zone",), lambda row: ("projects_project", row.project_id)),
    "zone": (Zone, (), lambda row: ("zones_zone", row.pk)),
    "zone_event": (ZoneEvent, ("zone", "decision"), lambda row: ("zones_zoneevent", row.pk)),
    "parcel": (Parcel, ("zone",), lambda row: ("zones_parcel", row.pk)),
    "figure": (PeriodFigure, ("project", "zone"), lambda row: ("reports_periodfigure", row.pk)),
    "zone_figure": (Figure, ("zone",), lambda row: ("zones_figure", row.pk)),
}


@dataclass(frozen=True)
class Line:
    name: str
    kind: str
    url: str
    amount: str


def lines(refs):
    """A Line for each Ref, in their order; one query a kind."""
    found = {}
    for kind, (model, related, _page) in _KINDS.items():
        keys = {ref.pk for ref in refs if ref.kind == kind}
        if keys:
            rows = model._base_manager.select_related(*related).in_bulk(keys)
            found |= {(kind, pk): row for pk, row in rows.items()}
    return [_line(ref, found[ref.kind, ref.pk]) for ref in refs if (ref.kind, ref.pk) in found]


def _line(ref, row):
    page, key = _KINDS[ref.kind][2](row)
    name = f"{row.project}: {row}" if ref.kind == "event" else str(row)
    return Line(
        name=name,
        kind=str(row._meta.verbose_name),
        url=reverse(f"admin:{page}_change", args=[key]),
        amount="" if ref.amount is None else figure(ref.amount.normalize()),
    )


def paged(request, refs, name):
    """One page of the records, with what its template shows; a page there is not is the nearest one."""
    page = Paginator(refs, _A_PAGE).get_page(request.GET.get(name))
    page.lines = lines(page.object_list)
    return page

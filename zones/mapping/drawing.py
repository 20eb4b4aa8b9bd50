"""The plan of a zone as pages show it: parcels, outline and roads, real or sample, in one coordinate system."""

from collections import Counter
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.provenance import provenance
from zones.mapping import plan
from zones.mapping.geometry import SYSTEMS, reproject
from zones.models import PlanFeature
from zones.parcel_rows import ParcelRows


@dataclass(frozen=True)
class ZonePlan:
    """A plan with its words: `roads` are (line, name), `sources` say whence its lines are, each a dict of provenance.

    `system` names the coordinate system, blank for a schematic grid, which knows no north; `left_out` counts the
    parcels that stand in another.
    """

    frame: plan.Plan
    roads: list
    sources: list
    system: str
    left_out: int
    is_sample: bool

    @property
    def legend(self):
        """(kind, word) of the lines it shows besides the parcels."""
        words = [("outline", _("Outline of the zone"), self.frame.bounds), ("road", _("Road"), self.frame.roads)]
        return [(kind, word) for kind, word, lines in words if lines]


def _system(row):
    """What rows must share to stand in one drawing: a coordinate system, or the grid of one zone."""
    return row.epsg or ("grid", row.zone_id)


def _name(system):
    """The name of what `_system` gave; blank for the grid of a zone."""
    if system in SYSTEMS:
        return SYSTEMS[system].name
    return f"EPSG:{system}" if isinstance(system, int) else ""


def _moved(row, line, system):
    """`line` of the row in metres of `system`; None where it cannot be brought there."""
    here = _system(row)
    if here == system:
        return line
    if here not in SYSTEMS or system not in SYSTEMS:
        return None
    try:
        return reproject(line, here, system)
    except ValueError:
        return None


def _said(features):
    """One line a source and day, with the words for all that it states."""
    said = {}
    for row in features:
        line = said.setdefault((row.source_id, row.as_of), {"words": [], **provenance(row)})
        word = _("outline of the zone") if row.kind == PlanFeature.Kind.OUTLINE else _("roads of the plan")
        if word not in line["words"]:
            line["words"].append(word)
    return [line | {"label": capfirst(", ".join(line.pop("words")))} for line in said.values()]


def _lines(zones, system, *, is_sample):
    """{kind: [(row, line in metres of `system`)]} of the zones' outlines and roads that can stand there: one query."""
    found = {kind: [] for kind in PlanFeature.Kind}
    for row in PlanFeature.objects.published().filter(zone__in=zones, is_sample=is_sample).select_related("source"):
        if not plan.is_line(row.line, closed=row.kind == PlanFeature.Kind.OUTLINE):
            continue
        if line := _moved(row, row.line, system):
            found[row.kind].append((row, line))
    return found


def _of_one_kind(parcels):
    """(the parcels with an outline: the real ones if there are any, else the sample ones; which of both they are)."""
    outlined = [parcel for parcel in parcels if plan.is_outline(parcel.outline)]
    is_sample = all(parcel.is_sample for parcel in outlined)
    return [parcel for parcel in outlined if parcel.is_sample == is_sample], is_sample


def drawn(parcels, *, row=None):
    """(ZonePlan, rows with `shape` and `pk`) of the parcels that have an outline; (None, []) when none has: one query.

    Real parcels when there are any, else the sample ones: the two never stand in one drawing. Of several coordinate
    systems the one of most parcels is drawn; the others are brought into it where their formulas are known.
    """
    outlined, is_sample = _of_one_kind(parcels)
    if not outlined:
        return None, []
    system = Counter(map(_system, outlined)).most_common(1)[0][0]
    placed = [(parcel, outline) for parcel in outlined if (outline := _moved(parcel, parcel.outline, system))]
    row = row or ParcelRows().row
    rows = [row(parcel) | {"pk": parcel.pk} for parcel, _outline in placed]
    lines = _lines({parcel.zone_id for parcel, _outline in placed}, system, is_sample=is_sample)
    frame = plan.draw(
        [outline for _parcel, outline in placed],
        texts=[row["code"] for row in rows],
        bounds=[line for _row, line in lines[PlanFeature.Kind.OUTLINE]],
        roads=[(line, row.width) for row, line in lines[PlanFeature.Kind.ROAD]],
    )
    drawing = ZonePlan(
        frame=frame,
        roads=[(line, row.name) for line, (row, _line) in zip(frame.roads, lines[PlanFeature.Kind.ROAD], strict=True)],
        sources=_said([row for kind in lines.values() for row, _line in kind]),
        system=_name(system),
        left_out=len(outlined) - len(placed),
        is_sample=is_sample,
    )
    for row, shape in zip(rows, frame.shapes, strict=True):
        row["shape"] = shape
    return drawing, rows

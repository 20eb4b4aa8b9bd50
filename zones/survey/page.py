"""What the preview of a survey shows: where it stands, what was found parcel by parcel, and the drawing of it."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.numbers import format_number
from zones.mapping import plan
from zones.mapping.geometry import SYSTEMS, area_difference, computed_area, without_repeats
from zones.models import Parcel
from zones.survey.intake import as_surveyed, legal_area, proposals_for, said, surroundings
from zones.survey.numbers import EXAMPLES

PARCELS_PER_PAGE = 50
FAULTS_PER_PAGE = 200
# Farther from the land around it than this, a survey is drawn alone: together both would be dots.
_FAR = 20_000
ACCEPTED = {
    "style": gettext_lazy("The numbers are read in the style you chose."),
    "swap": gettext_lazy("X and Y are swapped."),
    "epsg": gettext_lazy("The table is read in another coordinate system than the one you chose: EPSG:%(epsg)s."),
    "datum": gettext_lazy("The shift from WGS84 to VN-2000 is applied."),
}


SEVERITIES = {"error": gettext_lazy("error"), "warning": gettext_lazy("to be looked at")}


@dataclass(frozen=True)
class ParcelLine:
    """One parcel of the survey as the table shows it; areas in words, `findings` as (severity, sentence)."""

    number: str
    parcel: Parcel | None
    corners: int
    drawn: str
    legal: str
    difference: str
    is_over: bool
    findings: tuple

    @property
    def severity(self):
        return min((severity for severity, _sentence in self.findings), default="")


def page_of_survey(request, survey):
    """The context of the preview page. Two queries for the land around, one for the parcels on the page."""
    reading, epsg = as_surveyed(survey)
    around = surroundings(survey, epsg, {parcel.number for parcel in reading.parcels})
    found = defaultdict(list)
    for finding in survey.findings:
        found[finding["number"]].append((finding["severity"], said(finding)))
    only = request.GET.get("only") == "found"
    shown = [parcel for parcel in reading.parcels if not only or parcel.number in found]
    parcels = Paginator(shown, PARCELS_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "phase": _phase(survey, reading),
        "system": SYSTEMS[epsg].name,
        "style": EXAMPLES.get(reading.style, ""),
        "counts": _counts(survey, reading, found),
        "faults": Paginator(reading.faults, FAULTS_PER_PAGE).get_page(request.GET.get("faults")),
        "proposals": proposals_for(survey, around) if survey.is_draft else (),
        "accepted": [ACCEPTED[next(iter(changes))] % changes for changes in survey.fixes],
        "progress": progress_of(survey),
        "picture": picture_of(survey, reading, around),
        "has_outline": around.outline is not None,
        "parcels": parcels,
        "lines": _lines(survey, parcels, found),
        "only": only,
    }


def _phase(survey, reading):
    """Where the survey stands: "applied", "discarded", "faults", "checking", "errors" or "ready"."""
    if not survey.is_draft:
        return survey.state
    if not survey.total:
        return "faults"
    if not survey.is_checked:
        return "checking"
    return "errors" if survey.has_error else "ready"


def progress_of(survey):
    """{checked, total, said}: how many parcels have been checked."""
    numbers = {"checked": survey.checked, "total": survey.total}
    return numbers | {
        "said": _("%(checked)s of %(total)s parcels checked")
        % {name: format_number(value) for name, value in numbers.items()}
    }


def _counts(survey, reading, found):
    severities = Counter(min(severity for severity, _sentence in told) for told in found.values())
    new = sum(version is None for version in survey.seen.values())
    return {
        "parcels": len(reading.parcels),
        "vertices": reading.vertex_count,
        "new": new,
        "known": len(survey.seen) - new,
        "errors": severities["error"],
        "warnings": severities["warning"],
        "found": len(found),
    }


def _lines(survey, parcels, found):
    numbers = [parcel.number for parcel in parcels]
    known = {row.code: row for row in Parcel.objects.filter(zone=survey.zone_id, code__in=numbers)}
    return [_line(survey, parcel, known.get(parcel.number), found.get(parcel.number, ())) for parcel in parcels]


def _line(survey, parcel, row, findings):
    drawn = computed_area(parcel.corners)
    legal = legal_area(survey, parcel, row)
    gap = area_difference(drawn, legal)
    return ParcelLine(
        number=parcel.number,
        parcel=row,
        corners=len(without_repeats(parcel.corners)),
        drawn=format_number(drawn, 2),
        legal="" if legal is None else format_number(legal, 2),
        difference=_signed(gap.difference) if gap else "",
        is_over=bool(gap and gap.blocks_publishing),
        findings=tuple(findings),
    )


def _signed(number):
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{format_number(abs(number), 2)}"


def as_rows(survey):
    """The faults of the file, else the findings, as rows of a sheet with their headings."""
    reading, _epsg = as_surveyed(survey)
    if reading.faults:
        yield (_("row"), _("column"), _("heading"), _("What is wrong"))
        yield from ((fault.row or "", fault.column, fault.heading, fault.sentence) for fault in reading.faults)
        return
    yield (_("parcel"), _("rows"), _("severity"), _("What was found"))
    for one in survey.findings:
        yield (one["number"], ", ".join(map(str, one["rows"])), SEVERITIES[one["severity"]], said(one))


@dataclass(frozen=True)
class Picture:
    """The drawing of a survey: `parcels` (number, shape, severity), the land around, and `marks` (x, y, words)."""

    frame: plan.Plan
    parcels: list
    neighbours: list
    marks: list
    is_alone: bool


def picture_of(survey, reading, around):
    """A Picture of every outline that can be drawn; None when none can."""
    drawable = [parcel for parcel in reading.parcels if plan.is_line(list(map(list, parcel.corners)), closed=True)]
    if not drawable:
        return None
    severities = {}
    for finding in survey.findings:
        severities[finding["number"]] = min(severities.get(finding["number"], "z"), finding["severity"])
    rings = [parcel.corners for parcel in drawable]
    is_alone = bool(around.rings) and _gap(rings, around.rings) > _FAR
    others = [] if is_alone else around.neighbours
    frame = plan.draw(
        [*rings, *(one.corners for one in others)],
        texts=[*(parcel.number for parcel in drawable), *(one.number for one in others)],
        bounds=[around.outline] if around.outline and not is_alone else (),
    )
    shapes = list(frame.shapes)
    return Picture(
        frame=frame,
        parcels=[
            (parcel.number, shape, severities.get(parcel.number, ""))
            for parcel, shape in zip(drawable, shapes[: len(drawable)], strict=True)
        ],
        neighbours=[(one.number, shape) for one, shape in zip(others, shapes[len(drawable) :], strict=True)],
        marks=[
            (*frame.place(*one["where"]), f"{one['number']}: {said(one)}") for one in survey.findings if one["where"]
        ],
        is_alone=is_alone,
    )


def _gap(rings, others):
    """Metres between the boxes around two lots of rings, the longer way of the two axes; 0 where they meet."""
    gaps = []
    for axis in (0, 1):
        here, there = ([point[axis] for ring in lot for point in ring] for lot in (rings, others))
        gaps.append(max(min(here) - max(there), min(there) - max(here), 0))
    return max(gaps)

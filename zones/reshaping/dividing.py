"""How a parcel is divided, as officers have it: a table of each part, one table of all, or a line that cuts it."""

import hashlib
import json
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from core.numbers import format_number
from zones.mapping.geometry import DEFAULT_EPSG, SYSTEMS, WGS84, normalised, problem_with_outline, reproject
from zones.reshaping.cutting import cut
from zones.reshaping.reshape import Part
from zones.reshaping.sums import findings_on_whole
from zones.survey.checks import ERROR, Finding, check
from zones.survey.headings import find_columns
from zones.survey.numbers import EXAMPLES
from zones.survey.proposals import apply_all, in_system, propose
from zones.survey.reading import read_text
from zones.survey.records import Fault, Reading, Row, SurveyRefused
from zones.survey.tables import interpret

# Forty parts of a thousand corners each, which is more than any plan draws.
MOST_CHARACTERS = 1_000_000
_PLACES = 4
# What two or three columns of numbers without headings are taken for; the preview shows whether that is so.
_HEADINGS = {2: ("X", "Y"), 3: ("Điểm", "X", "Y")}


@dataclass(frozen=True)
class Typed:
    """What the officer gave: `rows` (number, area in m² or None, pasted table), one `table` of all parts, a `line`.

    At most one of the three ways is used. `fixes` are the keys of the proposals she accepted ("swap-True").
    """

    rows: tuple
    table: str = ""
    line: str = ""
    fixes: tuple = ()


@dataclass(frozen=True)
class Division:
    """The parts that come of it and what is wrong: `faults` (number of the part, Fault) of reading, `findings`."""

    parts: tuple
    faults: tuple = ()
    findings: tuple = ()
    proposals: tuple = ()

    @property
    def is_drawn(self):
        return any(part.outline for part in self.parts)

    @property
    def has_error(self):
        return bool(self.faults) or any(finding.severity == ERROR for finding in self.findings)

    @property
    def digest(self):
        """A word for just these outlines: who saves them has seen them drawn."""
        drawn = [[part.code, part.outline] for part in self.parts]
        return hashlib.sha256(json.dumps(drawn).encode()).hexdigest()[:32] if self.is_drawn else ""


def divide(parcel, typed):
    """The Division of `parcel` as `typed`; nothing is saved."""
    tables = _tables(typed)
    if not tables:
        return Division(tuple(Part(code, area) for code, area, _pasted in typed.rows))
    if sum(len(text) for _code, text in tables) > MOST_CHARACTERS:
        return _refused(typed, _("The tables are too long for the parts of one parcel. Keep only their corners."))
    if bool(typed.table) + bool(typed.line) + any(pasted for *_row, pasted in typed.rows) > 1:
        return _refused(typed, _("Give the outlines in one way only: tables of the parts, one table, or a line."))
    return _divided(parcel, typed, tables)


def _tables(typed):
    if typed.table:
        return [("", typed.table)]
    if typed.line:
        return [("", typed.line)]
    return [(code, pasted) for code, _area, pasted in typed.rows if pasted]


def _refused(typed, sentence):
    parts = tuple(Part(code, area) for code, area, _pasted in typed.rows)
    return Division(parts, faults=(("", Fault(None, "", sentence)),))


def _divided(parcel, typed, tables):
    style = next((key[6:] for key in typed.fixes if key.startswith("style-") and key[6:] in EXAMPLES), None)
    readings = [(code, _read(text, style, code, typed)) for code, text in tables]
    faults = tuple((code, fault) for code, reading in readings for fault in reading.faults)
    whole = _together(reading for _code, reading in readings)
    epsg = parcel.epsg or (None if parcel.outline else DEFAULT_EPSG)
    known = [parcel.outline] if parcel.outline else []
    if epsg is None:
        return _carried(parcel, typed, whole, faults, (), None)
    changes = _changes(typed.fixes)
    read, read_as = apply_all(whole, epsg, changes)
    taken = [*changes, *([{"style": style}] if style else [])]
    proposals = tuple(one for one in propose(read, read_as, known=known) if one.changes not in taken)
    placed = in_system(read, read_as)
    faults += tuple(("", fault) for fault in placed.faults if fault not in whole.faults)
    return _carried(parcel, typed, _in(placed, read_as, epsg), faults, proposals, epsg)


def _read(text, style, code, typed):
    """The Reading of one pasted table; a table of one part need name neither the part nor its columns."""
    try:
        reading = read_text(text, style=style)
    except SurveyRefused as refusal:
        return Reading((), (Fault(None, "", str(refusal)),))
    rows = reading.rows
    if rows and not typed.table:
        headings = () if find_columns(rows) else (Row(0, _HEADINGS.get(len(rows[0].cells), ())),)
        reading = interpret((Row(-1, (f"Lô {code or '–'}",)), *headings, *rows), style=style)
        if len(reading.parcels) > 1:
            sentence = _("This table holds several parcels. Paste it into the field for one table of all parts.")
            return replace(reading, faults=(*reading.faults, Fault(None, "", sentence)))
        reading = replace(reading, parcels=tuple(replace(one, number=code) for one in reading.parcels))
    return reading


def _together(readings):
    readings = list(readings)
    first = readings[0]
    return replace(
        first,
        parcels=tuple(parcel for reading in readings for parcel in reading.parcels),
        faults=tuple(fault for reading in readings for fault in reading.faults),
        rows=tuple(row for reading in readings for row in reading.rows),
    )


def _changes(keys):
    """The changes that accepted proposals make; keys that name none are passed over."""
    named = {"swap-True": {"swap": True}, "datum-WGS84": {"datum": "WGS84"}}
    named |= {f"system-{epsg}": {"epsg": epsg} for epsg in SYSTEMS}
    return [named[key] for key in dict.fromkeys(keys) if key in named]


def _in(reading, read_as, epsg):
    """The Reading in metres of the parcel's own system."""
    if read_as == epsg:
        return reading
    return replace(reading, parcels=tuple(_moved(parcel, read_as, epsg) for parcel in reading.parcels))


def _moved(parcel, read_as, epsg):
    try:
        corners = reproject(parcel.corners, read_as, epsg)
    except ValueError:
        # It lies off the earth, which the check tells with its place.
        return parcel
    moved = ((Decimal(str(round(value, _PLACES))) for value in corner) for corner in corners)
    vertices = zip(parcel.vertices, moved, strict=True)
    return replace(
        parcel, vertices=tuple(replace(vertex, east=east, north=north) for vertex, (east, north) in vertices)
    )


def _carried(parcel, typed, reading, faults, proposals, epsg):
    if epsg is None and reading.epsg == WGS84:
        return _refused(typed, _("The parcel is drawn on a schematic grid: give metres of that grid, no degrees."))
    if faults:
        parts = tuple(Part(code, area) for code, area, _pasted in typed.rows)
        return Division(parts, faults, proposals=proposals)
    if typed.line:
        parts, findings = _pieces(parcel, typed, reading, epsg)
    else:
        parts, findings = _of_tables(typed, reading, epsg)
    if not any(finding.severity == ERROR for finding in findings) and len(parts) > 1:
        findings = [*findings, *findings_on_whole(parcel.outline, parts)]
    return Division(parts, (), tuple(findings), proposals)


def _of_tables(typed, reading, epsg):
    """Parts in the order of the rows, then those that only the table names."""
    areas = {code: area for code, area, _pasted in typed.rows}
    drawn = {one.number: one for one in reading.parcels}
    made = [*areas, *(number for number in drawn if number not in areas)]
    measured = [replace(one, legal_area=areas.get(one.number) or one.legal_area) for one in reading.parcels]
    findings = check(measured, epsg=epsg) if epsg else _on_grid(measured)
    broken = {finding.number for finding in findings if finding.severity == ERROR}
    parts = []
    for code in made:
        one = drawn.get(code)
        area = areas.get(code)
        if area is None and one is not None and one.legal_area is not None:
            area = one.legal_area.quantize(Decimal("0.01"))
        corners = normalised(one.corners) if one is not None and code not in broken else None
        parts.append(Part(code, area, corners, epsg))
    return tuple(parts), findings


def _on_grid(parcels):
    """Findings on parts in metres of a schematic grid, which lies nowhere on the earth."""
    problems = ((one.number, problem_with_outline(list(map(list, one.corners)))) for one in parcels)
    return [Finding(number, "no_outline", ERROR, problem) for number, problem in problems if problem]


def _pieces(parcel, typed, reading, epsg):
    points = [corner for one in reading.parcels for corner in one.corners]
    codes = [code for code, _area, _pasted in typed.rows]
    pieces, problem = cut(parcel.outline, points)
    if problem is None and len(pieces) != len(codes):
        problem = _("The line cuts the parcel into %(pieces)s pieces, but %(parts)s parts are named: one for each.") % {
            "pieces": format_number(len(pieces)),
            "parts": format_number(len(codes)),
        }
    areas = [area for _code, area, _pasted in typed.rows]
    missing = len(pieces) - len(codes)
    codes += [str(len(codes) + at + 1) for at in range(missing)]
    areas += [None] * missing
    parts = tuple(Part(code, area, piece, epsg) for code, area, piece in zip(codes, areas, pieces, strict=False))
    return parts, [Finding("", "line", ERROR, problem)] if problem else []

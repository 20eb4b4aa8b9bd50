"""What a survey file probably meant, recognised from where its points fall: proposed, never applied unasked."""

from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import Polygon

from core.numbers import format_number
from zones.mapping import geometry
from zones.survey.numbers import EXAMPLES, is_ambiguous
from zones.survey.reading import reread
from zones.survey.records import Fault

_TENTH_OF_MILLIMETRE = Decimal("0.0001")
# Degrees around what is known, about 440 m: wider than a forgotten datum shift, narrower than any wrong meridian.
_MARGIN = 0.004
_METRES_A_DEGREE = 111_320
# Corners of two surveys nearer than this are one corner.
_SAME_CORNER = 1.0
_MOST_SYSTEMS = 3
# Whether a survey lies inside an outline is plain from so many of its corners.
_ENOUGH_CORNERS = 500


@dataclass(frozen=True)
class Proposal:
    """`code`: "style", "swap", "system" or "datum"; `action` labels the button; `changes` is what `apply` takes."""

    code: str
    sentence: str
    action: str
    changes: dict

    @property
    def key(self):
        """One word that names the proposal in a form, e.g. "system-5897"."""
        return "-".join([self.code, *(str(value) for value in self.changes.values())])


def apply(reading, epsg, changes):
    """(Reading, epsg) once one proposal's `changes` are taken; the reading given is left as it was."""
    if "style" in changes:
        return reread(reading, changes["style"]), epsg
    if "epsg" in changes:
        return reading, changes["epsg"]
    if "swap" in changes:
        return _with_points(reading, lambda points: [(north, east) for east, north in points]), epsg
    return _with_points(reading, lambda points: _rounded(geometry.with_datum_shift(points, epsg))), epsg


def apply_all(reading, epsg, accepted):
    """(Reading, epsg) after all accepted changes; the number style comes first, for it reads the table anew."""
    for changes in sorted(accepted, key=lambda one: "style" not in one):
        reading, epsg = apply(reading, epsg, changes)
    return reading, epsg


def in_system(reading, epsg):
    """The Reading in metres of `epsg`: degrees, or metres of another system that the file names, are converted.

    A parcel with a point off the earth becomes a Fault.
    """
    if reading.epsg == geometry.WGS84:
        return replace(_with_points(reading, lambda points: _rounded(geometry.ring_to_plane(points, epsg))), epsg=epsg)
    if reading.epsg not in (None, epsg):
        named = reading.epsg
        return replace(
            _with_points(reading, lambda points: _rounded(geometry.reproject(points, named, epsg))), epsg=epsg
        )
    return reading


def _rounded(points):
    return [tuple(Decimal(str(value)).quantize(_TENTH_OF_MILLIMETRE) for value in point) for point in points]


def _with_points(reading, moved):
    """The Reading with `moved(points)` of each parcel; a parcel whose points cannot be moved becomes a Fault."""
    parcels, faults = [], list(reading.faults)
    for parcel in reading.parcels:
        try:
            points = moved([(vertex.east, vertex.north) for vertex in parcel.vertices])
        except ValueError as error:
            sentence = _("Parcel %(number)s: %(reason)s") % {"number": parcel.number, "reason": error}
            faults.append(Fault(parcel.vertices[0].row, "", sentence))
            continue
        vertices = tuple(
            replace(vertex, east=east, north=north)
            for vertex, (east, north) in zip(parcel.vertices, points, strict=True)
        )
        parcels.append(replace(parcel, vertices=vertices))
    return replace(reading, parcels=tuple(parcels), faults=tuple(faults))


def propose(reading, epsg, *, known=(), near=geometry.BAC_KAN):
    """[Proposal, …] for a Reading said to be in `epsg`, likeliest first.

    `known`: rings [(east, north), …] in `epsg` of what lies there already: the zone's outline, its parcels.
    `near`: (west, south, east, north) in degrees where the zone lies, used while nothing is known.
    """
    found = _styles(reading)
    points = [point for parcel in reading.parcels for point in parcel.corners]
    if not points:
        return found
    box = _box_around(known, epsg) or near
    middle = (median(east for east, _north in points), median(north for _east, north in points))
    if reading.epsg == geometry.WGS84:
        is_swapped = not geometry.is_within(middle, box) and geometry.is_within(middle[::-1], box)
        return [*found, *([_swap()] if is_swapped else [])]
    if known and _lacks_datum_shift(reading, epsg, known):
        return [*found, _datum()]
    return found if _misses(middle, epsg, box) == 0 else [*found, *_places(middle, epsg, box)]


def _styles(reading):
    """The style the file's own numbers decide, where one of them could mean two; both styles when nothing decides."""
    cells = (cell for row in reading.rows for cell in row.cells if isinstance(cell, str))
    if reading.is_style_chosen or not any(map(is_ambiguous, cells)):
        return []
    return [_style(style) for style in ([reading.style] if reading.style else EXAMPLES)]


def _style(style):
    example = EXAMPLES[style]
    return Proposal(
        "style",
        _("The file seems to write numbers as %(example)s.") % {"example": example},
        _("Read all numbers as %(example)s") % {"example": example},
        {"style": style},
    )


def _swap():
    return Proposal(
        "swap",
        _("X and Y seem to be swapped: the other way round the points lie where they are expected."),
        _("Swap X and Y"),
        {"swap": True},
    )


def _datum():
    return Proposal(
        "datum",
        _("The points lie about 224 m from where they are expected: WGS84 was projected without the shift to VN-2000."),
        _("Apply the shift from WGS84 to VN-2000"),
        {"datum": "WGS84"},
    )


def _box_around(known, epsg):
    try:
        points = geometry.ring_to_wgs84([point for ring in known for point in ring], epsg)
    except ValueError:
        return None
    if not points:
        return None
    (west, south), (east, north) = (tuple(map(side, zip(*points, strict=True))) for side in (min, max))
    return (west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN)


def _misses(middle, epsg, box):
    """How many degrees `middle`, read in `epsg`, lies beside `box`; infinity off the earth."""
    try:
        lon, lat = geometry.to_wgs84(*middle, epsg)
    except ValueError:
        return float("inf")
    return max(box[0] - lon, lon - box[2], box[1] - lat, lat - box[3], 0)


def _places(middle, epsg, box):
    """Other systems that put the points into `box`, TM-3 first, then by nearness; else the swapped axes."""
    others = _systems_that_fit(middle, epsg, box)
    if others:
        missed = _misses(middle, epsg, box)
        return [_system(one, epsg, missed) for one in others[:_MOST_SYSTEMS]]
    swapped = middle[::-1]
    return [_swap()] if _misses(swapped, epsg, box) == 0 or _systems_that_fit(swapped, epsg, box) else []


def _systems_that_fit(middle, epsg, box):
    centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    fitting = [one for one in geometry.SYSTEMS if one != epsg and _misses(middle, one, box) == 0]
    aside = {one: geometry.distance(geometry.to_wgs84(*middle, one), centre) for one in fitting}
    # Decisions on parcels are drawn in TM-3; UTM is for maps of whole provinces.
    return sorted(fitting, key=lambda one: (geometry.SYSTEMS[one].is_utm, aside[one]))


def _system(epsg, said, missed):
    words = {"system": geometry.SYSTEMS[epsg].name, "said": geometry.SYSTEMS[said].name}
    if missed == float("inf"):
        sentence = _("In %(said)s the points lie nowhere on the earth; in %(system)s they lie where they are expected.")
    else:
        sentence = _(
            "In %(said)s the points lie %(km)s km beside the place; in %(system)s they lie where they are expected."
        )
        words["km"] = format_number(max(1, round(missed * _METRES_A_DEGREE / 1000)))
    return Proposal("system", sentence % words, _("Read as %(system)s") % {"system": words["system"]}, {"epsg": epsg})


def _lacks_datum_shift(reading, epsg, known):
    """Whether the shift of about 224 m brings the parcels into place: corners meet, or they fall inside the outline."""
    present = list(dict.fromkeys(point for parcel in reading.parcels for point in parcel.corners))
    try:
        shifted = geometry.with_datum_shift(present, epsg)
    except ValueError:
        return False
    corners = shapely.STRtree([shapely.Point(point) for ring in known for point in ring])
    before, after = _meeting(corners, present), _meeting(corners, shifted)
    if after >= 2 and after > 2 * before:
        return True
    shapes = [Polygon(ring) for ring in known if len(ring) > 2]
    land = shapely.STRtree([shape for shape in shapes if shape.is_valid])
    every = 1 + len(present) // _ENOUGH_CORNERS
    count = len(present[::every])
    return _meeting(land, present[::every]) < 0.95 * count and _meeting(land, shifted[::every]) > 0.99 * count


def _meeting(tree, points):
    """How many `points` lie on or in a shape of `tree`, to the metre by which two surveys may differ."""
    return len(set(tree.query(shapely.points(points), predicate="dwithin", distance=_SAME_CORNER)[0].tolist()))

"""Outlines as surveyed, in metres of their own coordinate system, and where on the earth they lie. No database.

Corners are (east, north) = (x, y). A decision's table writes X for the northing and Y for the easting.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from math import hypot, isfinite

import shapely
from django.utils.translation import gettext as _
from pyproj import Transformer
from shapely.geometry import Polygon
from shapely.validation import explain_validity

from core.numbers import format_number

WGS84 = 4326
DEFAULT_EPSG = 9213
# One outline of more corners is no parcel but a drawing error; the plan draws no more than this either.
MOST_CORNERS = 1000
# Metres; beyond any plane coordinate of Vietnam.
FARTHEST = 10_000_000
# Boxes (west, south, east, north) in degrees of WGS84, rounded outwards.
VIETNAM = (102.1, 8.3, 109.6, 23.5)
BAC_KAN = (105.4, 21.75, 106.3, 22.8)

_CENTIMETRES = Decimal("0.01")
# VN-2000 to WGS 84 (2), EPSG:6960: decision 05/2007/QĐ-BTNMT. Written out so that no choice is left to the machine.
_DATUM_SHIFT = (
    "+step +proj=push +v_3 +step +proj=cart +ellps=WGS84 "
    "+step +proj=helmert +x=-191.90441429 +y=-39.30318279 +z=-111.45032835 +rx=-0.00928836 +ry=0.01975479 "
    "+rz=-0.00427372 +s=0.252906278 +convention=coordinate_frame "
    "+step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
)


@dataclass(frozen=True)
class System:
    """A transverse Mercator system of VN-2000: false easting 500,000 m, latitude of origin 0."""

    epsg: int
    meridian: str
    central_meridian: float
    scale: float

    @property
    def is_utm(self):
        return self.scale == 0.9996

    @property
    def name(self):
        return f"VN-2000 / {'UTM' if self.is_utm else 'TM-3'} {self.meridian} (EPSG:{self.epsg})"

    @property
    def projection(self):
        return f"+proj=tmerc +lat_0=0 +lon_0={self.central_meridian} +k={self.scale} +x_0=500000 +y_0=0 +ellps=WGS84"


SYSTEMS = {
    system.epsg: system
    for system in (
        System(9213, "106°30′", 106.5, 0.9999),
        System(5896, "102°00′", 102.0, 0.9999),
        System(9205, "103°00′", 103.0, 0.9999),
        System(9206, "104°00′", 104.0, 0.9999),
        System(9207, "104°30′", 104.5, 0.9999),
        System(9208, "104°45′", 104.75, 0.9999),
        System(5897, "105°00′", 105.0, 0.9999),
        System(9209, "105°30′", 105.5, 0.9999),
        System(9210, "105°45′", 105.75, 0.9999),
        System(9211, "106°00′", 106.0, 0.9999),
        System(9212, "106°15′", 106.25, 0.9999),
        System(9214, "107°00′", 107.0, 0.9999),
        System(9215, "107°15′", 107.25, 0.9999),
        System(9216, "107°30′", 107.5, 0.9999),
        System(5899, "107°45′", 107.75, 0.9999),
        System(5898, "108°00′", 108.0, 0.9999),
        System(9217, "108°15′", 108.25, 0.9999),
        System(9218, "108°30′", 108.5, 0.9999),
        System(3405, "48N", 105.0, 0.9996),
        System(3406, "49N", 111.0, 0.9996),
    )
}


@cache
def _transformer(epsg, with_shift):
    """From the plane of `epsg` to degrees: of WGS84 with the datum shift, of VN-2000 itself without. Thread-safe."""
    shift = _DATUM_SHIFT if with_shift else ""
    return Transformer.from_pipeline(
        f"+proj=pipeline +step +inv {SYSTEMS[epsg].projection} {shift}+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )


def _transformed(points, epsg, direction, with_shift=True):
    """Raise ValueError where a point has no place in the other system."""
    if not points:
        return []
    # A transverse Mercator wraps around the earth and would find a place for any number.
    farthest = FARTHEST if direction == "FORWARD" else 180
    if not all(abs(value) <= farthest for point in points for value in point):
        raise ValueError(_("A point lies off the earth in this coordinate system."))
    columns = _transformer(epsg, with_shift).transform(*zip(*points, strict=True), direction=direction)
    moved = [(float(x), float(y)) for x, y in zip(*columns, strict=True)]
    if not all(isfinite(value) for point in moved for value in point):
        raise ValueError(_("A point lies off the earth in this coordinate system."))
    return moved


def ring_to_wgs84(corners, epsg=DEFAULT_EPSG):
    """[(east, north), …] in metres of `epsg` → [(longitude, latitude), …] in degrees; ValueError off the earth.

    The published shift ignores heights, so its two directions differ by 0.8 mm; one correction makes this the exact
    inverse of `ring_to_plane`, and a point that goes there and back is the same point.
    """
    corners = [(float(east), float(north)) for east, north in corners]
    roughly = _transformed(corners, epsg, "FORWARD")
    missed = _transformed(roughly, epsg, "INVERSE")
    return _transformed(
        [(2 * east - x, 2 * north - y) for (east, north), (x, y) in zip(corners, missed, strict=True)], epsg, "FORWARD"
    )


def ring_to_plane(points, epsg=DEFAULT_EPSG):
    """[(longitude, latitude), …] in degrees of WGS84 → [(east, north), …] in metres; ValueError off the earth."""
    return _transformed(points, epsg, "INVERSE")


def to_wgs84(east, north, epsg=DEFAULT_EPSG):
    """(longitude, latitude) in degrees of WGS84; ValueError off the earth."""
    return ring_to_wgs84([(float(east), float(north))], epsg)[0]


def reproject(corners, from_epsg, to_epsg):
    """Corners of one system of VN-2000 in another: the datum stays, so nothing is lost."""
    if from_epsg == to_epsg:
        return [(float(east), float(north)) for east, north in corners]
    return _transformed(_transformed(corners, from_epsg, "FORWARD", False), to_epsg, "INVERSE", False)


def with_datum_shift(corners, epsg):
    """Corners that were projected from WGS84 without the datum shift (about 224 m off), put right."""
    return ring_to_plane(_transformed(corners, epsg, "FORWARD", False), epsg)


def is_within(point, box):
    """Whether (x, y) lies in `box` (west, south, east, north)."""
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def without_repeats(corners):
    """The corners without the repeated closing point and without a point that only repeats the one before."""
    kept = [point for at, point in enumerate(corners) if not at or tuple(point) != tuple(corners[at - 1])]
    if len(kept) > 1 and tuple(kept[0]) == tuple(kept[-1]):
        kept.pop()
    return kept


def _twice_signed_area(corners):
    # Decimal of the shortest float: a square of coordinates near 2,400,000 m would lose the square centimetres.
    points = [(Decimal(str(east)), Decimal(str(north))) for east, north in corners]
    after = [*points[1:], *points[:1]]
    return sum((x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, after, strict=True)), Decimal(0))


def computed_area(corners):
    """Area in m² in the plane of the corners' own system, rounded half up to 0.01 m²; closing point repeated or not."""
    return (abs(_twice_signed_area(corners)) / 2).quantize(_CENTIMETRES, rounding=ROUND_HALF_UP)


def normalised(corners):
    """What is stored as an outline: [[east, north], …] counter-clockwise from the first corner, not closed."""
    kept = [[float(east), float(north)] for east, north in without_repeats(corners)]
    return kept[:1] + kept[:0:-1] if _twice_signed_area(kept) < 0 else kept


@dataclass(frozen=True)
class AreaDifference:
    """Drawn against decided, in m²: more than max(10 m², 0.1 % of the decision) blocks publishing without a reason."""

    drawn: Decimal
    legal: Decimal

    @property
    def difference(self):
        return self.drawn - self.legal

    @property
    def allowed(self):
        return max(Decimal(10), self.legal / 1000)

    @property
    def blocks_publishing(self):
        return abs(self.difference) > self.allowed


def area_difference(drawn, legal):
    """None while either area is unknown."""
    return None if drawn is None or legal is None else AreaDifference(Decimal(drawn), Decimal(legal))


@dataclass(frozen=True)
class Crossing:
    """Where an outline crosses or touches itself, and the sides that do: `sides` counts corners from 0."""

    where: tuple
    sides: tuple


def crossing(corners):
    """The first place where the ring of `corners` (not closed, at least three) meets itself; None when it does not."""
    polygon = Polygon(corners)
    if polygon.is_valid:
        return None
    reason, _bracket, place = explain_validity(polygon).partition("[")
    if "intersection" not in reason.lower():
        return None
    where = tuple(float(value) for value in place.rstrip("]").split()[:2])
    point = shapely.Point(where)
    closed = [*corners, corners[0]]
    sides = [at for at in range(len(corners)) if shapely.LineString(closed[at : at + 2]).distance(point) < 0.001]
    return Crossing(where, tuple(sides))


def place_words(where):
    """A place of the plane in words: "E 425,399.67 N 2,420,554.70"."""
    east, north = (format_number(value, 2) for value in where)
    return _("E %(east)s, N %(north)s") % {"east": east, "north": north}


def is_corner(value):
    """Whether `value`, as somebody typed it, is a corner [x, y] in metres that can lie in a plane of Vietnam."""
    if type(value) not in (list, tuple) or len(value) != 2:
        return False
    x, y = value
    # The type itself: True is a whole number too. What is no number lies within no bounds.
    return (
        type(x) in (int, float)
        and type(y) in (int, float)
        and -FARTHEST <= x <= FARTHEST
        and -FARTHEST <= y <= FARTHEST
    )


def problem_with_outline(corners, epsg=None):
    """Why `corners`, whatever somebody typed, cannot be an outline: a sentence, or None when it can.

    Without `epsg` the corners are metres of a schematic grid and lie nowhere on the earth.
    """
    if not isinstance(corners, list) or not all(map(is_corner, corners[: MOST_CORNERS + 1])):
        return _("An outline is a list of corners in metres, e.g. [[0, 0], [80, 0], [80, 120], [0, 120]].")
    if len(corners) > MOST_CORNERS:
        return _("The outline has more than %(limit)s corners.") % {"limit": format_number(MOST_CORNERS)}
    ring = without_repeats(corners)
    if len(set(map(tuple, ring))) < 3 or not computed_area(ring):
        return _("The outline encloses no area: it needs three or more different corners not in one line.")
    found = crossing(ring)
    if found:
        return _("The outline crosses or touches itself at %(place)s.") % {"place": place_words(found.where)}
    return _problem_with_place(ring, epsg) if epsg else None


def _problem_with_place(ring, epsg):
    if epsg not in SYSTEMS:
        return _("The coordinate system EPSG:%(epsg)s is not one of VN-2000 that the portal knows.") % {"epsg": epsg}
    try:
        if all(is_within(point, VIETNAM) for point in ring_to_wgs84(ring, epsg)):
            return None
    except ValueError:
        pass
    return _("The outline lies outside Vietnam in %(system)s: check the columns X and Y.") % {
        "system": SYSTEMS[epsg].name
    }


def distance(one, other):
    """Metres between two points of one plane."""
    return hypot(one[0] - other[0], one[1] - other[1])

"""Parcels as shapes of a plan: from corners in metres (x east, y north) to SVG paths (y down). Knows no database."""

from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

_MARGIN = 12  # metres of white around the outermost corners
_SCALE_BARS = (10, 20, 50, 100, 200, 500, 1000)
_MOST_CORNERS = 1000
# Metres; beyond any plane coordinate of Vietnam.
_FARTHEST = 10_000_000


@dataclass(frozen=True)
class Shape:
    """One parcel: its path and the point its number stands at, in SVG units of one metre."""

    path: str
    x: int
    y: int
    width: int


@dataclass(frozen=True)
class Plan:
    width: int
    height: int
    shapes: tuple
    scale_bar: int
    scale_end: int
    foot: int


def _is_corner(corner):
    return (
        isinstance(corner, list | tuple)
        and len(corner) == 2
        and all(isinstance(value, int | float) and not isinstance(value, bool) for value in corner)
        and all(isfinite(value) and abs(value) <= _FARTHEST for value in corner)
    )


def is_outline(value):
    """Whether `value`, as somebody typed it, can be drawn: three or more corners [x, y] in metres."""
    return is_line(value, closed=True)


def is_line(value, *, closed):
    """Whether `value` is a line of corners [x, y] in metres: two or more, three or more when it is `closed`."""
    least = 3 if closed else 2
    return isinstance(value, list) and least <= len(value) <= _MOST_CORNERS and all(map(_is_corner, value))


def _middle(corners):
    """Centroid of the polygon (area-weighted); the mean of its corners when it has no area."""
    twice, cx, cy = Decimal(0), Decimal(0), Decimal(0)
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        twice += cross
        cx += (x0 + x1) * cross
        cy += (y0 + y1) * cross
    if not twice:
        return sum(x for x, _y in corners) / len(corners), sum(y for _x, y in corners) / len(corners)
    return cx / (3 * twice), cy / (3 * twice)


def draw(outlines):
    """A Plan of `outlines`, each three or more [x, y] corners in metres; None when there is nothing to draw."""
    rings = [[(Decimal(str(x)), Decimal(str(y))) for x, y in outline] for outline in outlines]
    if not rings:
        return None
    points = [point for ring in rings for point in ring]
    left, right = min(x for x, _y in points) - _MARGIN, max(x for x, _y in points) + _MARGIN
    bottom, top = min(y for _x, y in points) - _MARGIN, max(y for _x, y in points) + _MARGIN
    width, height = int(right - left), int(top - bottom)
    shapes = []
    for ring in rings:
        placed = [(x - left, top - y) for x, y in ring]
        x, y = _middle(placed)
        spread = max(px for px, _py in placed) - min(px for px, _py in placed)
        path = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in placed) + "Z"
        shapes.append(Shape(path, int(x), int(y), int(spread)))
    bar = max((length for length in _SCALE_BARS if length <= width / 5), default=_SCALE_BARS[0])
    return Plan(width, height + 40, tuple(shapes), bar, _MARGIN + bar, height + 22)

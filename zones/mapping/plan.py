"""Parcels as shapes of a plan: from corners in metres (x east, y north) to SVG paths (y down). Knows no database."""

from dataclasses import dataclass
from itertools import pairwise

from zones.mapping.geometry import MOST_CORNERS, is_corner

# Every plan is this many units wide, so that the style sheet can give text a size that is legible on any screen.
WIDTH = 2000
# Sizes of text in those units on a wide, a middling and a narrow screen; data.css holds the same.
TEXT_SIZES = (26, 40, 62)
# A tall plan is drawn no higher than the screen, so smaller: its text on a wide screen is larger in units.
_TALL, _TEXT_OF_A_TALL = 0.6, 36
_LETTER = 0.62  # width of a letter, as a share of its size
_SECOND_LINE = 8  # letters of "12,34 ha"
_MARGIN = 0.015  # white around the outermost corners, as a share of the plan
_TALLEST, _FLATTEST = 1.25, 0.3  # height as a share of width; a plan beyond them stands in white
_FOOT = 96  # units under the land for the scale bar
_SCALE_BARS = tuple(step * 10**power for power in range(6) for step in (1, 2, 5))
_ROWS = (0.5, 0.4, 0.6, 0.3, 0.7)  # heights of a shape at which room for its number is sought


@dataclass(frozen=True)
class Shape:
    """One parcel in the units of its plan: its path, its corners, and the point at which its number stands.

    `fit` says on which screens the number fits: 0 on none, 1 on a wide one, 2 on a middling one too, 3 on all;
    `has_room` whether on a wide one a second line of `_SECOND_LINE` letters fits under it.
    """

    path: str
    corners: tuple
    x: int
    y: int
    fit: int = 0
    has_room: bool = False


@dataclass(frozen=True)
class Line:
    """A road in the units of its plan: path, points, width (0: nobody has published it), and where its name stands."""

    path: str
    points: tuple
    width: int
    x: int
    y: int
    is_upright: bool
    length: int


@dataclass(frozen=True)
class Plan:
    """A drawing `width` × `height` units: `land_height` of land, and under it the scale bar `scale_bar` metres long.

    `left` and `top` are the metres at its upper left corner, `units` how many units are a metre; `bounds` are paths of
    outlines of zones, `bound_corners` the corners of each.
    """

    width: int
    height: int
    land_height: int
    left: float
    top: float
    units: float
    shapes: tuple = ()
    bounds: tuple = ()
    bound_corners: tuple = ()
    roads: tuple = ()
    scale_bar: int = 0
    scale_end: int = 0
    foot: int = 0

    @property
    def is_tall(self):
        return self.land_height > _TALL * self.width

    @property
    def text_sizes(self):
        """Units of text on a wide, a middling and a narrow screen."""
        return (_TEXT_OF_A_TALL, *TEXT_SIZES[1:]) if self.is_tall else TEXT_SIZES

    def place(self, x, y):
        """The point of the drawing at which the metres (x, y) lie."""
        return round((x - self.left) * self.units), round((self.top - y) * self.units)


def is_outline(value):
    """Whether `value`, as somebody typed it, can be drawn: three or more corners [x, y] in metres."""
    return is_line(value, closed=True)


def is_line(value, *, closed):
    """Whether `value` is a line of corners [x, y] in metres: two or more, three or more when it is `closed`."""
    least = 3 if closed else 2
    return isinstance(value, list) and least <= len(value) <= MOST_CORNERS and all(map(is_corner, value))


def _step(dx, dy):
    if not dy:
        return f"h{dx}"
    return f"l{dx}{'' if dy < 0 else ' '}{dy}" if dx else f"v{dy}"


def _path(points, *, closed):
    """The points as one SVG path of whole relative steps, which is short; steps of no length are left out."""
    (x, y), *others = points
    steps = [f"M{x} {y}"]
    for x1, y1 in others:
        if x1 != x or y1 != y:
            steps.append(_step(x1 - x, y1 - y))
            x, y = x1, y1
    return "".join(steps) + ("z" if closed else "")


def _widest_at(corners, y):
    """(middle, width) of the widest stretch of the polygon at height `y`; (x of a corner, 0) where it has none."""
    crossings = sorted(
        x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True)
        if (y0 <= y) != (y1 <= y)
    )
    stretches = [(end - start, (start + end) / 2) for start, end in zip(crossings[::2], crossings[1::2], strict=True)]
    width, middle = max(stretches, default=(0, corners[0][0]))
    return middle, width


def _shape(corners, text, sizes):
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    left, right, low, high = min(xs), max(xs), min(ys), max(ys)
    need = max(len(text), 2) * _LETTER + 0.5
    path, small = _path(corners, closed=True), sizes[0]
    if need * small > right - left or 1.3 * small > high - low:
        # Most parcels of a large plan: no room for a number, so none is sought.
        return Shape(path, tuple(corners), (left + right) // 2, (low + high) // 2)
    places = [(y, *_widest_at(corners, y)) for y in (low + (high - low) * share for share in _ROWS)]
    # The middle row wins unless another is clearly wider: numbers then stand in line along a row of parcels.
    y, x, width = max(places, key=lambda place: place[2] * (1.25 if place is places[0] else 1))
    width, height = int(width), high - low
    fit = sum(1 for size in sizes if need * size <= width and 1.3 * size <= height)
    has_room = _SECOND_LINE * _LETTER * sizes[0] <= width and 4 * sizes[0] <= height
    return Shape(path, tuple(corners), round(x), round(y), fit, has_room)


def _line(points, width):
    """The road with its name in the middle of its longest stretch; a leaning stretch counts by its longer side."""
    longest = max(pairwise(points), key=lambda ends: abs(ends[1][0] - ends[0][0]) + abs(ends[1][1] - ends[0][1]))
    (x0, y0), (x1, y1) = longest
    across, along = abs(x1 - x0), abs(y1 - y0)
    middle = (x0 + x1) // 2, (y0 + y1) // 2
    return Line(_path(points, closed=False), tuple(points), width, *middle, along > across, max(across, along))


def _frame(points):
    """(left, top, metres across, share of height) of the drawing that holds all `points` with a margin."""
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    wide, tall = max(xs) - min(xs), max(ys) - min(ys)
    across = max(wide, tall / _TALLEST, 10) * (1 + 2 * _MARGIN)
    share = max(tall / across + 2 * _MARGIN, _FLATTEST)
    return (min(xs) + max(xs) - across) / 2, (min(ys) + max(ys) + share * across) / 2, across, share


def draw(outlines, *, texts=(), bounds=(), roads=()):
    """A Plan of `outlines` (parcels) and `bounds` (of zones), each a ring of three or more [x, y] in metres.

    `roads` are pairs (line of two or more [x, y], width in metres or None); `texts` are the numbers to stand in the
    outlines, in their order. The rings may end with their first corner or not. None when there is nothing to draw.
    """
    lines = [*outlines, *bounds, *(line for line, _width in roads)]
    if not lines:
        return None
    left, top, across, share = _frame([point for line in lines for point in line])
    units, land = WIDTH / across, round(WIDTH * share)
    bar = max((length for length in _SCALE_BARS if length <= across / 5), default=_SCALE_BARS[0])
    frame = Plan(WIDTH, land + _FOOT, land, left, top, units)

    def placed(line):
        # As Plan.place does; written out, for a plan has thousands of corners.
        points = [(round((x - left) * units), round((top - y) * units)) for x, y in line]
        return points[:-1] if len(points) > 3 and points[0] == points[-1] else points

    words = [*texts, *[""] * (len(outlines) - len(texts))]
    rings = tuple(map(placed, bounds))
    return Plan(
        WIDTH, land + _FOOT, land, left, top, units,
        shapes=tuple(_shape(placed(ring), text, frame.text_sizes) for ring, text in zip(outlines, words, strict=True)),
        bounds=tuple(_path(ring, closed=True) for ring in rings), bound_corners=rings,
        roads=tuple(
            _line([frame.place(x, y) for x, y in line], round(float(width or 0) * units)) for line, width in roads
        ),
        scale_bar=bar, scale_end=30 + round(bar * units), foot=land + 62,
    )  # fmt: skip

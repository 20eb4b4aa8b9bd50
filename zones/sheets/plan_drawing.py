"""The plan of a zone as a vector drawing: each state by fill, pattern and word, as on the page. Knows no database."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import FILL_NON_ZERO
from reportlab.pdfgen.pathobject import PDFPathObject
from reportlab.platypus import Flowable

from core.numbers import format_number
from zones.sheets.lettering import FOREST, INK, LINE, LINE_STRONG, MUTED, REGULAR, SEMIBOLD, clean

_EDGE = HexColor("#33423a")
_FILLS = {
    "available": "#bfe0cf",
    "on_hold": "#fff3dd",
    "leased": "#e1e4df",
    "planned": "#e3edef",
    "not_for_lease": "#f0efe9",
}
_MARKS = {"on_hold": "#dd9a35", "leased": "#8b958e", "planned": "#6f98a2", "not_for_lease": "#b9b8ad"}
_SAME = {"reserved": "on_hold", "negotiating": "on_hold", "withdrawn": "not_for_lease", "recovered": "not_for_lease"}
_SCALE_BARS = (10, 20, 50, 100, 200, 500, 1000, 2000)
_SWATCH, _FOOT, _LEAST_CODE = 9, 13, 17
# Points between the marks of a pattern; a plan of many parcels is drawn in bounded time.
_STEP, _MOST_MARKS = 4, 400


def _steps(low, high, most):
    step = max(_STEP, (high - low) / most)
    while low <= high:
        yield low
        low += step


def _pattern(canvas, state, box):
    """Fill the clipped `box` (left, bottom, right, top in points) with the marks of `state`."""
    left, bottom, right, top = box
    canvas.setStrokeColor(HexColor(_MARKS[state]))
    canvas.setFillColor(HexColor(_MARKS[state]))
    lines = []
    if state in ("on_hold", "not_for_lease"):
        rise = top - bottom
        starts = list(_steps(left - rise, right, _MOST_MARKS))
        lines = [(x, bottom, x + rise, top) for x in starts]
        if state == "not_for_lease":
            lines += [(x, top, x + rise, bottom) for x in starts]
        canvas.setLineWidth(1.2 if state == "on_hold" else 0.4)
    else:
        # Dots are short dashes with round ends, so that a whole row is one line.
        canvas.setLineWidth(0.8)
        canvas.setLineCap(1 if state == "leased" else 0)
        canvas.setDash([0.01, _STEP] if state == "leased" else [2.2, 1.8])
        lines = [(left, y, right, y) for y in _steps(bottom + 1.5, top, _MOST_MARKS)]
    canvas.lines(lines)


@dataclass(frozen=True)
class _Ring:
    """A closed line of (x, y) in points, and the operators that draw it: written once, it is drawn up to four times."""

    points: list
    code: str

    @classmethod
    def of(cls, points):
        (x, y), *others = points
        return cls(points, f"{x:.3f} {y:.3f} m {''.join(f'{x:.3f} {y:.3f} l ' for x, y in others)}h")


def _path(rings):
    """All `rings` as one path: a plan of many parcels then takes a few operators, not some for each of them."""
    return PDFPathObject([ring.code for ring in rings])


def _fill(canvas, rings, state):
    """Shapes of one state with its fill and its pattern, which runs on from each to the next."""
    state = _SAME.get(state, state)
    canvas.saveState()
    if state in _FILLS:
        canvas.setFillColor(HexColor(_FILLS[state]))
        canvas.drawPath(_path(rings), stroke=0, fill=1, fillMode=FILL_NON_ZERO)
    if state in _MARKS:
        canvas.saveState()
        canvas.clipPath(_path(rings), stroke=0, fill=0, fillMode=FILL_NON_ZERO)
        xs, ys = zip(*(point for ring in rings for point in ring.points), strict=True)
        _pattern(canvas, state, (min(xs), min(ys), max(xs), max(ys)))
        canvas.restoreState()
    canvas.restoreState()


class PlanDrawing(Flowable):
    """A content.Plan in the width of the column and `height` points at most, its legend under it."""

    def __init__(self, plan, height):
        super().__init__()
        self.plan, self.most = plan, height
        self.has_dim = not all(ground.is_lit for ground in plan.grounds)
        points = [point for ground in plan.grounds for point in ground.ring]
        points += [point for line in (*(line for line, _width in plan.roads), *plan.outlines) for point in line]
        self.left, self.right = min(x for x, _y in points), max(x for x, _y in points)
        self.low, self.high = min(y for _x, y in points), max(y for _x, y in points)

    def wrap(self, width, _height):
        across, up = max(self.right - self.left, 1), max(self.high - self.low, 1)
        self.scale = min(width / across, self.most / up)
        self.width, self.drawn = width, up * self.scale
        self.legend = list(self._legend_lines(width))
        self.height = self.drawn + 2 * _FOOT + _FOOT * len(self.legend)
        return width, self.height

    def _legend_lines(self, width):
        """The legend in lines of (kind, word, x)."""
        line, x = [], 0
        for kind, word in self.plan.legend:
            needed = _SWATCH + 4 + self._text_width(word) + 12
            if line and x + needed > width:
                yield line
                line, x = [], 0
            line.append((kind, clean(word), x))
            x += needed
        yield line

    @staticmethod
    def _text_width(word):
        return stringWidth(clean(word), REGULAR, 7)

    def _place(self, ring):
        foot = self.height - self.drawn
        return [((x - self.left) * self.scale, (y - self.low) * self.scale + foot) for x, y in ring]

    def draw(self):
        canvas = self.canv
        canvas.setLineJoin(1)
        for road, width in self.plan.roads:
            self._line(road, LINE, max(width * self.scale, 1.5))
        placed = [(ground, _Ring.of(self._place(ground.ring))) for ground in self.plan.grounds]
        # The one that stands out is drawn last, so that no neighbour's edge runs over its own.
        for is_lit in (False, True):
            some = [(ground, ring) for ground, ring in placed if ground.is_lit == is_lit]
            if some:
                self._grounds(some, is_lit=is_lit)
        for outline in self.plan.outlines:
            self._line([*outline, outline[0]], LINE_STRONG, 0.9)
        self._scale_bar()
        for at, line in enumerate(self.legend):
            self._legend_row(line, (len(self.legend) - 1 - at) * _FOOT + 1)

    def _line(self, line, color, width):
        points = self._place(line)
        self.canv.setStrokeColor(color)
        self.canv.setLineWidth(width)
        self.canv.lines([(*start, *end) for start, end in pairwise(points)])

    def _grounds(self, some, *, is_lit):
        """Parcels alike in whether they stand out, state by state: fills, edges, then their names."""
        canvas, of_state = self.canv, defaultdict(list)
        for ground, ring in some:
            of_state[ground.state].append(ring)
        canvas.saveState()
        for state, rings in of_state.items():
            _fill(canvas, rings, state)
        if not is_lit:
            canvas.setFillColorRGB(1, 1, 1, alpha=0.62)
            every = [ring for _ground, ring in some]
            canvas.drawPath(_path(every), stroke=0, fill=1, fillMode=FILL_NON_ZERO)
        stands_out = is_lit and self.has_dim
        canvas.setStrokeColor(FOREST if stands_out else _EDGE if is_lit else LINE_STRONG)
        canvas.setLineWidth(2.2 if stands_out else 0.6)
        # Dashed edges last: where they run along others they leave these whole.
        for state in sorted(of_state, key=lambda state: state == "unknown"):
            canvas.setDash([2, 1.5] if state == "unknown" else [])
            canvas.drawPath(_path(of_state[state]), stroke=1, fill=0)
        canvas.restoreState()
        for ground, ring in some:
            xs, ys = zip(*ring.points, strict=True)
            if max(xs) - min(xs) >= _LEAST_CODE and max(ys) - min(ys) >= _LEAST_CODE / 2:
                self._name(ground, (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, max(xs) - min(xs))

    def _name(self, ground, x, y, width):
        """Number and area on a white ground, so that no pattern runs through them."""
        canvas = self.canv
        lines = [(clean(ground.code), SEMIBOLD, 6.8)]
        if ground.area and self._text_width(ground.area) * 0.85 + 4 < width:
            lines.append((clean(ground.area), REGULAR, 5.8))
        if canvas.stringWidth(*lines[0]) + 4 > width:
            return
        widest = max(canvas.stringWidth(*line) for line in lines)
        height = 7.5 * len(lines)
        canvas.saveState()
        canvas.setFillColorRGB(1, 1, 1, alpha=0.85 if ground.is_lit else 0.4)
        canvas.roundRect(x - widest / 2 - 2, y - height / 2 - 0.5, widest + 4, height + 1.5, 1.5, stroke=0, fill=1)
        canvas.setFillColor(INK if ground.is_lit else MUTED)
        for at, (text, font, size) in enumerate(lines):
            canvas.setFont(font, size)
            canvas.drawCentredString(x, y + height / 2 - 5.6 - 7.5 * at, text)
        canvas.restoreState()

    def _scale_bar(self):
        canvas = self.canv
        metre = self.plan.units_a_metre * self.scale
        length = max((bar for bar in _SCALE_BARS if bar * metre <= self.width / 4), default=_SCALE_BARS[0])
        y, end = self.height - self.drawn - _FOOT + 3, length * metre
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(1)
        canvas.lines([(0, y, end, y), (0, y - 2, 0, y + 2), (end, y - 2, end, y + 2)])
        canvas.setFillColor(MUTED)
        canvas.setFont(REGULAR, 6.8)
        canvas.drawString(end + 5, y - 2.4, f"{format_number(length)} m")
        if self.plan.has_north:
            canvas.drawRightString(self.width, y - 2.4, "N")
            tip = self.width - 12
            canvas.setFillColor(INK)
            arrow = [(tip, y + 6), (tip - 3, y - 3), (tip, y - 1), (tip + 3, y - 3)]
            canvas.drawPath(_path([_Ring.of(arrow)]), stroke=0, fill=1)

    def _legend_row(self, line, y):
        canvas = self.canv
        for kind, word, x in line:
            box = _Ring.of([(x, y), (x + _SWATCH, y), (x + _SWATCH, y + _SWATCH), (x, y + _SWATCH)])
            _fill(canvas, [box], kind)
            canvas.setStrokeColor(_EDGE)
            canvas.setLineWidth(0.5)
            canvas.drawPath(_path([box]), stroke=1, fill=0)
            canvas.setFillColor(INK)
            canvas.setFont(REGULAR, 7)
            canvas.drawString(x + _SWATCH + 4, y + 2, word)

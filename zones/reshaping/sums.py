"""Parts held against the whole: what lies in no part, beyond the parcel or in two parts, and how their areas add up."""

from dataclasses import dataclass
from decimal import Decimal

import shapely
from django.utils.translation import gettext as _

from core.numbers import format_number
from zones.mapping.geometry import computed_area, problem_with_outline
from zones.survey.checks import ERROR, WARNING, Finding
from zones.survey.overlay import Overlay, TooManyCrossings

# m²; less is the noise of coordinates rounded to millimetres.
_NOISE = 1.0


def findings_on_whole(outline, parts):
    """[Finding, …] on drawn `parts` of a parcel with this `outline`; those reaching beyond it are errors."""
    drawn = {part.code: shapely.Polygon(part.outline) for part in parts if part.outline}
    if not drawn or outline is None or problem_with_outline(outline):
        return []
    whole, overlay = shapely.Polygon(outline), Overlay()
    try:
        found = [*_beyond(overlay, whole, drawn), *_in_two(overlay, drawn)]
        if len(drawn) == len(parts):
            found += _in_none(overlay, whole, drawn)
    except TooManyCrossings:
        sentence = _("So many parcels or sides cross here that the rest was not compared: put this right first.")
        return [Finding("", "too_crowded", ERROR, sentence)]
    return found


def _beyond(overlay, whole, drawn):
    for code, shape in drawn.items():
        beyond = overlay.beyond(shape, whole)
        if beyond.area > _NOISE:
            sentence = _("The outline of %(code)s reaches %(area)s m² beyond the parcel.")
            yield _finding(code, "beyond", ERROR, sentence % {"code": code, "area": _m2(beyond)}, beyond)


def _in_two(overlay, drawn):
    shapes = list(drawn.items())
    for at, (one, shape) in enumerate(shapes):
        for other, second in shapes[at + 1 :]:
            common = overlay.common(shape, second)
            if common.area > _NOISE:
                sentence = _("The outlines of %(one)s and %(other)s overlap by %(area)s m².")
                words = {"one": one, "other": other, "area": _m2(common)}
                yield _finding(one, "overlap", ERROR, sentence % words, common)


def _in_none(overlay, whole, drawn):
    left = whole
    for shape in drawn.values():
        left = overlay.beyond(left, shape)
    if left.area > _NOISE:
        sentence = _("%(area)s m² of the parcel lie in none of the parts.") % {"area": _m2(left)}
        yield _finding("", "gap", WARNING, sentence, left)


def _finding(code, kind, severity, sentence, shape):
    place = shape.representative_point()
    return Finding(code, kind, severity, sentence, (place.x, place.y), Decimal(str(shape.area)))


def _m2(shape):
    return format_number(shape.area, 2)


@dataclass(frozen=True)
class Sums:
    """Areas in m²: of the parts as `drawn` and as `decided`, None while one is missing; `before` by decision."""

    drawn: Decimal | None
    decided: Decimal | None
    before: Decimal | None

    @property
    def difference(self):
        return None if self.decided is None or self.before is None else self.decided - self.before


def sums_of(parcel, parts):
    drawn = [computed_area(part.outline) if part.outline else None for part in parts]
    decided = [part.area for part in parts]
    return Sums(
        None if None in drawn or not drawn else sum(drawn),
        None if None in decided or not decided else sum(decided),
        parcel.area,
    )

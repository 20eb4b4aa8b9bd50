"""A parcel cut along a line."""

import shapely
from django.utils.translation import gettext as _
from shapely import ops

from core.numbers import format_number
from zones.mapping.geometry import distance, normalised, place_words, problem_with_outline

# A cutting line follows a road or a fence; a scribble across a comb would cost seconds.
MOST_POINTS = 50
# Metres by which the line is drawn on at both ends: points on the boundary are rounded and may fall just short of it.
_BEYOND = 0.1
# m²; a smaller piece is no part but a line that runs along the boundary.
_LEAST = 1.0


def cut(outline, points):
    """(pieces, problem): corners of each piece of `outline` cut along `points`, [(east, north), …], or why not.

    The pieces stand in the order of their centres, from west to east or, where they lie so, from north to south.
    """
    if outline is None or problem_with_outline(outline):
        return [], _("The parcel has no outline that could be cut. Give the tables of its parts instead.")
    line = [point for at, point in enumerate(points) if not at or distance(point, points[at - 1])]
    if len(line) < 2:
        return [], _("A cutting line needs two points or more.")
    if len(line) > MOST_POINTS:
        return [], _("A cutting line has at most %(most)s points.") % {"most": MOST_POINTS}
    drawn_on = [_on(line[1], line[0]), *line[1:-1], _on(line[-2], line[-1])]
    whole = shapely.Polygon(outline)
    pieces = list(ops.split(whole, shapely.LineString(drawn_on)).geoms)
    if len(pieces) < 2:
        return [], _("The line does not cut the parcel: it must run from boundary to boundary.")
    if small := next((piece for piece in pieces if piece.area < _LEAST), None):
        place = place_words(small.representative_point().coords[0])
        words = {"area": format_number(small.area, 2), "place": place}
        return [], _("The line leaves a piece of only %(area)s m² at %(place)s.") % words
    return [_corners(piece) for piece in _in_order(pieces)], None


def _on(start, end):
    """`end`, moved a little further on from `start`."""
    share = 1 + _BEYOND / distance(start, end)
    return tuple(a + (b - a) * share for a, b in zip(start, end, strict=True))


def _in_order(pieces):
    centres = [piece.centroid for piece in pieces]
    wide, high = (max(values) - min(values) for values in zip(*((one.x, one.y) for one in centres), strict=True))
    return sorted(pieces, key=lambda piece: piece.centroid.x if wide >= high else -piece.centroid.y)


def _corners(piece):
    return normalised([[round(east, 3), round(north, 3)] for east, north in piece.exterior.coords])

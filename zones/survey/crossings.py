"""Every place where an outline crosses or touches itself."""

import numpy
import shapely

from zones.mapping.geometry import Crossing, crossing

# Places nearer than this are one place.
_SAME_PLACE = 0.001
# Beyond this an outline is a scribble; what is found by then is more than anybody reads.
_MOST_PAIRS = 20_000


def crossings(ring):
    """[Crossing, …] of the `ring` (corners, not closed, three or more different ones), in the order of its sides.

    Of a ring whose sides meet more often than 20,000 times, only those of its first sides.
    """
    first = crossing(ring)
    if first is None:
        return []
    corners = numpy.array(ring, dtype=float)
    sides = shapely.linestrings(numpy.stack([corners, numpy.roll(corners, -1, axis=0)], axis=1))
    places = {}
    for one, other, place in _meetings(sides):
        key = tuple(round(value / _SAME_PLACE) for value in place)
        places.setdefault(key, (place, []))[1].extend((one, other))
    found = [Crossing(place, tuple(sorted(set(of)))) for place, of in places.values()]
    return sorted(found, key=lambda one: one.sides) or [first]


def _meetings(sides):
    """(side, later side, place) of every two sides that meet where they should not, as numbers and metres."""
    one, other = shapely.STRtree(sides).query(sides, predicate="intersects")
    is_pair = one < other
    one, other = one[is_pair], other[is_pair]
    order = numpy.lexsort((other, one))[:_MOST_PAIRS]
    one, other = one[order], other[order]
    shared = shapely.intersection(sides[one], sides[other])
    # Sides that follow one another share a corner; only when one runs back along the other is that a fault.
    follows = (other - one == 1) | ((one == 0) & (other == len(sides) - 1))
    is_fault = ~follows | (shapely.length(shared) > _SAME_PLACE)
    middle = shapely.centroid(shared)
    places = numpy.stack([shapely.get_x(middle), shapely.get_y(middle)], axis=1)
    for at in numpy.flatnonzero(is_fault & ~shapely.is_empty(shared)):
        yield int(one[at]), int(other[at]), tuple(map(float, places[at]))

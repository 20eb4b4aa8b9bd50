"""Surveyed rings laid out in metres, for the tests of what is found in them and proposed about them."""

from decimal import Decimal

from zones.mapping import geometry
from zones.survey.records import SurveyParcel, Vertex

EPSG = geometry.DEFAULT_EPSG


# The lower left corner of everything below: 105.78 E 21.88 N.
EAST, NORTH = 425400, 2420500


def at(*offsets):
    """[(east, north), …] from offsets in metres."""
    return [(EAST + x, NORTH + y) for x, y in offsets]


def rectangle(x=0, y=0, width=100, height=80):
    return at((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def parcel(corners, number="CN-01", area=None, labels=None):
    labels = labels or [str(place) for place in range(1, len(corners) + 1)]
    vertices = tuple(
        Vertex(row, Decimal(str(north)), Decimal(str(east)), label)
        for row, ((east, north), label) in enumerate(zip(corners, labels, strict=True), start=2)
    )
    return SurveyParcel(number, None if area is None else Decimal(area), vertices)

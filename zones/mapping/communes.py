"""The communes around the zones: outlines in WGS 84 as context, kept in one file of the record."""

import json
from functools import cache

from django.conf import settings

from zones.mapping.geometry import BAC_KAN

FILE = settings.BASE_DIR / "data" / "communes.geojson"
# Degrees, about 5 km: that a zone lies in a commune is inferred from names, and a zone may reach into the next one.
_AROUND = 0.05


@cache
def _boxes():
    """{code of a commune: (west, south, east, north) in degrees of WGS84}."""
    return {
        feature["properties"]["code"]: _box(feature["geometry"])
        for feature in json.loads(FILE.read_text(encoding="utf-8"))["features"]
    }


def _box(shape):
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    longitudes, latitudes = zip(*(point for rings in polygons for point in rings[0]), strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def place_of(commune_code):
    """Where land of this commune lies: (west, south, east, north) in degrees; all of Bắc Kạn while it is not known."""
    box = _boxes().get(commune_code)
    if box is None:
        return BAC_KAN
    return box[0] - _AROUND, box[1] - _AROUND, box[2] + _AROUND, box[3] + _AROUND

"""Points for tests of coordinates: one at a time, and what a forgotten datum shift makes of them."""

from zones.mapping import geometry


def to_plane(lon, lat, epsg=geometry.DEFAULT_EPSG):
    """(east, north) in metres of `epsg`."""
    return geometry.ring_to_plane([(lon, lat)], epsg)[0]


def without_datum_shift(corners, epsg):
    """What `corners` would read had the datum shift been forgotten, to far below a millimetre."""
    wrong = corners
    for _time in range(3):
        found = geometry.with_datum_shift(wrong, epsg)
        wrong = [
            (x + east - found_x, y + north - found_y)
            for (x, y), (east, north), (found_x, found_y) in zip(wrong, corners, found, strict=True)
        ]
    return wrong

"""Where surveyed outlines lie and how large they are: against the geodesists' own database, and as laws that hold."""

import math
import threading
import warnings
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from tests.geodesy import to_plane, without_datum_shift
from zones.mapping import geometry
from zones.mapping.plan import is_outline

# East, north in EPSG:9213 of 105.78 E 21.88 N: the check of the issue.
EAST, NORTH = 425399.670, 2420554.699
SQUARE = [[0, 0], [100, 0], [100, 80], [0, 80]]

metres = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))
lon_lat = st.tuples(st.floats(102.2, 109.5), st.floats(8.4, 23.3))


def test_the_known_point_has_its_known_coordinates_both_ways():
    assert to_plane(105.78, 21.88) == pytest.approx((EAST, NORTH), abs=0.001)
    lon, lat = geometry.to_wgs84(EAST, NORTH)
    assert abs(lon - 105.78) * 103_400 < 0.001
    assert abs(lat - 21.88) * 110_700 < 0.001


@pytest.mark.parametrize("epsg", geometry.SYSTEMS)
def test_every_system_agrees_with_the_public_database(epsg):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        crs = CRS.from_epsg(epsg)
    parameters = {one.name: one.value for one in crs.coordinate_operation.params}
    system = geometry.SYSTEMS[epsg]
    assert crs.name.startswith("VN-2000 / ")
    assert parameters["Longitude of natural origin"] == system.central_meridian
    assert parameters["Scale factor at natural origin"] == system.scale
    assert parameters["False easting"] == 500_000
    assert parameters["Latitude of natural origin"] == parameters["False northing"] == 0
    # The database's own transformation is EPSG:6960 too; its way back is not exact, hence the millimetre.
    theirs = Transformer.from_crs(4326, epsg, always_xy=True).transform(105.78, 21.88)
    assert to_plane(105.78, 21.88, epsg) == pytest.approx(theirs, abs=1e-6)


@given(lon_lat, st.sampled_from([9213, 5897, 5899, 3405]))
def test_there_and_back_is_the_same_point(point, epsg):
    there = to_plane(*point, epsg)
    assert geometry.to_wgs84(*there, epsg) == pytest.approx(point, abs=1e-9)


@given(lon_lat)
def test_another_meridian_and_back_is_the_same_corner(point):
    corner = to_plane(*point)
    (moved,) = geometry.reproject([corner], 9213, 5897)
    assert geometry.reproject([moved], 5897, 9213)[0] == pytest.approx(corner, abs=1e-4)
    assert geometry.to_wgs84(*moved, 5897) == pytest.approx(point, abs=1e-7)


def test_a_forgotten_datum_shift_is_about_224_metres():
    (wrong,) = without_datum_shift([(EAST, NORTH)], 9213)
    assert geometry.distance(wrong, (EAST, NORTH)) == pytest.approx(224, abs=1)
    assert geometry.with_datum_shift([wrong], 9213)[0] == pytest.approx((EAST, NORTH), abs=1e-4)


@pytest.mark.parametrize("point", [(1e300, 1), (math.inf, 0), (math.nan, 0), (0, 1e200)])
def test_a_point_off_the_earth_is_told(point):
    with pytest.raises(ValueError, match=r"."):
        geometry.to_wgs84(*point)


def test_threads_share_a_transformation():
    results = []
    threads = [
        threading.Thread(target=lambda: results.extend(to_plane(105.78, 21.88, 9213) for _time in range(50)))
        for _one in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 400
    assert len(set(results)) == 1


def test_the_area_of_a_ring_counts_square_centimetres_far_from_the_origin():
    far = [[425_000 + x * 0.01, 2_420_000 + y * 0.01] for x, y in SQUARE]
    assert geometry.computed_area(far) == Decimal("0.80")
    assert geometry.computed_area([*far, far[0]]) == Decimal("0.80")


@given(st.lists(st.tuples(metres, metres), min_size=3, max_size=30), metres)
def test_an_area_depends_neither_on_the_direction_nor_on_the_place(corners, aside):
    moved = [(round(east + aside, 3), north) for east, north in corners]
    assert geometry.computed_area(corners) == geometry.computed_area(corners[::-1])
    assert abs(geometry.computed_area(corners) - geometry.computed_area(moved)) <= Decimal("0.01") * len(corners)


@given(st.lists(st.tuples(metres, metres), min_size=3, max_size=30))
def test_a_normalised_outline_runs_counter_clockwise_from_its_first_corner(corners):
    ring = geometry.normalised(corners)
    assert geometry.normalised(ring) == ring
    assert geometry.computed_area(ring) == geometry.computed_area(corners)
    assert ring[0] == list(corners[0])
    assert geometry.normalised([corners[0], *corners[:0:-1]]) == ring or not geometry.computed_area(ring)


@pytest.mark.parametrize(
    ("drawn", "legal", "blocks"),
    [
        ("5010", "5000", False),
        ("5010.01", "5000", True),
        ("4989.99", "5000", True),
        ("20020", "20000", False),
        ("20020.01", "20000", True),
    ],
)
def test_ten_square_metres_or_one_in_a_thousand_may_differ(drawn, legal, blocks):
    assert geometry.area_difference(Decimal(drawn), Decimal(legal)).blocks_publishing is blocks


def test_an_unknown_area_differs_from_nothing():
    assert geometry.area_difference(None, Decimal(5)) is None
    assert geometry.area_difference(Decimal(5), None) is None


def test_a_bow_tie_crosses_itself_in_its_middle():
    found = geometry.crossing([[0, 0], [100, 100], [100, 0], [0, 100]])
    assert found.where == (50, 50)
    assert found.sides == (0, 2)


@pytest.mark.parametrize(
    "hostile",
    [
        None,
        "",
        {},
        [],
        [[0, 0]],
        [[0, 0], [1, 1], [2, 2]],
        [[0, 0], [1, 0], [math.nan, 1]],
        [[0, 0], [1, 0], [math.inf, 1]],
        [[0, 0], [1, 0], [1e308, 1]],
        [[0, 0], [1, 0], [10**400, 1]],
        [[0, 0], [1, 0], ["1", 1]],
        [[0, 0], [1, 0], [True, 1]],
        [[0, 0], [1, 0], [0, 1, 2]],
        [[0, 0], [100, 100], [100, 0], [0, 100]],
        [[math.cos(at), math.sin(at)] for at in range(50_000)],
    ],
)
def test_what_is_no_outline_is_explained(hostile):
    assert geometry.problem_with_outline(hostile)


def test_a_sound_outline_has_no_problem():
    here = [[EAST + x, NORTH + y] for x, y in SQUARE]
    assert geometry.problem_with_outline(SQUARE) is None
    assert geometry.problem_with_outline(here, 9213) is None


@pytest.mark.parametrize("epsg", [9213, 4326, 999999])
def test_an_outline_outside_vietnam_or_in_an_unknown_system_is_refused(epsg):
    swapped = [[NORTH + y, EAST + x] for x, y in SQUARE]
    assert geometry.problem_with_outline(swapped, epsg)


def test_the_plan_draws_every_outline_the_geometry_allows():
    ring = [[round(1000 * math.cos(at / 200), 3), round(1000 * math.sin(at / 200), 3)] for at in range(1000)]
    assert len(ring) == geometry.MOST_CORNERS
    assert geometry.problem_with_outline(ring) is None
    assert is_outline(ring)

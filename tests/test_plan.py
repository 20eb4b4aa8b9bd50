"""Parcels as shapes of a plan: arithmetic alone."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zones.plan import draw

SQUARE = [[0, 0], [100, 0], [100, 100], [0, 100]]


def test_nothing_to_draw_is_no_plan():
    assert draw([]) is None


def test_north_is_up_and_the_number_stands_in_the_middle():
    plan = draw([SQUARE])
    (shape,) = plan.shapes
    assert (shape.x, shape.y) == (62, 62)
    assert shape.path.startswith("M12.0 112.0L112.0 112.0L112.0 12.0")
    assert (plan.width, plan.height) == (124, 164)


def test_a_line_without_area_still_has_a_place_for_its_number():
    assert draw([[[0, 0], [50, 0], [100, 0]]]).shapes[0].x == 62


@given(st.lists(st.tuples(st.integers(-5000, 5000), st.integers(-5000, 5000)), min_size=3, max_size=12))
def test_every_corner_lies_inside_the_drawing(corners):
    plan = draw([[list(corner) for corner in corners]])
    for pair in plan.shapes[0].path[1:-1].split("L"):
        x, y = map(Decimal, pair.split())
        assert 0 <= x <= plan.width + 1
        assert 0 <= y <= plan.height

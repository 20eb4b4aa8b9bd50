"""What is found in surveyed parcels: kinds, places and amounts."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.survey_rings import EAST, EPSG, NORTH, at, parcel, rectangle
from zones.mapping import geometry
from zones.survey.checks import Neighbour, check


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def found(*parcels, **given):
    return [(one.number, one.kind, one.severity) for one in check(parcels, epsg=EPSG, **given)]


# One parcel by itself


def test_a_sound_parcel_has_no_findings_however_it_is_closed_or_turned():
    ring = rectangle()
    for one in (ring, [*ring, ring[0]], ring[::-1]):
        assert found(parcel(one, area=8000)) == []


def test_fewer_than_three_different_points_are_an_error():
    for ring in ([], rectangle()[:2], [*rectangle()[:2], rectangle()[0]]):
        assert found(parcel(ring)) == [("CN-01", "few_points", "error")]


def test_a_point_given_twice_is_told_with_its_rows():
    ring = rectangle()
    (finding,) = check([parcel([*ring[:2], ring[1], *ring[2:]])], epsg=EPSG)
    assert (finding.kind, finding.severity) == ("duplicate_points", "warning")
    assert (finding.where, finding.rows) == (ring[1], (3, 4))
    assert finding.sentence == "Points 2 and 3 are the same point."


def test_a_ring_that_nearly_closes_is_told_with_its_gap():
    (finding,) = check([parcel([*rectangle(), (EAST - 0.12, NORTH + 0.05)])], epsg=EPSG)
    assert (finding.kind, finding.severity, finding.amount) == ("open_ring", "warning", Decimal("0.130"))


def test_a_last_point_called_as_the_first_must_be_the_first():
    ring = [*rectangle(), (EAST + 7, NORTH + 3)]
    assert ("CN-01", "open_ring", "error") in found(parcel(ring, labels=["1", "2", "3", "4", "1"]))
    assert found(parcel(ring)) == []


def test_a_bow_tie_is_told_with_the_place_and_the_sides_that_cross():
    (finding,) = check([parcel(at((0, 0), (100, 100), (100, 0), (0, 100)), labels="ABCD")], epsg=EPSG)
    assert (finding.kind, finding.where, finding.rows) == ("self_intersection", (EAST + 50, NORTH + 50), (2, 3, 4, 5))
    assert "A–B, C–D" in finding.sentence
    assert "E 425,450.00, N 2,420,550.00" in finding.sentence


def test_a_ring_that_touches_itself_is_told():
    ring = at((0, 0), (50, 50), (100, 0), (100, 100), (50, 50), (0, 100))
    (finding,) = check([parcel(ring)], epsg=EPSG)
    assert (finding.kind, finding.where) == ("self_intersection", ring[1])


def zigzag(turns):
    """A ring that goes out as a zigzag and comes back as one, crossing itself once a turn."""
    out = [(10 * step, 10 * (step % 2)) for step in range(turns + 1)]
    back = [(10 * step, 10 * ((step + 1) % 2)) for step in range(turns, -1, -1)]
    return at(*out, *back)


def test_every_crossing_is_told_with_its_place_and_its_points():
    findings = check([parcel(zigzag(4))], epsg=EPSG)
    assert {finding.kind for finding in findings} == {"self_intersection"}
    assert [finding.where for finding in findings] == at((5, 5), (15, 5), (25, 5), (35, 5))
    assert "1–2, 9–10" in findings[0].sentence and findings[0].rows == (2, 3, 10, 11)


def test_of_many_crossings_twenty_are_told_and_the_rest_is_counted():
    findings = check([parcel(zigzag(70))], epsg=EPSG)
    assert len(findings) == 21 and findings[-1].where is None and "50 more places" in findings[-1].sentence


def test_a_side_that_runs_back_along_the_one_before_is_told():
    (finding,) = check([parcel(at((0, 0), (100, 0), (100, 80), (100, 120), (100, 80), (0, 80)))], epsg=EPSG)[:1]
    assert finding.kind == "self_intersection" and finding.where[0] == EAST + 100


def test_a_scribble_of_a_thousand_corners_is_told_within_its_bound():
    ring = at(*((37 * step % 997, 61 * step % 991) for step in range(990)))
    findings = check([parcel(ring)], epsg=EPSG)
    assert len(findings) == 21 and "more places" in findings[-1].sentence


def test_points_in_one_line_enclose_nothing():
    kinds = {kind for _number, kind, _severity in found(parcel(at((0, 0), (50, 0), (100, 0))))}
    assert kinds & {"no_area", "self_intersection"}


@pytest.mark.parametrize(("area", "difference"), [("7989", Decimal(11)), ("8010.01", Decimal("-10.01"))])
def test_an_area_that_differs_too_much_is_told_with_both_numbers(area, difference):
    (finding,) = check([parcel(rectangle(), area=area)], epsg=EPSG)
    assert (finding.kind, finding.severity, finding.amount) == ("area_differs", "warning", difference)
    assert "8,000.00" in finding.sentence
    assert geometry.area_difference(Decimal(8000), Decimal(area)).blocks_publishing


def test_areas_within_ten_square_metres_are_one_area():
    assert found(parcel(rectangle(), area="8010")) == []


def test_points_outside_vietnam_or_off_the_earth_are_errors():
    swapped = [(north, east) for east, north in rectangle()]
    assert found(parcel(swapped)) == [("CN-01", "off_the_earth", "error")]
    assert found(parcel([(9_000_000, 9_999_999), (9_000_001, 9_999_999), (9_000_000, 9_999_990)])) == [
        ("CN-01", "off_the_earth", "error")
    ]


def test_a_ring_of_fifty_thousand_vertices_is_an_error():
    assert found(parcel([(EAST + at_, NORTH) for at_ in range(50_000)])) == [("CN-01", "too_many_corners", "error")]


# Among one another


def test_a_number_used_twice_is_an_error():
    two = check([parcel(rectangle()), parcel(rectangle(x=200)), parcel(rectangle(x=400), "CN-02")], epsg=EPSG)
    assert [(one.number, one.kind, one.rows) for one in two] == [("CN-01", "duplicate_number", (2, 2))]


def test_an_overlap_is_measured_against_the_sheet_and_the_record():
    first, second = parcel(rectangle()), parcel(rectangle(x=90, width=50), "CN-02")
    record = [Neighbour("CN-09", rectangle(x=-60, width=70)), Neighbour("CN-10", rectangle(x=1000))]
    findings = check([first, second], epsg=EPSG, neighbours=record)
    assert [(one.number, one.kind, one.severity, one.amount) for one in findings] == [
        ("CN-01", "overlap", "error", Decimal("800.00")),
        ("CN-01", "overlap", "error", Decimal("800.00")),
    ]
    assert ["CN-02" in findings[0].sentence, "CN-09" in findings[1].sentence] == [True, True]
    assert EAST + 90 <= findings[0].where[0] <= EAST + 100


def test_neighbours_may_touch_and_overlap_up_to_the_tolerance():
    first, second = parcel(rectangle()), parcel(rectangle(x=99.99), "CN-02")
    assert found(first, second) == []
    assert found(first, second, tolerance_m2=Decimal("0.5")) == [("CN-01", "overlap", "error")]
    assert found(first, parcel(rectangle(x=100), "CN-02"), tolerance_m2=Decimal(0)) == []


def test_what_the_sheet_replaces_is_no_neighbour():
    assert found(parcel(rectangle()), neighbours=[Neighbour("CN-01", rectangle(x=5))]) == []


def test_a_broken_neighbour_does_not_stop_the_check():
    broken = [Neighbour("A", at((0, 0), (100, 100), (100, 0), (0, 100))), Neighbour("B", rectangle()[:2])]
    assert found(parcel(rectangle()), neighbours=broken) == []


def test_the_share_outside_the_outline_is_told():
    (finding,) = check([parcel(rectangle())], epsg=EPSG, outline=rectangle(x=25, width=500, height=500))
    assert (finding.kind, finding.severity, finding.amount) == ("outside", "warning", Decimal("25.00"))
    assert finding.sentence == "25.00 % of it (2,000.00 m²) lies outside the zone's outline."
    assert finding.where[0] < EAST + 25
    assert found(parcel(rectangle()), outline=rectangle(width=500, height=500)) == []


def test_an_outline_that_crosses_itself_is_told_and_not_compared_with():
    crossed = at((0, 0), (100, 100), (100, 0), (0, 100))
    assert found(parcel(rectangle()), outline=crossed) == [("CN-01", "outside", "warning")]


def test_two_combs_laid_across_one_another_are_not_compared():
    teeth = [point for x in range(0, 800, 4) for point in ((x, 10), (x, 900), (x + 2, 900), (x + 2, 10))]
    comb = [*teeth, (900, 0), (0, 0)]
    across = [(y, x) for x, y in comb]
    assert found(parcel(at(*comb)), parcel(at(*across), "CN-02")) == [("CN-01", "too_crowded", "error")]
    assert found(parcel(at(*comb)), outline=at(*across)) == [("CN-01", "too_crowded", "error")]


def test_parcels_heaped_upon_one_another_are_refused_without_comparing_them_all():
    heap = [parcel(rectangle(x=place / 100), f"CN-{place}") for place in range(2000)]
    findings = check(heap, epsg=EPSG)
    assert findings[-1].kind == "too_crowded"
    assert len(findings) < 3000


def test_progress_is_told_up_to_the_end():
    told = []
    check([parcel(rectangle(x=200 * n), f"{n}") for n in range(120)], epsg=EPSG, progress=lambda *at: told.append(at))
    assert told == sorted(told)
    assert {total for _done, total in told} == {240}


metres = st.integers(-500, 500)


@given(st.lists(st.tuples(metres, metres), max_size=12), st.lists(st.tuples(metres, metres), min_size=3, max_size=8))
def test_no_shape_raises(ring, other):
    findings = check([parcel(at(*ring))], epsg=EPSG, neighbours=[Neighbour("X", at(*other))], outline=at(*other))
    assert all(one.sentence and one.severity in ("error", "warning") for one in findings)


@given(st.integers(1, 400), st.integers(1, 400), st.integers(-400, 400))
def test_an_overlap_of_rectangles_is_its_product(width, height, aside):
    findings = check(
        [parcel(rectangle(width=width, height=height))],
        epsg=EPSG,
        neighbours=[Neighbour("X", rectangle(x=aside, width=width, height=height))],
        tolerance_m2=Decimal(0),
    )
    common = max(width - abs(aside), 0) * height
    assert sum(one.amount for one in findings if one.kind == "overlap") == common

"""What is proposed about surveyed parcels: swapped axes, another meridian, a missing shift, a style of numbers."""

import pytest
from django.utils import translation

from tests.geodesy import without_datum_shift
from tests.survey_rings import EAST, EPSG, NORTH, parcel, rectangle
from zones.mapping import geometry
from zones.survey.proposals import apply, apply_all, in_system, propose
from zones.survey.reading import read_text
from zones.survey.records import Reading


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def reading(*rings, epsg=None):
    return Reading(tuple(parcel(ring, f"CN-{place}") for place, ring in enumerate(rings, start=1)), (), epsg=epsg)


def corners(read):
    return [tuple(round(value, 2) for value in point) for one in read.parcels for point in one.corners]


def test_points_where_they_belong_lead_to_no_proposal():
    assert propose(reading(rectangle()), EPSG) == []
    assert propose(reading(rectangle()), EPSG, known=[rectangle(-100, -100, 900, 900)]) == []


def test_swapped_axes_are_proposed_and_nothing_is_changed_unasked():
    wrong = reading([(north, east) for east, north in rectangle()])
    (proposal,) = propose(wrong, EPSG)
    assert (proposal.code, proposal.changes) == ("swap", {"swap": True})
    right, epsg = apply(wrong, EPSG, proposal.changes)
    assert (corners(right), epsg) == (corners(reading(rectangle())), EPSG)
    assert corners(wrong)[0] == (NORTH, EAST)
    assert propose(right, epsg) == []


@pytest.mark.parametrize("true", [5897, 9209, 5899, 9215, 3405])
def test_another_meridian_is_proposed_where_the_zone_is_known(true):
    wrong = reading(geometry.reproject(rectangle(), EPSG, true))
    known = [rectangle(-100, -100, 900, 900)]
    best = propose(wrong, EPSG, known=known)[0]
    assert (best.code, best.changes, best.key) == ("system", {"epsg": true}, f"system-{true}")
    kept, epsg = apply(wrong, EPSG, best.changes)
    assert (kept, epsg) == (wrong, true)
    here = [geometry.reproject(ring, EPSG, true) for ring in known]
    assert propose(kept, epsg, known=here) == []


def test_another_meridian_is_proposed_even_where_only_the_province_is_known():
    wrong = reading(geometry.reproject(rectangle(), EPSG, 5897))
    assert {"epsg": 5897} in [one.changes for one in propose(wrong, EPSG)]


def test_swapped_axes_in_another_meridian_are_two_proposals_one_after_the_other():
    moved = geometry.reproject(rectangle(), EPSG, 5899)
    wrong, known = reading([(north, east) for east, north in moved]), [rectangle(-100, -100, 900, 900)]
    (first,) = propose(wrong, EPSG, known=known)
    assert first.code == "swap"
    swapped, epsg = apply(wrong, EPSG, first.changes)
    assert {"epsg": 5899} in [one.changes for one in propose(swapped, epsg, known=known)]


def test_a_forgotten_datum_shift_is_proposed_from_the_outline_or_the_neighbours_corners():
    wrong = reading(without_datum_shift(rectangle(), EPSG))
    for known in ([rectangle(-20, -20, 140, 120)], [rectangle(x=100)], [rectangle()]):
        (proposal,) = propose(wrong, EPSG, known=known)
        assert (proposal.code, proposal.changes) == ("datum", {"datum": "WGS84"})
    right, _epsg = apply(wrong, EPSG, proposal.changes)
    assert corners(right) == corners(reading(rectangle()))
    assert propose(right, EPSG, known=[rectangle()]) == []


def test_a_parcel_beside_its_neighbours_is_not_taken_for_a_missing_shift():
    assert propose(reading(rectangle(x=100)), EPSG, known=[rectangle()]) == []
    assert propose(reading(rectangle(x=300)), EPSG, known=[rectangle()]) == []


def test_degrees_become_metres_and_swapped_degrees_are_recognised():
    degrees = geometry.ring_to_wgs84(rectangle(), EPSG)
    read = reading(degrees, epsg=geometry.WGS84)
    assert propose(read, EPSG) == []
    assert corners(in_system(read, EPSG)) == corners(reading(rectangle()))
    swapped = reading([(lat, lon) for lon, lat in degrees], epsg=geometry.WGS84)
    (proposal,) = propose(swapped, EPSG)
    assert proposal.code == "swap"
    assert corners(in_system(apply(swapped, EPSG, proposal.changes)[0], EPSG)) == corners(reading(rectangle()))


def test_metres_of_a_system_the_file_names_are_converted():
    named = reading(geometry.reproject(rectangle(), EPSG, 5897), epsg=5897)
    assert corners(in_system(named, EPSG)) == corners(reading(rectangle()))
    assert in_system(named, 5897) is named


def test_degrees_off_the_earth_are_a_fault():
    read = in_system(reading([(500, 21), (501, 21), (500, 22)], epsg=geometry.WGS84), EPSG)
    assert (read.parcels, len(read.faults)) == ((), 1)


TABLE = "Lô;Điểm;X;Y\nCN-01;1;2.420.500;425.400\nCN-01;2;2.420.500;425.500\nCN-01;3;2.420.580;425.500\n"


def test_the_style_of_the_file_is_proposed_until_the_officer_confirms_it():
    read = read_text(TABLE)
    (proposal,) = propose(read, EPSG)
    assert (proposal.code, proposal.changes) == ("style", {"style": "vi"})
    assert len(read.faults) == 3
    right, _epsg = apply(read, EPSG, proposal.changes)
    assert (right.faults, propose(right, EPSG)) == ((), [])


def test_both_styles_are_proposed_while_nothing_decides():
    read = read_text("Lô;X;Y\nCN-01;12.345;67.891\n")
    assert [one.changes for one in propose(read, EPSG)] == [{"style": "vi"}, {"style": "plain"}]


def test_accepted_changes_may_come_in_any_order():
    turned = read_text(TABLE.replace("X;Y", "Y;X"))
    accepted = [{"swap": True}, {"style": "vi"}]
    right, _epsg = apply_all(turned, EPSG, accepted)
    assert corners(right)[0] == (425400, 2420500)
    assert apply_all(turned, EPSG, accepted[::-1]) == (right, EPSG)
    assert apply_all(turned, EPSG, []) == (turned, EPSG)

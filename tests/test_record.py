"""The real record as it is shipped: complete, in both languages, and honest about what it does not know."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from core.models import Board, LoadedRow
from core.sample import sample_rows_exist
from kcn_portal import record
from procedures.models import Procedure
from zones.balance import tallies
from zones.models import Figure, Parcel, Zone

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def whole_record(django_db_setup, django_db_blocker):
    """The real record and its report, loaded once for this module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield record.load(record.RECORD)
        transaction.set_rollback(True)


def test_the_whole_record_loads_without_a_refusal(whole_record):
    assert whole_record.refused == []
    assert whole_record.created == LoadedRow.objects.count()


def test_the_record_holds_the_four_zones_and_both_disagreeing_figures(whole_record):
    assert list(Zone.objects.values_list("code", flat=True)) == ["TB1", "TB2", "CM1", "CM2"]
    revenue = set(Figure.objects.filter(measure="revenue", as_of__startswith="2024").values_list("value", flat=True))
    assert revenue == {1000, 2000}
    assert {7.2, 51} <= {float(v) for v in Figure.objects.filter(measure="extension").values_list("value", flat=True)}


def test_the_two_real_parcels_have_their_areas_and_no_known_state(whole_record):
    rows = Parcel.objects.filter(is_sample=False).order_by("area")
    assert [(row.code, float(row.area), row.commercial_status, row.outline) for row in rows] == [
        ("9", 8700.0, "unknown", None),
        ("CN2", 17200.0, "unknown", None),
    ]


def test_every_published_row_has_both_languages(whole_record):
    for row in Procedure.objects.published():
        assert row.name_vi and row.name_en, row.slug


def test_no_contact_of_the_board_is_invented(whole_record):
    board = Board.current()
    assert (board.phone, board.email, board.adopting_body) == ("", "", None) or not (board.phone or board.email)
    assert board.is_prototype


def test_the_sample_is_marked_and_an_adopted_portal_takes_none(whole_record):
    record.load(record.SAMPLE)
    assert Parcel.objects.filter(is_sample=True).count() == 40 and not tallies.wrong()
    assert sample_rows_exist()
    Board.objects.update(adopting_body_vi="UBND", phone="0209 000 000")
    said = StringIO()
    call_command("load_sample", stdout=said)
    assert "no sample rows are loaded" in said.getvalue()

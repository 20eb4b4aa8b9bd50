"""The tables of lawful moves, held against the vocabulary of the field, and the moves themselves."""

import datetime as dt
from itertools import pairwise

import pytest

from core.lifecycle import MoveRefused
from core.models import AppendOnly
from projects import lifecycle as project
from projects.models import ProjectEvent
from tests import make
from zones import lifecycle as land

# What the vocabulary of the field says of leasing, written out here a second time on purpose.
LEASING = {
    "planned": {"available"},
    "available": {"reserved", "withdrawn"},
    "reserved": {"available", "negotiating"},
    "negotiating": {"available", "leased"},
    "leased": {"recovered"},
    "recovered": {"available"},
    "withdrawn": {"available"},
}
AXES = [
    (land.COMMERCIAL, land.Commercial),
    (land.READINESS, land.Readiness),
    (land.USE, land.UseState),
    (land.TITLE, land.LandTitle),
    (land.STAGE, land.Stage),
    (project.PIPELINE, project.Pipeline),
    (project.OUTCOME, project.Outcome),
    (project.IMPLEMENTATION, project.Implementation),
]


def test_leasing_moves_as_the_vocabulary_says():
    known = {state: set(following) for state, following in land.COMMERCIAL.moves.items() if state != "unknown"}
    assert known == LEASING


@pytest.mark.parametrize(("axis", "states"), AXES)
def test_an_unknown_state_may_become_any_other_and_none_becomes_unknown(axis, states):
    assert set(axis.next_states("unknown")) == set(states.values) - {"unknown"}
    assert all("unknown" not in following for following in axis.moves.values())


@pytest.mark.parametrize(("axis", "states"), AXES)
def test_the_tables_name_only_states_of_their_axis(axis, states):
    named = {state for pair in axis.backward for state in pair} | set(axis.requires) | set(axis.decided)
    named |= (
        set(axis.conditions)
        | set(axis.reasoned)
        | set(axis.moves)
        | {state for following in axis.moves.values() for state in following}
    )
    assert named <= set(states.values)
    assert all(target in axis.next_states(origin) for origin, target in axis.backward)


def test_the_pipeline_goes_one_step_at_a_time_and_a_licence_stays():
    line = ["enquiry", "qualified", "assigned", "active", "dossier", "licensed"]
    for earlier, later in pairwise(line):
        assert later in project.PIPELINE.next_states(earlier)
    assert "active" not in project.PIPELINE.next_states("enquiry")
    assert project.PIPELINE.next_states("licensed") == ()


@pytest.mark.django_db
class TestMoving:
    def test_a_move_is_saved_with_who_when_whence_and_why(self):
        parcel, officer = make.parcel(commercial_status="planned"), make.user()
        move = parcel.move_to(
            "available", axis="commercial_status", by=officer, on=dt.date(2026, 1, 5), note=" Xong hạ tầng "
        )
        assert (move.from_state, move.to_state, move.by, move.on) == (
            "planned",
            "available",
            officer,
            dt.date(2026, 1, 5),
        )
        assert move.note == "Xong hạ tầng"
        assert parcel.commercial_status == "available"
        assert parcel.version == 2

    def test_a_refused_move_changes_nothing(self):
        parcel = make.parcel(commercial_status="planned")
        with pytest.raises(MoveRefused):
            parcel.move_to("leased", axis="commercial_status", by=make.user(), decision_number="1/HĐ")
        parcel.refresh_from_db()
        assert (parcel.commercial_status, parcel.version, parcel.moves.count()) == ("planned", 1, 0)

    def test_the_same_move_twice_is_one_move(self):
        parcel, officer = make.parcel(commercial_status="planned"), make.user()
        parcel.move_to("available", axis="commercial_status", by=officer)
        with pytest.raises(MoveRefused, match="không có gì thay đổi"):
            parcel.move_to("available", axis="commercial_status", by=officer)
        assert parcel.moves.count() == 1

    def test_the_saved_row_counts_not_the_one_in_hand(self):
        parcel, officer = make.parcel(commercial_status="planned"), make.user()
        old = type(parcel).objects.get(pk=parcel.pk)
        parcel.move_to("available", axis="commercial_status", by=officer)
        with pytest.raises(MoveRefused):
            old.move_to("available", axis="commercial_status", by=officer)

    def test_reasons_are_told_all_at_once(self):
        row = make.project(pipeline="dossier")
        with pytest.raises(MoveRefused) as refusal:
            row.move_to("licensed", axis="pipeline", by=make.user())
        # Investor, number and day of the certificate, and the event that issued it.
        assert len(refusal.value.sentences) == 4

    def test_a_move_is_never_changed_or_removed(self):
        parcel = make.parcel(commercial_status="planned")
        move = parcel.move_to("available", axis="commercial_status", by=make.user())
        move.note = "khác"
        with pytest.raises(AppendOnly):
            move.save()
        with pytest.raises(AppendOnly):
            move.delete()

    def test_the_legal_status_follows_the_events_whatever_the_order_of_their_entry(self):
        row = make.project()
        assert row.legal_status == "unknown"
        entered = (
            ("issue_irc", "2019-03-01"),
            ("revoke", "2025-01-01"),
            ("amend", "2021-05-01"),
            ("report", "2026-01-01"),
        )
        for kind, day in entered:
            event = ProjectEvent.objects.create(project=row, kind=kind, on=day, number="1")
        assert type(row).objects.get(pk=row.pk).legal_status == "revoked"
        wrong = row.events.get(kind="revoke")
        wrong.on = dt.date(2020, 1, 1)
        wrong.save()
        assert type(row).objects.get(pk=row.pk).legal_status == "irc_amended"
        assert [old.on for old in wrong.history.order_by("history_id")] == [dt.date(2025, 1, 1), dt.date(2020, 1, 1)]
        assert event.kind not in project.STATUS_AFTER

    def test_nothing_is_built_under_a_revoked_licence_nor_without_land(self):
        row = make.project(implementation="procedures")
        ProjectEvent.objects.create(project=row, kind="revoke", on="2025-01-01", number="9/QĐ")
        with pytest.raises(MoveRefused) as refusal:
            row.move_to("building", axis="implementation", by=make.user())
        told = " ".join(map(str, refusal.value.sentences))
        assert len(refusal.value.sentences) == 2 and "lô đất" in told and "pháp lý" in told

    def test_a_lost_project_stays_lost_until_it_is_reopened_with_a_reason(self):
        row, officer = make.project(pipeline="active", outcome="ongoing"), make.user()
        with pytest.raises(MoveRefused) as refusal:
            row.move_to("lost", axis="outcome", by=officer)
        assert len(refusal.value.sentences) == 2  # to whom, and why
        row.lost_to = "Thái Nguyên"
        row.save()
        row.move_to("lost", axis="outcome", by=officer, note="Cần đất sạch ngay")
        for state in ("dossier", "assigned"):
            with pytest.raises(MoveRefused, match="mở lại"):
                row.move_to(state, axis="pipeline", by=officer, note="-")
        for target, note in (("dormant", "-"), ("ongoing", "")):
            with pytest.raises(MoveRefused):
                row.move_to(target, axis="outcome", by=officer, note=note)
        row.move_to("ongoing", axis="outcome", by=officer, note="Nhà đầu tư quay lại")
        row.move_to("assigned", axis="pipeline", by=officer, note="Làm lại từ đầu")
        assert row.pipeline == "assigned"

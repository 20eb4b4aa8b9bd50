"""Moves entered late: each takes its day's place, what came later stays, and no day is leased twice."""

import datetime as dt
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.chain import Step, first_state, linked, periods, state_on, with_steps
from core.lifecycle import MoveRefused
from core.models import AppendOnly
from core.roles import Role
from tests import make
from tests.admin_forms import fields_of
from tests.leases import LEASING, day, lease_periods, leased_once
from zones.lifecycle import COMMERCIAL, Commercial, effective_commercial
from zones.models import Parcel


@pytest.fixture
def officer(db, client):
    person = make.user(Role.EDITOR)
    client.force_login(person)
    return person


def sentences(call):
    with pytest.raises(MoveRefused) as refusal:
        call()
    return " ".join(map(str, refusal.value.sentences))


class TestReservations:
    @pytest.mark.parametrize(
        ("state", "until", "reads"),
        [
            ("reserved", "2026-11-21", "available"),
            ("reserved", "2026-11-22", "reserved"),
            ("reserved", None, "reserved"),
            ("negotiating", "2026-11-21", "negotiating"),
            ("leased", "2026-11-21", "leased"),
        ],
    )
    def test_a_reservation_past_its_last_day_reads_as_expired(self, state, until, reads):
        assert effective_commercial(state, until and day(until), day("2026-11-22")) == reads

    @pytest.mark.django_db
    def test_a_reservation_that_has_ended_cannot_be_entered(self):
        parcel = make.parcel(commercial_status="available", reserved_until=timezone.localdate() - dt.timedelta(1))
        assert "giữ chỗ đến" in sentences(lambda: parcel.move_to("reserved", axis=LEASING, by=make.user()))
        parcel.reserved_until = timezone.localdate()
        parcel.save()
        assert parcel.move_to("reserved", axis=LEASING, by=make.user()).to_state == "reserved"

    @pytest.mark.django_db
    def test_an_old_reservation_may_stay_while_other_fields_change(self, client):
        parcel = make.parcel(commercial_status="reserved", reserved_until=day("2024-01-31"))
        client.force_login(make.user(Role.APPROVER))
        page = reverse("admin:zones_parcel_change", args=[parcel.pk])
        shown = client.get(page)
        assert "31/01/2024" in shown.content.decode() and "Còn trống" in shown.content.decode()
        assert client.post(page, fields_of(shown) | {"power_kw": "500"}).status_code == 302
        refused = client.post(page, fields_of(client.get(page)) | {"reserved_until": "30/01/2024"})
        assert "reserved_until" in refused.context["adminform"].form.errors
        parcel.refresh_from_db()
        assert (parcel.power_kw, parcel.reserved_until) == (500, day("2024-01-31"))


@pytest.mark.django_db
class TestBackdating:
    def test_the_state_of_any_day_follows_from_the_moves(self):
        parcel, _officer = leased_once()
        expected = {
            "2021-04-30": "negotiating",
            "2021-05-01": "leased",
            "2023-06-01": "leased",
            "2023-06-02": "recovered",
            "2023-07-01": "available",
            "2026-01-01": "available",
        }
        assert {on: parcel.state_on(LEASING, day(on)) for on in expected} == expected
        assert make.parcel(commercial_status="planned").state_on(LEASING, day("2001-01-01")) == "planned"

    def test_an_earlier_move_takes_its_place_and_leaves_the_present(self):
        parcel = make.parcel(readiness="cleared")
        officer = make.user()
        parcel.move_to("serviced", axis="readiness", by=officer, on=day("2024-06-01"))
        move = parcel.move_to("levelled", axis="readiness", by=officer, on=day("2024-03-01"))
        assert (move.from_state, parcel.readiness) == ("cleared", "serviced")
        assert parcel.state_on("readiness", day("2024-05-31")) == "levelled"
        told = [(row.from_state, row.to_state) for row in parcel.told_moves()]
        assert told == [("levelled", "serviced"), ("cleared", "levelled")]
        stored = parcel.moves.get(to_state="serviced")
        assert stored.from_state == "cleared"
        with pytest.raises(AppendOnly):
            stored.save()

    def test_moves_of_one_day_stand_in_the_order_of_entry(self):
        parcel, officer, on = make.parcel(readiness="uncleared"), make.user(), day("2024-03-01")
        parcel.move_to("cleared", axis="readiness", by=officer, on=on)
        parcel.move_to("serviced", axis="readiness", by=officer, on=day("2024-06-01"))
        parcel.move_to("levelled", axis="readiness", by=officer, on=on)
        assert [move.to_state for move in parcel.moves_in_order("readiness")] == ["cleared", "levelled", "serviced"]
        assert parcel.state_on("readiness", on) == "levelled"

    def test_what_could_not_follow_is_named_with_its_day(self):
        parcel = make.parcel(commercial_status="unknown")
        parcel.move_to("leased", axis=LEASING, by=make.user(), on=day("2024-06-01"), decision_number="7/HĐ")
        said = sentences(lambda: parcel.move_to("available", axis=LEASING, by=make.user(), on=day("2024-01-01")))
        assert "01/06/2024" in said and "Đã cho thuê" in said and "Nhập thay đổi trước đó" in said
        assert parcel.moves.count() == 1

    def test_a_day_to_come_is_refused(self):
        parcel = make.parcel(commercial_status="planned")
        tomorrow = timezone.localdate() + dt.timedelta(1)
        assert sentences(lambda: parcel.move_to("available", axis=LEASING, by=make.user(), on=tomorrow))

    def test_only_the_present_state_asks_for_its_fields(self):
        parcel = make.parcel(commercial_status="available")
        officer = make.user()
        parcel.move_to("withdrawn", axis=LEASING, by=officer, on=day("2024-06-01"))
        parcel.enter(
            [Step("reserved", day("2024-01-01")), Step("available", day("2024-02-01"), note="Hết hạn")],
            axis=LEASING,
            by=officer,
        )
        assert parcel.commercial_status == "withdrawn"
        assert parcel.state_on(LEASING, day("2024-01-15")) == "reserved"

    def test_a_decided_state_needs_its_number_however_old(self):
        parcel = make.parcel(commercial_status="unknown")
        officer = make.user()
        parcel.move_to("recovered", axis=LEASING, by=officer, on=day("2024-06-01"), decision_number="9/QĐ")
        assert sentences(lambda: parcel.move_to("leased", axis=LEASING, by=officer, on=day("2020-01-01")))
        parcel.move_to("leased", axis=LEASING, by=officer, on=day("2020-01-01"), decision_number="7/HĐ")
        assert parcel.commercial_status == "recovered"

    def test_several_at_once_are_all_entered_or_none(self):
        parcel, officer = leased_once()
        whole = [
            Step("reserved", day("2024-01-01")),
            Step("negotiating", day("2024-02-01")),
            Step("leased", day("2024-03-01"), decision_number="8/HĐ"),
            Step("recovered", day("2025-03-01"), decision_number="10/QĐ", note="Trả lại"),
            Step("available", day("2025-04-01")),
        ]
        parcel.move_to("withdrawn", axis=LEASING, by=officer, on=day("2025-06-01"))
        before = parcel.moves.count()
        assert "Đã cho thuê" in sentences(lambda: parcel.enter(whole[:3], axis=LEASING, by=officer))
        assert parcel.moves.count() == before
        assert len(parcel.enter(whole, axis=LEASING, by=officer)) == 5
        assert parcel.commercial_status == "withdrawn"
        assert lease_periods(parcel) == [
            (day("2021-05-01"), day("2023-06-02")),
            (day("2024-03-01"), day("2025-03-01")),
        ]


@pytest.mark.django_db
class TestNoDoubleLease:
    @pytest.mark.parametrize("on", ["2021-05-01", "2022-01-01", "2023-06-01"])
    def test_a_lease_inside_a_lease_is_refused_with_the_period_that_stands(self, on):
        parcel, officer = leased_once()
        said = sentences(lambda: parcel.move_to("leased", axis=LEASING, by=officer, on=day(on), decision_number="8/HĐ"))
        assert "01/05/2021" in said and "02/06/2023" in said
        assert lease_periods(parcel) == [(day("2021-05-01"), day("2023-06-02"))]

    def test_a_lease_that_runs_into_another_is_refused_with_the_period_that_stands(self):
        parcel, officer = leased_once()
        said = sentences(
            lambda: parcel.move_to("leased", axis=LEASING, by=officer, on=day("2020-01-01"), decision_number="8/HĐ")
        )
        assert "01/05/2021" in said and "02/06/2023" in said

    def test_a_lease_since_before_the_record_has_no_first_day(self):
        parcel = make.parcel(commercial_status="leased")
        assert lease_periods(parcel) == [(None, None)]
        parcel.move_to(
            "recovered", axis=LEASING, by=make.user(), on=day("2024-01-01"), decision_number="1/QĐ", note="Trả lại"
        )
        assert lease_periods(parcel) == [(None, day("2024-01-01"))]


class Row:
    """A move as the chain reads it."""

    def __init__(self, from_state, step):
        self.from_state, self.to_state, self.on = from_state, step.to_state, step.on


STEPS = st.builds(
    Step,
    to_state=st.sampled_from(Commercial.values),
    on=st.integers(0, 12).map(lambda number: dt.date(2024, 1, 1) + dt.timedelta(number)),
    note=st.just("-"),
    decision_number=st.just("-"),
)


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(Commercial.values), st.lists(st.lists(STEPS, min_size=1, max_size=3), max_size=25))
def test_whatever_is_tried_every_step_is_lawful_and_leases_never_overlap(recorded, tries):
    parcel, moves = Parcel(commercial_status=recorded, reserved_until=dt.date(2999, 1, 1)), []
    for steps in tries:
        try:
            COMMERCIAL.check_steps(parcel, LEASING, moves, steps)
        except MoveRefused:
            continue
        start = first_state(moves, parcel.commercial_status)
        moves = [
            Row(origin, move) if isinstance(move, Step) else move
            for origin, move in linked(with_steps(moves, steps), start)
        ]
        parcel.commercial_status = moves[-1].to_state
    start = first_state(moves, recorded)
    for origin, move in linked(moves, start):
        assert move.to_state in COMMERCIAL.next_states(origin)
    found = periods(moves, recorded)
    assert found[0].start is None and found[-1].end is None
    for earlier, later in pairwise(found):
        assert earlier.end == later.start
    for number in range(-1, 14):
        on = dt.date(2024, 1, 1) + dt.timedelta(number)
        holding = [one for one in found if (one.start or on) <= on and (one.end is None or on < one.end)]
        assert [one.state for one in holding] == [state_on(moves, on, recorded)]

"""Any past day: what was in force then, as we know it now; and reservations that have run out."""

import datetime as dt

import pytest
from django.utils import timezone

from core.chain import Step
from tests import make
from tests.past_days import DAY, leasing_on, moved
from zones.asof import in_state, public_state, stage_on, states_of
from zones.models import Parcel

pytestmark = pytest.mark.django_db


def test_the_state_of_a_day_is_where_the_last_move_before_it_led():
    parcel = make.parcel(commercial_status="planned", as_of="2020")
    moved(parcel, ("available", dt.date(2023, 5, 1)), ("withdrawn", dt.date(2024, 4, 1)))
    assert leasing_on(parcel, dt.date(2023, 4, 30)).commercial == "planned"
    assert leasing_on(parcel, dt.date(2023, 5, 1)).commercial == "available"
    assert leasing_on(parcel, DAY).commercial == "available"
    assert leasing_on(parcel, dt.date(2024, 4, 1)).commercial == "withdrawn"
    assert leasing_on(parcel, None).commercial == "withdrawn"


def test_a_backdated_move_changes_what_the_past_day_reads():
    parcel, officer = make.parcel(readiness="cleared", as_of="2020"), make.user()
    parcel.move_to("serviced", axis="readiness", by=officer, on=dt.date(2025, 1, 1))
    assert leasing_on(parcel, DAY).readiness == "cleared"
    parcel.move_to("levelled", axis="readiness", by=officer, on=dt.date(2024, 1, 1))
    days = (dt.date(2023, 12, 31), DAY, dt.date(2025, 1, 1), None)
    assert [leasing_on(parcel, day).readiness for day in days] == ["cleared", "levelled", "serviced", "serviced"]


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2024", "leased"), ("2024-Q1", "leased"), ("2024-03-31", "leased"), ("2024-04", "unknown"), ("2025", "unknown")],
)
def test_without_a_move_the_record_speaks_only_from_the_day_it_was_known(as_of, state):
    parcel = make.parcel(commercial_status="leased", readiness="serviced", as_of=as_of)
    then = leasing_on(parcel, DAY)
    assert then.commercial == state and then.readiness == ("serviced" if state == "leased" else "unknown")


def test_an_undated_parcel_speaks_from_the_day_its_source_is_of():
    source = make.source(published_on="", read_on=dt.date(2024, 4, 1))
    parcel = make.parcel(commercial_status="leased", as_of="", source=source)
    assert leasing_on(parcel, DAY).commercial == "unknown"
    assert leasing_on(parcel, dt.date(2024, 4, 1)).commercial == "leased"


def test_a_reservation_entered_afterwards_does_not_borrow_the_last_day_of_a_later_one():
    today, officer = timezone.localdate(), make.user()
    parcel = make.parcel(commercial_status="available", as_of="2018")
    moved(parcel, ("reserved", today - dt.timedelta(5), today + dt.timedelta(40)))
    steps = [Step("reserved", dt.date(2020, 1, 1)), Step("available", dt.date(2020, 6, 1), note="hết hạn")]
    parcel.enter(steps, axis="commercial_status", by=officer)
    then = leasing_on(parcel, dt.date(2020, 3, 1))
    assert (then.public, then.reserved_until) == ("on_hold", None)
    assert leasing_on(parcel, today - dt.timedelta(1)).reserved_until == today + dt.timedelta(40)


def test_a_filter_by_state_finds_what_is_shown_as_that_state():
    today = timezone.localdate()
    for status, until in [
        ("available", None),
        ("reserved", today - dt.timedelta(days=1)),
        ("reserved", today),
        ("reserved", None),
        ("negotiating", today - dt.timedelta(days=9)),
        ("leased", today - dt.timedelta(days=9)),
        ("unknown", None),
    ]:
        make.parcel(commercial_status=status, reserved_until=until)
    for parcel in Parcel.objects.annotate(in_database=public_state()):
        shown = states_of(parcel).public
        assert parcel.in_database == shown
        assert Parcel.objects.filter(in_state(shown), pk=parcel.pk).exists()
    assert Parcel.objects.filter(in_state("available")).count() == 2
    assert Parcel.objects.filter(in_state("on_hold")).count() == 3


def test_a_past_day_knows_the_end_of_the_reservation_that_held_then():
    parcel = make.parcel(commercial_status="available", as_of="2020")
    today = timezone.localdate()
    first, last = today + dt.timedelta(days=10), today + dt.timedelta(days=20)
    days = [today - dt.timedelta(days=ago) for ago in (30, 20, 10)]
    moved(parcel, ("reserved", days[0], first), ("available", days[1]), ("reserved", days[2], last))
    assert leasing_on(parcel, days[0]).reserved_until == first
    assert leasing_on(parcel, days[1]).reserved_until is None
    assert leasing_on(parcel, days[2]).reserved_until == last


def test_a_reservation_that_had_run_out_on_the_past_day_reads_expired_there():
    parcel = make.parcel(commercial_status="reserved", reserved_until=dt.date(2024, 3, 30), as_of="2024-01")
    assert leasing_on(parcel, DAY).expired_on == dt.date(2024, 3, 30)
    assert leasing_on(parcel, dt.date(2024, 3, 30)).public == "on_hold"


def test_the_zone_reads_its_stage_of_the_day():
    zone = make.zone(stage="planning", as_of="2020")
    officer = make.user()
    for stage, year in (("plan_approved", 2023), ("established", 2025)):
        zone.move_to(stage, axis="stage", by=officer, on=dt.date(year, 1, 1), decision_number="1/QĐ")
    assert [stage_on(zone, dt.date(year, 6, 1)) for year in (2022, 2023, 2025)] == [
        "planning",
        "plan_approved",
        "established",
    ]
    assert stage_on(make.zone(stage="operating", as_of="2025"), DAY) == "unknown"

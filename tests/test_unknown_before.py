"""Before a record speaks, and before its first move, nobody has said what held."""

import datetime as dt

import pytest

from tests import make
from tests.past_days import leasing_on, moved
from zones.asof import stage_on
from zones.balance.inventory import inventories

pytestmark = pytest.mark.django_db


def test_a_first_move_tells_where_it_led_from_but_not_since_when():
    """The state before the first move is known from the record's own day on, for parcels, zones and balances alike."""
    zone = make.zone(stage="planning", as_of="2023", inventory_on=dt.date(2015, 1, 1), inventory_source=make.source())
    zone.move_to("plan_approved", axis="stage", by=make.user(), on=dt.date(2024, 6, 1), decision_number="1/QĐ")
    early = moved(make.parcel(zone=zone, commercial_status="planned", as_of="2023"), ("available", dt.date(2024, 6, 1)))
    late = moved(make.parcel(zone=zone, commercial_status="planned", as_of="2025"), ("available", dt.date(2024, 6, 1)))
    days = (dt.date(2020, 1, 1), dt.date(2023, 1, 1), dt.date(2024, 6, 1))
    assert [leasing_on(early, day).commercial for day in days] == ["unknown", "planned", "available"]
    assert [leasing_on(late, day).commercial for day in days] == ["unknown", "unknown", "available"]
    assert [stage_on(zone, day) for day in days] == ["unknown", "planning", "plan_approved"]
    balances = [inventories([zone], day)[zone.pk].balance for day in days]
    assert [(one.unknown.parcels, one.not_offered.parcels) for one in balances] == [(2, 0), (1, 1), (0, 0)]
    assert balances[2].free_unserviced.parcels == 2

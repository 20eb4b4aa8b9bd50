"""A past day asks the database as often for many parcels as for few."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import make
from tests.once import once
from tests.past_days import api, page

pytestmark = pytest.mark.django_db


def _filled(count):
    """A zone with `count` parcels that were held for a while and are free again."""
    zone = make.zone(inventory_on=dt.date(2024, 1, 1), inventory_source=make.source())
    officer, today = make.user(), timezone.localdate()
    for _number in range(count):
        parcel = make.parcel(
            zone=zone, source=zone.source, commercial_status="available", outline=[[0, 0], [9, 0], [9, 9]]
        )
        parcel.move_to("cleared", axis="readiness", by=officer, on=dt.date(2024, 1, 1))
        parcel.reserved_until = today
        parcel.save()
        for state, day in (("reserved", dt.date(2024, 2, 1)), ("available", dt.date(2024, 6, 1))):
            parcel.move_to(state, axis="commercial_status", by=officer, on=day, note="hết hạn")
    return zone


_zones = once(lambda: [_filled(count) for count in (2, 6)])


@pytest.fixture(autouse=True)
def zones(_zones, db):
    return _zones


@pytest.mark.parametrize("kind", ["zone", "parcel", "api_zone", "api_parcel"])
def test_a_past_day_asks_the_database_as_often_for_many_parcels_as_for_few(client, zones, kind):
    asked = []
    for zone in zones:
        record = zone.parcels.first() if "parcel" in kind else zone
        with CaptureQueriesContext(connection) as queries:
            (api if "api" in kind else page)(client, record, "?on=2024-03-31")
        asked.append(len(queries))
    assert asked[0] == asked[1], asked
    assert asked[0] <= 12

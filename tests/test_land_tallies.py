"""The tallies of land are the sum of the parcels after every way of writing them, in the same transaction."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.chain import Step
from core.roles import Role
from core.sample import remove_sample
from tests import make
from tests.admin_forms import fields_of
from tests.land_walk import DAYS, WAYS, Walk, assert_exact, declared
from tests.reshaping import divided
from tests.surveying import press, square, table, take
from tests.workbooks import confirmed, new_rows, previewed
from zones.balance import tallies
from zones.balance.inventory import inventories, known_parcels
from zones.models import LandTally, Parcel

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(2))
def test_every_way_of_writing_parcels_leaves_the_tallies_exact(seed):
    walk = Walk(seed)
    for way in walk.chance.sample(WAYS * 2, len(WAYS) * 2):
        way(walk)
        assert_exact(*walk.zones)
    for _step in range(6):
        walk.move()
        assert_exact(*walk.zones, days=DAYS)
    for zone in walk.zones:
        shown = Parcel.objects.filter(zone=zone, is_sample=False, publication="published").in_plan()
        assert known_parcels(zone) == shown.count()
    left = {(tally.zone_id, tally.parcels) for tally in LandTally.objects.filter(parcels__lt=0)}
    assert connection.vendor == "postgresql" or not left


@pytest.fixture
def officer(client):
    client.user = make.user(Role.ADMINISTRATOR)
    client.force_login(client.user)
    return client


def test_what_officers_do_is_counted_at_once(officer):
    zone = declared(code="TB9")
    parcel = make.parcel(zone=zone, commercial_status="planned", readiness="serviced", area=20_000)
    address = reverse("admin:zones_parcel_change", args=[parcel.pk])
    officer.post(address, fields_of(officer.get(address)) | {"area": "15000"})
    assert inventories([zone])[zone.pk].balance.total.area == 15_000
    parcel.refresh_from_db()
    parcel.move_to("available", axis="commercial_status", by=officer.user, on=dt.date(2025, 3, 1), decision_number="1")
    assert inventories([zone])[zone.pk].balance.free_serviced.area == 15_000
    held = [Step("withdrawn", dt.date(2025, 4, 1), "Tạm dừng"), Step("available", dt.date(2025, 5, 1))]
    parcel.enter(held, axis="commercial_status", by=officer.user)
    assert_exact(zone, days=DAYS)
    source = make.source(key="quyet-dinh-1")
    confirmed(officer, Parcel, previewed(officer, Parcel, new_rows([zone.code, "L-07", 12000, source.key])))
    assert Parcel.objects.get(code="L-07").area == 12_000
    assert_exact(zone, days=DAYS)
    press(officer, take(officer, zone, table({"CN-91": square(), "CN-92": square(1)}, area=10_000)), "apply")
    assert Parcel.objects.filter(zone=zone).count() == 4
    assert_exact(zone)
    Parcel.objects.filter(pk=parcel.pk).update(area=20_000)
    parcel.refresh_from_db()
    divided(parcel, on=dt.date(2026, 1, 5))
    assert_exact(zone, days=DAYS)
    remove = reverse("admin:zones_parcel_delete", args=[Parcel.objects.get(code="L-07").pk])
    officer.post(remove, {"post": "yes"})
    assert not Parcel.objects.filter(code="L-07").exists()
    assert_exact(zone, days=DAYS)


def test_sample_parcels_are_no_land_however_they_come_and_go():
    zone = declared()
    make.parcel(zone=zone, area=10_000)
    make.parcel(zone=zone, area=99_000, is_sample=True)
    assert inventories([zone])[zone.pk].balance.total.area == 10_000
    remove_sample()
    assert_exact(zone)


def test_a_balance_reads_as_few_rows_of_many_parcels_as_of_few():
    zone, source, read = declared(), make.source(), []
    for count in (2, 40):
        Parcel.objects.bulk_create(
            Parcel(zone=zone, slug=f"n{count}-{at}", code=f"N{count}-{at}", area=100 + at, source=source, as_of="2024",
                   commercial_status="leased", publication="published")
            for at in range(count)
        )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            assert inventories([zone])[zone.pk].balance.leased.parcels >= count
        assert len(queries) == 1 and "zones_parcel" not in queries[0]["sql"]
        read.append(LandTally.objects.count())
    assert read == [1, 1]


def test_a_past_day_reads_of_the_parcels_those_that_have_changed_since(django_assert_max_num_queries):
    zone, by = declared(), make.user()
    parcels = [make.parcel(zone=zone, commercial_status="planned", as_of="2023") for _number in range(9)]
    parcels[0].move_to("available", axis="commercial_status", by=by, on=dt.date(2025, 3, 1), decision_number="1")
    with CaptureQueriesContext(connection) as queries:
        then = inventories([zone], dt.date(2024, 3, 31))[zone.pk].balance
    assert then.not_offered.parcels == 9 and len(queries) <= 4
    with django_assert_max_num_queries(2):
        assert inventories([zone], dt.date(2025, 6, 1))[zone.pk].balance.not_offered.parcels == 8


def test_a_source_that_is_dated_anew_changes_past_days_at_once():
    zone = declared()
    parcel = make.parcel(zone=zone, as_of="", commercial_status="leased", source=make.source(published_on="2024-06"))
    day = dt.date(2024, 3, 31)
    assert inventories([zone], day)[zone.pk].balance.unknown.parcels == 1
    parcel.source.published_on = "2024-01"
    parcel.source.save()
    assert inventories([zone], day)[zone.pk].balance.leased.parcels == 1


def test_the_check_says_what_was_wrong_and_puts_it_right():
    zone = declared()
    make.parcel(zone=zone)
    call_command("check_land_tallies", stdout=(said := StringIO()))
    assert "agree" in said.getvalue()
    LandTally.objects.update(parcels=F("parcels") + 1)
    with pytest.raises(CommandError, match="1 kind"):
        call_command("check_land_tallies")
    assert_exact(zone)


def test_triggers_that_went_with_their_table_come_back_after_a_migration():
    zone = declared()
    make.parcel(zone=zone)
    with connection.cursor() as cursor:
        of_table = " ON zones_parcel" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER land_tally_insert{of_table}")
    make.parcel(zone=zone)
    assert tallies.wrong() == 1
    tallies.ensure_kept()
    make.parcel(zone=zone)
    assert_exact(zone)

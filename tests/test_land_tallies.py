"""The tallies of land are the sum of the parcels after every way of writing them, in the same transaction."""

import datetime as dt
import random
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.chain import Step
from core.roles import Role
from core.sample import remove_sample
from tests import make
from tests.admin_forms import fields_of
from tests.test_excel import confirmed, new_rows, previewed
from tests.test_reshape import divided
from tests.test_survey_import import square, step, table, take
from zones.asof import states_of, with_states
from zones.balance import tallies
from zones.balance.inventory import inventories, known_parcels
from zones.balance.sums import LandRow, land_balance
from zones.lifecycle import Commercial, Readiness
from zones.models import LandTally, Parcel

pytestmark = pytest.mark.django_db
DAYS = [dt.date(2023, 6, 1), dt.date(2024, 2, 1), dt.date(2025, 1, 1), None]


def declared(**fields):
    return make.zone(inventory_on=dt.date(2020, 1, 1), inventory_source=make.source(), **fields)


def afresh(zone, day=None):
    """The balance from every parcel, one by one, and how many of them are not published."""
    parcels = Parcel.objects.filter(zone=zone, is_sample=False).in_plan(day).select_related("source")
    rows = [
        LandRow(states_of(parcel).commercial, states_of(parcel).readiness, parcel.area)
        for parcel in with_states(parcels, day)
    ]
    return land_balance(rows), parcels.exclude(publication="published").count()


def assert_exact(*zones, days=(None,)):
    assert tallies.wrong() == 0
    for day in days:
        found = inventories(zones, day)
        for zone in zones:
            assert (found[zone.pk].balance, found[zone.pk].unpublished) == afresh(zone, day), (zone, day)


class Walk:
    """Parcels of two zones written in any way there is, lawful or not."""

    def __init__(self, seed):
        self.chance, self.zones, self.sources = random.Random(seed), [declared(), declared()], [make.source()]
        self.sources.append(make.source(published_on="2024-12"))
        self.sources.append(make.source(published_on="", read_on=dt.date(2024, 1, 15)))
        self.by, self.number = make.user(), 0

    def facts(self):
        pick, today = self.chance.choice, timezone.localdate()
        return {
            "zone": pick(self.zones),
            "area": pick([None, Decimal("0.01"), Decimal(self.chance.randint(1, 9_999_999)) / 100]),
            "commercial_status": pick(Commercial.values),
            "readiness": pick(Readiness.values),
            "reserved_until": pick([None, today, today - dt.timedelta(1), dt.date(2024, 1, 31)]),
            "publication": pick(["published"] * 6 + ["draft", "withdrawn"]),
            "as_of": pick(["", "2023", "2024-Q1", "2024-12-31"]),
            "source": pick(self.sources),
            "exists_from": pick([None, None, dt.date(2023, 12, 1), today - dt.timedelta(1)]),
            "exists_to": pick([None, None, today, today + dt.timedelta(1)]),
            "is_sample": self.chance.random() < 0.1,
        }

    def new(self):
        self.number += 1
        return Parcel(slug=f"w{id(self)}-{self.number}", code=f"W{self.number}", **self.facts())

    def some(self):
        keys = list(Parcel.objects.values_list("pk", flat=True))
        return self.chance.sample(keys, min(len(keys), 3))

    def create(self):
        self.new().save()

    def create_many(self):
        Parcel.objects.bulk_create([self.new() for _number in range(5)])

    def write_over(self):
        parcels = [self.new(), *Parcel.objects.filter(pk__in=self.some())]
        for parcel in parcels:
            parcel.area, parcel.readiness = self.facts()["area"], self.facts()["readiness"]
        columns = {"update_fields": ["area", "readiness"], "unique_fields": ["slug"]}
        Parcel.objects.bulk_create(parcels, update_conflicts=True, **columns)

    def save(self):
        for parcel in Parcel.objects.filter(pk__in=self.some()):
            for name, value in self.facts().items():
                setattr(parcel, name, value)
            parcel.save()

    def update(self):
        names = self.chance.sample(sorted(self.facts()), 2)
        facts = self.facts()
        Parcel.objects.filter(pk__in=self.some()).update(**{name: facts[name] for name in names})
        Parcel._base_manager.filter(pk__in=self.some()).update(area=F("area") + 1)

    def update_many(self):
        parcels = list(Parcel.objects.filter(pk__in=self.some()))
        for parcel in parcels:
            parcel.commercial_status = self.facts()["commercial_status"]
        Parcel.objects.bulk_update(parcels, ["commercial_status"])

    def by_hand(self):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE zones_parcel SET publication = 'draft' WHERE area < 20000 AND NOT is_sample")

    def delete(self):
        Parcel.objects.filter(pk__in=self.some()[:2], moves=None).delete()

    def give_up(self):
        try:
            with transaction.atomic():
                self.create_many()
                self.update()
                raise CommandError
        except CommandError:
            return

    def move(self):
        """A chain as the admin would have written it: the last move says what the state is."""
        for parcel in Parcel.objects.filter(pk__in=self.some()):
            axis, states = self.chance.choice(
                [("commercial_status", Commercial.values), ("readiness", Readiness.values)]
            )
            state, on = self.chance.choice(states), dt.date(2023, 1, 1) + dt.timedelta(self.chance.randint(0, 900))
            chain = parcel.moves.filter(axis=axis)
            if not chain.filter(on__gt=on).exists():
                Parcel.objects.filter(pk=parcel.pk).update(**{axis: state})
            parcel.moves.create(axis=axis, from_state=getattr(parcel, axis), to_state=state, on=on, by=self.by)


# After a chain, what the state is follows from it; anything else that writes states leaves such a parcel alone.
WAYS = [
    Walk.create,
    Walk.create_many,
    Walk.write_over,
    Walk.save,
    Walk.update,
    Walk.update_many,
    Walk.by_hand,
    Walk.delete,
    Walk.give_up,
]


@pytest.mark.parametrize("seed", range(3))
def test_every_way_of_writing_parcels_leaves_the_tallies_exact(seed):
    walk = Walk(seed)
    for _step in range(25):
        walk.chance.choice(WAYS)(walk)
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
    step(officer, take(officer, zone, table({"CN-91": square(), "CN-92": square(1)}, area=10_000)), "apply")
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
    for count in (20, 400):
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


def test_writers_of_one_moment_neither_wait_for_a_tally_nor_lose_one(together):
    zone, source = declared(), make.source()
    parcels = [make.parcel(zone=zone, source=source, area=100) for _number in range(6)]

    def turn(first, second):
        def work():
            for state in ("leased", "planned", "unknown", "leased"):
                with transaction.atomic():
                    for parcel in (first, second):
                        Parcel.objects.filter(pk=parcel.pk).update(commercial_status=state, area=F("area") + 1)

        return work

    works = [turn(parcels[0], parcels[1]), turn(parcels[2], parcels[3]), turn(parcels[5], parcels[4])]
    assert together(works) == [None] * 3
    assert_exact(zone)
    assert Client().get(zone.get_absolute_url()).status_code == 200

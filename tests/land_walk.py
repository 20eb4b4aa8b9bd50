"""Parcels written in every way there is, and the balance counted afresh beside their tallies."""

import datetime as dt
import random
from decimal import Decimal

from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from tests import make
from zones.asof import states_of, with_states
from zones.balance import tallies
from zones.balance.inventory import inventories
from zones.balance.sums import LandRow, land_balance
from zones.lifecycle import Commercial, Readiness
from zones.models import Parcel

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

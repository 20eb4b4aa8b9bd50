"""The tallies of land while several write at once: tests/test_land_tallies.py holds what they are."""

from django.db import transaction
from django.db.models import F
from django.test import Client

from tests import make
from tests.land_walk import assert_exact, declared
from zones.models import Parcel


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

"""A table of parcels says of each real one when and by whom it was stated."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests import make

pytestmark = pytest.mark.django_db
ORIGIN = "<small>2024 · Test newspaper"


def _pages(zone, parcel):
    with translation.override("en"):
        return [f"{reverse('zones:parcel_list')}?", zone.get_absolute_url(), parcel.get_absolute_url()]


def test_every_real_parcel_of_a_table_names_day_and_source_and_samples_do_not(client):
    zone = make.zone()
    parcel, _other = [make.parcel(zone=zone, commercial_status="available") for _number in range(2)]
    make.parcel(zone=zone, code="MẪU-1", is_sample=True, commercial_status="available")
    found = [client.get(address).content.decode().count(ORIGIN) for address in _pages(zone, parcel)]
    # The parcel's own page lists the other one only.
    assert found == [2, 2, 1]


def test_naming_sources_asks_the_database_as_often_for_many_parcels_as_for_few(client):
    zone, asked = make.zone(), []
    for _size in range(2):
        parcel, *_others = [make.parcel(zone=zone, commercial_status="available", as_of="2024") for _number in range(3)]
        counts = []
        for address in _pages(zone, parcel):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        asked.append(counts)
    assert asked[0] == asked[1] and max(asked[0]) <= 12

"""A comparison cited before says what has changed since: prices withdrawn, and that the rest is today's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from tests import make
from tests.test_compare import page
from zones.cost.permalink import known_by_now, moment_text
from zones.models import Rate

WORDS = "A price has been withdrawn since this answer was first given: Land rent, paid every year."
TODAYS = "Areas, states and utilities are those recorded today"


@pytest.mark.django_db
def test_a_comparison_names_prices_withdrawn_since_the_moment_it_cites(client):
    parcels = [make.parcel() for _number in range(4)]
    rates = [make.rate(zone=parcel.zone, valid_from="2020-01-01") for parcel in parcels]
    cited = {"known": moment_text(known_by_now()), "parcel": [parcel.slug for parcel in parcels]}
    Rate.objects.filter(pk=rates[2].pk).update(publication="withdrawn")
    asked = []
    for number in (3, 4):
        with CaptureQueriesContext(connection) as queries:
            html = page(client, "en", **cited | {"parcel": cited["parcel"][:number]}).content.decode()
        asked.append(len(queries))
        assert html.count(escape(WORDS)) == 1 and TODAYS in html
    assert asked[0] == asked[1] <= 12
    untouched = page(client, "en", **cited | {"parcel": cited["parcel"][:2]}).content.decode()
    assert escape(WORDS) not in untouched
    today = page(client, "en", parcel=cited["parcel"]).content.decode()
    assert escape(WORDS) not in today and TODAYS not in today

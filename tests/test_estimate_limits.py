"""What an estimate bears: nonsense is refused by field, the wildest lawful use is answered, and queries stay few."""

import datetime as dt
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import make
from tests.estimating import TERM, ask, rate
from zones.units import RateKind, RateUnit

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone():
    return make.zone(slug="khu")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"known": "tomorrow"}, "known"),
        ({"known": "2999-01-01"}, "known"),
        ({"known": "0001-01-01T00:00:00+14:00"}, "known"),
        ({"known": "9999-12-31T23:59:59-14:00"}, "known"),
        ({"known": "\x00"}, "known"),
        ({"end": "", "years": ""}, "end"),
        ({"end": "", "years": "0.0001"}, "years"),
        ({"end": "", "years": "NaN"}, "years"),
        ({"end": "", "years": "110"}, "years"),
        ({"start": "9995-01-01", "end": "", "years": "20"}, "years"),
        ({"years": "5"}, "years"),
        ({"exchange_rate": "0"}, "exchange_rate"),
        ({"exchange_rate": "Infinity"}, "exchange_rate"),
        ({"currency": "EUR"}, "currency"),
        ({"vat": "maybe"}, "vat"),
        ({"vat_percent": "101"}, "vat_percent"),
        ({"sector": "khong-co"}, "sector"),
        ({"power_peak": "-1"}, "power_peak"),
        ({"power_normal": "1e99"}, "power_normal"),
        ({"voltage": "x" * 41}, "voltage"),
        ({"escalation_pct": "-100"}, "escalation_pct"),
        ({"area": "0.000000000000001"}, "area"),
        ({"on": "2026-02-30"}, "on"),
    ],
)
def test_nonsense_is_refused_with_a_sentence_by_field_on_page_and_json(client, zone, query, field):
    asked = {"zone": "khu", "area": "10", **TERM} | query
    response = client.get(reverse("api_estimate"), asked)
    assert response.status_code == 400 and field in response.json()["errors"]
    # How a page says it is the same for every field, so a few are written.
    page = client.get if field in ("known", "sector", "area") else partial(client.unwritten, "get")
    assert page(reverse("zones:estimate"), asked).status_code == 200
    assert client.get(reverse("zones:estimate_csv"), asked).status_code == 400


@pytest.mark.parametrize("known", ["0001-01-01", "0001-01-01T00:00:00Z", "1900-01-01T00:00:00-05:00"])
def test_a_moment_at_the_edge_of_time_is_answered(client, zone, known):
    rate(zone=zone, amount=100)
    assert ask(client, zone="khu", area="10", known=known)["incomplete"] is True


def test_the_wildest_lawful_use_is_answered_everywhere(client, zone):
    rate(zone=zone, amount=10**12, vat_percent=100)
    rate(RateKind.WATER, RateUnit.M3, zone=zone, amount=10**12)
    wild = {
        "zone": "khu", "area": "1000000000", "start": "2026-01-01", "end": "2135-01-01", "water": "1000000000",
        "escalation_pct": "100", "discount_rate": "-50", "vat": "included", "currency": "USD",
        "exchange_rate": "0.0001",
    }  # fmt: skip
    for name in ("api_estimate", "zones:estimate", "zones:estimate_csv"):
        assert client.get(reverse(name), wild).status_code == 200


def test_repeated_and_unknown_parameters_are_no_error(client, zone):
    response = client.get(
        f"{reverse('zones:estimate')}?zone=khu&zone=x&area=1&area=2&start=2027-01-01&years=1&on[]=1&x=1"
    )
    assert response.status_code == 200


def test_queries_stay_few_with_every_option(client, zone, django_assert_max_num_queries):
    sector = make.sector(slug="go")
    parcel = make.parcel(zone=zone, slug="lo", area=10)
    full = {
        "parcel": "lo", "sector": "go", "currency": "USD", "water": "1", "power_peak": "1",
        "known": timezone.localdate().isoformat(), **TERM,
    }  # fmt: skip
    rate(zone=zone, amount=100)
    make.exchange_rate(on=dt.date(2026, 1, 1))
    seen = []
    for _round in range(2):
        with django_assert_max_num_queries(12) as queries:
            assert client.get(reverse("zones:estimate"), full).status_code == 200
        seen.append(len(queries))
        for _row in range(4):
            rate(zone=zone, amount=100, sector=sector)
            rate(RateKind.WATER, RateUnit.M3, zone=zone, parcel=parcel, amount=5)
            make.exchange_rate(on=dt.date(2026, 1, 1))
    assert seen[0] == seen[1]

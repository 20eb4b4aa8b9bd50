"""An address that was cited answers the same later, whatever prices were entered or corrected since."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from tests import make
from tests.estimating import ask, first, rate
from zones.models import Rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone():
    return make.zone(slug="khu")


def test_the_permalink_answers_the_same_after_a_backdated_price_was_entered(client, zone):
    old = rate(zone=zone, amount=100)
    answer = ask(client, zone="khu", area="10", mode="annual")
    link = urlsplit(answer["permalink"])
    later = rate(zone=zone, amount=90, valid_from=dt.date(2020, 1, 1))
    again = client.get(f"{link.path}?{link.query}&lang=en").json()
    assert again["lines"] == answer["lines"] and again["superseded"] is True
    assert first(ask(client, zone="khu", area="10", mode="annual"), "rent_annual") == 900
    Rate.objects.filter(pk=later.pk).update(publication="withdrawn")
    assert client.get(f"{link.path}?{link.query}").json()["superseded"] is False
    assert client.get(f"{link.path}?{link.query}&lang=en").json()["warnings"] == answer["warnings"]
    Rate.objects.filter(pk=old.pk).update(publication="withdrawn")
    gone = client.get(f"{link.path}?{link.query}&lang=en").json()
    assert gone["lines"][0]["first_year"] is None
    assert "withdrawn since this answer was first given: Land rent, paid every year." in gone["warnings"][0]


def test_a_correction_does_not_change_what_was_cited(client, zone):
    row = rate(zone=zone, amount=100)
    answer = ask(client, zone="khu", area="10", mode="annual")
    row.amount = 95
    row.save()
    link = urlsplit(answer["permalink"])
    again = client.get(f"{link.path}?{link.query}").json()
    assert first(again, "rent_annual") == 1_000 and again["superseded"] is True
    assert again["facts"][0]["amount"] == 100


def test_the_exchange_rate_is_that_known_then(client, zone):
    rate(zone=zone, amount=100)
    make.exchange_rate(on=dt.date(2026, 11, 10), vnd=25_000)
    answer = ask(client, zone="khu", area="1000", mode="annual", currency="USD")
    make.exchange_rate(on=dt.date(2026, 11, 15), vnd=20_000)
    link = urlsplit(answer["permalink"])
    assert client.get(f"{link.path}?{link.query}").json()["exchange_rate"]["vnd_for_one_usd"] == 25_000


def test_neither_days_entered_later_nor_a_corrected_day_change_the_exchange_rate_that_was_cited(client, zone):
    rate(zone=zone, amount=100)
    cited = make.exchange_rate(on=dt.date(2026, 1, 5), vnd=25_000)
    link = urlsplit(ask(client, zone="khu", area="1000", mode="annual", currency="USD")["permalink"])
    for day in range(1, 61):
        make.exchange_rate(on=dt.date(2026, 3, 1) + dt.timedelta(days=day), vnd=20_000)
    assert client.get(f"{link.path}?{link.query}").json()["exchange_rate"]["vnd_for_one_usd"] == 25_000
    cited.on = dt.date(2026, 12, 5)
    cited.save()
    assert client.get(f"{link.path}?{link.query}").json()["exchange_rate"]["on"] == "2026-01-05"


def test_a_price_that_stood_for_other_land_then_prices_nothing_here(client, zone):
    row = rate(zone=make.zone(), amount=100)
    rate(zone=zone, amount=50, valid_from=dt.date(2020, 1, 1))
    link = urlsplit(ask(client, zone="khu", area="10", mode="annual")["permalink"])
    row.zone, row.valid_from = zone, dt.date(2021, 1, 1)
    row.save()
    assert first(client.get(f"{link.path}?{link.query}").json(), "rent_annual") == 500


def test_the_permalink_spells_out_what_may_be_understood_otherwise_later(client, zone):
    parcel = make.parcel(zone=zone, slug="lo", area=10, readiness="serviced")
    rate(zone=zone, amount=100)
    response = client.get(reverse("api_estimate"), {"parcel": "lo", "start": "2027-01-01", "years": "4"})
    link = urlsplit(response.json()["permalink"])
    assert "area=10&" in link.query and "end=2031-01-01" in link.query and "years" not in link.query
    type(parcel).objects.filter(pk=parcel.pk).update(area=99)
    assert client.get(f"{link.path}?{link.query}").json()["lines"][0] == response.json()["lines"][0]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("area", ["1000.125", "0.5", "12345.6789"])
def test_the_page_reads_the_permalink_in_both_languages(client, zone, language, area):
    rate(zone=zone, amount=1_000_000)
    answer = ask(client, zone="khu", area=area, mode="annual")
    query = urlsplit(answer["permalink"]).query
    with translation.override(language):
        html = client.get(f"{reverse('zones:estimate')}?{query}").content.decode()
    first_year = f"{first(answer, 'rent_annual'):,}"
    assert (first_year.replace(",", ".") if language == "vi" else first_year) in html


def test_a_moment_in_the_past_before_any_price_knows_none(client, zone):
    rate(zone=zone, amount=100)
    answer = ask(client, zone="khu", area="10", mode="annual", known="2020-01-01")
    assert first(answer, "rent_annual") is None and answer["superseded"] is True


def test_the_same_day_known_now_is_not_superseded(client, zone):
    rate(zone=zone, amount=100)
    today = timezone.localdate().isoformat()
    assert ask(client, zone="khu", area="10", known=today, on=today)["superseded"] is False

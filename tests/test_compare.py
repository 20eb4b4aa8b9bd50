"""Parcels or zones side by side: at most four, nothing unpublished, costs as the estimate says, the same queries."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import translation

from tests import make


def page(client, language="vi", **query):
    with translation.override(language):
        return client.get(reverse("zones:compare"), query)


def rows_of(response):
    """{label: [what each column says]} of the table."""
    return {
        label: [cell.value or None for _heading, cell in cells]
        for _title, rows in response.context["groups"]
        for label, cells in rows
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_two_parcels_stand_side_by_side_with_what_is_known_and_what_is_not(db, client, language):
    known, bare = make.parcel(power_kw=1250, commercial_status="available"), make.parcel(area=None)
    response = page(client, language, parcel=[known.slug, bare.slug])
    rows = rows_of(response)
    power = next(values for label, values in rows.items() if label in ("Power", "Điện"))
    assert power == ["1.250" if language == "vi" else "1,250", None]
    assert known.code in response.content.decode() and response.status_code == 200


def test_the_cost_is_the_estimates_own(db, client):
    parcel = make.parcel(area=10_000)
    make.rate(zone=parcel.zone, amount=95_500, valid_from="2026-01-01")
    make.rate(zone=parcel.zone, kind="infra_fee", amount=14_950, valid_from="2026-01-01")
    query = {"start": "2026-11-22", "years": "20", "discount_rate": "0"}
    response = page(client, "en", parcel=parcel.slug, **query)
    answer = client.get(
        "/api/v1/estimate/", {"parcel": parcel.slug, "start": "2026-11-22", "end": "2046-11-22", "mode": "annual"}
    ).json()
    nominal = sum(line["nominal"] for line in answer["lines"])
    assert rows_of(response)["To the end, rent paid yearly"] == [f"VND\u00a0{nominal:,}"]
    assert rows_of(response)["To the end, rent paid once"] == [None]


def test_a_fee_nobody_published_makes_the_sum_incomplete(db, client):
    parcel = make.parcel()
    make.rate(zone=parcel.zone, valid_from="2020-01-01")
    assert "incomplete: a fee is not published" in page(client, "en", parcel=parcel.slug).content.decode()


def test_a_one_off_price_that_ends_before_the_lease_says_so_and_blames_no_fee(db, client):
    parcel = make.parcel()
    make.rate(zone=parcel.zone, kind="infra_fee", valid_from="2020-01-01")
    one_off = {"kind": "land_rent_oneoff", "unit": "m2_term", "term_end": "2040-01-01"}
    make.rate(zone=parcel.zone, **one_off, valid_from="2020-01-01")
    html = page(client, "en", parcel=parcel.slug, start="2027-01-01", years="30").content.decode()
    assert "incomplete: buys to 1 January 2040 only" in html and "a fee is not published" not in html


def test_the_fifth_is_named_as_left_out(db, client):
    parcels = [make.parcel() for _number in range(6)]
    response = page(client, parcel=[parcel.slug for parcel in parcels])
    assert len(response.context["columns"]) == 4 and response.context["left_out"] == 2


def test_a_zone_is_priced_with_the_area_asked(db, client):
    zone = make.zone()
    make.rate(zone=zone, amount=1000, valid_from="2020-01-01")
    make.rate(zone=zone, kind="infra_fee", amount=0, valid_from="2020-01-01")
    response = page(client, "en", zone=zone.slug, area="5,000.5", years="1", start="2027-01-01")
    assert rows_of(response)["First year, rent paid yearly"] == ["VND\u00a04,997,077"]


def test_search_engines_list_the_empty_page_only(db, client):
    make.board(adopting_body_vi="UBND tỉnh", phone="0209")
    mark = 'name="robots" content="noindex"'
    assert mark not in page(client).content.decode()
    assert mark in page(client, parcel=make.parcel().slug).content.decode()
    assert reverse("zones:compare") in client.get("/sitemap-pages.xml").content.decode()


def test_drafts_are_not_found(db, client):
    hidden, in_hidden = make.parcel(publication="draft"), make.parcel(zone=make.zone(publication="draft"))
    response = page(client, parcel=[hidden.slug, in_hidden.slug])
    assert response.context["missing"] == [hidden.slug, in_hidden.slug] and not response.context["columns"]


def test_a_sample_wears_its_ribbon(db, client):
    assert 'class="ribbon"' in page(client, parcel=make.parcel(is_sample=True).slug).content.decode()


def test_the_address_shows_the_same_again(db, client, settings):
    parcels = [make.parcel(), make.parcel()]
    response = page(client, parcel=[parcel.slug for parcel in parcels], years="12", discount_rate="7,5")
    address = response.context["share_address"]
    assert address.startswith(settings.SITE_URL)
    again = client.get(address.removeprefix(settings.SITE_URL))
    then, now = response.context["assumptions"], again.context["assumptions"]
    assert rows_of(again) == rows_of(response) and replace(now, known=None) == then and now.known
    assert re.search(r'<svg[^>]*class="qr"', response.content.decode())


@pytest.mark.parametrize(
    "query",
    [
        {"years": "NaN"},
        {"years": "100"},
        {"discount_rate": "1e999"},
        {"discount_rate": "12.345"},
        {"start": "0001-01-01"},
        {"start": "hôm nay"},
        {"on": "1999-12-31"},
        {"end": "2001-01-01"},
        {"end": "9999-12-31"},
        {"known": "tomorrow"},
        {"known": "2999-01-01"},
        {"years": "1_0"},
        {"start": "2024-02-29", "years": "1"},
    ],
)
def test_bad_assumptions_are_answered_with_a_sentence_and_the_defaults(db, client, query):
    asked = {"parcel": make.parcel().slug, **query}
    response = client.unwritten("get", reverse("zones:compare"), asked)
    assert response.status_code == 200
    assert bool(response.context["form"].errors) is ("2024-02-29" not in query.values())


def test_the_need_comes_along_and_each_parcel_answers_it(db, client):
    fits = make.parcel(area=20_000, power_kw=3000, commercial_status="available")
    short = make.parcel(area=20_000, power_kw=500, commercial_status="available")
    query = {"parcel": [fits.slug, short.slug], "area": "15000", "power": "2000", "water": "x"}
    response = page(client, "en", **query)
    rows = rows_of(response)
    assert rows["On the whole"] == ["Fits", "Falls short in 1"]
    assert "short by 1,500 kW" in response.content.decode()
    assert "power=2000" in response.context["share_address"]


def test_without_an_end_the_earliest_end_of_a_land_term_counts_and_is_said(db, client):
    parcels = [make.parcel(term_end=dt.date(2057, 12, 31)), make.parcel(term_end=dt.date(2055, 6, 30)), make.parcel()]
    response = page(client, "en", parcel=[parcel.slug for parcel in parcels], start="2027-01-01")
    assert response.context["assumptions"].end == dt.date(2055, 6, 30)
    assert "earliest end of a land term" in response.content.decode()
    response = page(client, "en", parcel=parcels[2].slug, start="2027-01-01")
    assert response.context["assumptions"].end == dt.date(2057, 1, 1)
    assert "Thirty years are our proposal" in response.content.decode()


def test_an_end_or_a_number_of_years_counts_instead(db, client):
    parcel = make.parcel(term_end=dt.date(2055, 6, 30)).slug
    for query, end in (
        ({"end": "2040-02-01"}, dt.date(2040, 2, 1)),
        ({"years": "10"}, dt.date(2037, 1, 1)),
        ({"years": "10", "end": "2040-02-01"}, dt.date(2037, 1, 1)),
    ):
        response = page(client, "en", parcel=parcel, start="2027-01-01", **query)
        assert response.context["assumptions"].end == end
        assert "earliest end" not in response.content.decode() and not response.context["form"].errors


def test_a_lease_beyond_the_land_term_says_so(db, client):
    parcel = make.parcel(term_end=dt.date(2055, 6, 30))
    make.rate(zone=parcel.zone, valid_from="2020-01-01")
    html = page(client, "en", parcel=parcel.slug, start="2027-01-01", years="30").content.decode()
    assert "its land term ends earlier, on 30 June 2055" in html


def test_the_shared_address_keeps_its_prices_and_says_that_todays_differ(db, client, settings):
    parcel = make.parcel(area=1_000)
    row = make.rate(zone=parcel.zone, amount=100, valid_from="2020-01-01")
    make.rate(zone=parcel.zone, kind="infra_fee", amount=0, valid_from="2020-01-01")
    response = page(client, "en", parcel=parcel.slug, start="2027-01-01", years="10")
    address = response.context["share_address"].removeprefix(settings.SITE_URL)
    assert "known=" in address and not response.context["is_superseded"]
    row.amount = 200
    row.save()
    again = client.get(address)
    assert rows_of(again) == rows_of(response) and again.context["is_superseded"]
    assert "with what is known today it would be another" in again.content.decode()
    now = client.get(reverse("zones:compare") + again.context["known_now_url"])
    assert rows_of(now) != rows_of(response) and not now.context["is_superseded"]


def test_nothing_asked_offers_land_and_zones(db, client):
    zone = make.zone()
    response = page(client)
    assert response.status_code == 200 and f"zone={zone.slug}" in response.content.decode()


def test_four_columns_ask_the_database_hardly_more_than_one(db, client, django_assert_max_num_queries):
    parcels = [make.parcel() for _number in range(4)]
    for parcel in parcels:
        make.rate(zone=parcel.zone)
    with django_assert_max_num_queries(8):
        page(client, parcel=[parcel.slug for parcel in parcels])

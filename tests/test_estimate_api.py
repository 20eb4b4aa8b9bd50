"""The estimate as programs read it: the worked example, stored rates, and what is not published."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from zones.units import RateKind, RateUnit

EXAMPLE = {
    "area": "10000",
    "start": "2026-11-22",
    "end": "2054-08-08",
    "rent": "95500",
    "one_off": "2150000",
    "infra_fee": "14950",
}
pytestmark = pytest.mark.django_db


def ask(client, **query):
    response = client.get(reverse("api_estimate"), query)
    return response.status_code, response.json()


def lines(answer):
    return {line["code"]: line for line in answer["lines"]}


@pytest.mark.parametrize(("rate", "worth"), [("0", 26.4628), ("5", 14.8649), ("8", 11.3634), ("10", 9.7554)])
def test_the_worked_example_comes_out(client, rate, worth):
    status, answer = ask(client, **EXAMPLE, discount_rate=rate)
    rent = lines(answer)["rent_annual"]
    assert status == 200
    assert rent["first_year"] == 955_000_000
    assert rent["present_value"] / 10**9 == pytest.approx(worth, abs=0.0001)
    assert lines(answer)["rent_one_off"]["nominal"] == 21_500_000_000
    assert lines(answer)["infra_fee"]["first_year"] == 149_500_000
    assert answer["break_even_years"] == pytest.approx(22.513, abs=0.0005)
    assert answer["passing_payment"] == 23
    assert answer["indifference_rate_pct"] == pytest.approx(1.6304, abs=0.00005)
    assert (answer["days"], answer["incomplete"], answer["facts"]) == (10_121, False, [])


def test_the_annual_way_costs_rent_and_infrastructure(client):
    _status, answer = ask(client, **EXAMPLE, mode="annual")
    assert set(lines(answer)) == {"rent_annual", "infra_fee"}
    assert sum(line["nominal"] for line in answer["lines"]) / 10**9 == pytest.approx(30.6055, abs=0.0001)
    assert answer["break_even_years"] is None


def test_exempt_years_free_the_annual_rent_only(client):
    _status, answer = ask(client, **EXAMPLE, exempt_years="3", escalation_pct="10", escalation_years="5")
    assert lines(answer)["rent_annual"]["first_year"] == 0
    assert lines(answer)["infra_fee"]["first_year"] == 149_500_000


def test_a_price_that_is_not_given_is_null_and_the_answer_incomplete(client):
    given = {name: value for name, value in EXAMPLE.items() if name != "infra_fee"}
    _status, answer = ask(client, **given)
    fee = lines(answer)["infra_fee"]
    assert (fee["first_year"], fee["nominal"], fee["present_value"]) == (None, None, None)
    assert answer["incomplete"] is True


TERM = {"start": "2027-01-01", "end": "2037-01-01"}


def test_a_real_zone_without_prices_answers_only_with_unknowns(client):
    zone = make.zone()
    make.rate(zone=zone, is_sample=True)
    status, answer = ask(client, zone=zone.slug, area="20000", **TERM)
    assert status == 200 and answer["incomplete"]
    assert all(line["nominal"] is None for line in answer["lines"])
    assert answer["facts"] == []


def test_the_nearest_price_in_force_counts_and_is_named_with_its_source(client):
    zone = make.zone()
    parcel = make.parcel(zone=zone, area=10_000, readiness="serviced")
    make.rate(zone=None, amount=1)
    make.rate(zone=zone, amount=90_000, valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2025, 1, 1))
    make.rate(zone=zone, amount=95_500, valid_from=dt.date(2025, 1, 1))
    make.rate(zone=make.zone(), amount=7)
    _status, answer = ask(client, parcel=parcel.slug, mode="annual", **TERM)
    assert lines(answer)["rent_annual"]["first_year"] == 955_000_000
    assert [(fact["amount"], fact["publisher"]) for fact in answer["facts"]] == [(95_500, "Báo Thử nghiệm")]
    _status, earlier = ask(client, parcel=parcel.slug, mode="annual", on="2024-06-01", **TERM)
    assert lines(earlier)["rent_annual"]["first_year"] == 900_000_000


def test_a_sample_parcel_says_so_and_takes_sample_prices_only(client):
    zone = make.zone()
    parcel = make.parcel(zone=zone, is_sample=True, area=10_000)
    make.rate(zone=zone, amount=95_500)
    make.rate(zone=zone, amount=100, is_sample=True)
    _status, answer = ask(client, parcel=parcel.slug, mode="annual", **TERM)
    assert answer["is_sample"] is True
    assert lines(answer)["rent_annual"]["first_year"] == 1_000_000
    assert any("minh họa" in warning for warning in answer["warnings"])


def test_an_earlier_end_still_pays_the_one_off_whole_and_says_so(client):
    zone = make.zone()
    make.rate(
        zone=zone,
        kind=RateKind.LAND_RENT_ONE_OFF,
        unit=RateUnit.M2_TERM,
        amount=1_000_000,
        term_end=dt.date(2057, 12, 31),
        vat="excluded",
        as_of="2026-11-22",
    )
    _status, answer = ask(client, zone=zone.slug, area="1000", mode="one_off", lang="en", on="2026-11-22", **TERM)
    assert lines(answer)["rent_one_off"]["nominal"] == 10**9
    assert answer["warnings"] == ["The one-off price buys to 31 December 2057; an earlier end still pays it whole."]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"end": "2026-11-22"}, "end"),
        ({"end": "9999-12-31"}, "end"),
        ({"start": "22/11/2026"}, "start"),
        ({"area": "0"}, "area"),
        ({"area": "NaN"}, "area"),
        ({"area": ""}, "area"),
        ({"rent": "-1"}, "rent"),
        ({"rent": "1e400"}, "rent"),
        ({"discount_rate": "-100"}, "discount_rate"),
        ({"escalation_years": "0"}, "escalation_years"),
        ({"mode": "monthly"}, "mode"),
        ({"zone": "khong-co"}, "zone"),
        ({"parcel": "\x00"}, "parcel"),
        ({"on": "tomorrow"}, "on"),
    ],
)
def test_a_bad_query_is_answered_with_a_sentence_by_field(client, change, field):
    status, answer = ask(client, **EXAMPLE | change)
    assert status == 400
    assert field in answer["errors"]


def test_a_query_without_land_or_prices_says_what_to_give(client):
    status, answer = ask(client, area="1", lang="en", **TERM)
    assert status == 400
    assert answer["errors"]["__all__"] == ["Name a parcel or a zone, or give the prices yourself."]


def test_the_wildest_lawful_query_is_still_answered(client):
    wild = {"area": "1000000000", "rent": "1000000000000", "escalation_pct": "100", "discount_rate": "-50"}
    status, _answer = ask(client, start="2026-01-01", end="2135-01-01", one_off="1", infra_fee="1", **wild)
    assert status == 200


def test_a_draft_parcel_is_not_priced(client):
    parcel = make.parcel(publication="draft")
    assert ask(client, parcel=parcel.slug, **TERM)[0] == 400


@pytest.mark.parametrize("rent", ["-1", "NaN", "1e999", "1,5"])
def test_a_refused_price_is_told_once_beside_its_field(client, rent):
    given = {name: EXAMPLE[name] for name in ("area", "start", "end")}
    status, answer = ask(client, **given, rent=rent)
    assert status == 400 and list(answer["errors"]) == ["rent"]


def test_a_parcel_is_not_priced_as_land_of_another_zone(client):
    parcel, zone = make.parcel(readiness="serviced"), make.zone()
    status, answer = ask(client, parcel=parcel.slug, zone=zone.slug, lang="en", **TERM)
    assert status == 400
    assert answer["errors"] == {"zone": ["This parcel lies in another zone. Give one of the two."]}
    assert ask(client, parcel=parcel.slug, zone=parcel.zone.slug, **TERM)[0] == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"area": "1_0"}, "area"),
        ({"area": "１０"}, "area"),
        ({"area": "1 0"}, "area"),
        ({"area": "Infinity"}, "area"),
        ({"area": "0x10"}, "area"),
        ({"discount_rate": "-100"}, "discount_rate"),
        ({"discount_rate": "1e400"}, "discount_rate"),
        ({"escalation_pct": "1000"}, "escalation_pct"),
        ({"escalation_pct": "-100"}, "escalation_pct"),
        ({"escalation_years": "1_0"}, "escalation_years"),
        ({"escalation_years": "٣"}, "escalation_years"),
        ({"exempt_years": "2.5"}, "exempt_years"),
        ({"start": "２０２６-11-22"}, "start"),
        ({"start": "2026-2-30"}, "start"),
        ({"start": "2025-02-29"}, "start"),
        ({"known": "2026-W47-7"}, "known"),
        ({"area": ["1", "2"]}, "area"),
        ({"start": ["2026-11-22", "2026-11-22"]}, "start"),
        ({"zone": ["", "x"]}, "zone"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused_beside_its_name(client, change, field):
    status, answer = ask(client, **EXAMPLE | change)
    assert status == 400 and list(answer["errors"]) == [field] and answer["errors"][field][0]


def test_a_repeated_parameter_is_named_in_the_sentence(client):
    _status, answer = ask(client, **EXAMPLE | {"rent": ["1", "2"]}, lang="en")
    assert answer["errors"] == {"rent": ["“rent” is given 2 times. Give it once."]}


@pytest.mark.parametrize("value", ["1e3", "1E+3", "1000.", "+1000", "1000.0"])
def test_a_number_may_be_written_as_programs_write_it(client, value):
    _status, answer = ask(client, **EXAMPLE | {"area": value})
    assert answer["area"] == 1000


def test_in_dollars_every_sum_is_in_dollars_the_payments_too(client):
    _status, answer = ask(client, **EXAMPLE, currency="USD", exchange_rate="26000", discount_rate="8")
    first, last = answer["payments"][0], answer["payments"][-1]
    assert (first["number"], first["due_on"], first["amount"]) == (1, "2026-11-22", 36_730.77)
    assert last["paid"] == lines(answer)["rent_annual"]["nominal"] and last["number"] == 28
    _status, dong = ask(client, **EXAMPLE)
    assert dong["payments"][0]["amount"] == 955_000_000
    assert dong["payments"][-1]["paid"] == lines(dong)["rent_annual"]["nominal"]
    assert (answer["discount_rate"], dong["discount_rate"]) == (8, 0)


def _addresses():
    zone = make.zone()
    parcel = make.parcel(zone=zone)
    return [
        reverse("api_estimate"), reverse("api_zone", args=[zone.slug]), reverse("api_parcel", args=[parcel.slug]),
        reverse("zones_geojson"), reverse("communes"),
    ]  # fmt: skip


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_whoever_sends_anything_is_told_that_these_addresses_only_answer(method):
    client = Client(enforce_csrf_checks=True)
    for address in _addresses():
        response = getattr(client, method)(f"{address}?lang=en", {"area": "1"}, content_type="application/json")
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert "only answers questions" in response.json()["errors"]["__all__"][0]


def test_head_and_options_are_answered_without_a_body(client):
    for address in _addresses():
        told = client.options(address)
        assert (told.status_code, told["Allow"], told.content) == (204, "GET, HEAD, OPTIONS", b"")
    head = client.head(reverse("api_estimate"), EXAMPLE)
    assert head.status_code == 200 and head["Content-Type"] == "application/json" and not head.content


def test_what_is_not_published_is_not_found_in_words_a_program_reads(client):
    hidden = make.parcel(publication="draft")
    for name, slug in (("api_parcel", hidden.slug), ("api_zone", "nowhere")):
        response = client.get(reverse(name, args=[slug]), {"lang": "en"})
        assert response.status_code == 404 and response.json()["errors"]["__all__"]

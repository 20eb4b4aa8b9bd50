"""The estimate as people read it, and the same figures as CSV."""

import csv
import datetime as dt
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from tests import make
from tests.addresses import read
from zones.units import RateKind, RateUnit

pytestmark = pytest.mark.django_db
TERM = {"start": "2027-01-01", "end": "2037-01-01"}


def _get(client, name="zones:estimate", language="vi", **query):
    with translation.override(language):
        address = reverse(name)
    return client.get(address, query)


@pytest.fixture
def priced():
    """A zone with a published annual rent and infrastructure fee, and no one-off price."""
    zone = make.zone(slug="gia")
    make.rate(zone=zone, amount=95_500)
    make.rate(zone=zone, kind=RateKind.INFRASTRUCTURE, unit=RateUnit.M2_YEAR, amount=14_950)
    return zone


def test_the_page_explains_itself_before_anything_is_asked(client):
    html = _get(client).content.decode()
    assert "Nêu nhu cầu của bạn" in html and "field--error" not in html


def test_the_empty_page_says_that_no_rent_is_published_only_while_that_is_so(client):
    words = "has published a rent yet"
    make.rate(zone=make.zone(), is_sample=True)
    assert words in _get(client, language="en").content.decode()
    make.rate(zone=make.zone())
    assert words not in _get(client, language="en").content.decode()


def test_lines_totals_and_sources_are_shown(client, priced):
    html = _get(client, zone="gia", area="10000", mode="annual", **TERM).content.decode()
    assert "955.000.000" in html and "149.500.000" in html and "1.104.500.000" in html
    assert "Báo Thử nghiệm" in html
    assert "Tổng cộng, trả tiền thuê hằng năm" in html and "chưa đủ" not in html.partition("<tbody>")[2]


def test_what_is_not_published_says_so_and_the_total_is_incomplete(client, priced):
    html = _get(client, zone="gia", area="10000", language="en", **TERM).content.decode()
    body = html.partition("<tbody>")[2]
    assert "not published yet" in body
    assert "Total, paying rent once (incomplete)" in body
    assert "Ask the Board for a price" in html


def test_numbers_follow_the_reader(client, priced):
    assert (
        "1,104,500,000" in _get(client, zone="gia", area="10000", mode="annual", language="en", **TERM).content.decode()
    )
    refused = _get(client, zone="gia", area="10.000", mode="annual", **TERM).content.decode()
    assert "có thể hiểu thành hai số" in refused


def test_a_link_from_a_parcel_names_it_and_refuses_nothing_yet(client):
    parcel = make.parcel(code="CN7")
    html = _get(client, parcel=parcel.slug).content.decode()
    assert "Lô CN7" in html and "field--error" not in html


@pytest.mark.parametrize("slug", ["khong-co", "\x00", "x" * 5000, "%ff"])
def test_a_parcel_that_does_not_exist_is_no_error(client, slug):
    assert _get(client, parcel=slug).status_code == 200
    assert _get(client, parcel=slug, area="5", **TERM).status_code == 200


def test_a_draft_parcel_is_not_named(client):
    parcel = make.parcel(code="KIN-9", publication="draft")
    assert "KIN-9" not in _get(client, parcel=parcel.slug).content.decode()


def test_csv_gives_the_figures_of_the_page_with_their_source(client, priced):
    response = _get(client, "zones:estimate_csv", zone="gia", area="10000", **TERM)
    rows = list(csv.DictReader(StringIO(read(response).decode("utf-8-sig"))))
    assert [row["line"] for row in rows] == [
        "rent_annual",
        "rent_one_off",
        "infra_fee",
        "total_annual",
        "total_one_off",
    ]
    assert rows[0]["first_year_vnd"] == "955000000" and rows[0]["publisher"] == "Báo Thử nghiệm"
    assert rows[1]["nominal_vnd"] == "" and rows[1]["is_sample"] == "false"


def test_no_spreadsheet_runs_what_stands_in_the_csv(client, priced):
    make.rate(zone=priced, kind=RateKind.MANAGEMENT, source=make.source(publisher_vi="=1+1"), amount=1)
    file = read(_get(client, "zones:estimate_csv", zone="gia", area="10000", **TERM)).decode("utf-8-sig")
    assert ",'=1+1," in file and ",=1+1," not in file


@pytest.mark.parametrize(
    ("term_end", "words"),
    [
        ("2036-12-31", "buys to 31 December 2036 only"),
        ("2037-01-01", "buys to 1 January 2037"),
        ("2057-12-31", "buys to 31 December 2057, paid whole"),
    ],
)
def test_the_line_of_a_one_off_price_says_how_far_it_buys_everywhere(client, priced, term_end, words):
    kind = {"kind": RateKind.LAND_RENT_ONE_OFF, "unit": RateUnit.M2_TERM}
    make.rate(zone=priced, **kind, amount=2_150_000, term_end=dt.date.fromisoformat(term_end))
    query = {"zone": "gia", "area": "10000"} | TERM
    html = _get(client, language="en", **query).content.decode()
    assert f"Land rent, paid once<small>{words}</small>" in html
    file = read(_get(client, "zones:estimate_csv", language="en", **query)).decode("utf-8-sig")
    assert [row["note"] for row in csv.DictReader(StringIO(file))][:5] == ["", words, "", "", ""]
    answer = client.get(reverse("api_estimate"), query | {"lang": "en"}).json()
    assert [line["note"] for line in answer["lines"]] == ["", words, ""]


def test_a_refused_query_is_sentences_in_csv_too(client):
    response = _get(client, "zones:estimate_csv", area="x")
    assert response.status_code == 400 and "start" in read(response).decode()


def test_a_sample_wears_its_ribbon(client):
    zone = make.zone()
    parcel = make.parcel(zone=zone, is_sample=True, area=10_000, readiness="serviced")
    make.rate(zone=zone, is_sample=True, amount=50_000, valid_from=dt.date(2026, 1, 1))
    html = _get(client, parcel=parcel.slug, **TERM).content.decode()
    assert html.count("dữ liệu minh họa") + html.count("dữ liệu minh hoạ") > 3


def test_the_number_of_queries_does_not_grow(client, priced, django_assert_max_num_queries):
    seen = []
    for _round in range(2):
        with django_assert_max_num_queries(12) as queries:
            _get(client, zone="gia", area="10000", **TERM)
        seen.append(len(queries))
        for _row in range(5):
            make.zone()
            make.rate(zone=priced, amount=95_500)
    assert seen[0] == seen[1]


def test_page_csv_and_json_give_the_same_figures(client, priced):
    make.rate(
        zone=priced,
        kind=RateKind.LAND_RENT_ONE_OFF,
        unit=RateUnit.M2_TERM,
        amount=2_150_000,
        term_end=dt.date(2037, 1, 1),
    )
    query = {"zone": "gia", "area": "10000", "discount_rate": "8"} | TERM
    html = _get(client, language="en", **query).content.decode()
    file = read(_get(client, "zones:estimate_csv", **query)).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(file)))
    answer = client.get(reverse("api_estimate"), query).json()
    sums = {f"total_{row['code']}": row for row in answer["totals"]}
    payments = [row for row in rows if row["line"] == "rent_payment"]
    shown = _get(client, language="en", **query).context["sheet"]["schedule"]
    assert [(row["payment"], row["payment_vnd"], row["paid_vnd"]) for row in payments] == [
        (str(row["number"]), row["amount"].replace(",", ""), row["paid"].replace(",", "")) for row in shown
    ]
    assert payments and payments[0]["due_on"] == TERM["start"] and payments[0]["nominal_vnd"] == ""
    for row in rows[: -len(payments)]:
        assert row["payment"] == ""
        same = sums.get(row["line"]) or next(line for line in answer["lines"] if line["code"] == row["line"])
        for name in ("first_year", "nominal", "present_value"):
            assert int(row[f"{name}_vnd"]) == same[name]
            assert f">{same[name]:,}<" in html


def test_the_two_ways_are_compared_in_words_drawn_and_as_a_table(client, priced):
    make.rate(
        zone=priced,
        kind=RateKind.LAND_RENT_ONE_OFF,
        unit=RateUnit.M2_TERM,
        amount=400_000,
        term_end=dt.date(2037, 1, 1),
    )
    html = _get(client, zone="gia", area="10000", language="en", **TERM).content.decode()
    assert "4.19 years of the first year’s rent" in html
    assert "With payment 5, due on 1 January 2031" in html
    assert 'class="chart__mark"' in html and html.count("passes the one-off price") == 3


def test_the_answer_says_how_it_was_calculated_and_links_to_itself_for_ever(client, priced):
    html = _get(client, zone="gia", area="10000", language="en", water="5", **TERM).content.decode()
    assert "Water and wastewater are counted for 365 days a year." in html
    assert "known=" in html and "3,653 days" in html
    assert _get(client, zone="gia", area="10000", language="en", water="5", **TERM).content.decode() == html


@pytest.mark.parametrize(
    ("years", "rise", "free"), [("1", "every year", "first year."), ("3", "every 3", "first 3 years.")]
)
def test_rises_and_free_years_are_told_in_words(client, priced, years, rise, free):
    asked = {"escalation_pct": "5", "escalation_years": years, "exempt_years": years}
    html = _get(client, language="en", zone="gia", area="10000", **TERM, **asked).content.decode()
    assert f"changes by 5% {rise}" in html and f"Free of the annual rent in the {free}" in html


def test_nothing_published_is_no_total_of_zero(client):
    make.zone(slug="trong")
    body = _get(client, zone="trong", area="10000", language="en", **TERM).content.decode()
    assert body.partition("<tbody>")[2].partition("</tbody>")[0].count("not published yet") == 5


BOTH = {"area": "10000", "start": "2026-11-22", "end": "2054-08-08", "rent": "95500", "one_off": "2150000"}


def test_in_dollars_the_drawing_and_the_payments_are_in_dollars(client):
    query = {**BOTH, "currency": "USD", "exchange_rate": "26000"}
    html = _get(client, language="en", **query).content.decode()
    chart = html.partition('<figure class="chart">')[2]
    assert "<small>million USD</small>" in chart and "Sum paid, USD" in chart
    assert "36,730.77" in chart and "955,000,000" not in html and "Rent, VND" not in chart
    pdf = _get(client, "zones:estimate_sheet", "en", **query, form="full")
    words = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf.content)).pages)
    assert "Payments of rent year by year, USD" in words and "36,730.77" in words and "955,000,000" not in words


def test_the_discount_rate_is_proposed_and_what_counts_is_said(client):
    form = _get(client, language="en").context["form"]
    assert form["discount_rate"].value() == "8"
    html = _get(client, language="en", **BOTH).content.decode()
    assert "Worth on the first day, at 0%" in html and "Discount rate 0%: what is paid later" in html
    assert (
        "Worth on the first day, at 7.5%" in _get(client, language="en", **BOTH, discount_rate="7.5").content.decode()
    )


def _leased(**fields):
    zone = make.zone()
    parcel = make.parcel(zone=zone, area=1_000, term_end=dt.date(2090, 1, 1), **fields)
    make.rate(zone=zone, amount=50_000)
    return parcel


def test_the_parcel_page_tells_what_a_lease_costs_where_all_of_it_is_published(client):
    parcel = _leased()
    with translation.override("en"):
        address = reverse("zones:parcel", args=[parcel.slug])
    assert client.get(address).context["outlook"] is None
    make.rate(zone=parcel.zone, kind=RateKind.INFRASTRUCTURE, unit=RateUnit.M2_YEAR, amount=10_000)
    html = client.get(address).content.decode()
    [row] = client.get(address).context["outlook"]["rows"]
    assert row["first_year_words"] == "VND\u00a060,000,000" and row["first_year_words"] in html
    link = html.partition("/en/estimate/?")[2].partition('"')[0].replace("&amp;", "&")
    assert "discount_rate=8" in link
    answer = client.get(f"/en/estimate/?{link}").context["sheet"]
    assert [one["worth_words"] for one in answer["rows"] if one["code"] == "annual"] == [row["worth_words"]]


def test_what_a_lease_costs_is_not_told_of_a_past_day_nor_without_an_end(client):
    parcel = _leased()
    make.rate(zone=parcel.zone, kind=RateKind.INFRASTRUCTURE, unit=RateUnit.M2_YEAR, amount=10_000)
    address = reverse("zones:parcel", args=[parcel.slug])
    assert client.get(address).context["outlook"] and not client.get(address, {"on": "2024-01-01"}).context["outlook"]
    type(parcel).objects.filter(pk=parcel.pk).update(term_end=None)
    response = client.get(address)
    assert response.context["outlook"] is None and "discount_rate" not in response.context["cost_url"]


def test_a_parameter_given_twice_is_refused_on_the_page_and_in_the_file(client):
    query = {**BOTH, "area": ["1", "2"]}
    html = _get(client, language="en", **query).content.decode()
    assert "“area” is given 2 times. Give it once." in html
    assert _get(client, "zones:estimate_csv", **query).status_code == 400

"""Price tables as of any day, announced prices, and what one price has been through time."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from tests import make
from zones.cost.costing import Comparison
from zones.prices.chart import Period, axis, crossing, history
from zones.prices.pricelist import price_table, rates_of
from zones.units import RateKind, RateUnit

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def get(client, name="zones:prices", *args, language="en", **query):
    with translation.override(language):
        address = reverse(name, args=args)
    return client.get(address, query)


def text(response):
    assert response.status_code == 200
    # Between a number and its unit no line breaks: here any space will do.
    return response.content.decode().replace("\u00a0", " ")


@pytest.fixture
def zone():
    """A zone with a rent that has ended, one in force and one announced."""
    zone = make.zone(slug="khu")
    make.rate(zone=zone, amount=45_000, valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2024, 1, 1))
    make.rate(zone=zone, amount=50_000, valid_from=dt.date(2024, 1, 1), valid_to=dt.date(2100, 1, 1))
    make.rate(zone=zone, amount=55_000, valid_from=dt.date(2100, 1, 1))
    return zone


def test_today_shows_what_is_in_force_and_what_is_announced_but_nothing_ended(client, zone):
    html = text(get(client))
    assert "VND 50,000" in html and "VND 45,000" not in html
    assert "VND 55,000" in html and "announced, from 1 January 2100" in html


def test_another_day_shows_what_holds_on_it_alone(client, zone):
    """And a day before any price has none published."""
    for on, amount in (("2024-01-01", "50,000"), ("2023-12-31", "45,000"), ("2100-01-01", "55,000")):
        html = text(get(client, on=on))
        assert [shown for shown in ("45,000", "50,000", "55,000") if f"VND {shown}" in html] == [amount], on
        assert 'name="robots" content="noindex"' in html
    html = text(get(client, on="2019-01-01"))
    assert "VND 4" not in html and "not published yet for any zone" in html


def test_a_bad_day_is_a_sentence_beside_the_field_and_todays_prices_stay(client, zone):
    for on in ("yesterday", "2026-02-30", "\x00", "9" * 400, "NaN", "0000-00-00"):
        html = text(get(client, on=on))
        assert "field--error" in html and "VND 50,000" in html, on


def test_days_at_the_edge_of_time_are_answered(client, zone):
    for on in ("0001-01-01", "9999-12-31", ""):
        assert get(client, on=on).status_code == 200, on
        assert get(client, language="vi", on=on).status_code == 200, on


def test_the_list_of_a_zone_is_as_of_a_day_too(zone):
    on = dt.date(2023, 6, 1)
    table = price_table(zone, rates_of([zone], on=on), on)
    assert [(row["amount"], row["unit"]) for row in table["published"]] == [("45.000", "đồng/m²/năm")]
    assert table["on"] == on
    assert RateKind.WATER.label in table["unpublished"]


def test_the_terms_of_a_price_stand_beside_it(client):
    zone = make.zone()
    make.rate(
        zone=zone, kind=RateKind.WASTEWATER, unit=RateUnit.M3, amount=12_000, vat="excluded", vat_percent=8,
        basis="share_of_water", basis_percent=80, minimum=500_000, is_negotiable=True,
        payee_vi="Chủ đầu tư", payee_en="The developer", sector=make.sector(name_en="Wood"),
    )  # fmt: skip
    html = text(get(client))
    for words in (
        "VAT excluded (8%)", "on 80% of the water used", "at least VND 500,000 a year", "negotiable, as of 2024",
        "paid to The developer", "for Wood only",
    ):  # fmt: skip
        assert words in html


def test_a_sector_that_is_a_draft_is_not_named(client):
    zone = make.zone()
    make.rate(zone=zone, sector=make.sector(name_en="Hidden", publication="draft"))
    assert "Hidden" not in text(get(client))
    assert "Hidden" not in text(get(client, "zones:price_history", zone.slug, "land_rent_annual"))


def test_history_shows_every_price_with_its_days_drawn_and_as_a_table(client, zone):
    html = text(get(client, "zones:price_history", "khu", "land_rent_annual"))
    for words in ("1 January 2020 – 1 January 2024", "from 1 January 2100", "announced", "ended", "in force"):
        assert words in html
    assert (
        html.count("chart__line") >= 3
        and "<svg" in html
        and "1 January 2020 – 1 January 2024: VND 45,000 per m² a year" in html
    )
    assert "dữ liệu" not in html


def test_history_keeps_sample_prices_apart_and_marked(client, zone):
    make.rate(zone=zone, amount=1, is_sample=True)
    html = text(get(client, "zones:price_history", "khu", "land_rent_annual"))
    # The third drawing is the code of the address, for paper.
    assert html.count("<svg viewBox") == 3 and html.count("sample data") >= 1


def test_history_names_what_tells_two_series_apart(client):
    zone = make.zone()
    wood = make.sector(name_en="Wood")
    make.rate(zone=zone, amount=40_000)
    make.rate(zone=zone, amount=41_000, sector=wood)
    make.rate(zone=zone, amount=42_000, sector=wood, parcel=make.parcel(zone=zone, code="CN7"))
    titles = [
        one["title"]
        for one in get(client, "zones:price_history", zone.slug, RateKind.LAND_RENT_ANNUAL).context["series"]
    ]
    assert titles == ["", "Wood", "Parcel CN7, Wood"]


def test_the_price_of_one_parcel_stands_on_its_page_and_on_no_other(client):
    zone = make.zone()
    own, other = make.parcel(zone=zone), make.parcel(zone=zone)
    make.rate(zone=zone, amount=50_000)
    make.rate(zone=zone, parcel=own, amount=61_000)
    html = text(get(client, "zones:parcel", own.slug))
    assert "VND 50,000" in html and "VND 61,000" in html and html.count("for this parcel only") == 1
    for name, args in (("zones:parcel", [other.slug]), ("zones:zone", [zone.slug]), ("zones:prices", ())):
        assert "VND 61,000" not in text(get(client, name, *args))


def test_history_without_a_published_price_says_so(client):
    zone = make.zone()
    make.rate(zone=zone, amount=None)
    make.rate(zone=zone, amount=918_273, publication="draft")
    html = text(get(client, "zones:price_history", zone.slug, "land_rent_annual"))
    assert "Nobody has published this price" in html and "918" not in html.partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize(("slug", "kind"), [("khu", "no_such_kind"), ("nowhere", "land_rent_annual")])
def test_history_of_nothing_is_not_found(client, zone, slug, kind):
    assert get(client, "zones:price_history", slug, kind).status_code == 404


def test_history_of_a_hidden_zone_is_not_found(client):
    zone = make.zone(publication="draft")
    make.rate(zone=zone)
    assert get(client, "zones:price_history", zone.slug, "land_rent_annual").status_code == 404


def test_the_list_leads_to_the_history(client, zone):
    assert reverse("zones:price_history", args=["khu", "land_rent_annual"]) in text(get(client, language="vi"))


def test_the_number_of_queries_does_not_grow(client, zone, django_assert_max_num_queries):
    seen = []
    for _round in range(2):
        asked = []
        for name, args in (("zones:prices", ()), ("zones:price_history", ("khu", "land_rent_annual"))):
            with django_assert_max_num_queries(8) as queries:
                get(client, name, *args)
            asked.append(len(queries))
        seen.append(asked)
        for day in range(4):
            make.rate(zone=zone, valid_from=dt.date(2101, 1, 1 + day), sector=make.sector())
            make.rate(zone=make.zone(), legal_basis=make.instrument())
    assert seen[0] == seen[1]


# --- the drawings


def test_an_axis_ends_on_a_round_number_at_or_above_the_most():
    for most in (1, 7, 55_000, 955_000_000, 26_462_800_000, Decimal("0.004"), 10**30):
        drawn = axis(Decimal(most))
        assert drawn.top >= most and 2 <= len(drawn.ticks) <= 6
        assert drawn.place(0) == 196 and drawn.place(drawn.top) == 14


def test_a_history_joins_what_follows_and_marks_what_is_to_come():
    first = Period(None, dt.date(2025, 1, 1), Decimal(10))
    second = Period(dt.date(2025, 1, 1), dt.date(2026, 1, 1), Decimal(20))
    third = Period(dt.date(2027, 1, 1), None, Decimal(30), is_announced=True)
    drawn = history([third, first, second], dt.date(2026, 6, 1))
    assert [level["is_announced"] for level in drawn["levels"]] == [False, False, True]
    assert len(drawn["joins"]) == 1  # a year without a price is a gap, not a slope
    begins = [level["begin"] for level in drawn["levels"]]
    assert begins == sorted(begins) and begins[0] == 58


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max, TODAY])
def test_a_history_at_the_edge_of_time_is_drawn(day):
    assert history([Period(day, None, Decimal(0))], TODAY)["levels"]


def test_one_payment_alone_is_not_drawn():
    assert crossing(Comparison()) is None


def test_a_published_rent_stands_among_the_key_facts_of_its_zone(client):
    zone = make.zone()
    today = timezone.localdate()
    pages = ("zones:list", "home", "zones:zone", "zones:zone_sheet")

    def rent(name):
        response = get(client, name, *([zone.slug] if "zone" in name.partition(":")[2] else []))
        if name.endswith("sheet"):
            words = " ".join(PdfReader(io.BytesIO(response.content)).pages[0].extract_text().split())
            return words.partition("Land rent ")[2]
        cards = response.context.get("cards")
        facts = cards[0]["facts"] if cards else response.context["facts"]
        fact = next(fact for fact in facts if str(fact["label"]) == "Land rent")
        value = fact["value"].replace("\u00a0", " ")
        return f"{value} {fact.get('publisher', '')}" if value else "not published yet"

    make.rate(zone=zone, amount=50_000, is_sample=True)
    make.rate(zone=zone, amount=51_000, publication="draft")
    make.rate(zone=zone, amount=52_000, parcel=make.parcel(zone=zone))
    make.rate(zone=zone, amount=53_000, valid_from=today + dt.timedelta(1))
    make.rate(zone=zone, amount=54_000, sector=make.sector())
    for name in pages:
        assert rent(name).startswith("not published yet"), name
    make.rate(zone=zone, amount=61_000, valid_from=today)
    for name in pages:
        found = rent(name)
        assert found.startswith("VND 61,000") and "Test newspaper" in found, name

"""How prices are named and written, power by its hours; the list narrowed to a zone and a kind, as page and file."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.utils import translation
from pypdf import PdfReader

from tests import make
from tests.test_prices import get, text
from zones.display import rate_words
from zones.units import RateKind, RateUnit

pytestmark = pytest.mark.django_db


@pytest.fixture
def powered():
    """A zone with a rent, and a price of power for each hour of the day, entered in no order."""
    zone = make.zone(slug="khu")
    make.rate(zone=zone, amount=50_000, valid_from=dt.date(2024, 1, 1))
    for amount, band in ((1_500, "off_peak"), (3_500, "peak"), (2_000, "normal")):
        make.rate(zone=zone, kind=RateKind.ELECTRICITY, unit=RateUnit.KWH, amount=amount, band=band)
    return zone


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("vi", ["Điện, giờ bình thường", "Điện, giờ cao điểm", "Điện, giờ thấp điểm"]),
        ("en", ["Electricity, normal hours", "Electricity, peak hours", "Electricity, off-peak hours"]),
    ],
)
def test_prices_of_power_are_named_by_their_hours_everywhere_and_stand_in_that_order(client, powered, language, names):
    parcel = make.parcel(zone=powered)
    for name, args in (("zones:prices", ()), ("zones:zone", [powered.slug]), ("zones:parcel", [parcel.slug])):
        html = text(get(client, name, *args, language=language))
        table = html[html.index('<table class="table table--rows table--prices') :]
        places = [table.index(f'<th scope="row">{name}') for name in names]
        assert places == sorted(places)
    sheet = get(client, "zones:zone_sheet", powered.slug, language=language, form="full")
    words = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(sheet.content)).pages)
    assert all(name in words for name in names)


def test_the_voltage_is_part_of_the_name(client):
    make.rate(zone=make.zone(), kind=RateKind.ELECTRICITY, unit=RateUnit.KWH, band="peak", voltage="22 kV")
    assert "Electricity, peak hours, 22 kV" in text(get(client))


SHARE = {"kind": "deposit", "unit": "capital_percent", "amount": 1, "amount_max": 3}


@pytest.mark.parametrize(
    ("fields", "vietnamese", "english"),
    [
        ({"amount": 95_500}, "95.500\u00a0đồng/m²/năm", "VND\u00a095,500\u00a0per m² a year"),
        ({"amount": Decimal("3.5"), "currency": "USD"}, "3,5\u00a0USD/m²/năm", "USD\u00a03.5\u00a0per m² a year"),
        (SHARE, "1–3%\u00a0vốn đầu tư", "1–3%\u00a0of capital"),
        ({"kind": "water_price", "unit": "m3", "amount": 9_000}, "9.000\u00a0đồng/m³", "VND\u00a09,000\u00a0per m³"),
        ({"amount": None}, "", ""),
    ],
)  # fmt: skip
def test_a_price_reads_as_its_readers_write_it_and_breaks_nowhere(fields, vietnamese, english):
    rate = make.rate(**fields)
    assert rate_words(rate) == vietnamese
    with translation.override("en"):
        assert rate_words(rate) == english


# --- one zone, one kind, as a page and as a file


@pytest.fixture
def two_zones(powered):
    other = make.zone(slug="kia", short_name_en="Other", short_name_vi="Kia")
    make.rate(zone=other, amount=77_000)
    make.rate(zone=None, kind=RateKind.ELECTRICITY, unit=RateUnit.KWH, amount=1_826)
    make.rate(zone=other, amount=88_000, publication="draft")
    return powered, other


def test_a_filter_narrows_the_page_to_one_zone_and_kind_and_each_chip_takes_one_away(client, two_zones):
    html = text(get(client, zone="kia"))
    assert "VND 77,000" in html and "VND 50,000" not in html and "VND 1,826" in html
    html = text(get(client, zone="khu", kind="electricity", on="2024-06-01"))
    assert "VND 2,000" in html and "VND 50,000" not in html and "VND 77,000" not in html
    for rest in ("?kind=electricity&amp;on=2024-06-01", "?zone=khu&amp;on=2024-06-01"):
        assert f'href="{rest}"' in html
    assert 'name="robots" content="noindex"' in html


def test_the_file_holds_what_the_page_shows_and_names_what_is_not_published(client, two_zones):
    def rows(**query):
        response = get(client, "zones:prices_csv", **query)
        words = b"".join(response.streaming_content).decode("utf-8-sig")
        assert response.status_code == 200
        return list(csv.DictReader(io.StringIO(words)))

    everything = rows()
    assert {row["amount"] for row in everything} >= {"50000", "77000", "2000", "1826"}
    assert "88000" not in {row["amount"] for row in everything}
    power = rows(zone="khu", kind="electricity")
    assert [(row["zone"], row["name"], row["amount"]) for row in power] == [
        ("", "Electricity", "1826"),
        ("khu", "Electricity, normal hours", "2000"),
        ("khu", "Electricity, peak hours", "3500"),
        ("khu", "Electricity, off-peak hours", "1500"),
    ]
    [blank] = rows(zone="kia", kind="water_price")
    assert (blank["zone"], blank["amount"], blank["currency"]) == ("kia", "", "")


@pytest.mark.parametrize(
    "query", [{"zone": "no"}, {"kind": "gold"}, {"on": "x"}, {"zone": "\x00"}, {"kind": "9" * 400}]
)
def test_a_filter_that_cannot_be_read_is_a_sentence_beside_its_field_and_in_the_file(client, two_zones, query):
    html = text(get(client, **query))
    assert "field--error" in html and "VND 50,000" in html
    response = get(client, "zones:prices_csv", **query)
    assert response.status_code == 400 and b"".join(response.streaming_content).startswith(b"\xef\xbb\xbffield,error")


def test_a_draft_zone_cannot_be_filtered_for(client, two_zones):
    hidden = make.zone(publication="draft", short_name_en="Hidden", short_name_vi="Kín")
    make.rate(zone=hidden, amount=99_000)
    html = text(get(client, zone=hidden.slug))
    assert "VND 99,000" not in html and "Hidden" not in html
    assert get(client, "zones:prices_csv", zone=hidden.slug).status_code == 400

"""The record as files: complete, sourced, safe to open, and without anything internal."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from core.commas import cell
from kcn_portal.inventory import dictionary
from kcn_portal.tables import TABLES
from tests import make
from zones.models import Figure

pytestmark = pytest.mark.django_db
INTERNAL = (
    "pipeline",
    "certificate_number",
    "certificate_date",
    "tax_code",
    "search_text",
    "version",
    "publication",
    "reserved_until",
    "id",
)


def fetch(client, name):
    response = client.get(reverse("data_csv", args=[name]))
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


def rows_of(client, name):
    text = fetch(client, name)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def _fill():
    zone = make.zone(slug="tb1")
    law = make.instrument()
    make.figure(zone=zone)
    make.milestone(zone=zone, decision=law)
    make.parcel(zone=zone)
    make.rate(zone=zone, legal_basis=law)
    make.project(zone=zone, investor=make.investor())
    make.procedure()
    make.incentive()
    make.article()


def test_each_table_has_a_row_with_both_languages_and_its_source(client):
    _fill()
    for name in TABLES:
        row = rows_of(client, name)[0]
        assert row["source_publisher_vi"] and row["source_publisher_en"], name
        assert row["source_url"].startswith("https://"), name
        assert {column[:-3] for column in row if column.endswith("_vi")} == {
            column[:-3] for column in row if column.endswith("_en")
        }, name
        assert not set(row) & set(INTERNAL), name


def test_only_published_rows_of_published_zones_are_in_a_table(client):
    hidden = make.zone(publication="draft")
    draft = {"publication": "draft"}
    for builder in (make.figure, make.milestone, make.parcel, make.rate, make.project):
        builder(zone=hidden)
        builder(zone=make.zone(**draft), **draft)
    for builder in (make.procedure, make.instrument, make.incentive, make.article):
        builder(**draft)
    assert {name: rows_of(client, name) for name in TABLES} == {name: [] for name in TABLES}


@pytest.mark.parametrize("name", ["zone", "users", "enquiries", "contacts", "sources", "ZONES"])
def test_another_name_is_not_found(client, name):
    assert client.get(reverse("data_csv", args=[name])).status_code == 404


def test_formulas_are_made_text_and_numbers_stay_numbers():
    for text in ("=1+1", "+84", "-5 %", "@SUM(A1)", "\t=1", "\r=1", "＝1"):
        assert cell(text) == f"'{text}"
    assert cell("Lô 5") == "Lô 5"


@pytest.mark.parametrize(
    ("value", "text"), [("73.5000", "73.5"), ("-2.50", "-2.5"), ("100", "100"), ("0.00", "0"), ("1E+3", "1000")]
)
def test_a_number_is_written_plainly(value, text):
    from decimal import Decimal

    assert cell(Decimal(value)) == text


def test_a_formula_typed_by_an_officer_is_harmless_in_the_file(client):
    make.zone(name_vi='=HYPERLINK("http://x")', name_en="@x")
    (row,) = rows_of(client, "zones")
    assert row["name_vi"].startswith("'=") and row["name_en"] == "'@x"


def test_unknown_is_empty_and_a_sample_says_so(client):
    zone = make.zone()
    make.parcel(zone=zone, area=None, is_sample=True)
    make.figure(zone=zone, value=None, is_known=False)
    (parcel,) = rows_of(client, "parcels")
    (figure,) = rows_of(client, "figures")
    assert parcel["area"] == "" and parcel["is_sample"] == "true"
    assert figure["value"] == "" and figure["is_known"] == "false"


def test_parcels_under_negotiation_read_on_hold(client):
    zone = make.zone()
    make.parcel(zone=zone, commercial_status="negotiating")
    make.parcel(zone=zone, commercial_status="reserved", reserved_until="2027-06-30")
    text = fetch(client, "parcels")
    assert text.count("on_hold") == 2
    assert "negotiating" not in text and "reserved" not in text and "2027-06-30" not in text


def test_the_legal_status_is_that_of_the_page(client):
    from projects.models import ProjectEvent

    row = make.project()
    for kind, day in (("issue_irc", "2019-01-01"), ("suspend", "2021-01-01"), ("report", "2022-01-01")):
        ProjectEvent.objects.create(project=row, kind=kind, on=day, number="1")
    make.project()
    by_slug = {line["slug"]: line["legal_status"] for line in rows_of(client, "projects")}
    assert by_slug.pop(row.slug) == "suspended" == row.legal_status
    assert list(by_slug.values()) == ["unknown"]


def test_an_unpublished_decision_is_not_named(client):
    hidden = make.instrument(number="77/MẬT", publication="draft")
    make.rate(zone=make.zone(), legal_basis=hidden)
    make.milestone(decision=hidden)
    make.instrument(replaced_by=hidden)
    for name in ("prices", "milestones", "law"):
        assert "77/MẬT" not in fetch(client, name)


def test_a_price_of_an_unpublished_parcel_is_left_out(client):
    zone = make.zone()
    make.rate(zone=zone, parcel=make.parcel(zone=zone, slug="lo-kin", publication="draft"))
    assert rows_of(client, "prices") == []


def test_a_long_table_is_complete_and_asks_once(client):
    first = make.figure(zone=make.zone())
    said = {"zone": first.zone, "source": first.source, "as_of": "2024", "publication": "published"}
    said |= {"topic": first.topic, "measure": first.measure, "label_vi": first.label_vi, "value": 1, "unit": first.unit}
    Figure.objects.bulk_create(Figure(key=f"dai-{number}", **said) for number in range(1202))
    with CaptureQueriesContext(connection) as queries:
        rows = rows_of(client, "figures")
    assert len(rows) == 1203 and len({row["key"] for row in rows}) == 1203
    assert len(queries) <= 2


def test_a_prototypes_files_stay_out_of_search_engines(client):
    address = reverse("data_csv", args=["zones"])
    assert client.get(address)["X-Robots-Tag"] == "noindex"
    make.board(adopting_body_vi="UBND tỉnh", phone="0209")
    response = client.get(address)
    assert "X-Robots-Tag" not in response and 'filename="kcn-bac-kan-zones-' in response["Content-Disposition"]


def test_the_communes_are_valid_geojson_that_names_its_source(client):
    response = client.get("/communes.geojson")
    outlines = json.loads(b"".join(response.streaming_content))
    assert response["Content-Type"] == "application/geo+json"
    assert len(outlines["features"]) == 5
    assert all("MIT" in feature["properties"]["source"] for feature in outlines["features"])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_data_page_lists_every_table_with_its_rows(client, language):
    _fill()
    with translation.override(language):
        html = client.get(reverse("data")).content.decode()
        for name in TABLES:
            assert reverse("data_csv", args=[name]) in html
    assert "MIT" in html and "communes.geojson" in html


def test_the_data_page_counts_published_rows_only_and_asks_little(client, django_assert_max_num_queries):
    _fill()
    make.article(publication="draft")
    with translation.override("en"), django_assert_max_num_queries(5):
        response = client.get(reverse("data"))
    tables = {table["name"]: table for table in response.context["tables"]}
    assert tables["news"]["rows"] == 1 and tables["zones"]["rows"] == 1
    assert tables["news"]["changed_at"] is not None


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_explained(name):
    lines = dictionary(TABLES[name])
    assert sum(len(line["names"]) for line in lines) == len(TABLES[name].columns)
    assert all(line["meaning"] for line in lines)


def test_the_codes_of_a_column_are_explained_without_inner_states():
    (leasing,) = [line for line in dictionary(TABLES["parcels"]) if line["names"] == ["commercial_status"]]
    codes = dict(leasing["codes"])
    assert "on_hold" in codes and "negotiating" not in codes and "reserved" not in codes

"""The answer to a need as plan, as file and as choice to compare, all for the same need and for few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import make
from tests.finding import NEED, SERVICED, four, page, rows_of_file, squares
from zones.lifecycle import Commercial

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone():
    return make.zone(slug="tb")


def test_both_views_and_the_file_carry_the_whole_need(client, zone):
    four(zone)
    html = page(client, NEED + "&zone=tb&page=1").content.decode()
    assert 'href="?area=20000&amp;power=1000&amp;zone=tb&amp;view=plan"' in html
    assert 'href="/lo-dat/bang.csv?area=20000&amp;power=1000&amp;zone=tb"' in html
    english = page(client, NEED, "en").content.decode()
    assert 'href="/en/parcels/table.csv?area=20000&amp;power=1000"' in english


def test_the_plan_lights_what_answers_and_dims_the_rest(client, zone):
    squares(zone, 2, area=30_000, power_kw=2000, **SERVICED)
    make.parcel(zone=zone, code="XA", area=1, outline=[[0, 90], [40, 90], [40, 130]], **SERVICED)
    answer = page(client, NEED + "&view=plan")
    html = answer.content.decode()
    assert html.count("parcel--lit") == 2 and html.count("parcel--dim") == 1
    assert answer.context["plan_lit"] == 2
    short = page(client, NEED + "&view=plan&show=short").content.decode()
    assert short.count("parcel--lit") == 1
    assert "parcel--lit" not in page(client, "view=plan").content.decode()
    filtered = page(client, "view=plan&status=leased").content.decode()
    assert "parcel--lit" not in filtered and filtered.count("parcel--dim") == 3


def test_a_zone_without_outlines_says_so_in_the_plan_view(client, zone):
    four(zone)
    assert "Chưa có lô nào" in page(client, NEED + "&view=plan").content.decode()
    squares(make.zone(slug="khac"), 1)
    context = page(client, NEED + "&view=plan").context
    assert context["plan_zone"].slug == "khac"


def test_the_file_holds_every_parcel_in_the_order_of_the_page_with_its_verdicts(client, zone):
    four(zone)
    make.parcel(zone=zone, code="MẪU-9", is_sample=True, area=30_000, **SERVICED)
    rows = rows_of_file(client, NEED)
    assert [row["code"] for row in rows] == ["VUA", "LON", "AN", "KEM", "MẪU-9"]
    assert [row["verdict"] for row in rows] == ["fits", "fits", "unknown", "short", "unknown"]
    assert rows[3]["area_short_by"] == "5000" and rows[3]["power_short_by"] == "500"
    assert rows[2]["power_verdict"] == "unknown" and rows[2]["power_kw"] == ""
    assert [row["is_sample"] for row in rows] == ["false"] * 4 + ["true"]
    assert rows[0]["source_publisher_vi"] == "Báo Thử nghiệm" and rows[0]["as_of"] == "2024"


def test_the_file_of_no_need_judges_nothing_and_runs_no_formula(client, zone):
    make.parcel(zone=zone, code="=1+1")
    (row,) = rows_of_file(client, "")
    assert row["code"] == "'=1+1" and row["verdict"] == "" and "power_verdict" not in row


def test_a_negotiation_is_on_hold_in_the_file_too(client, zone):
    make.parcel(zone=zone, commercial_status=Commercial.NEGOTIATING)
    (row,) = rows_of_file(client, NEED)
    assert row["commercial_status"] == "on_hold" and "negotiating" not in row.values()


def test_chosen_parcels_can_be_compared_and_are_judged_by_the_same_need(client, zone):
    parcel = make.parcel(zone=zone, area=30_000, **SERVICED)
    need = '<input type="hidden" name="area" value="20000"><input type="hidden" name="power" value="1000">'
    for query in ("", NEED):
        html = page(client, query).content.decode()
        assert (need in html) is bool(query)
        assert f'<form action="{reverse("zones:compare")}">' in html
        assert f'<input type="checkbox" name="parcel" value="{parcel.slug}">' in html


LISTED = (
    "",
    NEED,
    "status=available&order=area",
    "area=20000&water=5&wastewater=5&from=2027&budget=60000&sector=go&zone=tb",
)


def test_an_answer_asks_the_database_as_often_for_few_parcels_as_for_many(client, zone):
    make.sector(slug="go")
    asked = []
    for count in (2, 8):
        squares(make.zone(), count, area=30_000, power_kw=2000, **SERVICED)
        for _number in range(count):
            make.parcel(zone=zone, source=zone.source, area=21_000, is_sample=count > 2)
            make.rate(zone=zone, source=zone.source)
        asked.append([_queries(client, query) for query in (*LISTED, NEED + "&budget=60000&view=plan")])
    assert asked[0] == asked[1]
    *lists, plan = asked[0]
    assert max(lists) <= 8 and plan <= 12


def _queries(client, query):
    with CaptureQueriesContext(connection) as asked:
        page(client, query)
    return len(asked)


def test_the_page_takes_only_get_and_sets_no_cookie(client):
    for name in ("zones:parcel_list", "zones:parcel_csv"):
        assert client.post(reverse(name)).status_code == 405
        assert not client.get(reverse(name)).cookies

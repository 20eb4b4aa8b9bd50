"""Finding land: a need judged parcel by parcel, in order, as list, plan and file."""

import csv
import datetime as dt
import io
from decimal import Decimal
from random import Random
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from core import paging
from core.disclosure import Publication
from tests import make
from tests.addresses import read
from zones.finding import shortlist as shortlist_module
from zones.finding.answers import Answer
from zones.finding.fit import Need, Verdict, shortfalls
from zones.finding.landprice import LandPrices
from zones.finding.shortlist import Shortlist
from zones.lifecycle import Commercial, Readiness
from zones.models import Parcel, Rate
from zones.units import RateKind, RateUnit

pytestmark = pytest.mark.django_db
SERVICED = {"commercial_status": "available", "readiness": "serviced"}


def page(client, query="", language="vi", name="zones:parcel_list"):
    with translation.override(language):
        address = reverse(name)
    response = client.get(f"{address}?{query}")
    assert response.status_code == 200
    return response


def order_of(client, query):
    """Codes of the parcels listed, in order."""
    return [row["code"] for row in page(client, query).context["rows"]]


def tally(client, query, who="real"):
    summary = page(client, query).context["summary"]
    return [summary[who][verdict]["number"] for verdict in ("fits", "unknown", "short")]


@pytest.fixture
def zone():
    return make.zone(slug="tb")


def four(zone):
    """One parcel that fits 2 ha with 1,000 kW, a larger one that does too, one that may, and one that does not."""
    make.parcel(zone=zone, code="KEM", area=15_000, power_kw=500, **SERVICED)
    make.parcel(zone=zone, code="LON", area=50_000, power_kw=3000, **SERVICED)
    make.parcel(zone=zone, code="VUA", area=21_000, power_kw=1000, **SERVICED)
    make.parcel(zone=zone, code="AN", area=20_000, **SERVICED)


NEED = "area=20000&power=1000"


def test_what_fits_stands_first_smallest_first_then_what_may_then_what_falls_short(client, zone):
    four(zone)
    assert order_of(client, NEED) == ["VUA", "LON", "AN", "KEM"]
    assert tally(client, NEED) == [2, 1, 1]


def test_each_parcel_says_what_fits_what_is_lacking_and_what_is_unknown(client, zone):
    four(zone)
    html = page(client, NEED).content.decode()
    assert "thiếu 5.000 m²" in html and "thiếu 500 kW" in html
    assert "chưa công bố" in html and "Còn trống" in html
    english = page(client, NEED, "en").content.decode()
    assert "short by 5,000 m²" in english and "May fit, 1 unknown" in english and "Falls short in 2" in english


def test_power_is_read_in_megawatts_too_and_apparent_power_is_asked_for_again(client, zone):
    four(zone)
    assert tally(client, "area=2+ha&power=1+MW") == tally(client, NEED) == [2, 1, 1]
    html = page(client, "power=2+MVA", "en").content.decode()
    assert "“2 MVA” is apparent power" in html and 'value="2 MVA"' in html


def test_fewer_shortfalls_come_before_more(client, zone):
    make.parcel(zone=zone, code="A", area=1, power_kw=1, **SERVICED)
    make.parcel(zone=zone, code="B", area=1, power_kw=9000, **SERVICED)
    make.parcel(zone=zone, code="C", area=1, power_kw=1, commercial_status="leased")
    assert order_of(client, NEED) == ["B", "A", "C"]


def test_of_those_that_may_fit_an_unknown_area_goes_last(client, zone):
    make.parcel(zone=zone, code="A", area=None, power_kw=9000, **SERVICED)
    make.parcel(zone=zone, code="B", area=90_000, **SERVICED)
    make.parcel(zone=zone, code="C", area=30_000, **SERVICED)
    assert order_of(client, NEED) == ["C", "B", "A"]


def test_samples_come_after_every_real_parcel_and_are_counted_apart(client, zone):
    four(zone)
    make.parcel(zone=zone, code="MẪU-01", area=20_000, power_kw=1000, is_sample=True, **SERVICED)
    assert order_of(client, NEED)[-1] == "01"
    assert tally(client, NEED) == [2, 1, 1]
    assert tally(client, NEED, "samples") == [1, 0, 0]
    assert "dữ liệu minh họa" in page(client, NEED).content.decode()


def test_only_one_verdict_can_be_listed_and_the_counts_stay(client, zone):
    four(zone)
    assert order_of(client, NEED + "&show=unknown") == ["AN"]
    assert order_of(client, NEED + "&show=short") == ["KEM"]
    assert tally(client, NEED + "&show=fits") == [2, 1, 1]


def test_an_order_by_area_goes_before_the_verdict(client, zone):
    four(zone)
    make.parcel(zone=zone, code="KHUYET", area=None)
    assert order_of(client, NEED + "&order=area") == ["KEM", "AN", "VUA", "LON", "KHUYET"]
    assert order_of(client, NEED + "&order=-area") == ["LON", "VUA", "AN", "KEM", "KHUYET"]
    assert order_of(client, NEED + "&order=-area&show=fits") == ["LON", "VUA"]


def test_hectares_are_read_and_an_old_address_in_hectares_still_leads_to_its_answer(client, zone):
    four(zone)
    assert order_of(client, "area=2+ha&power=1000") == order_of(client, NEED)
    response = client.get(reverse("zones:parcel_list") + "?area_min=2&area_max=3&power=1000")
    assert response.status_code == 302
    assert response.url.endswith("?power=1000&area=2+ha&area_to=3+ha")
    assert tally(client, response.url.partition("?")[2]) == [1, 1, 2]


def test_the_home_page_asks_in_words_the_finder_understands(client, zone):
    four(zone)
    sector = make.sector()
    html = client.get(reverse("home")).content.decode()
    asked = ("area_min", "power", "water", "from", "sector")
    assert [name for name in asked if f'name="{name}"' not in html] == [] and f'value="{sector.slug}"' in html
    query = "?area_min=2&power=1000&water=&from=&sector="
    response = client.get(reverse("zones:parcel_list") + query, follow=True)
    assert response.context["summary"]["real"]["fits"]["number"] == 2


def test_a_reservation_that_has_run_out_counts_as_free_everywhere_in_the_answer(client, zone):
    yesterday, tomorrow = (timezone.localdate() + dt.timedelta(days=days) for days in (-1, 1))
    held = {"area": 30_000, "power_kw": 2000, "readiness": "serviced", "commercial_status": "reserved"}
    make.parcel(zone=zone, code="HET", reserved_until=yesterday, **held)
    make.parcel(zone=zone, code="CON", reserved_until=tomorrow, **held)
    assert order_of(client, NEED + "&show=fits") == ["HET"]
    assert order_of(client, NEED + "&status=on_hold") == ["CON"]
    assert order_of(client, NEED + "&status=available") == ["HET"]


def test_the_day_wanted_is_read_as_people_write_it(client, zone):
    make.parcel(zone=zone, code="SAN", area=30_000, **SERVICED)
    make.parcel(zone=zone, code="CHUA", area=30_000, commercial_status="available", readiness="levelled")
    for day in ("2027-01", "01/2027", quote("quý I/2027"), "2027", "15/01/2027"):
        assert order_of(client, f"from={day}&show=fits") == ["SAN"], day
    assert "chưa công bố khi nào đủ hạ tầng" in page(client, "from=2027-01").content.decode()


def test_a_budget_is_held_against_the_price_in_force_for_that_land(client, zone):
    other = make.zone()
    for code, where in (("RE", zone), ("KHONG", other)):
        make.parcel(zone=where, code=code, **SERVICED)
    own = make.parcel(zone=zone, code="DAT", **SERVICED)
    make.parcel(zone=zone, code="MẪU-1", is_sample=True, **SERVICED)
    make.rate(zone=zone, amount=50_000)
    make.rate(zone=zone, amount=90_000, valid_to=timezone.localdate())
    make.rate(zone=zone, amount=None)  # looked for and not found, beside the one that was
    make.rate(zone=zone, parcel=own, amount=70_000)
    assert order_of(client, "budget=60000") == ["RE", "KHONG", "DAT", "1"]
    html = page(client, "budget=60000").content.decode()
    assert "cao hơn 10.000 đồng/m²" in html and "50.000 đồng" in html
    assert tally(client, "budget=60000", "samples") == [0, 1, 0]
    make.rate(zone=zone, kind=RateKind.LAND_RENT_ONE_OFF, unit=RateUnit.M2_TERM, amount=2_000_000)
    assert tally(client, "budget=60000&pay=one_off") == [0, 1, 2]


def test_a_price_in_dollars_is_no_price_in_dong_and_the_one_it_replaces_does_not_stand_in(client, zone):
    own = make.parcel(zone=zone, code="DO", **SERVICED)
    make.rate(zone=zone, amount=50_000)
    make.rate(zone=zone, parcel=own, amount=3, currency="USD")
    assert tally(client, "budget=60000") == [0, 1, 0]


def test_a_sector_fits_only_where_a_source_seeks_it(client, zone):
    make.parcel(zone=zone, **SERVICED)
    sought, oriented = make.sector(), make.sector(scope="province")
    make.sector(slug="an", publication=Publication.DRAFT)
    assert tally(client, f"sector={sought.slug}") == [1, 0, 0]
    assert tally(client, f"sector={oriented.slug}") == [0, 1, 0]
    assert "field--error" in page(client, "sector=an").content.decode()


def test_nothing_fits_says_so_shows_the_nearest_and_offers_to_leave_the_need(client, zone):
    make.parcel(zone=zone, code="KEM", area=15_000, power_kw=500, **SERVICED)
    response = page(client, NEED)
    html = response.content.decode()
    assert "Không lô nào đáp ứng" in html
    assert 'href="/nhu-cau/?area=20000&amp;power=1000"' in html
    assert order_of(client, NEED) == ["KEM"]


def test_nothing_known_to_fit_says_that_some_may(client, zone):
    make.parcel(zone=zone, code="AN", area=20_000, **SERVICED)
    assert "Chưa biết lô nào đáp ứng" in page(client, NEED).content.decode()


def test_drafts_withdrawn_parcels_and_those_split_away_answer_nothing(client, zone):
    make.parcel(zone=zone, code="NHAP", publication=Publication.DRAFT, area=30_000, power_kw=2000, **SERVICED)
    make.parcel(zone=make.zone(publication="draft"), code="KIN", area=30_000, power_kw=2000, **SERVICED)
    make.parcel(zone=zone, code="TACH", exists_to=timezone.localdate(), area=30_000, power_kw=2000, **SERVICED)
    assert order_of(client, NEED) == [] == order_of(client, "")
    assert tally(client, NEED) == [0, 0, 0]
    assert len(read(page(client, NEED, name="zones:parcel_csv")).decode().splitlines()) == 1
    assert "NHAP" not in page(client, "view=plan").content.decode()


UNREADABLE = (
    "area=abc",
    "area=12.345",
    "area=-1",
    "area=NaN",
    "area=Infinity+ha",
    "area=" + "9" * 20,
    "power=1e400",
    "from=2027-13",
    "from=0000",
    "from=31/02/2027",
    "sector=khong-co",
    "pay=%00",
    "area=30000&area_to=20000",
    "zone=khong-co",
    "order=drop",
)


def test_what_cannot_be_read_is_a_sentence_beside_its_field(client, zone):
    make.parcel(zone=zone, area=15_000, **SERVICED)
    for at, query in enumerate(UNREADABLE):
        html = page(client, query + ("&view=plan" if at % 2 else "")).content.decode()
        assert "field--error" in html and " data-filters open>" in html, query
        assert read(page(client, query, name="zones:parcel_csv")), query


def test_the_rest_of_a_need_is_still_judged(client, zone):
    four(zone)
    assert tally(client, "area=abc&power=1000") == [2, 1, 1]


def test_chips_say_what_is_asked_and_lead_to_the_answer_without_it(client, zone):
    four(zone)
    html = page(client, "area=20000&from=2027-01&zone=tb&pay=one_off").content.decode()
    assert "20.000 m² (2,00 ha)" in html and "Cần từ: 01/2027" in html
    assert html.count('class="chip"') == 3
    assert 'class="chip" href="?area=20000&amp;from=2027-01&amp;pay=one_off"' in html


def test_both_views_and_the_file_carry_the_whole_need(client, zone):
    four(zone)
    html = page(client, NEED + "&zone=tb&page=1").content.decode()
    assert 'href="?area=20000&amp;power=1000&amp;zone=tb&amp;view=plan"' in html
    assert 'href="/lo-dat/bang.csv?area=20000&amp;power=1000&amp;zone=tb"' in html
    english = page(client, NEED, "en").content.decode()
    assert 'href="/en/parcels/table.csv?area=20000&amp;power=1000"' in english


def squares(zone, count, **fields):
    for at in range(count):
        corners = [[at * 50, 0], [at * 50 + 40, 0], [at * 50 + 40, 40], [at * 50, 40]]
        make.parcel(zone=zone, source=zone.source, code=f"V{at:03}", outline=corners, **fields)


def test_the_plan_lights_what_answers_and_dims_the_rest(client, zone):
    squares(zone, 2, area=30_000, power_kw=2000, **SERVICED)
    make.parcel(zone=zone, code="XA", area=1, outline=[[0, 90], [40, 90], [40, 130]], **SERVICED)
    html = page(client, NEED + "&view=plan").content.decode()
    assert html.count("parcel--lit") == 2 and html.count("parcel--dim") == 1
    assert page(client, NEED + "&view=plan").context["plan_lit"] == 2
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


def rows_of_file(client, query):
    response = page(client, query, name="zones:parcel_csv")
    assert response["Content-Type"].startswith("text/csv") and "attachment" in response["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(read(response).decode("utf-8-sig"))))


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


@pytest.fixture
def few_counted(monkeypatch):
    for module in (shortlist_module, __import__("zones.views.find", fromlist=["find"])):
        monkeypatch.setattr(module, "COUNTED", 30)
    monkeypatch.setattr(paging, "DEEPEST", 100)


def test_a_long_list_is_not_counted_to_its_end_but_paged(client, zone, few_counted):
    for number in range(60):
        make.parcel(
            zone=zone, source=zone.source, code=f"L{number:02}", area=20_000 + number, power_kw=2000, **SERVICED
        )
    first = page(client, NEED)
    assert first.context["summary"]["real"]["fits"]["shown"] == "30+"
    assert "1–25 trên hơn 30" in first.content.decode()
    codes = [code for number in (1, 2, 3) for code in order_of(client, f"{NEED}&page={number}")]
    assert codes == [f"L{number:02}" for number in range(60)]
    assert 'rel="next"' not in page(client, f"{NEED}&page=3").content.decode()
    assert order_of(client, f"{NEED}&page=4") == order_of(client, f"{NEED}&page=3")
    assert order_of(client, f"{NEED}&page=999999999999") == order_of(client, f"{NEED}&page=3")
    assert order_of(client, "page=2") == [f"L{number:02}" for number in range(25, 50)]


def test_pages_run_through_all_verdicts_without_gap_or_repetition(client, zone):
    four(zone)
    for number in range(70):
        states = {0: SERVICED, 1: {"commercial_status": "leased"}, 2: {}}[number % 3]
        power = (None, 500, 5000)[number % 7 % 3]
        fields = {"is_sample": number > 50, "area": 10_000 + number * 500, "power_kw": power, **states}
        make.parcel(zone=zone, source=zone.source, code=f"L{number:02}", **fields)
    listed = [code for number in (1, 2, 3) for code in order_of(client, f"{NEED}&page={number}")]
    assert len(listed) == len(set(listed)) == 74
    assert listed == [row["code"] for row in rows_of_file(client, NEED)]


def _random_land(random):
    """Three zones with parcels of every combination of known, unknown, small, large, free, held and taken."""
    today, zones = timezone.localdate(), [make.zone() for _number in range(3)]
    for number in range(120):
        make.parcel(
            zone=random.choice(zones),
            source=zones[0].source,
            code=f"R{number}",
            is_sample=random.random() < 0.3,
            area=random.choice([None, 10_000, 20_000, 30_000]),
            power_kw=random.choice([None, 0, 1000, 2000]),
            water_m3_day=random.choice([None, 10, 100]),
            wastewater_m3_day=random.choice([None, 10, 100]),
            commercial_status=random.choice(Commercial.values),
            readiness=random.choice(Readiness.values),
            reserved_until=random.choice([None, today - dt.timedelta(1), today, today + dt.timedelta(400)]),
        )
    return zones


NEEDS = [
    {"area": 20_000},
    {"area_to": 20_000, "water": 50},
    {"area": 15_000, "area_to": 25_000, "power": 1000, "wastewater": 20},
    {"power": 1, "wanted_on": dt.date(2020, 1, 1)},
    {"area": 20_000, "wanted_on": dt.timedelta(200)},
    {"wanted_on": dt.timedelta(401), "sector": Verdict.FITS},
    {"area": 20_000, "sector": Verdict.UNKNOWN},
    {"budget": 60_000},
    {"area": 10_000, "budget": 60_000, "wanted_on": dt.timedelta(1), "water": 100},
]


def _priced(zones):
    make.rate(zone=zones[0], amount=50_000)
    make.rate(zone=zones[1], amount=50_000, amount_max=70_000)
    make.rate(amount=65_000)
    make.rate(zone=zones[0], amount=61_000, is_sample=True)
    for parcel, amount in zip(Parcel.objects.filter(zone=zones[0])[:2], (40_000, 80_000), strict=True):
        make.rate(zone=zones[0], parcel=parcel, amount=amount, is_sample=parcel.is_sample)


def test_the_database_judges_and_orders_every_parcel_as_the_arithmetic_does():
    zones = _random_land(Random(7))
    _priced(zones)
    for asked in NEEDS:
        _judged_and_ordered(asked, zones)


def _judged_and_ordered(asked, zones):
    today = timezone.localdate()
    days = {name: today + value for name, value in asked.items() if isinstance(value, dt.timedelta)}
    need = Need(
        today, **{name: Decimal(value) if isinstance(value, int) else value for name, value in asked.items()} | days
    )
    prices = LandPrices("annual", zones)
    shortlist = Shortlist(zones, need, prices=prices)
    counts, numbers = shortlist.counts()
    ids = shortlist.ids(0, 1000, numbers)
    assert len(ids) == len(set(ids)) == 120 and [row.pk for row in shortlist.every()] == ids
    answers = {row.pk: Answer(row, need, prices) for row in Parcel.objects.select_related("zone", "source")}
    for (is_sample, verdict), number in counts.items():
        judged = [one for one in answers.values() if one.parcel.is_sample == is_sample and one.verdict == verdict]
        assert len(judged) == number, (asked, is_sample, verdict)
    place = [
        (one.parcel.is_sample, shortfalls(one.checks), one.verdict == Verdict.UNKNOWN) for one in map(answers.get, ids)
    ]
    assert place == sorted(place), asked
    whole = [pk for start in range(0, 120, 7) for pk in shortlist.ids(start, start + 7, numbers)]
    assert whole == ids, asked


LISTED = (
    "",
    NEED,
    "status=available&order=area",
    "area=20000&water=5&wastewater=5&from=2027&budget=60000&sector=go&zone=tb",
)


def test_an_answer_asks_the_database_as_often_for_few_parcels_as_for_many(client, zone):
    make.sector(slug="go")
    asked = []
    for count in (3, 30):
        squares(make.zone(), count, area=30_000, power_kw=2000, **SERVICED)
        for _number in range(count):
            make.parcel(zone=zone, source=zone.source, area=21_000, is_sample=count > 3)
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


def test_a_price_for_a_sector_holds_for_that_sector_only(client, zone):
    make.parcel(zone=zone, **SERVICED)
    sector = make.sector()
    make.rate(zone=zone, amount=80_000)
    make.rate(zone=zone, amount=50_000, sector=sector)
    assert tally(client, "budget=60000") == [0, 0, 1]
    assert tally(client, f"budget=60000&sector={sector.slug}") == [1, 0, 0]


def test_a_draft_price_is_no_price(client, zone):
    make.parcel(zone=zone, **SERVICED)
    make.rate(zone=zone, amount=1000, publication=Publication.DRAFT)
    assert Rate.objects.count() == 1 and tally(client, "budget=60000") == [0, 1, 0]

"""Finding land: a need judged parcel by parcel, and the parcels listed in the order of the answer."""

import datetime as dt
from decimal import Decimal
from random import Random

import pytest
from django.utils import timezone

from core import paging
from core.disclosure import Publication
from tests import make
from tests.addresses import read
from tests.finding import NEED, SERVICED, codes_on, four, many, order_of, page, rows_of_file, tally, tally_on
from zones.finding import shortlist as shortlist_module
from zones.finding.answers import Answer
from zones.finding.fit import Need, Verdict, shortfalls
from zones.finding.landprice import LandPrices
from zones.finding.shortlist import Shortlist
from zones.lifecycle import Commercial, Readiness
from zones.models import Parcel

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone():
    return make.zone(slug="tb")


def test_what_fits_stands_first_smallest_first_then_what_may_then_what_falls_short(client, zone):
    """Each parcel says what fits, what is lacking and what is unknown."""
    four(zone)
    answer = page(client, NEED)
    assert codes_on(answer) == ["VUA", "LON", "AN", "KEM"]
    assert tally_on(answer) == [2, 1, 1]
    html = answer.content.decode()
    assert "thiếu 5.000 m²" in html and "thiếu 500 kW" in html
    assert "chưa công bố" in html and "Còn trống" in html
    english = page(client, NEED, "en").content.decode()
    assert "short by 5,000 m²" in english and "May fit, 1 unknown" in english and "Falls short in 2" in english


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
    answer = page(client, NEED)
    assert codes_on(answer)[-1] == "01"
    assert tally_on(answer) == [2, 1, 1]
    assert tally_on(answer, "samples") == [1, 0, 0]
    assert "dữ liệu minh họa" in answer.content.decode()


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


def test_a_reservation_that_has_run_out_counts_as_free_everywhere_in_the_answer(client, zone):
    yesterday, tomorrow = (timezone.localdate() + dt.timedelta(days=days) for days in (-1, 1))
    held = {"area": 30_000, "power_kw": 2000, "readiness": "serviced", "commercial_status": "reserved"}
    make.parcel(zone=zone, code="HET", reserved_until=yesterday, **held)
    make.parcel(zone=zone, code="CON", reserved_until=tomorrow, **held)
    assert order_of(client, NEED + "&show=fits") == ["HET"]
    assert order_of(client, NEED + "&status=on_hold") == ["CON"]
    assert order_of(client, NEED + "&status=available") == ["HET"]


def test_nothing_fits_says_so_shows_the_nearest_and_offers_to_leave_the_need(client, zone):
    make.parcel(zone=zone, code="KEM", area=15_000, power_kw=500, **SERVICED)
    answer = page(client, NEED)
    html = answer.content.decode()
    assert "Không lô nào đáp ứng" in html
    assert 'href="/nhu-cau/?area=20000&amp;power=1000"' in html
    assert codes_on(answer) == ["KEM"]


def test_nothing_known_to_fit_says_that_some_may(client, zone):
    make.parcel(zone=zone, code="AN", area=20_000, **SERVICED)
    assert "Chưa biết lô nào đáp ứng" in page(client, NEED).content.decode()


def test_drafts_withdrawn_parcels_and_those_split_away_answer_nothing(client, zone):
    make.parcel(zone=zone, code="NHAP", publication=Publication.DRAFT, area=30_000, power_kw=2000, **SERVICED)
    make.parcel(zone=make.zone(publication="draft"), code="KIN", area=30_000, power_kw=2000, **SERVICED)
    make.parcel(zone=zone, code="TACH", exists_to=timezone.localdate(), area=30_000, power_kw=2000, **SERVICED)
    answer = page(client, NEED)
    assert codes_on(answer) == [] == order_of(client, "")
    assert tally_on(answer) == [0, 0, 0]
    assert len(read(page(client, NEED, name="zones:parcel_csv")).decode().splitlines()) == 1
    assert "NHAP" not in page(client, "view=plan").content.decode()


@pytest.fixture
def few_counted(monkeypatch):
    for module in (shortlist_module, __import__("zones.views.find", fromlist=["find"])):
        monkeypatch.setattr(module, "COUNTED", 30)
    monkeypatch.setattr(paging, "DEEPEST", 100)


def test_a_long_list_is_not_counted_to_its_end_but_paged(client, zone, few_counted):
    alike = {"zone": zone, "power_kw": 2000, **SERVICED}
    many(alike | {"code": f"L{number:02}", "area": 20_000 + number} for number in range(60))
    first = page(client, NEED)
    assert first.context["summary"]["real"]["fits"]["shown"] == "30+"
    assert "1–25 trên hơn 30" in first.content.decode()
    pages = [page(client, f"{NEED}&page={number}") for number in (1, 2, 3)]
    assert [code for one in pages for code in codes_on(one)] == [f"L{number:02}" for number in range(60)]
    assert 'rel="next"' not in pages[-1].content.decode()
    assert order_of(client, f"{NEED}&page=4") == codes_on(pages[-1])
    assert order_of(client, f"{NEED}&page=999999999999") == codes_on(pages[-1])
    assert order_of(client, "page=2") == [f"L{number:02}" for number in range(25, 50)]


def test_pages_run_through_all_verdicts_without_gap_or_repetition(client, zone):
    four(zone)
    states = (SERVICED, {"commercial_status": "leased"}, {})
    many(
        {
            "zone": zone,
            "code": f"L{number:02}",
            "is_sample": number > 50,
            "area": 10_000 + number * 500,
            "power_kw": (None, 500, 5000)[number % 7 % 3],
            **states[number % 3],
        }
        for number in range(70)
    )
    listed = [code for number in (1, 2, 3) for code in order_of(client, f"{NEED}&page={number}")]
    assert len(listed) == len(set(listed)) == 74
    assert listed == [row["code"] for row in rows_of_file(client, NEED)]


def _random_land(random):
    """Three zones with parcels of every combination of known, unknown, small, large, free, held and taken."""
    today, zones = timezone.localdate(), [make.zone() for _number in range(3)]
    many(
        {
            "zone": random.choice(zones),
            "code": f"R{number}",
            "is_sample": random.random() < 0.3,
            "area": random.choice([None, 10_000, 20_000, 30_000]),
            "power_kw": random.choice([None, 0, 1000, 2000]),
            "water_m3_day": random.choice([None, 10, 100]),
            "wastewater_m3_day": random.choice([None, 10, 100]),
            "commercial_status": random.choice(Commercial.values),
            "readiness": random.choice(Readiness.values),
            "reserved_until": random.choice([None, today - dt.timedelta(1), today, today + dt.timedelta(400)]),
        }
        for number in range(120)
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
    whole = [pk for start in range(0, 120, 17) for pk in shortlist.ids(start, start + 17, numbers)]
    assert whole == ids, asked

"""What the public reads of zones, parcels and prices."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from core.disclosure import Publication
from core.roles import Role
from tests import make
from zones.lifecycle import Commercial
from zones.models import Milestone
from zones.units import RateKind, RateUnit, Unit

pytestmark = pytest.mark.django_db


def _page(client, name, *args, query="", language="vi"):
    with translation.override(language):
        address = reverse(name, args=args)
    response = client.get(address + query)
    assert response.status_code == 200
    return response.content.decode()


PAGES = ("zones:list", "zones:parcel_list", "zones:prices", "home")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_stands_on_an_empty_database(client, name, language):
    assert "<h1>" in _page(client, name, language=language)


def test_addresses_are_vietnamese_at_the_root_and_english_below(client):
    zone = make.zone(slug="thanh-binh-1")
    assert zone.get_absolute_url() == "/khu-cong-nghiep/thanh-binh-1/"
    with translation.override("en"):
        assert zone.get_absolute_url() == "/en/industrial-zones/thanh-binh-1/"


def test_the_language_switch_leads_to_the_same_page_with_its_query(client):
    html = _page(client, "zones:parcel_list", query="?area=20000")
    assert 'href="/en/parcels/?area=20000"' in html
    assert '<link rel="alternate" hreflang="en" href="http://127.0.0.1:8000/en/parcels/">' in html


def test_a_zone_shows_its_figures_with_source_and_date_and_both_that_disagree(client):
    zone = make.zone()
    source = make.source(publisher_vi="Báo Bắc Kạn")
    make.figure(
        zone=zone, measure="revenue", label_vi="Doanh thu", value=2000, unit=Unit.BILLION_VND_YEAR, source=source
    )
    make.figure(zone=zone, measure="revenue", label_vi="Doanh thu", value=1000, unit=Unit.BILLION_VND_YEAR)
    html = _page(client, "zones:zone", zone.slug)
    assert "2.000" in html and "1.000" in html
    assert "Báo Bắc Kạn" in html and "Báo Thử nghiệm" in html


def test_what_nobody_has_published_says_so_and_is_never_zero(client):
    zone = make.zone()
    html = _page(client, "zones:zone", zone.slug)
    assert html.count("chưa công bố") > 5
    english = _page(client, "zones:zone", zone.slug, language="en")
    assert "not published yet" in english
    assert "0 đồng" not in html and "VND 0" not in english


def test_money_and_approximate_figures_read_in_the_readers_language(client):
    make.figure(
        measure="revenue",
        label_en="Revenue",
        value=1000,
        unit=Unit.BILLION_VND_YEAR,
        is_approximate=True,
        zone=make.zone(),
    )
    english, vietnamese = _page(client, "home", language="en"), _page(client, "home")
    assert "VND 1,000 billion <small>a year" in english and ">about </span>" in english
    assert "1.000 tỷ đồng <small>mỗi năm" in vietnamese and ">khoảng </span>" in vietnamese


def test_a_zone_without_a_known_parcel_says_so_and_never_zero(client):
    html = _page(client, "zones:zone", make.zone().slug, language="en")
    assert "No parcel of this zone is known" in html and "0 parcels" not in html


def test_a_plan_without_a_day_promises_none(client):
    zone = make.zone()
    make.milestone(zone=zone, on="", target_on="", kind=Milestone.Kind.PLAN)
    html = _page(client, "zones:zone", zone.slug, language="en")
    assert '<p class="timeline__date">planned</p>' in html and "timeline__flag" not in html


def test_a_kind_no_zone_has_published_is_said_once(client):
    for _number in range(4):
        make.zone()
    html = _page(client, "zones:prices", language="en")
    assert html.count("not published yet for any zone") == html.count('<tr><th scope="row">')


def test_a_draft_is_nowhere(client):
    zone = make.zone(name_vi="Khu chưa đăng", short_name_vi="Khu kín", publication=Publication.DRAFT)
    parcel = make.parcel(zone=make.zone(), code="KIN-1", publication=Publication.DRAFT)
    assert client.get(zone.get_absolute_url()).status_code == 404
    assert client.get(parcel.get_absolute_url()).status_code == 404
    for name in PAGES:
        html = _page(client, name)
        assert "Khu kín" not in html and "KIN-1" not in html


def test_a_parcel_of_a_draft_zone_is_not_public_either(client):
    parcel = make.parcel(zone=make.zone(publication=Publication.DRAFT), code="KIN-2")
    assert client.get(parcel.get_absolute_url()).status_code == 404
    assert "KIN-2" not in _page(client, "zones:parcel_list")


def test_a_sample_parcel_wears_its_ribbon_everywhere(client):
    zone = make.zone()
    parcel = make.parcel(zone=zone, code="MẪU-07", is_sample=True, outline=[[0, 0], [100, 0], [100, 100], [0, 100]])
    for html in (
        _page(client, "zones:parcel", parcel.slug),
        _page(client, "zones:parcel_list"),
        _page(client, "zones:zone", zone.slug),
    ):
        assert "MẪU 07" in html
        assert "dữ liệu minh họa" in html
    assert "SAMPLE 07" in _page(client, "zones:parcel", parcel.slug, language="en")
    assert '<meta name="robots" content="noindex">' in _page(client, "zones:parcel", parcel.slug)


def test_a_sample_price_stands_apart_from_the_price_list(client):
    zone = make.zone()
    make.rate(zone=zone, amount=123_456, is_sample=True)
    html = _page(client, "zones:prices")
    matrix, _heading, samples = html.partition('id="samples"')
    assert "123.456" not in matrix
    assert "123.456" in samples and "dữ liệu minh họa" in samples
    assert "123.456" not in _page(client, "zones:zone", zone.slug)


def test_a_published_price_shows_amount_unit_vat_day_and_source(client):
    zone = make.zone()
    make.rate(zone=zone, amount=95_500, vat="excluded", valid_from=dt.date(2025, 3, 31))
    html = _page(client, "zones:prices", language="en")
    assert "VND\u00a095,500" in html and "per m² a year" in html and "VAT excluded" in html
    assert "from 31 March 2025" in html and "Test newspaper" in html


def test_a_price_that_has_ended_is_gone_and_a_coming_one_is_announced(client):
    zone = make.zone()
    today = timezone.localdate()
    make.rate(zone=zone, amount=11_111, valid_from=today - dt.timedelta(days=400), valid_to=today)
    make.rate(zone=zone, amount=22_222, valid_from=today + dt.timedelta(days=40))
    html = _page(client, "zones:prices")
    assert "11.111" not in html
    assert "22.222" in html and "đã thông báo" in html


def test_a_one_off_price_cannot_carry_a_yearly_unit():
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        make.rate(kind=RateKind.LAND_RENT_ONE_OFF, unit=RateUnit.M2_YEAR)


def test_reserved_and_negotiating_are_one_on_hold_to_the_public(client):
    zone = make.zone()
    reserved = make.parcel(zone=zone, commercial_status=Commercial.RESERVED, reserved_until=dt.date(2027, 6, 30))
    talking = make.parcel(zone=zone, commercial_status=Commercial.NEGOTIATING)
    html = _page(client, "zones:parcel_list", query="?status=on_hold")
    assert "Tạm giữ đến 30/06/2027" in html
    assert reserved.code in html and talking.code in html
    assert "đàm phán" not in html


def test_moves_are_public_without_the_officer_and_without_negotiations(client):
    parcel = make.parcel(commercial_status=Commercial.AVAILABLE)
    officer = make.user(Role.EDITOR, first_name="Cán bộ Kín")
    parcel.reserved_until = timezone.localdate()
    parcel.save()
    parcel.move_to(Commercial.RESERVED, axis="commercial_status", by=officer, note="Công ty X xin giữ")
    parcel.move_to(Commercial.NEGOTIATING, axis="commercial_status", by=officer)
    parcel.move_to(Commercial.LEASED, axis="commercial_status", by=officer, decision_number="12/HĐ-2026")
    html = _page(client, "zones:parcel", parcel.slug)
    assert "Còn trống → <strong>Tạm giữ</strong>" in html
    assert "Tạm giữ → <strong>Đã cho thuê</strong>" in html and "12/HĐ-2026" in html
    assert "Cán bộ Kín" not in html and "Công ty X" not in html and "đàm phán" not in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"A", "B", "C"}),
        ("?status=available", {"A"}),
        ("?readiness=serviced", {"B"}),
        ("?status=available&readiness=serviced", set()),
    ],
)
def test_filters_narrow_the_list(client, query, found):
    zone = make.zone()
    make.parcel(zone=zone, code="LOA", area=10_000, commercial_status="available")
    make.parcel(zone=zone, code="LOB", area=25_000, power_kw=2000, readiness="serviced")
    make.parcel(zone=zone, code="LOC", area=None)
    html = _page(client, "zones:parcel_list", query=query)
    assert {letter for letter in "ABC" if f"Lô LO{letter}" in html} == found


@pytest.mark.parametrize("query", ["?zone=khong-co", "?status=%00", "?readiness=levelled%27--"])
def test_bad_filters_are_a_message_beside_the_field_and_never_an_error(client, query):
    make.parcel()
    html = _page(client, "zones:parcel_list", query=query)
    assert "field--error" in html
    assert '<details class="filters" data-filters open>' in html


@pytest.mark.parametrize("page", ["0", "-1", "abc", "9999999999999999999999", "%00", ""])
def test_any_page_number_gives_a_page(client, page):
    make.parcel()
    assert _page(client, "zones:parcel_list", query=f"?page={page}")


def test_typed_text_is_escaped(client):
    html = _page(client, "zones:parcel_list", query="?area=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in html and "&lt;script&gt;" in html


def _fill(count):
    zone = make.zone()
    source = zone.source
    for _row in range(count):
        make.parcel(zone=zone, source=source, outline=[[0, 0], [9, 0], [9, 9]])
        make.figure(zone=zone, source=source)
        make.rate(zone=zone, source=source)
        make.project(zone=zone, source=source, investor=make.investor(source=source))
        make.milestone(zone=zone, source=source, decision=make.instrument(source=source))
        make.utility(zone=zone, source=source)
        make.sector(source=source)
        make.article(source=source)
        make.opportunity(source=source)
        make.procedure(source=source, journey="certificate")
    return zone


def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    def queries():
        asked = {}
        for name in (*PAGES, "zones:zone", "zones:parcel"):
            args = {"zones:zone": [zone.slug], "zones:parcel": [zone.parcels.first().slug]}.get(name, [])
            with django_assert_max_num_queries(12) as seen:
                _page(client, name, *args)
            asked[name] = len(seen)
        return asked

    zone = _fill(2)
    few = queries()
    zone = _fill(6)
    assert queries() == few


@pytest.mark.parametrize("name", PAGES)
def test_an_anonymous_page_sets_no_cookie_and_takes_only_get(client, name):
    address = reverse(name)
    assert not client.get(address).cookies
    assert client.post(address).status_code == 405


def test_the_policy_allows_nothing_inline(client):
    policy = client.get(reverse("home"))["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy


def test_a_move_in_the_admin_is_public_at_once(client):
    parcel = make.parcel(commercial_status=Commercial.PLANNED)
    assert "Theo quy hoạch" in _page(client, "zones:parcel", parcel.slug)
    parcel.move_to(Commercial.AVAILABLE, axis="commercial_status", by=make.user())
    assert "Còn trống" in _page(client, "zones:parcel", parcel.slug)


def test_english_that_is_missing_is_marked_as_vietnamese_and_said_once(client):
    zone = make.zone(summary_en="", summary_vi="Khu công nghiệp bên Quốc lộ 3.")
    html = _page(client, "zones:zone", zone.slug, language="en")
    assert '<span lang="vi">Khu công nghiệp bên Quốc lộ 3.</span>' in html
    assert html.count("data-lacks-translation") == 1
    assert "data-lacks-translation" not in _page(client, "zones:zone", zone.slug)

"""Fact sheets as PDF: what stands on them, what does not, and that one page is one page."""

import datetime as dt
import io
import unicodedata

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from core.disclosure import Publication
from tests import make
from zones.cost.query import EstimateForm
from zones.cost.sheet import sheet as answer_of
from zones.models import Rate
from zones.units import RateKind, RateUnit, Unit

pytestmark = pytest.mark.django_db
SQUARE = [[0, 0], [100, 0], [100, 100], [0, 100]]
TERM = {"start": "2027-01-01", "end": "2037-01-01", "discount_rate": "8"}


def _get(client, kind, *args, language="vi", **query):
    with translation.override(language):
        address = reverse(f"zones:{kind}_sheet", args=args)
    return client.get(address, query)


def _read(response):
    assert response.status_code == 200 and response["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(response.content))


def _text(response):
    return " ".join(" ".join(page.extract_text() for page in _read(response).pages).split())


def _addresses(response):
    notes = [note.get_object() for page in _read(response).pages for note in page.get("/Annots") or ()]
    return {note["/A"]["/URI"] for note in notes if "/A" in note}


@pytest.fixture
def zone():
    return make.zone(slug="thanh-binh", code="TB1", name_vi="Khu công nghiệp Thanh Bình", name_en="Thanh Binh zone")


def _fill(zone, parcels=3, others=3):
    """A zone with a drawn plan, prices, utilities, figures and milestones."""
    make.figure(zone=zone, measure="area", label_vi="Diện tích", value="73.5", unit=Unit.HECTARE)
    for number in range(parcels):
        left = 110 * number
        outline = [[left + x, y] for x, y in SQUARE]
        make.parcel(zone=zone, outline=outline, epsg=9213, commercial_status="leased")
    for number in range(others):
        make.utility(zone=zone)
        make.milestone(zone=zone, text_vi=f"Mốc {number} " + "đường dẫn vào khu " * 20)
        make.figure(zone=zone, measure=f"do-{number}", label_vi=f"Chỉ tiêu {number}", statement_vi="Lời " * 60)
        start = dt.date(2020, 1, 1)
        make.rate(zone=zone, kind=RateKind.MANAGEMENT, valid_from=start, label_vi=f"Phí {number} " + "dài " * 30)


def test_the_sheet_is_a_file_to_keep_with_a_plain_name(client, zone):
    response = _get(client, "zone", zone.slug)
    day = timezone.localdate().isoformat()
    assert response["Content-Disposition"] == f'attachment; filename="kcn-tb1-vi-{day}.pdf"'
    full = _get(client, "zone", zone.slug, language="en", form="full")
    assert full["Content-Disposition"] == f'attachment; filename="kcn-tb1-en-{day}-full.pdf"'
    assert not response.cookies and response["Cache-Control"] == "no-cache"


def test_text_is_whole_with_every_mark(client, zone):
    zone.summary_vi = "Đường nội bộ, khu xử lý nước thải; ưu đãi thuế thu nhập doanh nghiệp."
    zone.save()
    zone.name_vi = unicodedata.normalize("NFD", "Khu công nghiệp Chợ Mới ₫ → ‑ \x07Đồng")
    zone.save()
    text = _text(_get(client, "zone", zone.slug))
    assert "Đường nội bộ, khu xử lý nước thải" in text
    assert "Khu công nghiệp Chợ Mới ₫ › - Đồng" in text, "decomposed text is set composed"


def test_the_file_says_what_it_is_in_which_language_and_by_whom(client, zone):
    make.board(name_vi="Ban Quản lý các khu công nghiệp")
    reader = _read(_get(client, "zone", zone.slug))
    assert reader.metadata.title.startswith("Khu công nghiệp Thanh Bình")
    assert reader.metadata.author == "Ban Quản lý các khu công nghiệp"
    assert reader.metadata.subject == "Tờ thông tin khu công nghiệp"
    assert reader.metadata.creation_date.date() == timezone.localdate()
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    names = {font.get_object()["/BaseFont"] for font in fonts}
    assert {name.partition("+")[2] for name in names} >= {"BeVietnamPro-Regular", "BeVietnamPro-Bold"}


@pytest.mark.parametrize("amount", [0, 3, 16])
def test_one_page_is_one_page_whatever_the_record_holds(client, zone, amount):
    _fill(zone, parcels=amount, others=amount)
    zone.summary_vi = zone.summary_en = "Rất nhiều lời. " * (200 * amount + 1)
    zone.save()
    parcel = zone.parcels.first() or make.parcel(zone=zone)
    for kind, slug in (("zone", zone.slug), ("parcel", parcel.slug)):
        for language in ("vi", "en"):
            assert len(_read(_get(client, kind, slug, language=language)).pages) == 1, (kind, language)


def test_what_one_page_leaves_out_is_said_and_stands_in_full(client, zone):
    _fill(zone, others=16)
    assert "dòng khác trên trang và trong tờ đầy đủ" in _text(_get(client, "zone", zone.slug))
    full = _get(client, "zone", zone.slug, form="full")
    text = _text(full)
    assert "Phí 15" in text and "Mốc 15" in text and "Chỉ tiêu 15" in text and "dòng khác" not in text
    _are_numbered_and_carry_the_head(_read(full).pages)


def _are_numbered_and_carry_the_head(pages):
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        text = " ".join(page.extract_text().split())
        assert f"Trang {number}/" in text and "Khu công nghiệp Thanh Bình" in text
        forms = [form.get_object() for form in page["/Resources"]["/XObject"].values()]
        assert any(f"({len(pages)})".encode() in form.get_data() for form in forms) or f"/{len(pages)}" in text


def test_nothing_breaks_on_words_longer_than_a_page(client, zone):
    zone.summary_vi = "Đ" * 20_000
    zone.save()
    make.figure(zone=zone, statement_vi="chữ <b>& " * 5000, value=None, unit=Unit.NONE, label_vi="Nhãn")
    make.milestone(zone=zone, text_vi="dài" * 9000)
    for form in ("", "full"):
        assert "chữ <b>&" in _text(_get(client, "zone", zone.slug, form=form)) or not form


def test_every_figure_refers_to_its_source_and_day(client, zone):
    source = make.source(publisher_vi="Báo Bắc Kạn", url="https://example.org/bai?a=1&b=2")
    make.figure(zone=zone, measure="area", value="73.5", unit=Unit.HECTARE, as_of="2022-03-09", source=source)
    response = _get(client, "zone", zone.slug)
    text = _text(response)
    number = text.partition("09/03/2022 [")[2].partition("]")[0]
    assert number.isdigit() and f"{number}. Báo Bắc Kạn" in text
    assert "https://example.org/bai?a=1&b=2" in _addresses(response)
    assert "example.org/bai?a=1&b=2" in _text(_get(client, "zone", zone.slug, form="full"))


def test_what_nobody_has_published_says_so(client, zone):
    text = _text(_get(client, "zone", zone.slug, language="en"))
    assert "Land rent not published yet" in text and "Area not published yet" in text


def test_the_living_page_of_that_day_is_one_scan_or_click_away(client, zone):
    day = timezone.localdate().isoformat()
    page = f"{settings.SITE_URL}{zone.get_absolute_url()}"
    assert f"{page}?on={day}" in _addresses(_get(client, "zone", zone.slug))
    assert f"{page}?on=2024-03-31" in _addresses(_get(client, "zone", zone.slug, on="2024-03-31"))


def test_a_past_day_tells_what_was_known_then(client, zone):
    make.figure(zone=zone, measure="area", value="70", unit=Unit.HECTARE, as_of="2020")
    make.figure(zone=zone, measure="area", value="99", unit=Unit.HECTARE, as_of="2025")
    make.rate(zone=zone, amount=40_000, valid_from=dt.date(2019, 1, 1), valid_to=dt.date(2022, 1, 1))
    make.rate(zone=zone, amount=95_500, valid_from=dt.date(2022, 1, 1))
    today, then = (_text(_get(client, "zone", zone.slug, **query)) for query in ({}, {"on": "2021-06-30"}))
    assert "99 ha" in today and "95.500" in today and "40.000" not in today
    assert "70 ha" in then and "99 ha" not in then and "40.000" in then and "95.500" not in then
    assert "30/06/2021" in then


@pytest.mark.parametrize("day", ["2024-02-30", "hôm nay", "9999-12-31", "0", "\x00"])
def test_a_day_nobody_can_answer_for_leads_to_the_page_that_says_so(client, zone, day):
    response = _get(client, "zone", zone.slug, on=day)
    assert response.status_code == 302 and response["Location"].startswith(f"{zone.get_absolute_url()}?on=")
    assert client.get(response["Location"]).status_code == 200


def test_drafts_and_withdrawn_rows_have_no_sheet_and_stand_on_none(client, zone):
    parcel = make.parcel(zone=zone, code="KIN", publication=Publication.DRAFT)
    make.rate(zone=zone, amount=77_777, publication=Publication.WITHDRAWN)
    make.figure(zone=zone, label_vi="Kín", publication=Publication.DRAFT)
    text = _text(_get(client, "zone", zone.slug, form="full"))
    assert "KIN" not in text and "77.777" not in text and "Kín" not in text
    assert _get(client, "parcel", parcel.slug).status_code == 404
    zone.publication = Publication.WITHDRAWN
    zone.save()
    assert _get(client, "zone", zone.slug).status_code == 404


def test_a_sample_parcel_can_never_be_taken_for_a_real_one(client, zone):
    sample = make.parcel(zone=zone, code="MẪU-07", is_sample=True, outline=SQUARE)
    for language, word, title in (("vi", "MẪU", "MẪU 07"), ("en", "SAMPLE", "SAMPLE 07")):
        response = _get(client, "parcel", sample.slug, language=language, form="full")
        for page in _read(response).pages:
            assert word in page.extract_text().split()
        assert title in _text(response) and response["X-Robots-Tag"] == "noindex"
    real = make.parcel(zone=zone, code="CN9", outline=SQUARE, epsg=9213)
    text = _text(_get(client, "parcel", real.slug))
    assert "Lô CN9" in text and "MẪU" not in text


def test_a_sample_plan_wears_its_ribbon_on_the_sheet_of_a_real_zone(client, zone):
    make.parcel(zone=zone, code="MẪU-07", is_sample=True, outline=SQUARE)
    assert "Sơ đồ các lô đất dữ liệu minh họa" in _text(_get(client, "zone", zone.slug))


def test_a_prototype_says_so_until_it_is_adopted(client, zone):
    response = _get(client, "zone", zone.slug, language="en", form="full")
    assert "Prototype – not an official site" in _text(response) and response["X-Robots-Tag"] == "noindex"
    make.board(adopting_body_vi="UBND tỉnh", phone="0209")
    response = _get(client, "zone", zone.slug, language="en", form="full")
    assert "Prototype" not in _text(response) and "X-Robots-Tag" not in response


def test_words_without_english_stand_in_vietnamese_and_the_sheet_says_so(client):
    zone = make.zone(slug="x", summary_en="", summary_vi="Chỉ có tiếng Việt.")
    text = _text(_get(client, "zone", zone.slug, language="en"))
    assert "Chỉ có tiếng Việt." in text and "Part of this sheet has no English yet" in text
    assert "no English" not in _text(_get(client, "zone", zone.slug))


def test_the_same_sheet_is_the_same_file(client, zone):
    _fill(zone)
    for form in ("", "full"):
        first = _get(client, "zone", zone.slug, form=form)
        assert first.content == _get(client, "zone", zone.slug, form=form).content
        again = client.get(first.wsgi_request.get_full_path(), headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304


def test_the_land_balance_stands_on_the_sheet_once_the_inventory_is_declared(client, zone):
    make.parcel(zone=zone, area=934_400, commercial_status="leased", readiness="serviced")
    make.parcel(zone=zone, area=136_300, commercial_status="available", readiness="serviced")
    assert "87,27%" not in _text(_get(client, "zone", zone.slug))
    zone.inventory_on, zone.inventory_source = dt.date(2024, 1, 1), make.source()
    zone.save()
    text = _text(_get(client, "zone", zone.slug))
    assert "107,07" in text and "93,44" in text and "13,63" in text and "87,27%" in text


def test_the_number_of_queries_does_not_grow(client, zone, django_assert_max_num_queries):
    def queries():
        asked = {}
        for kind, slug in (("zone", zone.slug), ("parcel", zone.parcels.first().slug)):
            for form in ("", "full"):
                with django_assert_max_num_queries(12) as seen:
                    _get(client, kind, slug, form=form)
                asked[kind, form] = len(seen)
        return asked

    _fill(zone, parcels=2, others=1)
    few = queries()
    _fill(zone, parcels=12, others=4)
    assert queries() == few


def test_the_estimate_shows_the_figures_of_its_page_to_the_dong(client, zone):
    make.rate(zone=zone, amount=95_500)
    make.rate(zone=zone, kind=RateKind.LAND_RENT_ONE_OFF, unit=RateUnit.M2_TERM, amount=2_150_000)
    make.rate(zone=zone, kind=RateKind.INFRASTRUCTURE, unit=RateUnit.M2_YEAR, amount=14_950)
    query = {"zone": zone.slug, "area": "10000", "escalation_pct": "3", "escalation_years": "5", **TERM}
    form = EstimateForm(query)
    assert form.is_valid()
    rows = answer_of(form.answer())["rows"]
    for kind in ("", "full"):
        response = _get(client, "estimate", form=kind, **query)
        text = _text(response)
        for row in rows:
            assert row["label"] in text
            for name in ("first_year", "nominal", "present_value", "monthly"):
                assert row[name] and row[name] in text
        assert any("/uoc-tinh/?" in address and "on=" in address for address in _addresses(response))
    assert len(_read(_get(client, "estimate", **query)).pages) == 1


def test_an_estimate_without_a_price_is_incomplete_on_paper_too(client, zone):
    text = _text(_get(client, "estimate", language="en", zone=zone.slug, area="10000", **TERM))
    assert "(incomplete)" in text and "not published yet" in text


def test_an_estimate_of_a_sample_is_marked(client, zone):
    sample = make.parcel(zone=zone, code="MẪU-07", is_sample=True, slug="mau-07")
    Rate.objects.filter(pk=make.rate(zone=zone).pk).update(is_sample=True)
    text = _text(_get(client, "estimate", language="en", parcel=sample.slug, **TERM))
    assert "SAMPLE 07" in text and "sample data" in text


@pytest.mark.parametrize("query", [{}, {"zone": "khong-co", **TERM}, {"area": "NaN", "start": "x", "end": "\x00"}])
def test_what_cannot_be_estimated_leads_to_the_form_that_says_why(client, query):
    response = _get(client, "estimate", **query)
    assert response.status_code == 302 and response["Location"].startswith("/uoc-tinh/")
    assert client.get(response["Location"]).status_code == 200


def test_a_query_that_no_address_holds_is_refused_in_a_sentence_and_alarms_nobody(client, zone, caplog):
    for answer in (
        _get(client, "estimate", area="9" * 17_000),
        _get(client, "zone", zone.slug, on="9" * 17_000),
        client.get(reverse("zones:parcel_list"), {"area_min": "9" * 17_000}),
    ):
        assert answer.status_code == 400 and "không hiểu yêu cầu" in answer.text
    assert not [record for record in caplog.records if record.name.startswith("django.security")]


def test_pages_lead_to_their_sheets(client, zone):
    parcel = make.parcel(zone=zone)
    for row, kind in ((zone, "zone"), (parcel, "parcel")):
        address = reverse(f"zones:{kind}_sheet", args=[row.slug])
        html = client.get(row.get_absolute_url()).content.decode()
        assert f'href="{address}"' in html and f'href="{address}?form=full"' in html
        html = client.get(row.get_absolute_url(), {"on": "2024-03-31"}).content.decode()
        assert f'href="{address}?on=2024-03-31"' in html
    make.rate(zone=zone)
    html = client.get(reverse("zones:estimate"), {"zone": zone.slug, "area": "100", **TERM}).content.decode()
    link = html.partition(f"{reverse('zones:estimate_sheet')}?")[2].partition('"')[0].replace("&amp;", "&")
    assert _read(client.get(f"{reverse('zones:estimate_sheet')}?{link}"))


def test_the_sheet_of_a_parcel_gives_its_own_price(client, zone):
    parcel, other = make.parcel(zone=zone), make.parcel(zone=zone)
    make.rate(zone=zone, parcel=parcel, amount=61_000)
    assert "61.000 đồng" in _text(_get(client, "parcel", parcel.slug))
    assert "61.000 đồng" not in _text(_get(client, "parcel", other.slug))


def test_a_zone_of_more_parcels_than_one_sheet_holds_says_so(client, zone, monkeypatch):
    monkeypatch.setattr("zones.plan_parcels.PLAN_LIMIT", 3)
    monkeypatch.setattr("zones.sheets.zone._MOST_LISTED", 2)
    _fill(zone, parcels=3)
    text = _text(_get(client, "zone", zone.slug, form="full"))
    assert "chỉ vẽ 3 lô" not in text and "2 lô đầu tiên" in text and "đã biết đến nay: 3" in text
    _fill(zone, parcels=2)
    text = _text(_get(client, "zone", zone.slug, form="full"))
    assert "chỉ vẽ 3 lô" in text and "đã biết đến nay: 5" in text

"""Fact sheets as PDF: what stands on them, what does not, and that one page is one page."""

import datetime as dt
import unicodedata

import pytest
from django.conf import settings
from django.utils import timezone

from core.disclosure import Publication
from tests import make
from tests.fact_sheets import addresses, get, pdf, text, words_of
from zones.units import RateKind, Unit

pytestmark = pytest.mark.django_db
SQUARE = [[0, 0], [100, 0], [100, 100], [0, 100]]


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


def test_the_sheet_of_a_zone_is_a_whole_file_to_keep(client, zone):
    """With a plain name, every mark of the language, who made it, and the living page one scan or click away."""
    make.board(name_vi="Ban Quản lý các khu công nghiệp")
    source = make.source(publisher_vi="Báo Bắc Kạn", url="https://example.org/bai?a=1&b=2")
    make.figure(zone=zone, measure="area", value="73.5", unit=Unit.HECTARE, as_of="2022-03-09", source=source)
    make.parcel(zone=zone, code="MẪU-07", is_sample=True, outline=SQUARE)
    zone.summary_vi = "Đường nội bộ, khu xử lý nước thải; ưu đãi thuế thu nhập doanh nghiệp."
    zone.name_vi = unicodedata.normalize("NFD", "Khu công nghiệp Chợ Mới ₫ → ‑ \x07Đồng")
    zone.save()
    response, day = get(client, "zone", zone.slug), timezone.localdate()
    assert response["Content-Disposition"] == f'attachment; filename="kcn-tb1-vi-{day}.pdf"'
    assert not response.cookies and response["Cache-Control"] == "no-cache"
    reader = pdf(response)
    _says_what_it_is(reader, day)
    words = words_of(reader)
    assert "Đường nội bộ, khu xử lý nước thải" in words
    assert "Khu công nghiệp Chợ Mới ₫ › - Đồng" in words, "decomposed text is set composed"
    assert "Sơ đồ các lô đất dữ liệu minh họa" in words, "the sheet of a real zone with a plan of samples"
    number = words.partition("09/03/2022 [")[2].partition("]")[0]
    assert number.isdigit() and f"{number}. Báo Bắc Kạn" in words
    page = f"{settings.SITE_URL}{zone.get_absolute_url()}?on={day}"
    assert {"https://example.org/bai?a=1&b=2", page} <= addresses(response)
    assert "example.org/bai?a=1&b=2" in text(get(client, "zone", zone.slug, form="full"))


def _says_what_it_is(reader, day):
    assert reader.metadata.title.startswith("Khu công nghiệp Chợ Mới")
    assert reader.metadata.author == "Ban Quản lý các khu công nghiệp"
    assert reader.metadata.subject == "Tờ thông tin khu công nghiệp"
    assert reader.metadata.creation_date.date() == day
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    names = {font.get_object()["/BaseFont"] for font in fonts}
    assert {name.partition("+")[2] for name in names} >= {"BeVietnamPro-Regular", "BeVietnamPro-Bold"}


def test_a_prototype_says_so_until_it_is_adopted(client, zone):
    response = get(client, "zone", zone.slug, language="en", form="full")
    day = timezone.localdate().isoformat()
    assert response["Content-Disposition"] == f'attachment; filename="kcn-tb1-en-{day}-full.pdf"'
    assert "Prototype – not an official site" in text(response) and response["X-Robots-Tag"] == "noindex"
    make.board(adopting_body_vi="UBND tỉnh", phone="0209")
    response = get(client, "zone", zone.slug, language="en", form="full")
    assert "Prototype" not in text(response) and "X-Robots-Tag" not in response


def test_what_is_not_published_or_has_no_english_says_so(client):
    zone = make.zone(slug="x", summary_en="", summary_vi="Chỉ có tiếng Việt.")
    english = text(get(client, "zone", zone.slug, language="en"))
    assert "Land rent not published yet" in english and "Area not published yet" in english
    assert "Chỉ có tiếng Việt." in english and "Part of this sheet has no English yet" in english
    assert "no English" not in text(get(client, "zone", zone.slug))


@pytest.mark.parametrize("amount", [0, 3, 16])
def test_one_page_is_one_page_whatever_the_record_holds(client, zone, amount):
    """What it leaves out is said, and stands in full."""
    _fill(zone, parcels=amount, others=amount)
    zone.summary_vi = zone.summary_en = "Rất nhiều lời. " * (200 * amount + 1)
    zone.save()
    parcel = zone.parcels.first() or make.parcel(zone=zone)
    for kind, slug in (("zone", zone.slug), ("parcel", parcel.slug)):
        for language in ("vi", "en") if amount != 3 else ("vi",):
            reader = pdf(get(client, kind, slug, language=language))
            assert len(reader.pages) == 1, (kind, language)
            if amount == 16 and (kind, language) == ("zone", "vi"):
                assert "dòng khác trên trang và trong tờ đầy đủ" in words_of(reader)
    if amount == 16:
        _tells_all_with_numbered_pages(pdf(get(client, "zone", zone.slug, form="full")).pages)


def _tells_all_with_numbered_pages(pages):
    texts = [" ".join(page.extract_text().split()) for page in pages]
    whole = " ".join(texts)
    assert "Phí 15" in whole and "Mốc 15" in whole and "Chỉ tiêu 15" in whole and "dòng khác" not in whole
    assert len(pages) > 2
    for number, (page, words) in enumerate(zip(pages, texts, strict=True), 1):
        assert f"Trang {number}/" in words and "Khu công nghiệp Thanh Bình" in words
        forms = [form.get_object() for form in page["/Resources"]["/XObject"].values()]
        assert any(f"({len(pages)})".encode() in form.get_data() for form in forms) or f"/{len(pages)}" in words


def test_nothing_breaks_on_words_longer_than_a_page(client, zone):
    zone.summary_vi = "Đ" * 20_000
    zone.save()
    make.figure(zone=zone, statement_vi="chữ <b>& " * 5000, value=None, unit=Unit.NONE, label_vi="Nhãn")
    make.milestone(zone=zone, text_vi="dài" * 9000)
    for form in ("", "full"):
        assert "chữ <b>&" in text(get(client, "zone", zone.slug, form=form)) or not form


def test_a_past_day_tells_what_was_known_then(client, zone):
    make.figure(zone=zone, measure="area", value="70", unit=Unit.HECTARE, as_of="2020")
    make.figure(zone=zone, measure="area", value="99", unit=Unit.HECTARE, as_of="2025")
    make.rate(zone=zone, amount=40_000, valid_from=dt.date(2019, 1, 1), valid_to=dt.date(2022, 1, 1))
    make.rate(zone=zone, amount=95_500, valid_from=dt.date(2022, 1, 1))
    past = get(client, "zone", zone.slug, on="2021-06-30")
    today, then = text(get(client, "zone", zone.slug)), text(past)
    assert "99 ha" in today and "95.500" in today and "40.000" not in today
    assert "70 ha" in then and "99 ha" not in then and "40.000" in then and "95.500" not in then
    assert "30/06/2021" in then
    assert f"{settings.SITE_URL}{zone.get_absolute_url()}?on=2021-06-30" in addresses(past)


def test_a_day_nobody_can_answer_for_leads_to_the_page_that_says_so(client, zone):
    for day in ("2024-02-30", "hôm nay", "9999-12-31", "0", "\x00"):
        response = get(client, "zone", zone.slug, on=day)
        assert response.status_code == 302 and response["Location"].startswith(f"{zone.get_absolute_url()}?on="), day
    assert client.get(response["Location"]).status_code == 200


def test_drafts_and_withdrawn_rows_have_no_sheet_and_stand_on_none(client, zone):
    parcel = make.parcel(zone=zone, code="KIN", publication=Publication.DRAFT)
    make.rate(zone=zone, amount=77_777, publication=Publication.WITHDRAWN)
    make.figure(zone=zone, label_vi="Kín", publication=Publication.DRAFT)
    words = text(get(client, "zone", zone.slug, form="full"))
    assert "KIN" not in words and "77.777" not in words and "Kín" not in words
    assert get(client, "parcel", parcel.slug).status_code == 404
    zone.publication = Publication.WITHDRAWN
    zone.save()
    assert get(client, "zone", zone.slug).status_code == 404


def test_a_sample_parcel_can_never_be_taken_for_a_real_one(client, zone):
    sample = make.parcel(zone=zone, code="MẪU-07", is_sample=True, outline=SQUARE)
    for language, word, title in (("vi", "MẪU", "MẪU 07"), ("en", "SAMPLE", "SAMPLE 07")):
        response = get(client, "parcel", sample.slug, language=language, form="full")
        for page in pdf(response).pages:
            assert word in page.extract_text().split()
        assert title in text(response) and response["X-Robots-Tag"] == "noindex"
    real = make.parcel(zone=zone, code="CN9", outline=SQUARE, epsg=9213)
    words = text(get(client, "parcel", real.slug))
    assert "Lô CN9" in words and "MẪU" not in words


def test_the_same_sheet_is_the_same_file(client, zone):
    """The tag is made of the file, so that who has it need not take it again: the second making is the first's."""
    _fill(zone)
    for form in ("", "full"):
        first = get(client, "zone", zone.slug, form=form)
        again = client.get(first.wsgi_request.get_full_path(), headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304


def test_the_land_balance_stands_on_the_sheet_once_the_inventory_is_declared(client, zone):
    make.parcel(zone=zone, area=934_400, commercial_status="leased", readiness="serviced")
    make.parcel(zone=zone, area=136_300, commercial_status="available", readiness="serviced")
    assert "87,27%" not in text(get(client, "zone", zone.slug))
    zone.inventory_on, zone.inventory_source = dt.date(2024, 1, 1), make.source()
    zone.save()
    words = text(get(client, "zone", zone.slug))
    assert "107,07" in words and "93,44" in words and "13,63" in words and "87,27%" in words


def test_the_number_of_queries_does_not_grow(client, zone, django_assert_max_num_queries):
    def queries():
        asked = {}
        for kind, slug in (("zone", zone.slug), ("parcel", zone.parcels.first().slug)):
            for form in ("", "full"):
                with django_assert_max_num_queries(12) as seen:
                    get(client, kind, slug, form=form)
                asked[kind, form] = len(seen)
        return asked

    _fill(zone, parcels=2, others=1)
    few = queries()
    _fill(zone, parcels=4, others=3)
    assert queries() == few


def test_the_sheet_of_a_parcel_gives_its_own_price(client, zone):
    parcel, other = make.parcel(zone=zone), make.parcel(zone=zone)
    make.rate(zone=zone, parcel=parcel, amount=61_000)
    assert "61.000 đồng" in text(get(client, "parcel", parcel.slug))
    assert "61.000 đồng" not in text(get(client, "parcel", other.slug))


def test_a_zone_of_more_parcels_than_one_sheet_holds_says_so(client, zone, monkeypatch):
    monkeypatch.setattr("zones.plan_parcels.PLAN_LIMIT", 3)
    monkeypatch.setattr("zones.sheets.zone._MOST_LISTED", 2)
    _fill(zone, parcels=3)
    words = text(get(client, "zone", zone.slug, form="full"))
    assert "chỉ vẽ 3 lô" not in words and "2 lô đầu tiên" in words and "đã biết đến nay: 3" in words
    _fill(zone, parcels=2)
    words = text(get(client, "zone", zone.slug, form="full"))
    assert "chỉ vẽ 3 lô" in words and "đã biết đến nay: 5" in words

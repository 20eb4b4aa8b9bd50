"""Sheets out and in: the round trip changes nothing, and what was changed on the way is read as it was meant."""

from decimal import Decimal

import pytest
from django.utils import translation

from core.roles import Role
from tests import make
from tests.workbooks import (
    CSV,
    XLSX,
    book_of,
    changed,
    confirmed,
    exported,
    filled_parcel,
    new_rows,
    page,
    previewed,
    refusals,
    rows_of,
    with_cells,
)
from zones.models import Parcel, Zone


@pytest.fixture
def officer(db, client):
    person = make.user(Role.EDITOR)
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    ("language", "format", "models"), (("vi", XLSX, (Zone, Parcel)), ("en", CSV, (Parcel, make.Project)))
)
def test_a_sheet_taken_back_changes_nothing(client, officer, format, language, models):
    filled_parcel(code="CN-01"), filled_parcel(code="CN-02", note_vi="=1+1", former_area="12.35", is_sample=True)
    make.project(zone=Zone.objects.first(), capital="12.345")
    with translation.override(language):
        for model in models:
            before = list(model.objects.values())
            preview = previewed(client, model, exported(client, model, format), format)
            assert not refusals(preview), refusals(preview)
            assert {row.import_type for row in preview.context["result"].rows} == {"skip"}
            confirmed(client, model, preview)
            assert list(model.objects.values()) == before
    assert all(parcel.history.count() == 1 for parcel in Parcel.objects.all())


def test_a_sheet_made_in_one_language_is_read_in_the_other(client, officer):
    filled_parcel()
    book = exported(client, Parcel)
    client.cookies.clear()
    client.force_login(officer)
    with translation.override("en"):
        preview = previewed(client, Parcel, book)
    assert not refusals(preview)


def test_numbers_and_days_leave_as_numbers_and_days_and_no_formula_leaves(client, officer):
    filled_parcel(code="CN-01", note_vi="=HYPERLINK(1)", note_en="+84 209")
    heads, row = rows_of(exported(client, Parcel))
    assert "'=HYPERLINK(1)" in row and "'+84 209" in row
    cells = dict(zip(heads, row, strict=True))
    assert cells["Diện tích theo quyết định, m²"] == 12500.5
    assert cells["Giữ chỗ đến"].year == 2027
    assert cells["Tình trạng cho thuê"] == "Còn trống"
    assert not {"search_text", "Tên"} & set(heads)


def test_a_text_file_holds_the_same_numbers_in_any_language(client, officer):
    filled_parcel(code="CN-01")
    texts = []
    for language in ("vi", "en"):
        with translation.override(language):
            texts.append(exported(client, Parcel, CSV).decode("utf-8-sig"))
    assert all("12500.50" in text for text in texts)


def test_only_two_formats_are_offered(client, officer):
    form = client.get(page(Parcel, "export")).context["form"]
    assert [label for value, label in form.fields["format"].choices if value] == ["xlsx", "csv"]


def test_a_changed_cell_is_saved_with_its_author(client, officer):
    parcel = filled_parcel(code="CN-01")
    rows = changed(rows_of(exported(client, Parcel)), "CN-01", "Điện đến chân lô, kW", 1250.5)
    preview = previewed(client, Parcel, book_of(rows))
    assert not refusals(preview)
    assert preview.context["proposals"] == [(2, str(parcel), False, [("Điện đến chân lô, kW", "400", "1.250,5")])]
    parcel.refresh_from_db()
    assert parcel.power_kw == 400
    confirmed(client, Parcel, preview)
    parcel.refresh_from_db()
    assert parcel.power_kw == Decimal("1250.50") and parcel.version == 2
    assert parcel.history.first().history_user == officer


def test_a_number_that_can_mean_only_one_thing_is_read(client, officer):
    values = {"CN-01": "12345,6", "CN-02": "1.234.567,8", "CN-03": "153.93"}
    for code in values:
        filled_parcel(code=code)
    rows = with_cells(rows_of(exported(client, Parcel)), values)
    confirmed(client, Parcel, previewed(client, Parcel, book_of(rows)))
    read = [str(area.normalize()) for area in Parcel.objects.order_by("code").values_list("area", flat=True)]
    assert read == ["12345.6", "1234567.8", "153.93"]


def test_a_new_row_begins_as_a_draft_of_unknown_state(client, officer):
    zone, source = make.zone(code="TB9"), make.source(key="quyet-dinh-1")
    preview = previewed(client, Parcel, new_rows(["TB9", "CN-77", 20000, "quyet-dinh-1"]))
    assert not refusals(preview), refusals(preview)
    confirmed(client, Parcel, preview)
    parcel = Parcel.objects.get(zone=zone, code="CN-77")
    assert (parcel.slug, parcel.area, parcel.source) == ("tb9-cn-77", 20000, source)
    assert {getattr(parcel, axis) for axis in parcel.lifecycles} == {"unknown"}
    assert (parcel.publication, parcel.is_sample) == ("draft", False)
    confirmed(client, Parcel, preview)
    assert Parcel.objects.count() == 1, "confirming twice does no harm"


def test_semicolons_are_understood(client, officer):
    make.zone(code="TB9"), make.source(key="quyet-dinh-1")
    text = "Khu công nghiệp;Số lô theo quy hoạch;Diện tích theo quyết định, m²;Nguồn\nTB9;CN-77;12345,6;quyet-dinh-1\n"
    confirmed(client, Parcel, previewed(client, Parcel, text.encode(), CSV))
    assert Parcel.objects.get().area == Decimal("12345.6")


def test_an_export_asks_few_questions_however_long_it_is(client, officer, django_assert_max_num_queries):
    zone, source = make.zone(), make.source()
    for _row in range(12):
        filled_parcel(zone=zone, source=source)
    with django_assert_max_num_queries(8):
        exported(client, Parcel)


def test_dates_known_in_part_come_and_go_as_offices_write_them(client, officer):
    zone = make.zone(as_of="2024-04-16")
    rows = rows_of(exported(client, Zone))
    assert {"Tên (tiếng Việt)", "Tên (tiếng Anh)"} <= set(rows[0]), "headings name their language in words"
    place = rows[0].index("Tính đến")
    assert rows[1][place] == "16/04/2024"
    rows[1][place] = "quý II/2025"
    confirmed(client, Zone, previewed(client, Zone, book_of(rows)))
    zone.refresh_from_db()
    assert zone.as_of == "2025-Q2"
    rows[1][place] = "hôm qua"
    assert "hôm qua" in refusals(previewed(client, Zone, book_of(rows)))[2]

"""Sheets out and in: the round trip changes nothing, doubtful cells are refused by row and column, all rows or none."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from core.roles import Role
from tests import make
from zones.models import Parcel, Zone

XLSX, CSV = "0", "1"


@pytest.fixture
def officer(db, client):
    person = make.user(Role.EDITOR)
    client.force_login(person)
    return person


def page(model, name):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}")


def exported(client, model, format=XLSX):
    response = client.post(page(model, "export"), {"format": format, "resource": "0"})
    assert response.status_code == 200 and "attachment" in response["Content-Disposition"]
    return response.content


def rows_of(book):
    return [list(row) for row in openpyxl.load_workbook(BytesIO(book)).active.iter_rows(values_only=True)]


def book_of(rows):
    book, out = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def previewed(client, model, content, format=XLSX, resource="0"):
    file = SimpleUploadedFile("so-lieu.xlsx" if format == XLSX else "so-lieu.csv", content)
    return client.post(page(model, "import"), {"import_file": file, "format": format, "resource": resource})


def confirmed(client, model, preview):
    return client.post(page(model, "process_import"), preview.context["confirm_form"].initial, follow=True)


def refusals(response):
    return {row: " ".join(said) for row, said in response.context.get("refusals", [])}


def changed(rows, code, column, value):
    heads = rows[0]
    return [heads] + [
        [value if head == column else cell for head, cell in zip(heads, row, strict=True)] if code in row else row
        for row in rows[1:]
    ]


def filled_parcel(**fields):
    return make.parcel(
        **{
            "area": "12500.50",
            "power_kw": 400,
            "note_vi": "Góc đường D1\nGần trạm điện",
            "commercial_status": "available",
            "reserved_until": "2027-06-30",
        }
        | fields
    )


@pytest.mark.parametrize(("language", "format"), (("vi", XLSX), ("en", CSV)))
def test_a_sheet_taken_back_changes_nothing(client, officer, format, language):
    filled_parcel(code="CN-01"), filled_parcel(code="CN-02", note_vi="=1+1", former_area="12.35", is_sample=True)
    make.project(zone=Zone.objects.first(), capital="12.345")
    with translation.override(language):
        for model in (Zone, Parcel, make.Project):
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


def test_numbers_and_days_leave_as_numbers_and_days(client, officer):
    filled_parcel(code="CN-01")
    heads, row = rows_of(exported(client, Parcel))
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


def with_cells(client, values, column="Diện tích theo quyết định, m²"):
    """The sheet of parcels named by the keys of `values`, each with its value in `column`; as rows."""
    for code in values:
        filled_parcel(code=code)
    rows = rows_of(exported(client, Parcel))
    for code, value in values.items():
        rows = changed(rows, code, column, value)
    return rows


def test_a_doubtful_number_is_refused_by_row_and_column(client, officer):
    doubtful = {"CN-01": "12.345", "CN-02": "1.234,5,6", "CN-03": "mười", "CN-04": "1,234.5"}
    rows = with_cells(client, doubtful | {"CN-05": 20_000})
    preview = previewed(client, Parcel, book_of(rows))
    at = {number for number, row in enumerate(rows, start=1) if doubtful.keys() & set(row)}
    assert refusals(preview).keys() == at and len(at) == len(doubtful)
    assert all("Diện tích theo quyết định, m²" in said for said in refusals(preview).values())
    assert "confirm_form" not in preview.context
    assert all(f'<td class="day">{number}</td>' in preview.content.decode() for number in at)


def test_a_number_that_can_mean_only_one_thing_is_read(client, officer):
    rows = with_cells(client, {"CN-01": "12345,6", "CN-02": "1.234.567,8", "CN-03": "153.93"})
    confirmed(client, Parcel, previewed(client, Parcel, book_of(rows)))
    read = [str(area.normalize()) for area in Parcel.objects.order_by("code").values_list("area", flat=True)]
    assert read == ["12345.6", "1234567.8", "153.93"]


def test_one_bad_row_keeps_out_all(client, officer):
    first, second = filled_parcel(code="CN-01"), filled_parcel(code="CN-02")
    rows = changed(rows_of(exported(client, Parcel)), "CN-01", "Điện đến chân lô, kW", 999)
    rows = changed(rows, "CN-02", "Diện tích theo quyết định, m²", -5)
    assert list(refusals(previewed(client, Parcel, book_of(rows))))
    for parcel in (first, second):
        parcel.refresh_from_db()
        assert parcel.version == 1


def test_what_changed_between_preview_and_confirmation_is_refused_whole(client, officer):
    first, second = filled_parcel(code="CN-01"), filled_parcel(code="CN-02")
    rows = rows_of(exported(client, Parcel))
    for code in ("CN-01", "CN-02"):
        rows = changed(rows, code, "Điện đến chân lô, kW", 999)
    preview = previewed(client, Parcel, book_of(rows))
    second.refresh_from_db()
    second.power_kw = 500
    second.save()
    response = confirmed(client, Parcel, preview)
    assert "400 → 500" in " ".join(str(message) for message in response.context["messages"])
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.power_kw, second.power_kw) == (400, 500)


def test_an_old_sheet_does_not_overwrite(client, officer):
    parcel = filled_parcel(code="CN-01")
    rows = changed(rows_of(exported(client, Parcel)), "CN-01", "Điện đến chân lô, kW", 999)
    parcel.refresh_from_db()
    parcel.water_m3_day = 12
    parcel.save()
    assert "12" in refusals(previewed(client, Parcel, book_of(rows)))[2]


def test_a_sheet_that_does_not_say_its_version_changes_nothing(client, officer):
    filled_parcel(code="CN-01")
    heads, row = changed(rows_of(exported(client, Parcel)), "CN-01", "Điện đến chân lô, kW", 999)
    version = heads.index(next(head for head in heads if head and head.lower() in ("phiên bản", "version")))
    del heads[version], row[version]
    assert list(refusals(previewed(client, Parcel, book_of([heads, row])))) == [2]


def test_states_publication_and_sample_are_not_changed_by_a_file(client, officer):
    fixed = (("Tình trạng cho thuê", "Đã cho thuê"), ("Đăng tải", "Bản nháp"), ("Dữ liệu minh họa", "có"))
    columns = {f"CN-{at:02}": change for at, change in enumerate(fixed, 1)}
    for code in columns:
        filled_parcel(code=code)
    rows = rows_of(exported(client, Parcel))
    for code, (column, value) in columns.items():
        assert column in rows[0]
        rows = changed(rows, code, column, value)
    said = refusals(previewed(client, Parcel, book_of(rows)))
    for at, row in enumerate(rows[1:], 2):
        (code,) = columns.keys() & set(row)
        assert columns[code][0] in said[at]
    states = set(Parcel.objects.values_list("commercial_status", "publication", "is_sample"))
    assert states == {("available", "published", False)}


def new_rows(*rows):
    heads = ["Khu công nghiệp", "Số lô theo quy hoạch", "Diện tích theo quyết định, m²", "Nguồn"]
    return book_of([heads, *rows])


def test_a_new_row_begins_as_a_draft_of_unknown_state(client, officer):
    zone, source = make.zone(code="TB9"), make.source(key="quyet-dinh-1")
    preview = previewed(client, Parcel, new_rows(["TB9", "CN-77", 20000, "quyet-dinh-1"]))
    assert not refusals(preview), refusals(preview)
    confirmed(client, Parcel, preview)
    parcel = Parcel.objects.get(zone=zone, code="CN-77")
    assert (parcel.slug, parcel.area, parcel.source) == ("tb9-cn-77", 20000, source)
    assert {getattr(parcel, axis) for axis in parcel.lifecycles} == {"unknown"}
    assert (parcel.publication, parcel.is_sample) == ("draft", False)


def test_a_row_of_the_sample_does_not_come_back_as_a_real_one(client, officer):
    parcel = filled_parcel(code="MẪU-01", is_sample=True, commercial_status="unknown", publication="draft")
    book = exported(client, Parcel)
    parcel.delete()
    assert list(refusals(previewed(client, Parcel, book))) == [2]


def test_what_does_not_exist_is_named(client, officer):
    make.source(key="quyet-dinh-1")
    said = refusals(previewed(client, Parcel, new_rows(["XX1", "CN-77", 1, "quyet-dinh-1"])))[2]
    assert "XX1" in said and "Khu công nghiệp" in said


def test_formulas_are_neither_run_nor_taken(client, officer):
    make.zone(code="TB9"), make.source(key="quyet-dinh-1")
    for content, format in (
        (new_rows(["TB9", "CN-77", "=10000*2", "quyet-dinh-1"]), XLSX),
        ("Khu công nghiệp,Số lô theo quy hoạch,Nguồn\nTB9,=1+1,quyet-dinh-1\n".encode(), CSV),
    ):
        response = previewed(client, Parcel, content, format)
        assert response.context["form"].errors["import_file"]
    assert not Parcel.objects.exists()


def test_no_formula_leaves_in_a_sheet(client, officer):
    filled_parcel(code="CN-01", note_vi="=HYPERLINK(1)", note_en="+84 209")
    cells = rows_of(exported(client, Parcel))[1]
    assert "'=HYPERLINK(1)" in cells and "'+84 209" in cells


NO_FILES = (
    (b"not a workbook", XLSX),
    (b"\xff\xfe\x00bad", CSV),
    (b"", XLSX),
    (b"a,b\n1,2\n", CSV),
    (b"a\n1,2,3\n", CSV),
)


def test_a_file_that_is_none_is_told_in_words(client, officer):
    for content, format in NO_FILES:
        response = previewed(client, Parcel, content, format)
        assert response.status_code == 200, content
        assert refusals(response) or response.context["form"].errors, content


def test_semicolons_are_understood(client, officer):
    make.zone(code="TB9"), make.source(key="quyet-dinh-1")
    text = "Khu công nghiệp;Số lô theo quy hoạch;Diện tích theo quyết định, m²;Nguồn\nTB9;CN-77;12345,6;quyet-dinh-1\n"
    confirmed(client, Parcel, previewed(client, Parcel, text.encode(), CSV))
    assert Parcel.objects.get().area == Decimal("12345.6")


def test_confirming_twice_does_no_harm(client, officer):
    make.zone(code="TB9"), make.source(key="quyet-dinh-1")
    preview = previewed(client, Parcel, new_rows(["TB9", "CN-77", 20000, "quyet-dinh-1"]))
    confirmed(client, Parcel, preview)
    confirmed(client, Parcel, preview)
    assert Parcel.objects.count() == 1


def test_the_import_itself_refuses_a_look(client, officer):
    assert client.get(page(Parcel, "process_import")).status_code == 405


def test_an_auditor_takes_out_and_puts_nothing_in(db, client):
    client.force_login(make.user(Role.AUDITOR))
    for model in (Zone, Parcel, make.Project):
        assert client.post(page(model, "export"), {"format": XLSX, "resource": "0"}).status_code == 200, model
        assert client.post(page(model, "import"), {}).status_code == 403, model
        assert client.post(page(model, "process_import"), {}).status_code == 403, model


def test_an_export_asks_few_questions_however_long_it_is(client, officer, django_assert_max_num_queries):
    zone, source = make.zone(), make.source()
    for _row in range(30):
        filled_parcel(zone=zone, source=source)
    with django_assert_max_num_queries(8):
        exported(client, Parcel)


def test_dates_known_in_part_come_and_go_as_offices_write_them(client, officer):
    zone = make.zone(as_of="2024-04-16")
    rows = rows_of(exported(client, Zone))
    place = rows[0].index("Tính đến")
    assert rows[1][place] == "16/04/2024"
    rows[1][place] = "quý II/2025"
    confirmed(client, Zone, previewed(client, Zone, book_of(rows)))
    zone.refresh_from_db()
    assert zone.as_of == "2025-Q2"
    rows[1][place] = "hôm qua"
    assert "hôm qua" in refusals(previewed(client, Zone, book_of(rows)))[2]


def test_headings_name_their_language_in_words(client, officer):
    make.zone()
    headings = rows_of(exported(client, Zone))[0]
    assert "Tên (tiếng Việt)" in headings and "Tên (tiếng Anh)" in headings


def test_a_number_below_the_limit_is_refused_without_a_decimal_point(client, officer):
    filled_parcel()
    rows = rows_of(exported(client, Parcel))
    rows[1][rows[0].index("Diện tích theo quyết định, m²")] = -3
    said = refusals(previewed(client, Parcel, book_of(rows)))[2]
    assert "lớn hơn 0" in said and "0.01" not in said

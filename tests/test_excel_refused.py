"""Sheets that are not taken: doubtful cells are named by row and column, and all rows come in or none."""

from copy import deepcopy

import pytest

from core.roles import Role
from tests import make
from tests.once import once
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


def _sheet():
    """Five parcels, and the sheet of them as it was taken out."""
    zone, source = make.zone(), make.source()
    for at in range(1, 6):
        filled_parcel(zone=zone, source=source, code=f"CN-{at:02}")
    return rows_of(exported(make.client_of(Role.EDITOR), Parcel))


_rows = once(_sheet)


@pytest.fixture(autouse=True)
def rows(_rows, db):
    return deepcopy(_rows)


@pytest.fixture
def officer(db, client):
    person = make.user(Role.EDITOR)
    client.force_login(person)
    return person


def test_a_doubtful_number_is_refused_by_row_and_column(client, officer, rows):
    doubtful = {"CN-01": "12.345", "CN-02": "1.234,5,6", "CN-03": "mười", "CN-04": "1,234.5"}
    rows = with_cells(rows, doubtful | {"CN-05": 20_000})
    preview = previewed(client, Parcel, book_of(rows))
    at = {number for number, row in enumerate(rows, start=1) if doubtful.keys() & set(row)}
    assert refusals(preview).keys() == at and len(at) == len(doubtful)
    assert all("Diện tích theo quyết định, m²" in said for said in refusals(preview).values())
    assert "confirm_form" not in preview.context
    assert all(f'<td class="day">{number}</td>' in preview.content.decode() for number in at)


def test_one_bad_row_keeps_out_all(client, officer, rows):
    rows = changed(rows, "CN-01", "Điện đến chân lô, kW", 999)
    rows = changed(rows, "CN-02", "Diện tích theo quyết định, m²", -5)
    (said,) = refusals(previewed(client, Parcel, book_of(rows))).values()
    assert "lớn hơn 0" in said and "0.01" not in said, "no decimal point in Vietnamese"
    assert {parcel.version for parcel in Parcel.objects.all()} == {1}


def test_what_changed_between_preview_and_confirmation_is_refused_whole(client, officer, rows):
    rows = with_cells(rows, {"CN-01": 999, "CN-02": 999}, "Điện đến chân lô, kW")
    preview = previewed(client, Parcel, book_of(rows))
    first, second = Parcel.objects.order_by("code")[:2]
    second.power_kw = 500
    second.save()
    response = confirmed(client, Parcel, preview, follow=True)
    assert "400 → 500" in " ".join(str(message) for message in response.context["messages"])
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.power_kw, second.power_kw) == (400, 500)


def test_an_old_sheet_does_not_overwrite(client, officer, rows):
    rows = changed(rows, "CN-01", "Điện đến chân lô, kW", 999)
    parcel = Parcel.objects.get(code="CN-01")
    parcel.water_m3_day = 12
    parcel.save()
    assert "12" in refusals(previewed(client, Parcel, book_of(rows)))[2]


def test_a_sheet_that_does_not_say_its_version_changes_nothing(client, officer, rows):
    heads, row = changed(rows[:2], "CN-01", "Điện đến chân lô, kW", 999)
    version = heads.index(next(head for head in heads if head and head.lower() in ("phiên bản", "version")))
    del heads[version], row[version]
    assert list(refusals(previewed(client, Parcel, book_of([heads, row])))) == [2]


def test_states_publication_and_sample_are_not_changed_by_a_file(client, officer, rows):
    fixed = (("Tình trạng cho thuê", "Đã cho thuê"), ("Đăng tải", "Bản nháp"), ("Dữ liệu minh họa", "có"))
    columns = {f"CN-{at:02}": change for at, change in enumerate(fixed, 1)}
    for code, (column, value) in columns.items():
        assert column in rows[0]
        rows = changed(rows, code, column, value)
    said = refusals(previewed(client, Parcel, book_of(rows)))
    for at, row in enumerate(rows[1:4], 2):
        (code,) = columns.keys() & set(row)
        assert columns[code][0] in said[at]
    states = set(Parcel.objects.values_list("commercial_status", "publication", "is_sample"))
    assert states == {("available", "published", False)}


def test_a_row_of_the_sample_does_not_come_back_as_a_real_one(client, officer):
    parcel = filled_parcel(code="MẪU-01", is_sample=True, commercial_status="unknown", publication="draft")
    heads, *rows = rows_of(exported(client, Parcel))
    parcel.delete()
    (row,) = [row for row in rows if "MẪU-01" in row]
    assert list(refusals(previewed(client, Parcel, book_of([heads, row])))) == [2]


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
    assert Parcel.objects.count() == 5


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


def test_the_import_itself_refuses_a_look(client, officer):
    assert client.get(page(Parcel, "process_import")).status_code == 405


def test_an_auditor_takes_out_and_puts_nothing_in(db, client):
    client.force_login(make.user(Role.AUDITOR))
    for model in (Zone, Parcel, make.Project):
        assert client.post(page(model, "export"), {"format": XLSX, "resource": "0"}).status_code == 200, model
        assert client.post(page(model, "import"), {}).status_code == 403, model
        assert client.post(page(model, "process_import"), {}).status_code == 403, model

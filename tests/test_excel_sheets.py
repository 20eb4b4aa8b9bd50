"""Every kind of sheet: taken back it changes nothing, its template is read, many rows ask as little as few."""

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
import tablib
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from core.cells import ChoiceCell
from core.excel_files import CommaText, Excel
from core.roles import Role
from investors.models import Investor
from investors.resources import InvestorResource
from procedures.models import Paper, Procedure, Step
from procedures.resources import PaperResource, ProcedureResource, StepResource
from projects.models import Project
from projects.resources import ProjectResource
from tests import make
from tests.workbooks import CSV, XLSX, book_of, confirmed, exported, page, previewed, refusals, rows_of
from zones.models import Figure, Parcel, Rate, Zone
from zones.resources import FigureResource, ParcelResource, RateResource, ZoneResource

pytestmark = pytest.mark.django_db

_STATED = {"source": "nguon", "as_of": "04/2024"}
# What a new row of each kind needs, and a cell that a second sheet changes.
KINDS = {
    ZoneResource: (
        lambda n: {
            "code": f"K{n}",
            "name_vi": f"Khu {n}",
            "short_name_vi": f"K {n}",
            "summary_vi": "Một khu",
            **_STATED,
        },
        "developer_en",
    ),
    ParcelResource: (
        lambda n: {"zone": "TB9", "code": f"CN-{n}", "area": 12345.5, "note_vi": "'=1+1", **_STATED},
        "note_en",
    ),
    RateResource: (
        lambda n: {
            "key": f"gia-{n}",
            "kind": "land_rent_annual",
            "zone": "TB9",
            "amount": 38500 + n,
            "unit": "m2_year",
            "valid_from": dt.date(2024, 1, 1),
            **_STATED,
        },
        "note_en",
    ),
    FigureResource: (
        lambda n: {
            "key": f"so-{n}",
            "topic": "labour",
            "label_vi": "Lao động",
            "value": 12.345,
            "unit": "none",
            "is_approximate": "có",
            **_STATED,
        },
        "label_en",
    ),
    InvestorResource: (
        lambda n: {"slug": f"cong-ty-{n}", "name_vi": f"Công ty {n}", "tax_code": "0100100100", **_STATED},
        "about_en",
    ),
    ProjectResource: (
        lambda n: {
            "slug": f"du-an-{n}",
            "name_vi": f"Dự án {n}",
            "zone": "TB9",
            "capital": 125.5,
            "started_on": "quý II/2024",
            **_STATED,
        },
        "jobs_en",
    ),
    ProcedureResource: (
        lambda n: {
            "slug": f"thu-tuc-{n}",
            "name_vi": f"Thủ tục {n}",
            "field": "land",
            "time_value": 15,
            "time_unit": "day",
            "has_forms": "không",
            **_STATED,
        },
        "note_en",
    ),
    StepResource: (lambda n: {"procedure": "cap-phep", "order": n + 1, "text_vi": f"Bước {n}"}, "text_en"),
    PaperResource: (lambda n: {"procedure": "cap-phep", "order": n + 1, "name_vi": f"Giấy {n}"}, "name_en"),
}
SHEETS = [
    (Zone, 0),
    (Parcel, 0),
    (Rate, 0),
    (Figure, 0),
    (Investor, 0),
    (Project, 0),
    (Procedure, 0),
    (Procedure, 1),
    (Procedure, 2),
]


@pytest.fixture
def officer(db, client):
    person = make.user(Role.EDITOR)
    client.force_login(person)
    return person


def ground():
    make.zone(code="TB9"), make.source(key="nguon")
    make.procedure(slug="cap-phep", publication="draft")


def sheet_of(kind, rows):
    columns = kind().columns()
    return book_of([[columns[name].column_name for name in rows[0]], *(list(row.values()) for row in rows)])


def taken(kind, rows, user):
    with CaptureQueriesContext(connection) as asked:
        result = kind().import_data(
            kind_of(XLSX).create_dataset(sheet_of(kind, rows)), user=user, rollback_on_validation_errors=True
        )
    said = [str(error.error) for error in result.base_errors] + [row.error_dict for row in result.invalid_rows]
    assert not said and not result.row_errors(), said
    # Rows are written some hundred at a time; all else is asked once.
    return {row.import_type for row in result.rows}, sum(1 for one in asked if not one["sql"].startswith("INSERT"))


def kind_of(format):
    return {XLSX: Excel, CSV: CommaText}[format]()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_sheet_of_each_kind_goes_in_comes_out_and_changes_nothing_more(kind):
    """Both files and languages; searched, with its author in history; as many questions for 4 rows as for 2."""
    ground()
    person, (row, changed) = make.user(Role.EDITOR), KINDS[kind]
    model = kind._meta.model
    few, questions_few = taken(kind, [row(n) for n in range(2)], person)
    many, questions_many = taken(kind, [row(n) for n in range(2, 6)], person)
    assert few == many == {"new"} and questions_few == questions_many
    new = kind().get_queryset().filter(pk__in=model.history.filter(history_user=person).values("id"))
    assert new.count() == 6
    assert all(record.search_text for record in new if hasattr(record, "search_text"))
    before = stored(model)
    for language, format in (("vi", XLSX), ("vi", CSV), ("en", CSV)):  # a workbook in English follows
        with translation.override(language):
            result = back(kind, kind().export(model.objects.all()), format, person)
            assert {one.import_type for one in result.rows} == {"skip"}, (language, format)
    assert stored(model) == before

    with translation.override("en"):
        sheet = kind().export(new)
        at = sheet.headers.index(kind().columns()[changed].column_name)
        rows = [[*cells[:at], "Changed", *cells[at + 1 :]] for cells in sheet]
        result = back(kind, tablib.Dataset(*rows, headers=sheet.headers), XLSX, person)
    assert {one.import_type for one in result.rows} == {"update"}, [one.error_dict for one in result.invalid_rows]
    theirs = set(new.values_list("pk", flat=True))
    own = {pk: {changed: "Changed", "version": 2} if pk in theirs else {} for pk in before}
    assert stored(model) == {pk: row | own[pk] for pk, row in before.items()}
    assert new.first().history.first().version == 2


def stored(model):
    """{pk: the columns as they are stored, but for the words to search}, in no language."""
    rows = {row["id"]: row for row in models.QuerySet(model).values()}
    return {pk: {name: value for name, value in row.items() if name != "search_text"} for pk, row in rows.items()}


def back(kind, sheet, format, user):
    book = kind_of(format)
    return kind().import_data(book.create_dataset(book.export_data(sheet)), user=user)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_word_of_a_list_is_read_in_both_languages(kind):
    for column in kind().columns().values():
        if isinstance(column.widget, ChoiceCell):
            for language in ("vi", "en"):
                with translation.override(language):
                    words = column.widget.listed()
                    assert len(set(words.values())) == len(words)
                    written = {code: column.widget.render(code) for code in words}
                with translation.override("en" if language == "vi" else "vi"):
                    assert {code: column.widget.clean(word) for code, word in written.items()} == {c: c for c in words}


@pytest.mark.parametrize(("model", "number"), SHEETS)
def test_a_template_tells_all_and_is_itself_no_record(client, officer, model, number):
    ground()
    for language, mark in (("en", "EXAMPLE"), ("vi", "VÍ DỤ")):
        with translation.override(language):
            response = client.get(page(model, "import_template"), {"resource": number})
        book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))
        sheet, listed, guide = book.worksheets
        heads = [cell.value for cell in sheet[1]]
        assert sheet["A2"].value.startswith(mark)
        assert [row[0].value for row in guide.iter_rows(min_row=2)] == heads
        rules = sheet.data_validations.dataValidation
        assert {rule.type for rule in rules} <= {"list"} and len(rules) == sum(1 for cell in listed[1] if cell.value)
    count = model.objects.count()
    out = BytesIO()
    book.save(out)
    preview = previewed(client, model, out.getvalue(), resource=str(number))
    assert not refusals(preview) and not preview.context["form"].errors
    assert preview.context["proposals"] == [] and model.objects.count() == count


def test_what_the_public_has_read_of_prices_and_procedures_waits_for_another_person(client, officer):
    ground()
    rate = make.rate(publication="published")
    rows = rows_of(exported(client, Rate))
    rows[1][rows[0].index("Số tiền")] = 1
    assert "người khác duyệt" in refusals(previewed(client, Rate, book_of(rows)))[2]
    shown = make.procedure(publication="published")
    step = sheet_of(StepResource, [{"procedure": shown.slug, "order": 9, "text_vi": "Bước mới"}])
    assert "người khác duyệt" in refusals(previewed(client, Procedure, step, resource="1"))[2]
    rate.refresh_from_db()
    assert rate.version == 1 and not Step.objects.filter(order=9).exists()


def test_papers_and_steps_leave_with_the_list_as_it_was_narrowed(client, officer):
    one, other = make.procedure(name_vi="Cấp phép xây dựng"), make.procedure()
    for procedure in (one, other):
        Paper.objects.update_or_create(procedure=procedure, order=50, defaults={"name_vi": f"Đơn {procedure.pk}"})
    response = client.post(f"{page(Procedure, 'export')}?q={one.name_vi}", {"format": XLSX, "resource": "2"})
    assert {row[0] for row in rows_of(response.content)[1:]} == {one.slug}


def test_the_same_record_twice_and_a_taken_word_are_refused_by_row(client, officer):
    ground()
    row = KINDS[ParcelResource][0]
    said = refusals(previewed(client, Parcel, sheet_of(ParcelResource, [row(1), row(2), row(1)])))
    assert list(said) == [4] and "Dòng 2" in said[4]
    make.parcel(slug="da-co")
    rows = [row(1) | {"slug": "da-co"}, row(2) | {"slug": "moi"}, row(3) | {"slug": "moi"}]
    said = refusals(previewed(client, Parcel, sheet_of(ParcelResource, rows)))
    assert list(said) == [2, 4] and not Parcel.objects.filter(code__startswith="CN-").exclude(slug="da-co").exists()


def test_a_dash_is_neither_zero_nor_unknown_and_an_empty_cell_is_unknown(client, officer):
    ground()
    row = KINDS[ParcelResource][0]
    dashes = [row(at) | {"area": dash} for at, dash in enumerate("-–")]
    said = refusals(previewed(client, Parcel, sheet_of(ParcelResource, dashes)))
    assert list(said) == [2, 3] and all("số 0" in words for words in said.values())
    confirmed(client, Parcel, previewed(client, Parcel, sheet_of(ParcelResource, [row(1) | {"area": None}])))
    assert Parcel.objects.get(code="CN-1").area is None


def test_a_preview_has_pages_and_belongs_to_who_made_it(client, officer):
    ground()
    row = KINDS[InvestorResource][0]
    preview = previewed(client, Investor, sheet_of(InvestorResource, [row(n) for n in range(205)]))
    assert (len(preview.context["proposals"]), preview.context["page_count"]) == (200, 2)
    ticket = preview.context["confirm_form"].initial["import_file_name"]
    second = client.get(page(Investor, "import_preview"), {"file": ticket, "p": 2})
    assert len(second.context["proposals"]) == 5 and "cong-ty" not in ticket
    assert client.get(page(Investor, "import_preview"), {"file": "x", "p": "x"}).status_code == 302
    assert client.get(page(Investor, "import_progress"), {"word": "../../etc"}).json() == {"done": 0, "total": 0}
    client.force_login(make.user(Role.EDITOR))
    answer = client.post(page(Investor, "process_import"), preview.context["confirm_form"].initial)
    assert answer.status_code == 302 and not Investor.objects.exists()
    assert client.post(page(Investor, "process_import"), {"format": "9", "resource": "77"}).status_code == 302


def test_who_may_not_import_sees_none_of_its_pages(client):
    names = ("import_template", "import_preview", "import_progress")
    pages = [page(model, name) for model, _number in SHEETS[:7] for name in names]
    for role, method, status in ((Role.AUDITOR, client.get, 403), (Role.EDITOR, client.post, 405)):
        client.force_login(make.user(role))
        assert [one for one in pages if method(one).status_code != status] == []


def test_a_template_that_is_none_is_not_found(client, officer):
    for number in ("99", "-1", "x", "9" * 5000):
        assert client.get(reverse("admin:zones_zone_import_template"), {"resource": number}).status_code == 404, number

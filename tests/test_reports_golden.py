"""Each form, printed from a record whose sums can be checked by hand, reads as its golden file says.

`WRITE_GOLDEN=1` writes the files anew; they are to be read before they are kept.
"""

import io
import os
from pathlib import Path

import pytest
from django.utils import translation
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from openpyxl import load_workbook

from reports.paper import as_document
from reports.printing import printed
from reports.sheet import as_workbook
from tests import make, make_reports

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden_reports"
FORMS = ("2101", "2102", "2103", "2104", "2107")


def _shown(cell):
    """What a reader of the sheet sees in an English Excel."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, str):
        return cell.value
    return f"{cell.value:,.{len(cell.number_format.partition('.')[2])}f}"


def of_workbook(content):
    book = load_workbook(io.BytesIO(content))
    for sheet in book:
        yield f"## {sheet.title} · {sheet.page_setup.orientation} · {sheet.print_title_rows}"
        yield from (" | ".join(map(_shown, row)).rstrip(" |") for row in sheet.iter_rows())


def of_document(content):
    document = Document(io.BytesIO(content))
    yield from (paragraph.text for paragraph in document.paragraphs if paragraph.text)
    for table in document.tables:
        heads = sum(row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows)
        yield f"## {heads}"
        for row in table.rows:
            yield " | ".join(cell.text for cell in row.cells)


@pytest.fixture
def report_of():
    make.board(name_vi="Ban Quản lý các khu công nghiệp")
    make_reports.record()
    return make_reports.report


@pytest.mark.parametrize("form", FORMS)
def test_the_printed_form_reads_as_its_golden_file_whoever_asks(report_of, form):
    report = report_of(form)
    with translation.override("en"):
        paper = printed(report)
    assert paper == printed(report)
    read = [*of_workbook(as_workbook(paper)), "# docx", *of_document(as_document(paper))]
    path = GOLDEN / f"{form}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text("\n".join(read) + "\n", encoding="utf-8")
    assert "\n".join(read) + "\n" == path.read_text(encoding="utf-8")


def test_the_document_is_a4_landscape_with_one_font_for_all_letters(report_of):
    document = Document(io.BytesIO(as_document(printed(report_of("2104")))))
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}


def test_a_document_keeps_the_words_of_a_submitted_report(report_of):
    report = report_of("2104")
    report.move_to("in_review", axis="state", by=report.begun_by)
    type(make.zone()).objects.update(name_vi="Tên khác")
    text = "\n".join(of_document(as_document(printed(type(report).objects.get(pk=report.pk)))))
    assert "KCN Suối A" in text and "Tên khác" not in text and "BẢN NHÁP" not in text

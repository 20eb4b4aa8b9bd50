"""What workbooks and documents look like when they are opened or printed: nothing cut, headings in sight."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
import tablib
from django.utils.html import strip_tags
from docx import Document
from docx.oxml.ns import qn

from core.excel_files import Excel
from core.excel_layout import WIDEST, height_of
from core.history.sheet import pieces
from reports.paper import as_document
from reports.printing import printed
from reports.sheet import as_workbook
from tests import make, make_reports

LONG = "Đất đã giao xây dựng hạ tầng khu công nghiệp " * 6


def _opened(content):
    return openpyxl.load_workbook(BytesIO(content))


def _prints(sheet):
    return int(sheet.page_setup.paperSize), sheet.page_setup.orientation


def test_an_export_shows_every_cell_whole_and_keeps_its_headings_in_sight():
    rows = tablib.Dataset(headers=["Mã", "Ghi chú", "Diện tích", "Từ ngày"], title="Khu [1]: đất")
    rows.append(["=1+1", LONG, Decimal("8.70"), dt.date(2026, 3, 31)])
    sheet = _opened(Excel().export_data(rows)).active
    assert (sheet.title, sheet.freeze_panes, sheet.print_title_rows) == ("Khu 1 đất", "B2", "$1:$1")
    assert _prints(sheet) == (9, "landscape")
    code, note, area, day = sheet[2]
    assert code.value == "'=1+1" and code.data_type == "s" and note.alignment.wrap_text
    assert area.value == 8.7 and day.is_date and day.number_format == "dd/mm/yyyy"
    assert sheet.column_dimensions["B"].width == WIDEST and sheet.row_dimensions[2].height >= 5 * 15
    assert sheet["A1"].font.bold and sheet.row_dimensions[1].height == 15


def test_a_row_is_as_high_as_its_longest_cell_and_never_higher_than_excel_takes():
    assert height_of(["", None, "một"], [10, 10, 10]) == 15
    assert height_of(["một\nhai\nba"], [10]) == 45
    assert height_of([LONG * 100], [10]) <= 409


def test_the_history_names_its_columns_on_every_page():
    sheet = _opened(b"".join(pieces(["Thời điểm", "Người"], [["=a", 5]]))).active
    assert sheet.freeze_panes == "A2" and sheet["A1"].font.bold and sheet.column_dimensions["A"].width > 20
    assert sheet["A2"].data_type == "s" and sheet["B2"].value == 5


@pytest.mark.django_db
def test_a_wide_report_divides_no_word_and_cuts_no_line():
    make_reports.record()
    paper = printed(make_reports.report("2103"))
    sheet = _opened(as_workbook(paper)).active
    total = sum(column.width for column in sheet.column_dimensions.values())
    assert total < 200, "the page would be made too small to read"
    heads = [row for row in range(1, 12) if sheet.cell(row, 1).value == "STT"]
    assert sheet.row_dimensions[heads[0]].height > 14
    table = Document(BytesIO(as_document(paper))).tables[0]
    narrowest = min(column.width.mm for column in table.columns)
    assert narrowest > 6.5 and table._tbl.tblPr.find(qn("w:tblCellMar")) is not None


@pytest.mark.django_db
def test_a_zone_shows_three_projects_and_folds_the_others(client):
    zone = make.zone()
    for at in range(5):
        make.project(zone=zone, name_vi=f"Nhà máy số {at}", slug=f"nha-may-{at}")
    html = client.get(zone.get_absolute_url()).content.decode()
    section = html[html.index('id="projects"') : html.index('id="milestones"')]
    open_, folded = section.split("<details", 1)
    assert [open_.count("Nhà máy số"), folded.count("Nhà máy số")] == [3, 2]
    assert "Xem thêm 2 dự án" in strip_tags(folded)

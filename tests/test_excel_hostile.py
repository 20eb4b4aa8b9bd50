"""Files that would cost memory, hide what they hold or break a reader: each is a sentence, and nothing is saved."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from core.excel_files import MAX_ROWS, CommaText, Excel, SheetRefused

HEADS = ["Mã", "Tên"]


def workbook(*rows, change=None, heads=HEADS):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (heads, *rows):
        book.active.append(row)
    if change:
        change(book.active)
    book.save(out)
    return out.getvalue()


def with_part(content, name, part):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename != name:
                new.writestr(item.filename, old.read(item.filename))
        new.writestr(name, part)
    return out.getvalue()


def sheet_xml(cells):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'


def cell(place, row):
    return f'<row r="{row}"><c r="{place}{row}" t="inlineStr"><is><t>x</t></is></c></row>'


def _far(place, row):
    return with_part(workbook(["A", "B"]), "xl/worksheets/sheet1.xml", sheet_xml(cell("A", 1) + cell(place, row)))


def _error(sheet):
    sheet["B2"] = "#REF!"


def _array(sheet):
    sheet["B2"] = ArrayFormula("B2:B3", "=SUM(A1:A2)")


HOSTILE = {
    "a bomb": lambda: with_part(workbook(["A", "B"]), "xl/media/big.xml", b"<" * (70 * 1024 * 1024)),
    "a million rows": lambda: _far("A", 1_000_000),
    "16,384 columns": lambda: _far("XFD", 2),
    "one row too many": lambda: workbook(*[["A", n] for n in range(MAX_ROWS + 1)]),
    "merged cells": lambda: workbook(["A", "B"], ["A", "C"], change=lambda sheet: sheet.merge_cells("A2:A3")),
    "an error cell": lambda: workbook(["A", "B"], change=_error),
    "a formula": lambda: workbook(["A", "=1+1"]),
    "an array formula": lambda: workbook(["A", "B"], change=_array),
    "a column without a heading": lambda: workbook(["A", "B", "C"]),
    "macros": lambda: with_part(workbook(["A", "B"]), "xl/vbaProject.bin", b"x"),
    "nothing": lambda: workbook(heads=[]),
    "no workbook": lambda: b"PK\x03\x04 broken",
    "an entity": lambda: with_part(
        workbook(["A", "B"]),
        "xl/worksheets/sheet1.xml",
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + sheet_xml(cell("A", 1)),
    ),
}


@pytest.mark.parametrize("make_file", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_workbook_is_refused_in_a_sentence(make_file):
    with pytest.raises(SheetRefused) as refusal:
        Excel().create_dataset(make_file())
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    "content", (b'a,b\n"1,' + b"x" * 200_000, b"\xff\xfea\x00", b"a\n=1+1\n", b"a,b\n1,#REF!\n", b"")
)
def test_a_hostile_text_is_refused_in_a_sentence(content):
    with pytest.raises(SheetRefused) as refusal:
        CommaText().create_dataset(content)
    assert str(refusal.value).endswith(".")


def test_the_first_sheet_counts_and_a_false_size_is_not_believed():
    def second(sheet):
        sheet.parent.active = sheet.parent.create_sheet("Danh mục")

    read = Excel().create_dataset(workbook(["A", 1], change=second))
    assert (read.headers, list(read)) == (HEADS, [("A", 1)])
    xml = sheet_xml(cell("A", 1) + cell("A", 2)).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    read = Excel().create_dataset(with_part(workbook(), "xl/worksheets/sheet1.xml", xml))
    assert (read.headers, list(read)) == (["x"], [("x",)])


def test_letters_no_workbook_can_hold_leave_without_breaking_it():
    import tablib

    sheet = tablib.Dataset(["a\x0bb\x00"], headers=["Ghi chú"], title="Lô")
    assert list(Excel().create_dataset(Excel().export_data(sheet))) == [("ab",)]

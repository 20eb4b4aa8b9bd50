"""A file as an officer sends it to rows of cells, and back: hostile files are a sentence, formulas never run."""

import csv
import datetime as dt
import re
import zipfile
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import tablib
from django.utils.translation import gettext as _
from import_export.formats import base_formats
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from core import excel_layout

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5000
MAX_COLUMNS = 100
# A sheet of 5,000 full rows unpacks to about 20 MB.
_MOST_PARTS, _MOST_UNPACKED = 200, 60 * 1024 * 1024

_BLANK = (None, "")
# A cell with something in it, and two or more cells made one, as the parts of a workbook write them.
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*?(?<!/)>')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z0-9:]{1,30})"')


class SheetRefused(Exception):
    """A file that is not read at all; the message tells the officer why."""


def harmless(value):
    """Text that a spreadsheet would run as a formula, made plain by an apostrophe; `as_typed` takes it off again."""
    if not isinstance(value, str):
        return value
    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{value}" if value[:1] in "=+-@\t\r'" and value[:1] else value


def as_typed(value, row, column):
    """The cell without the apostrophe of `harmless`; refuses what is no value of its own. `row` as the sheet counts."""
    if isinstance(value, ArrayFormula | DataTableFormula) or (isinstance(value, str) and value.startswith("=")):
        raise SheetRefused(_("%(place)s holds a formula. Paste its value instead.") % {"place": place(row, column)})
    if not isinstance(value, str):
        return value
    if value in ERROR_CODES:
        raise SheetRefused(
            _("%(place)s holds an error of Excel (%(error)s). Type the value, or empty the cell.")
            % {"place": place(row, column), "error": value}
        )
    return value[1:] if value[:1] == "'" and value[1:2] in "=+-@\t\r'" and value[1:2] else value


def place(row, column):
    return _("Row %(row)s, column “%(column)s”") % {"row": row, "column": column}


def plain_text(value):
    """A cell of a text file: the same in every language, and never three decimals, which would read as thousands."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return f"{text}0" if len(text.partition(".")[2]) == 3 else text
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _too_many_rows():
    return SheetRefused(_("More than %(limit)s rows: split the file.") % {"limit": MAX_ROWS})


def _sheet(rows):
    """A Dataset of the rows under the headings, without the empty columns and rows that follow the last filled ones."""
    rows = [list(row) for row in rows]
    while rows and all(value in _BLANK for value in rows[-1]):
        rows.pop()
    if not rows:
        raise SheetRefused(_("The sheet is empty."))
    headers, *rows = rows
    width = max((at + 1 for at, header in enumerate(headers) if header not in _BLANK), default=0)
    if width > MAX_COLUMNS or any(value not in _BLANK for row in rows for value in row[width:]):
        raise SheetRefused(_("A column without a heading holds values. Name it or empty it."))
    if len(rows) > MAX_ROWS:
        raise _too_many_rows()
    dataset = tablib.Dataset(headers=[str(header or "") for header in headers[:width]])
    for number, row in enumerate(rows, start=2):
        padded = [*row, *[None] * width][:width]
        dataset.append([as_typed(cell, number, head) for cell, head in zip(padded, dataset.headers, strict=True)])
    return dataset


def _refuse_costly(archive):
    """Refuse before unpacking would cost memory: a part never unpacks to more than it declares here."""
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise SheetRefused(_("The workbook holds far more than %(limit)s rows. Split it.") % {"limit": MAX_ROWS})
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise SheetRefused(_("The workbook holds macros. Save it as .xlsx without them."))


def _refuse_shape(content):
    """Refuse what reading by rows would silently pass over: cells far outside, and cells made one."""
    for cell in _FILLED_CELL.finditer(content):
        if int(cell[2]) > MAX_ROWS + 1:
            raise _too_many_rows()
        if column_index_from_string(cell[1].decode()) > MAX_COLUMNS:
            raise SheetRefused(_("A column without a heading holds values. Name it or empty it."))
    if merged := _MERGED.search(content):
        raise SheetRefused(
            _("The cells %(cells)s are merged. Unmerge them and fill in each one.") % {"cells": merged[1].decode()}
        )


def sheet_title(name):
    """`name` without what Excel refuses in the name of a sheet."""
    return (name or "1").translate(str.maketrans("", "", "[]:*?/\\"))[:31]


def _fill(cell, value, *, is_heading):
    if isinstance(value, str):
        # What begins with an equals sign stays text.
        cell.value, cell.data_type = value, "s"
    else:
        cell.value = value
    if is_heading:
        excel_layout.as_heading(cell)
        return
    cell.alignment = excel_layout.TOP if value is None or isinstance(value, str) else excel_layout.TOP_RIGHT
    if isinstance(value, dt.date):
        cell.number_format = "dd/mm/yyyy"


class Excel(base_formats.XLSX):
    """A workbook; its first sheet counts. Formulas are seen as such (not as their last result) and refused."""

    def create_dataset(self, in_stream):
        try:
            with zipfile.ZipFile(BytesIO(in_stream)) as archive:
                _refuse_costly(archive)
            book = openpyxl.load_workbook(BytesIO(in_stream), read_only=True, data_only=False, keep_links=False)
            if not book.worksheets:
                raise SheetRefused(_("The sheet is empty."))
            sheet = book.worksheets[0]
            with sheet._get_source() as source:
                _refuse_shape(source.read())
            # Excel may note a size of a million rows for three that are filled.
            sheet.reset_dimensions()
            rows = list(sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1))
        except SheetRefused:
            raise
        except Exception:
            # A damaged workbook fails in as many ways as it has parts; to the officer they are one.
            raise SheetRefused(
                _("The workbook cannot be read: it is damaged or protected by a password. Save it again as .xlsx.")
            ) from None
        return _sheet(rows)

    def export_data(self, dataset, **kwargs):
        book, out = openpyxl.Workbook(), BytesIO()
        sheet = book.active
        sheet.title = sheet_title(dataset.title)
        rows = [dataset.headers, *([harmless(value) for value in row] for row in dataset)]
        widths = excel_layout.widths_of(rows)
        for number, row in enumerate(rows, start=1):
            for at, value in enumerate(row, start=1):
                _fill(sheet.cell(number, at), value, is_heading=number == 1)
            sheet.row_dimensions[number].height = excel_layout.height_of(row, widths)
        excel_layout.set_widths(sheet, widths)
        excel_layout.for_paper(sheet, first_column=True)
        sheet.freeze_panes = "B2"
        book.save(out)
        return out.getvalue()


class CommaText(base_formats.CSV):
    """Comma-separated text; semicolons, as a Vietnamese Excel writes them, are understood too."""

    def create_dataset(self, in_stream):
        try:
            text = in_stream.decode("utf-8-sig") if isinstance(in_stream, bytes) else in_stream.lstrip("\ufeff")
            first = text.partition("\n")[0]
            delimiter = ";" if first.count(";") > first.count(",") else ","
            rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
        except UnicodeDecodeError:
            raise SheetRefused(
                _("The letters of this text file cannot be read. Save it as “CSV UTF-8”, or as .xlsx.")
            ) from None
        except csv.Error:
            raise SheetRefused(_("This file cannot be read as the chosen format.")) from None
        return _sheet(rows)

    def export_data(self, dataset, **kwargs):
        plain = tablib.Dataset(headers=dataset.headers)
        for row in dataset:
            plain.append([harmless(plain_text(value)) for value in row])
        return plain.export("csv")

"""From the bytes of a workbook or the text of a table to rows of cells; formulas are never run."""

import csv
import datetime as dt
import io
import re
import zipfile
from decimal import Decimal

from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.worksheet._reader import DATA_TAG, FORMULA_TAG, ROW_TAG, WorkSheetParser

from core.numbers import format_number
from core.text import nfc
from zones.survey import limits
from zones.survey.headings import find_columns
from zones.survey.records import Row, SurveyRefused

_SHEET_TAG = re.compile(rb"<(?:\w+:)?sheet[\s/>]")
# What a formula without a stored result is read as; numbers.read_number explains it.
_FORMULA = "="


def _refuse_costly(archive):
    """Raise SurveyRefused before unpacking would cost memory, and after it before parsing would."""
    parts = archive.infolist()
    if len(parts) > limits.MOST_PARTS or sum(part.file_size for part in parts) > limits.MOST_UNPACKED:
        raise SurveyRefused(_("The workbook holds too much. Keep only the sheet with the coordinates."))
    for part in parts:
        if part.file_size > 1_000_000 and part.file_size > limits.MOST_RATIO * max(part.compress_size, 1):
            raise SurveyRefused(_("The workbook unpacks to far more than its size and is not opened."))
        if part.filename.lower().endswith("vbaproject.bin"):
            raise SurveyRefused(_("The workbook holds macros. Save it as .xlsx without them."))
    _refuse_many_tags(archive, [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))])


def _refuse_many_tags(archive, parts):
    tags = {"sheets": 0, "strings": 0, "others": 0, "sheet count": 0}
    for part in parts:
        content = archive.read(part)
        name = part.filename.lower()
        kind = "sheets" if "/worksheets/" in name else "strings" if "sharedstrings" in name else "others"
        tags[kind] += content.count(b"<")
        tags["sheet count"] += len(_SHEET_TAG.findall(content))
    most = (limits.MOST_SHEET_TAGS, limits.MOST_STRING_TAGS, limits.MOST_OTHER_TAGS, limits.MOST_SHEETS)
    if any(count > limit for count, limit in zip(tags.values(), most, strict=True)):
        raise SurveyRefused(_("The workbook holds too much. Keep only the sheet with the coordinates."))


class _Cells(WorkSheetParser):
    """Stored results only; a formula that has none is kept apart from an empty cell."""

    def parse_cell(self, element):
        cell = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell["value"] = _FORMULA
        return cell


def _text(value):
    # One character over the limit is enough to be refused, and keeps a draft small.
    return nfc(value[: limits.MOST_CHARACTERS + 1]).strip() or None


def _cell(value):
    if value is None:
        return None
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool | dt.date | dt.time | dt.timedelta):
        return str(value)
    return Decimal(str(value))


def _row(number, cells):
    width = min(max((cell["column"] for cell in cells), default=0), limits.MOST_COLUMNS)
    values = [None] * width
    for cell in cells:
        if 0 < cell["column"] <= limits.MOST_COLUMNS:
            values[cell["column"] - 1] = _cell(cell["value"])
    return Row(number, tuple(values))


def _sheet_rows(book, sheet):
    """Rows that hold something, up to the limit; what follows the data (merged cells, links) is not read at all."""
    rows, seen = [], 0
    with sheet._get_source() as source:
        parser = _Cells(
            source, sheet._shared_strings, data_only=True, epoch=book.epoch, date_formats=book._date_formats
        )
        for _event, element in iterparse(source):
            if element.tag == ROW_TAG:
                row = _row(*parser.parse_row(element))
                element.clear()
                rows += [row] if any(cell is not None for cell in row.cells) else []
                seen += 1
                _refuse_many(seen)
            elif element.tag == DATA_TAG:
                break
    return rows


def _refuse_many(rows):
    if rows > limits.MOST_ROWS:
        raise SurveyRefused(_("More than %(limit)s rows: split the file.") % {"limit": format_number(limits.MOST_ROWS)})


def workbook_rows(data):
    """[rows of each visible sheet] of an .xlsx; SurveyRefused when it is damaged, costly or holds macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_costly(archive)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        return [_sheet_rows(book, sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except SurveyRefused:
        raise
    except Exception:
        # A damaged workbook fails in as many ways as it has parts; to the officer they are one.
        raise SurveyRefused(
            _("The workbook cannot be read: it is damaged or protected by a password. Save it again as .xlsx.")
        ) from None


def _at_marks(text, mark):
    """(line number, cells) of text parted at `mark`, minding quotation marks."""
    before = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for cells in reader:
            yield before + 1, cells
            before = reader.line_num
    except csv.Error:
        sentence = _("The table cannot be read after line %(line)s: check the quotation marks.") % {"line": before}
        raise SurveyRefused(sentence) from None


def _at_spaces(text, gap):
    for number, line in enumerate(text.split("\n"), start=1):
        yield number, re.split(gap, line.strip())


# Tried in turn until a row of headings is recognised: what Excel copies, what a Vietnamese Excel saves, what others do.
_WAYS = (
    *((_at_marks, mark) for mark in "\t;|,"),
    *((_at_spaces, gap) for gap in (r"\s{2,}", r"\s+")),
)


def _parted(text, way):
    part, mark = way
    for number, cells in part(text, mark):
        values = tuple(_text(cell) for cell in cells[: limits.MOST_COLUMNS])
        if any(values):
            yield Row(number, values)


def text_rows(text):
    """Rows of a pasted or comma-separated table; numbers stay text: only the whole file shows their style."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    _refuse_many(text.count("\n"))
    top = "\n".join(text.split("\n", limits.MOST_TITLE_ROWS)[: limits.MOST_TITLE_ROWS])
    way = next((way for way in _WAYS if find_columns(list(_parted(top, way)))), _WAYS[0])
    rows, cells = [], 0
    for row in _parted(text, way):
        rows.append(row)
        cells += len(row.cells)
        if cells > limits.MOST_CELLS:
            raise SurveyRefused(_("The file holds too much. Keep only the parcels."))
    return rows

"""Rows as an Excel file that is written row by row and holds text only: nothing in it is ever a formula."""

import tempfile
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from core.excel_layout import as_heading, for_paper, set_widths

# When, who, kind, number, record, what happened, field, before, after, why.
_WIDTHS = (28, 24, 30, 18, 56, 24, 30, 56, 56, 56)
# What a sheet of Excel can hold, less its headings.
MOST_ROWS = 1_048_575
_LONGEST_TEXT = 32_767
_A_PIECE = 64 * 1024


def pieces(columns, rows):
    """The file in pieces; only one row of it is in memory at a time."""
    book = Workbook(write_only=True)
    page = book.create_sheet()
    # What is written row by row must know these before its first row.
    page.freeze_panes = "A2"
    set_widths(page, _WIDTHS)
    for_paper(page)
    heads = [_cell(page, value) for value in columns]
    for head in heads:
        as_heading(head)
    for row in chain([heads], ([_cell(page, value) for value in row] for row in rows)):
        page.append(row)
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(_A_PIECE):
            yield piece


def _cell(page, value):
    if value is None or isinstance(value, int):
        return value
    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", str(value))[:_LONGEST_TEXT])
    # Excel would otherwise run what begins with an equals sign.
    cell.data_type = "s"
    return cell

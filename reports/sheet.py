"""A report as a workbook: a sheet a table, A4, headings repeated on every page, text never a live formula."""

import io
import re
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from core.excel_layout import height_of, set_widths

FONT = "Times New Roman"
# A workbook keeps numbers as doubles: beyond these digits it would change them, so they stand as text.
_EXACT_DIGITS = 15
# Points a line of the table's letters; a table of more columns is a wide one.
_LINE_HEIGHT, _MOST_WIDE = 14, 10
_LIVE = tuple("=+-@\t\r\n＝＋－＠'")
_LINE = Side(style="thin", color="808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_SHADE = PatternFill("solid", fgColor="EEF1EC")


def as_workbook(printed):
    """The bytes of the workbook of a reports.printing.Printed."""
    book = Workbook()
    book.remove(book.active)
    names = set()
    for block in printed.blocks:
        name = _sheet_name(block.title, names)
        names.add(name.casefold())
        _write(book.create_sheet(name), printed, block)
    book.properties.title, book.properties.creator = printed.title, printed.board
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet_name(title, taken):
    plain = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:28] or "1"
    return next(name for name in (plain, *(f"{plain} {at}" for at in range(2, 100))) if name.casefold() not in taken)


def _write(sheet, printed, block):
    width, widths = len(block.widths), _widths(block)
    at = _titles(sheet, printed, block, width)
    first_head = at
    for row, heads in enumerate(block.heads):
        _head_row(sheet, block.heads, row, at + row, heads, width)
        sheet.row_dimensions[at + row].height = _head_height(block.heads, row, widths)
    at += len(block.heads)
    for line in block.lines:
        for column, place in enumerate(line.places, start=1):
            _fill(sheet.cell(at, column), place, line)
        sheet.row_dimensions[at].height = height_of([place.text for place in line.places], widths, _LINE_HEIGHT)
        at += 1
    set_widths(sheet, widths)
    _page(sheet, printed, first_head, first_head + len(block.heads) - 1)


def _widths(block):
    """In letters. The more columns, the narrower each, so that the page is not made too small to read."""
    each = 4 if len(block.widths) <= _MOST_WIDE else 2
    return [max(5, 4 + share * each) for share in block.widths]


def _head_height(rows, level, widths):
    """A heading needs its height in the rows it covers; the last of them takes what the others leave."""
    covered, column, texts = _covered(rows, level), 1, []
    for head in rows[level]:
        while column in covered:
            column += 1
        texts.append((head.text, sum(widths[column - 1 : column - 1 + head.columns]), head.rows))
        column += head.columns
    # Bold letters are wider; words are not divided, so the lines they leave short are counted, too.
    return max(height_of([text], [width * 0.8], _LINE_HEIGHT) / tall for text, width, tall in [*texts, ("", 1, 1)])


def _titles(sheet, printed, block, width):
    """Write what stands above the table; returns the row of its headings."""
    lines = [(printed.board, False), (printed.title, True), (printed.period, False), (block.title, True)]
    lines += [(note, False) for note in printed.notes]
    for at, (text, is_bold) in enumerate(lines, start=1):
        cell = sheet.cell(at, 1)
        _text(cell, text)
        cell.font = Font(name=FONT, size=13 if is_bold else 11, bold=is_bold)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=width)
    return len(lines) + 2


def _head_row(sheet, rows, level, at, heads, width):
    """Write one row of headings; columns that a taller heading of the row above covers are passed over."""
    covered = _covered(rows, level)
    column = 1
    for head in heads:
        while column in covered:
            column += 1
        cell = sheet.cell(at, column)
        _text(cell, head.text)
        if head.columns > 1 or head.rows > 1:
            sheet.merge_cells(
                start_row=at, start_column=column, end_row=at + head.rows - 1, end_column=column + head.columns - 1
            )
        column += head.columns
    for column in range(1, width + 1):
        cell = sheet.cell(at, column)
        cell.border, cell.fill = _BORDER, _SHADE
        cell.font = Font(name=FONT, size=10, bold=True)
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")


def _covered(rows, level):
    """The columns of heading row `level` that stand under a heading two rows tall."""
    if not level:
        return set()
    covered, column = set(), 1
    for head in rows[level - 1]:
        if head.rows > 1:
            covered |= set(range(column, column + head.columns))
        column += head.columns
    return covered


def _text(cell, text):
    cell.value = text
    # openpyxl takes a leading "=" for a formula; it is text, and stays text when somebody edits the cell.
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in _LIVE if text else False


def _fill(cell, place, line):
    value = place.cell.value if place.cell is not None and place.is_number else None
    if isinstance(value, Decimal) and len(value.as_tuple().digits) <= _EXACT_DIGITS:
        places = max(0, -value.as_tuple().exponent)
        cell.value = value
        cell.number_format = "#,##0" + ("." + "0" * places if places else "")
    else:
        _text(cell, place.text)
    cell.border = _BORDER
    cell.font = Font(name=FONT, size=10, bold=line.is_total or line.is_group)
    horizontal = "right" if place.is_number else "left"
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=horizontal)


def _page(sheet, printed, first, last):
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = printed.orientation
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{first}:{last}"
    sheet.freeze_panes = sheet.cell(last + 1, 3)
    sheet.oddFooter.right.text = _("Page") + " &P/&N"
    sheet.page_margins.left = sheet.page_margins.right = 0.4

"""How a table of a workbook looks and prints: widths from what stands in it, heights that show every line, A4."""

from math import ceil

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

HEAD_FONT = Font(bold=True)
HEAD_FILL = PatternFill("solid", fgColor="EEF1EC")
TOP = Alignment(wrap_text=True, vertical="top")
# A number keeps away from the text of the next column.
TOP_RIGHT = Alignment(vertical="top", horizontal="right", indent=1)
# What openpyxl calls Worksheet.PAPERSIZE_A4; a sheet written row by row has no such name.
_A4 = 9
NARROWEST, WIDEST = 8, 60
# Points a line, and the most lines a row shows; Excel takes no row above 409 points.
LINE, _MOST_LINES = 15, 24
# The widths are told from so many rows: the rest is like them, and counting all would take as long as writing them.
_ROWS_READ = 300


def widths_of(rows):
    """The width of each column for the first of `rows`, its headings, and the rows after."""
    widths = []
    for row in rows[:_ROWS_READ]:
        widths += [NARROWEST] * (len(row) - len(widths))
        for at, value in enumerate(row):
            widths[at] = max(widths[at], min(len(str(value or "")) + 2, WIDEST))
    return widths


def height_of(values, widths, line=LINE):
    """The height of a row in which every value is to be read whole; other programs than Excel do not find it out."""
    lines = (
        sum(max(1, ceil(len(part) / max(width - 2, 1))) for part in str(value).split("\n"))
        for value, width in zip(values, widths, strict=False)
        if value not in (None, "")
    )
    return line * min(max(lines, default=1), _MOST_LINES)


def as_heading(cell):
    cell.font, cell.fill, cell.alignment = HEAD_FONT, HEAD_FILL, TOP


def set_widths(sheet, widths):
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width


def for_paper(sheet, *, wide=True, first_column=False):
    """A4 with the headings on every page; too many columns for one page go on beside it, the first one repeated."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.print_title_rows = "1:1"
    if first_column:
        sheet.print_title_cols = "A:A"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.right.text = "&P/&N"

"""A report as a document: A4, landscape for the wide forms, headings repeated on every page."""

import io

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"
_SHORT, _LONG = Mm(210), Mm(297)
_MARGIN = Mm(12)


def as_document(printed):
    """The bytes of the document of a reports.printing.Printed."""
    document = Document()
    _page(document, printed.orientation)
    _letters(document)
    document.core_properties.title, document.core_properties.author = printed.title, printed.board
    _line(document, printed.board)
    _line(document, printed.title, is_bold=True, size=13)
    for text in (printed.period, *printed.notes):
        _line(document, text)
    for block in printed.blocks:
        _line(document, block.title, is_bold=True, is_kept=True)
        _table(document, block)
        _line(document, "")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page(document, orientation):
    section = document.sections[0]
    is_wide = orientation == "landscape"
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if is_wide else (_SHORT, _LONG)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN


def _letters(document):
    """One font with all Vietnamese letters for every script Word tells apart."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    style.paragraph_format.space_after = Pt(4)


def _line(document, text, *, is_bold=False, size=11, is_kept=False):
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = is_bold, Pt(size)
    paragraph.paragraph_format.keep_with_next = is_kept


def _table(document, block):
    width = len(block.widths)
    table = document.add_table(rows=len(block.heads) + len(block.lines), cols=width, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    section = document.sections[0]
    room = section.page_width - 2 * _MARGIN
    shares = _shares(block.widths)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(room * share / sum(shares))
    size = Pt(6.5 if width > 16 else 8 if width > 9 else 10)
    if width > 9:
        _narrow_margins(table)
    # Asked one by one, each cell of python-docx walks the whole table.
    rows = [list(row.cells) for row in table.rows]
    _heads(table, rows, block, size)
    for cells, line in zip(rows[len(block.heads) :], block.lines, strict=True):
        for cell, place, share in zip(cells, line.places, shares, strict=True):
            cell.width = int(room * share / sum(shares))
            side = WD_ALIGN_PARAGRAPH.RIGHT if place.is_number else WD_ALIGN_PARAGRAPH.LEFT
            _write(cell, place.text, size, side, is_bold=line.is_total or line.is_group)


def _shares(widths):
    """No column so narrow beside many others that “STT” breaks in two."""
    return [max(share, sum(widths) / 40) for share in widths]


def _narrow_margins(table):
    """In many narrow columns the room that Word leaves beside the letters would break words in two."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        room = OxmlElement(f"w:{side}")
        room.set(qn("w:w"), "28")
        room.set(qn("w:type"), "dxa")
        margins.append(room)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins) if look is not None else table._tbl.tblPr.append(margins)


def _heads(table, rows, block, size):
    taken = set()
    for level, heads in enumerate(block.heads):
        column = 0
        for head in heads:
            while (level, column) in taken:
                column += 1
            taken |= {(level + down, column + right) for down in range(head.rows) for right in range(head.columns)}
            cell = rows[level][column]
            if head.rows > 1 or head.columns > 1:
                cell = cell.merge(rows[level + head.rows - 1][column + head.columns - 1])
            _write(cell, head.text, size, WD_ALIGN_PARAGRAPH.CENTER, is_bold=True)
            column += head.columns
        _repeat(table.rows[level])


def _repeat(row):
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", "w:tblHeader"):
        mark = OxmlElement(name)
        mark.set(qn("w:val"), "true")
        properties.append(mark)


def _write(cell, text, size, side, *, is_bold=False):
    paragraph = cell.paragraphs[0]
    paragraph.alignment = side
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.font.size, run.bold = size, is_bold

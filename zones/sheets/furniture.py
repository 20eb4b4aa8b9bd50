"""What stands on every page of a sheet around its blocks: the band, head, foot, mark and QR. Knows no database."""

import segno
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4

from core.qr import MASK
from zones.sheets.lettering import (
    BOLD,
    FOREST,
    FOREST_HALF,
    INK,
    LINE,
    MUTED,
    REGULAR,
    SEMIBOLD,
    TURMERIC_INK,
    TURMERIC_TINT,
    WHITE,
    clean,
    shortened,
)

WIDTH, HEIGHT = A4
SIDE, FOOT = 46, 46
FIRST_HEAD, NEXT_HEAD = 84, 40
_BAND, _QR = 17, 56
# The form that is drawn on every page and holds what is known only at the end.
TOTAL_PAGES = "total-pages"


def top_of(sheet):
    """Points at the head of every page that the band of a prototype takes."""
    return _BAND if sheet.is_prototype else 0


def banner(canvas, sheet):
    if not sheet.is_prototype:
        return
    canvas.setFillColor(TURMERIC_TINT)
    canvas.rect(0, HEIGHT - _BAND, WIDTH, _BAND, stroke=0, fill=1)
    canvas.setFillColor(TURMERIC_INK)
    strong = clean(_("Prototype – not an official site"))
    canvas.setFont(SEMIBOLD, 7)
    canvas.drawString(SIDE, HEIGHT - _BAND + 5.5, strong)
    canvas.setFont(REGULAR, 7)
    x = SIDE + canvas.stringWidth(strong, SEMIBOLD, 7) + 8
    canvas.drawString(x, HEIGHT - _BAND + 5.5, clean(_("Figures carry source and date; sample data are marked.")))


def _mark(canvas, x, y, size):
    """The portal's own mark: a ridge above a lake on forest, as in its logo of 40 units."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(size / 40, size / 40)
    canvas.setFillColor(FOREST)
    canvas.roundRect(0, 0, 40, 40, 9, stroke=0, fill=1)
    canvas.setStrokeColor(WHITE)
    canvas.setLineWidth(2.4)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    ridge = canvas.beginPath()
    ridge.moveTo(6.5, 14)
    for point in ((15, 26.5), (20, 19.5), (24.2, 24.7), (33.5, 14)):
        ridge.lineTo(*point)
    canvas.drawPath(ridge)
    canvas.setStrokeColor(FOREST_HALF)
    canvas.setLineWidth(2.2)
    lake = canvas.beginPath()
    lake.moveTo(9, 8.5)
    for at in range(4):
        left, lift = 9 + 5.5 * at, 2 if at % 2 == 0 else -2
        lake.curveTo(left + 2, 8.5 + lift, left + 3.5, 8.5 + lift, left + 5.5, 8.5)
    canvas.drawPath(lake)
    canvas.restoreState()


def first_head(canvas, sheet):
    top = HEIGHT - top_of(sheet)
    _mark(canvas, SIDE, top - 46, 26)
    canvas.setFillColor(MUTED)
    canvas.setFont(REGULAR, 7)
    canvas.drawString(SIDE + 34, top - 28, clean(_("Investment portal")))
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 10.5)
    canvas.drawString(SIDE + 34, top - 42, clean(_("Industrial zones of Bac Kan")))
    right = WIDTH - SIDE - _QR - 10
    canvas.setFont(SEMIBOLD, 8.5)
    canvas.drawRightString(right, top - 27, clean(_("Full fact sheet") if sheet.is_full else _("Fact sheet")))
    canvas.setFillColor(MUTED)
    canvas.setFont(REGULAR, 7)
    day = date_format(sheet.day, "DATE_FORMAT")
    canvas.drawRightString(right, top - 39, clean(_("As of %(day)s") % {"day": day}))
    canvas.drawRightString(right, top - 50, clean(_("Scan for the page as of this day")))
    _qr(canvas, sheet.address, WIDTH - SIDE - _QR, top - 14 - _QR)
    canvas.linkURL(sheet.address, (WIDTH - SIDE - _QR, top - 14 - _QR, WIDTH - SIDE, top - 14))
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.line(SIDE, top - FIRST_HEAD + 8, WIDTH - SIDE, top - FIRST_HEAD + 8)


def next_head(canvas, sheet):
    top = HEIGHT - top_of(sheet)
    canvas.setFont(SEMIBOLD, 7.4)
    canvas.setFillColor(INK)
    canvas.drawString(SIDE, top - 24, shortened(sheet.title, 90))
    canvas.setFont(REGULAR, 7)
    canvas.setFillColor(MUTED)
    day = date_format(sheet.day, "DATE_FORMAT")
    canvas.drawRightString(WIDTH - SIDE, top - 24, clean(_("As of %(day)s") % {"day": day}))
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.line(SIDE, top - 30, WIDTH - SIDE, top - 30)


def foot(canvas, sheet, number):
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.line(SIDE, FOOT - 10, WIDTH - SIDE, FOOT - 10)
    canvas.setFillColor(MUTED)
    canvas.setFont(REGULAR, 6.8)
    # The number of all pages is known only at the end: a form drawn on every page and written last.
    before = _("Page %(number)s of %(total)s") % {"number": number, "total": ""}
    start = WIDTH - SIDE - canvas.stringWidth(before, REGULAR, 6.8) - 9
    canvas.drawString(start, FOOT - 20, before)
    canvas.saveState()
    canvas.translate(WIDTH - SIDE - 9, FOOT - 20)
    canvas.doForm(TOTAL_PAGES)
    canvas.restoreState()
    canvas.drawString(SIDE, FOOT - 20, shortened(sheet.address, 110))
    canvas.linkURL(sheet.address, (SIDE, FOOT - 22, WIDTH / 2, FOOT - 13))
    canvas.drawString(SIDE, FOOT - 29, clean(_("The page at this address is the version for screen readers.")))


def _qr(canvas, address, x, y):
    """The address as a QR code in squares, rows of dark squares drawn as one."""
    matrix = segno.make(address, error="l", micro=False, mask=MASK).matrix
    unit = _QR / len(matrix)
    canvas.setFillColor(INK)
    for at, row in enumerate(matrix):
        start = None
        for place, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                canvas.rect(x + start * unit, y + _QR - (at + 1) * unit, (place - start) * unit, unit, stroke=0, fill=1)
                start = None


def watermark(canvas):
    canvas.saveState()
    canvas.setFillColor(TURMERIC_INK, alpha=0.09)
    canvas.translate(WIDTH / 2, HEIGHT / 2 - 20)
    canvas.rotate(52)
    canvas.setFont(BOLD, 150)
    canvas.drawCentredString(0, -50, clean(_("SAMPLE")))
    canvas.restoreState()

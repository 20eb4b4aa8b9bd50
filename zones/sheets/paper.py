"""A sheet bound as PDF: A4, head with QR, foot with page numbers, the list of sources. Knows no database."""

import io
from bisect import bisect_left
from functools import cache
from types import SimpleNamespace
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, KeepInFrame, PageTemplate, Spacer
from reportlab.platypus import Table as Grid

from zones.sheets.blocks import Setter
from zones.sheets.furniture import (
    FIRST_HEAD,
    FOOT,
    HEIGHT,
    NEXT_HEAD,
    SIDE,
    TOTAL_PAGES,
    WIDTH,
    banner,
    first_head,
    foot,
    next_head,
    top_of,
    watermark,
)
from zones.sheets.lettering import MUTED, REGULAR, STYLES, Paragraph, clean, paragraph, register_fonts, shortened

_INNER = WIDTH - 2 * SIDE
# How many rows a table keeps on a single page and how tall its plan is, tried in turn until all fits.
_FITS = ((14, 1.3), (12, 1.15), (9, 1.0), (7, 1.0), (5, 0.9), (4, 0.8), (3, 0.7), (2, 0.6), (1, 0.4))

# No further block is shorter: heading, head and one row.
_LEAST_SPARE = 60


class _Canvas(Canvas):
    """Says in the end how many pages there are."""

    def save(self):
        self.beginForm(TOTAL_PAGES, 0, -2, 30, 8)
        self.setFont(REGULAR, 6.8)
        self.setFillColor(MUTED)
        self.drawString(0, 0, str(self.getPageNumber() - 1))
        self.endForm()
        super().save()


def draw(sheet):
    """The PDF of a content.Sheet as bytes: the same bytes for the same sheet. The active language is the sheet's."""
    register_fonts()
    file = io.BytesIO()
    document = BaseDocTemplate(
        file,
        pagesize=A4,
        title=clean(f"{sheet.title} · {sheet.subtitle}"),
        author=clean(sheet.board),
        subject=clean(sheet.subject),
        creator=sheet.address,
        lang=sheet.language,
    )
    document.addPageTemplates([_template(sheet, "first", FIRST_HEAD), _template(sheet, "next", NEXT_HEAD)])
    if sheet.is_full:
        story = _story(sheet, (*sheet.blocks, *sheet.spare), Setter(_INNER, in_full=True))
    else:
        story = [_one_page(sheet, _room(sheet, FIRST_HEAD))]
    document.build(story, canvasmaker=lambda *args, **options: _canvas(sheet, file))
    return file.getvalue()


def _canvas(sheet, file):
    """A canvas that writes the same bytes for the same sheet, in its language and dated its day."""
    canvas = _Canvas(file, pagesize=A4, invariant=1, pageCompression=1, lang=sheet.language, initialFontName=REGULAR)
    # Without a fixed moment the file would differ by the second and never be "not modified".
    day = sheet.day
    canvas._doc._timeStamp = SimpleNamespace(YMDhms=(day.year, day.month, day.day, 0, 0, 0), dhh=7, dmm=0)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _room(sheet, head):
    return HEIGHT - FOOT - head - top_of(sheet)


def _template(sheet, name, head):
    frame = Frame(SIDE, FOOT, _INNER, _room(sheet, head), leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)

    def furnish(canvas, document):
        canvas.saveState()
        banner(canvas, sheet)
        (first_head if name == "first" else next_head)(canvas, sheet)
        foot(canvas, sheet, document.page)
        canvas.restoreState()

    def finish(canvas, _document):
        if sheet.is_sample:
            watermark(canvas)

    template = PageTemplate(name, [frame], onPage=furnish, onPageEnd=finish)
    if name == "first":
        template.autoNextPageTemplate = "next"
    return template


def _one_page(sheet, height):
    """All of the sheet in one frame: with as many rows and as tall a plan as fit, and if nothing does, made smaller."""

    cells = cache(paragraph)

    @cache
    def tried(blocks, fit):
        """(the story of `blocks`, points it leaves)."""
        most_rows, plan_share = fit
        setter = Setter(_INNER, in_full=False, most_rows=most_rows, plan_share=plan_share, cells=cells)
        story = _story(sheet, blocks, setter)
        return story, height - sum(part.wrap(_INNER, 10 * height)[1] for part in story)

    blocks = sheet.blocks
    first = bisect_left(_FITS, True, key=lambda fit: tried(blocks, fit)[1] >= 0)
    fit = _FITS[min(first, len(_FITS) - 1)]
    for block in sheet.spare:
        room = tried(blocks, fit)[1]
        if room >= _LEAST_SPARE and tried((*blocks, block), fit)[1] >= 0:
            blocks = (*blocks, block)
    return KeepInFrame(_INNER, height, tried(blocks, fit)[0], mode="shrink")


def _story(sheet, blocks, setter):
    title = escape(clean(sheet.title))
    story = [Paragraph(title, STYLES["title"]), Spacer(0, 2), paragraph(sheet.subtitle, "subtitle")]
    if sheet.lead:
        lead = clean(sheet.lead) if sheet.is_full else shortened(sheet.lead, 520)
        mark = setter.citations.mark(sheet.cited)
        story += [Spacer(0, 5), paragraph(f"{lead} {mark and f'({mark})'}", "lead")]
    for block in blocks:
        story += setter.flowables(block)
    return story + _sources(sheet, setter)


def _sources(sheet, setter):
    lines = list(setter.citations.lines(in_full=sheet.is_full))
    notes = []
    if sheet.lacks_translation:
        notes.append(_("Part of this sheet has no English yet; it stands in Vietnamese."))
    story = [Spacer(0, 11), paragraph(_("Sources"), "strong")] if lines else [Spacer(0, 8)]
    if lines and not sheet.is_full:
        half = (len(lines) + 1) // 2
        story.append(_columns(lines[:half], lines[half:]))
    else:
        story += lines
    return story + [paragraph(note, "small") for note in notes]


def _columns(left, right):
    grid = Grid([[left, right or ""]], colWidths=[_INNER / 2] * 2)
    grid.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ]
    )
    return grid

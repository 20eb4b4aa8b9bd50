"""The blocks of a sheet set as flowables: facts, tables, words, the line of life, two columns. Knows no database."""

from functools import cache
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, Spacer
from reportlab.platypus import Table as Grid

from zones.sheets import content
from zones.sheets.lettering import (
    FOREST,
    FOREST_HALF,
    INK,
    LINE,
    MIST,
    MUTED,
    REGULAR,
    SEMIBOLD,
    STYLES,
    TURMERIC,
    TURMERIC_TINT,
    WHITE,
    Paragraph,
    clean,
    paragraph,
    shortened,
)
from zones.sheets.plan_drawing import PlanDrawing

_GAP = 9
_FACTS_A_LINE = 3
_GUTTER = 10
_LEAST_PLAN = 70
_LONGEST_WORDS, _LONGEST_NOTICE = 420, 900
_LEAST_AFTER_HEADING = 80
# No cell may grow taller than a page, which nothing could break.
_LONGEST_CELL = 1200


class Citations:
    """Numbers the sources in the order in which the sheet first cites them."""

    def __init__(self):
        self.numbers = {}

    def mark(self, cited):
        """ "03/2024 [2]": the day the figure holds for and the number of its source; blank without a source."""
        if cited is None or not (cited.publisher or cited.as_of):
            return ""
        if not cited.publisher:
            return cited.as_of
        number, _kind = self.numbers.setdefault((cited.publisher, cited.url), (len(self.numbers) + 1, cited.kind))
        weak = f" · {_('single or weak source, to be confirmed')}" if cited.is_weak else ""
        review = f" · {cited.review}" if cited.review else ""
        return f"{cited.as_of} [{number}]{weak}{review}".strip()

    def lines(self, *, in_full):
        """The list of sources; on one page an address stands as its host, linked to the whole of it."""
        for (publisher, url), (number, kind) in self.numbers.items():
            words = escape(clean(" · ".join(filter(None, (publisher, kind)))))
            if url:
                shown = escape(clean(url if in_full else urlsplit(url).hostname or url))
                words += f" · <link href={quoteattr(url)} color='#0d5c3f'>{shown}</link>"
            yield Paragraph(f"{number}.&nbsp; {words}", STYLES["source"])


class StageLine(Flowable):
    """The zone's line of life: a dot a step, what is done filled, the present step ringed."""

    def __init__(self, stage):
        super().__init__()
        self.stage = stage

    def wrap(self, width, _height):
        self.width, self.height = width, 24
        return width, self.height

    def draw(self):
        canvas, steps = self.canv, self.stage.steps
        step = self.width / len(steps)
        for at, (label, state) in enumerate(steps):
            x, y = at * step + 4, 17
            if at < len(steps) - 1:
                canvas.setStrokeColor(FOREST if state == "done" else LINE)
                canvas.setLineWidth(1.6)
                canvas.line(x + 4, y, x + step - 4, y)
            canvas.setStrokeColor(LINE if state == "todo" else FOREST)
            canvas.setFillColor(FOREST if state == "done" else WHITE)
            canvas.setLineWidth(2.4 if state == "current" else 1.4)
            canvas.circle(x, y, 3.6, fill=1)
            canvas.setFillColor(MUTED if state == "todo" else INK)
            canvas.setFont(SEMIBOLD if state == "current" else REGULAR, 7.4)
            canvas.drawString(at * step, 2, clean(label))


class Setter:
    """Sets the blocks of one sheet in `width` points; `most_rows` and `plan_share` are what a single page leaves."""

    def __init__(self, width, *, in_full, most_rows=None, plan_share=1.0, cells=None):
        """`cells` sets the words of cells; given the same one, several Setters set the same words once."""
        self.width, self.in_full = width, in_full
        self.cells = cells or cache(paragraph)
        self.most_rows, self.plan_share = most_rows, plan_share
        self.citations = Citations()

    def flowables(self, block):
        """The flowables of one block, its heading first."""
        inner = getattr(self, f"_{type(block).__name__.lower()}")(block)
        title = getattr(block, "title", "")
        if not title:
            return [Spacer(0, _GAP), *inner]
        # A heading never stands alone at the foot of a page.
        start = [CondPageBreak(_LEAST_AFTER_HEADING)] if self.in_full else []
        return [*start, Spacer(0, _GAP + 3), self._heading(block), *inner]

    def _heading(self, block):
        words = escape(clean(block.title))
        if getattr(block, "is_sample", False):
            sample = escape(clean(_("sample data")))
            chip = f"name='{SEMIBOLD}' size='7' color='#855000' backcolor='#fff3dd'"
            words += f" &nbsp; <font {chip}>&nbsp;{sample}&nbsp;</font>"
        return Paragraph(words, STYLES["heading"])

    def _text(self, text, most):
        return shortened(text, _LONGEST_CELL if self.in_full else most)

    def _facts(self, facts):
        cells = [self._fact(fact) for fact in facts.items]
        cells += [""] * (-len(cells) % _FACTS_A_LINE)
        lines = [cells[at : at + _FACTS_A_LINE] for at in range(0, len(cells), _FACTS_A_LINE)]
        grid = Grid(lines, colWidths=[self.width / _FACTS_A_LINE] * _FACTS_A_LINE)
        grid.setStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEABOVE", (0, 0), (-1, -1), 0.5, LINE),
                ("LINEBELOW", (0, -1), (-1, -1), 0.5, LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), _GUTTER),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ]
        )
        return [grid]

    def _fact(self, fact):
        value = self._text(fact.value, 70)
        room = self.width / _FACTS_A_LINE - _GUTTER
        is_short = stringWidth(value, SEMIBOLD, STYLES["value"].fontSize) <= room
        style = "value_none" if not value else "value" if is_short else "value_small"
        lines = [self.cells(fact.label, "small"), self.cells(value or _("not published yet"), style)]
        below = " · ".join(filter(None, (self.citations.mark(fact.cited), self._text(fact.note, 90))))
        return [*lines, self.cells(below, "small")] if below else lines

    def _table(self, table):
        most = None if self.in_full or table.is_whole else self.most_rows
        rows = table.rows[:most]
        lines = [
            [self.cells(word, "head_right" if at in table.numeric else "head") for at, word in enumerate(table.head)]
        ]
        lines += [[self._cell(cell, at in table.numeric, row) for at, cell in enumerate(row.cells)] for row in rows]
        parts = [self._grid(table, rows, lines)] if rows else []
        if len(rows) < len(table.rows):
            left = len(table.rows) - len(rows)
            parts.append(paragraph(_("%(count)s more on the page and in the full sheet.") % {"count": left}, "small"))
        return parts + self._after(table.after, table.cited)

    def _after(self, words, cited):
        if not words:
            return []
        text = " · ".join(filter(None, (self._text(words, 320), self.citations.mark(cited))))
        return [Spacer(0, 3), paragraph(text, "small")]

    def _grid(self, table, rows, lines):
        whole = sum(table.widths)
        grid = Grid(lines, colWidths=[self.width * share / whole for share in table.widths], repeatRows=1)
        style = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 7),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
        for at, row in enumerate(rows, 1):
            if row.is_total:
                style += [("LINEABOVE", (0, at), (-1, at), 0.9, FOREST_HALF), ("BACKGROUND", (0, at), (-1, at), MIST)]
        grid.setStyle(style)
        return grid

    def _cell(self, cell, is_number, row):
        right, strong = "_right" if is_number else "", "_strong" if row.is_total else ""
        if isinstance(cell, content.Cited) or cell is None:
            return self.cells(self.citations.mark(cell), "small")
        text, below = cell if isinstance(cell, tuple) else (cell, "")
        parts = [self.cells(self._text(text, 140), f"cell{right}{strong}")]
        if below:
            parts.append(self.cells(self._text(below, 120), f"small{right}"))
        return parts

    def _words(self, words):
        most = _LONGEST_NOTICE if words.is_notice else _LONGEST_WORDS
        text = " · ".join(filter(None, (self._text(words.text, most), self.citations.mark(words.cited))))
        if not words.is_notice:
            return [paragraph(text, "text")]
        box = Grid([[paragraph(text, "text")]], colWidths=[self.width])
        box.setStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), TURMERIC_TINT),
                ("LINEBEFORE", (0, 0), (0, -1), 2, TURMERIC),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ]
        )
        return [box]

    def _stage(self, stage):
        caption = f"<font name='{SEMIBOLD}' color='#16211c'>{escape(clean(stage.word))}</font>"
        if stage.note:
            caption += f" · {escape(self._text(stage.note, 220))}"
        return [StageLine(stage), Spacer(0, 2), Paragraph(caption, STYLES["small"])]

    def _plan(self, plan):
        drawing = PlanDrawing(plan, max(_LEAST_PLAN, plan.height * self.plan_share))
        said = [f"{word}: {mark}" for word, cited in plan.lines if (mark := self.citations.mark(cited))]
        if not plan.has_north:
            said.insert(0, _("A schematic grid without coordinates."))
        if plan.note:
            said.append(clean(plan.note))
        return [Spacer(0, 3), drawing, *([paragraph(" · ".join(said), "small")] if said else [])]

    def _pair(self, pair):
        if self.in_full:
            return [part for block in (pair.left, pair.right) for part in self.flowables(block)]
        whole, gutter = self.width, 18
        self.width = (whole - gutter) / 2
        cells = [self.flowables(block) for block in (pair.left, pair.right)]
        self.width = whole
        grid = Grid([cells], colWidths=[(whole + gutter) / 2, (whole - gutter) / 2])
        grid.setStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (0, -1), gutter),
                ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ]
        )
        return [grid]

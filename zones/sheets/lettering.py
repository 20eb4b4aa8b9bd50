"""Type and colour of the fact sheets: the portal's own faces and the tokens of its style sheet. Knows no database."""

from copy import copy
from functools import cache, lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph as _Paragraph

from core.text import nfc

# Streams as bytes: written as letters they take a quarter more room, and time.
rl_config.useA85 = 0

REGULAR, SEMIBOLD, BOLD = "BeVietnamPro-Regular", "BeVietnamPro-SemiBold", "BeVietnamPro-Bold"
_FONTS = Path(__file__).parent / "fonts"

INK, MUTED, WHITE = HexColor("#16211c"), HexColor("#56615b"), HexColor("#ffffff")
FOREST, FOREST_HALF = HexColor("#0d5c3f"), HexColor("#7fae97")
LINE, LINE_STRONG, MIST = HexColor("#d9d6cc"), HexColor("#7c867f"), HexColor("#f4f6f2")
TURMERIC, TURMERIC_INK, TURMERIC_TINT = HexColor("#c77700"), HexColor("#855000"), HexColor("#fff3dd")

# What the face has no letter for, said with what it has.
_MISSING = str.maketrans({"→": "›", "←": "‹", "\u2011": "-", "′": "'", "″": '"', "№": "No.", "\u00ad": ""})


class _Face(TTFont):
    """A face that adds up the letters of a word once: a table measures its cells three times, and words come again."""

    def __init__(self, name, file):
        super().__init__(name, file)
        self._units = lru_cache(maxsize=20_000)(self._added_up)

    def _added_up(self, text):
        width_of, otherwise = self.face.charWidths.get, self.face.defaultWidth
        return sum(width_of(ord(letter), otherwise) for letter in text)

    def stringWidth(self, text, size, encoding="utf8"):
        return 0.001 * size * self._units(text)


@cache
def register_fonts():
    """Read the three faces once a process; each file gets only the letters it uses."""
    for name in (REGULAR, SEMIBOLD, BOLD):
        pdfmetrics.registerFont(_Face(name, _FONTS / f"{name}.ttf"))


def clean(text):
    """Text as it can be set: composed (decomposed marks print broken), in letters of the face, nothing invisible."""
    words = nfc(str(text)).translate(_MISSING)
    if words.isprintable():
        return words.strip()
    return "".join(ch for ch in words if ch.isprintable() or ch in "\n\u00a0").strip()


def _style(name, size, leading, *, font=REGULAR, color=INK, **options):
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=leading, textColor=color, splitLongWords=1, **options
    )


STYLES = {
    "title": _style("title", 20, 24, font=BOLD),
    "subtitle": _style("subtitle", 9.5, 13, color=MUTED),
    "lead": _style("lead", 8.8, 13),
    "heading": _style("heading", 10.5, 14, font=SEMIBOLD, color=FOREST),
    "text": _style("text", 8.4, 12),
    "strong": _style("strong", 8.4, 12, font=SEMIBOLD),
    "small": _style("small", 6.8, 9.4, color=MUTED),
    "head": _style("head", 6.8, 9, color=MUTED),
    "head_right": _style("head_right", 6.8, 9, color=MUTED, alignment=TA_RIGHT),
    "cell": _style("cell", 8, 10.8),
    "cell_strong": _style("cell_strong", 8, 10.8, font=SEMIBOLD),
    "cell_right": _style("cell_right", 8, 10.8, alignment=TA_RIGHT),
    "cell_right_strong": _style("cell_right_strong", 8, 10.8, font=SEMIBOLD, alignment=TA_RIGHT),
    "small_right": _style("small_right", 6.8, 9.4, color=MUTED, alignment=TA_RIGHT),
    "value": _style("value", 13, 16, font=SEMIBOLD),
    "value_small": _style("value_small", 9.5, 12.5, font=SEMIBOLD),
    "value_none": _style("value_none", 9.5, 13, color=TURMERIC_INK),
    "source": _style("source", 6.4, 8.8, color=MUTED, leftIndent=13, firstLineIndent=-13),
}


class Paragraph(_Paragraph):
    """Broken into lines once for a width: a table asks for that when it measures, splits and draws its cells."""

    _broken_for = _operators = None

    def wrap(self, width, height):
        if self._broken_for != width or not hasattr(self, "blPara"):  # a split that fails forgets the lines
            self._broken_for, self._size, self._operators = width, super().wrap(width, height), None
        return self._size

    def wrapOn(self, canv, width, height):
        return self.wrap(width, height)  # words alone ask no canvas

    def drawOn(self, canvas, x, y, _sW=0):
        """Plain words are written where they stand, the same words the next time as they were; markup is drawn."""
        if not self._is_plain():
            super().drawOn(canvas, x, y, _sW)
            return
        self._operators = self._operators or self._written(canvas)
        first_line = y + self.height - self.blPara.ascent
        canvas._code.append(f"BT 1 0 0 1 {x:.5f} {first_line:.5f} Tm {self._operators} ET")

    def _is_plain(self):
        """Whether it is in one letter and colour, without links, its lines at one margin and none of them pressed."""
        broken, style = self.blPara, self.style
        return (
            broken.kind == 0
            and not (broken.us_lines or broken.link or style.leftIndent or style.firstLineIndent)
            and all(left > -1e-8 for left, _words in broken.lines)
        )

    def _written(self, canvas):
        broken, text, is_right = self.blPara, canvas.beginText(0, 0), self.style.alignment == TA_RIGHT
        text.setFillColor(broken.textColor)
        text.setFont(broken.fontName, broken.fontSize, self.style.leading)
        for left, words in broken.lines:
            if is_right:
                text.moveCursor(left, 0)
            text.textLine(" ".join(words))
            if is_right:
                text.moveCursor(-left, 0)
        # Without its beginning, which says where.
        return " ".join(text._code[2:])


@cache
def _plain(style):
    """What the parser of markup makes of a plain word in `style`."""
    return Paragraph("x", STYLES[style]).frags[0]


def paragraph(text, style):
    """A Paragraph of plain text, whatever stands in it; line breaks are kept."""
    words = clean(text)
    if "\n" in words:
        return Paragraph(escape(words).replace("\n", "<br/>"), STYLES[style])
    # Nothing in it is markup, and reading it as such took a seventh of the time of a sheet.
    frag = copy(_plain(style))
    frag.text = words
    return Paragraph("", STYLES[style], frags=[frag])


def shortened(text, most):
    """`text` cut between words to at most `most` characters, with an ellipsis when something is missing."""
    words = clean(text)
    if len(words) <= most:
        return words
    return f"{words[: most - 1].rsplit(' ', 1)[0].rstrip(' ,;.:')}…"

"""Numbers as survey tables write them, in one of two styles a file; what could mean two numbers is refused."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from zones.mapping.geometry import FARTHEST
from zones.survey.limits import MOST_CHARACTERS

VIETNAMESE = "vi"
PLAIN = "plain"
# How the same coordinate looks in each style.
EXAMPLES = {VIETNAMESE: "2.421.621,082", PLAIN: "2421621.082"}

_SHAPES = {
    VIETNAMESE: re.compile(r"[+-]?([0-9]+|[1-9][0-9]{0,2}(\.[0-9]{3})+)(,[0-9]+)?"),
    PLAIN: re.compile(r"[+-]?([0-9]+|[1-9][0-9]{0,2}(,[0-9]{3})+)(\.[0-9]+)?"),
}
_MARKS = {VIETNAMESE: (",", "."), PLAIN: (".", ",")}
_UNIT = re.compile(r"(?<=[0-9])m[2²]?$")
# More decimals are noise of the spreadsheet, even of degrees.
_PLACES = Decimal("0.0000000001")


def _bare(text):
    return _UNIT.sub("", "".join(text.split()))


def _value(bare, style):
    decimal_mark, thousands_mark = _MARKS[style]
    return Decimal(bare.replace(thousands_mark, "").replace(decimal_mark, "."))


def styles_of(text):
    """The styles in which `text` is a number; both when it reads the same in both, e.g. "2421621"."""
    bare = _bare(text) if len(text) <= MOST_CHARACTERS else ""
    return {style for style, shape in _SHAPES.items() if shape.fullmatch(bare)}


def is_ambiguous(text):
    """Whether `text` is a number in both styles, and not the same one: "12.345"."""
    return len(styles_of(text)) == 2 and len({_value(_bare(text), style) for style in _SHAPES}) == 2


def style_of_file(texts):
    """The style that decides the file: that of most cells that are a number in one style only; None without any."""
    deciding = [found.pop() for found in map(styles_of, texts) if len(found) == 1]
    if not deciding:
        return None
    return max(dict.fromkeys(deciding), key=deciding.count)


def read_number(cell, style, is_style_chosen=False):
    """A Decimal of at most ten decimals from a cell, text or a native number; ValueError with a sentence otherwise."""
    if isinstance(cell, Decimal):
        return _reasonable(cell, cell)
    shown = cell.strip()[:40]
    if cell.lstrip().startswith("="):
        raise ValueError(_("This is a formula without a stored result. Paste its value instead."))
    if is_ambiguous(cell) and not is_style_chosen:
        raise ValueError(_ambiguous(shown, style))
    found = styles_of(cell)
    if not found:
        raise ValueError(_("“%(value)s” is not a number.") % {"value": shown})
    if style and style not in found:
        raise ValueError(
            _("“%(text)s” is written in another style than the file's numbers, e.g. %(example)s.")
            % {"text": shown, "example": EXAMPLES[style]}
        )
    return _reasonable(_value(_bare(cell), style or found.pop()), shown)


def _ambiguous(shown, style):
    whole = re.sub("[.,]", "", shown)
    # A fourth decimal leaves no doubt: thousands come in threes.
    decimal = f"{re.sub('[.,]', _MARKS[style][0], shown) if style else shown}0"
    return _(
        "“%(text)s” can mean two numbers. Write %(whole)s or %(decimal)s, or choose how the file writes numbers."
    ) % {"text": shown, "whole": whole, "decimal": decimal}


def _reasonable(number, shown):
    if not number.is_finite() or number.copy_abs() > FARTHEST:
        raise ValueError(_("“%(text)s” is too large for a coordinate or an area.") % {"text": str(shown)[:40]})
    return number if -number.as_tuple().exponent <= 10 else number.quantize(_PLACES)

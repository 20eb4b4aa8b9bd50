"""Numbers as Vietnamese and English readers write them, parsed strictly: what could mean two things is refused."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

SQUARE_METRES_A_HECTARE = 10_000
_MARKS = {"vi": (",", "."), "en": (".", ",")}
_SPACES = str.maketrans("", "", "\u00a0\u202f \t")


def marks(language=None):
    """(decimal mark, thousands mark) of `language`, or of the active one."""
    return _MARKS.get((language or get_language() or "vi")[:2], _MARKS["vi"])


def format_number(value, places=None, language=None):
    """`value` grouped by thousands, rounded half up to `places` decimals; without `places` as many as it has."""
    return _formatted(value, places, *marks(language))


@lru_cache(maxsize=4096)
def _formatted(value, places, decimal_mark, thousands_mark):
    number = Decimal(str(value))
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    elif number == number.to_integral_value():
        number = number.to_integral_value()
    else:
        number = number.normalize()
    whole, _point, fraction = f"{number:,f}".partition(".")
    grouped = whole.replace(",", thousands_mark)
    return f"{grouped}{decimal_mark}{fraction}" if fraction else grouped


def hectares(square_metres, language=None):
    """An area in hectares with two decimals, in the reader's style and without the unit."""
    return format_number(square_metres / SQUARE_METRES_A_HECTARE, 2, language)


def parse_number(text, language=None):
    """Read a Decimal from `text` written in the style of `language`.

    Grouping must be whole ("1.234.567,89" in Vietnamese). One group of three after a single mark that is the other
    style's decimal mark ("12.345" in Vietnamese, "12,345" in English) could mean two numbers and is refused.
    Raises ValueError with a sentence for the reader.
    """
    decimal_mark, thousands_mark = marks(language)
    plain = text.translate(_SPACES)
    if re.fullmatch(rf"[+-]?[0-9]{{1,3}}{re.escape(thousands_mark)}[0-9]{{3}}", plain):
        raise ValueError(
            _("“%(text)s” can mean two numbers. Write %(plain)s or %(decimal)s.")
            % {
                "text": text.strip(),
                "plain": plain.replace(thousands_mark, ""),
                "decimal": plain.replace(thousands_mark, decimal_mark),
            }
        )
    shape = rf"[+-]?([0-9]+|[0-9]{{1,3}}({re.escape(thousands_mark)}[0-9]{{3}})+)({re.escape(decimal_mark)}[0-9]+)?"
    if not re.fullmatch(shape, plain):
        raise ValueError(
            _("“%(text)s” is not a number. Example: %(example)s.")
            % {"text": text.strip(), "example": format_number(Decimal("12345.6"), language=language)}
        )
    return Decimal(plain.replace(thousands_mark, "").replace(decimal_mark, "."))

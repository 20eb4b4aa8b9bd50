"""Numbers as the forms write them: 1,234.5 whatever the reader's language, at most 15 and 5 digits. No database."""

from decimal import ROUND_HALF_UP, Decimal

from core.numbers import format_number

WHOLE_DIGITS, DECIMALS = 15, 5
_LIMIT = Decimal(10) ** WHOLE_DIGITS
# What stands where a share has nothing to be a share of, and where a text is not known.
DASH = "-"


def rounded(value, places=DECIMALS):
    """`value` to at most `places` decimals, half up. Raises ValueError for what is no number of a form."""
    number = Decimal(value)
    if not number.is_finite() or abs(number) >= _LIMIT:
        raise ValueError(str(value)[:40])
    number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if abs(number) >= _LIMIT:
        raise ValueError(str(value)[:40])
    return number.normalize() if number else Decimal(0)


def figure(value):
    """`value` of a cell as the form prints it: text as it is, "-" for None."""
    if value is None:
        return DASH
    return value if isinstance(value, str) else format_number(value, language="en")


def share(part, whole):
    """part ÷ whole in %, two decimals; None when there is nothing to be a share of."""
    return rounded(part * 100 / whole, 2) if whole else None


def to_billion_vnd(million_usd, rate):
    """Million USD at `rate` VND a dollar, in billion VND: × rate ÷ 1000. None without a rate."""
    return None if rate is None else million_usd * rate / 1000


def to_million_usd(billion_vnd, rate):
    """Billion VND at `rate` VND a dollar, in million USD: × 1000 ÷ rate. None without a rate."""
    return None if not rate else billion_vnd * 1000 / rate

"""Bar charts as geometry, drawn by templates/components/bars.html: a bar a row, its words above it.

Pure: amounts in, places on a drawing of WIDTH across out. What is not known has no bar, and its words say so.
"""

from dataclasses import dataclass

WIDTH = 360
_ROW, _BASELINE, _BAR = 38, 14, 20
_LEAST = 2


@dataclass(frozen=True)
class Row:
    """One row: its `label`, its `amount` (None: not known), the amount in `words`, the list behind it.

    `is_vague` marks what the amount stands for as not known ("state not known"): drawn with a pattern.
    """

    label: str
    amount: object
    words: str
    url: str = ""
    is_vague: bool = False


@dataclass(frozen=True)
class Bar:
    """A Row drawn: `text` is the baseline of its words, `top` the upper edge of its bar, `width` its length."""

    row: Row
    text: int
    top: int
    width: float


@dataclass(frozen=True)
class Bars:
    title: str
    bars: tuple
    height: int

    @property
    def says(self):
        """The same in a sentence, for who hears the page."""
        return "; ".join(f"{bar.row.label}: {bar.row.words}" for bar in self.bars)


def bars(title, rows):
    """The Bars of `rows` (Row), the longest WIDTH long; one that is not nought is never too short to be seen."""
    rows = tuple(rows)
    most = max((row.amount for row in rows if row.amount), default=0)
    drawn = tuple(
        Bar(row, _BASELINE + at * _ROW, _BAR + at * _ROW, _length(row.amount, most)) for at, row in enumerate(rows)
    )
    return Bars(title, drawn, _ROW * len(rows))


def _length(amount, most):
    return max(round(WIDTH * float(amount / most), 1), _LEAST) if amount and amount > 0 else 0

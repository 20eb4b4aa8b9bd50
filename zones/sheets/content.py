"""What a fact sheet says, before it is drawn: plain words and numbers in the reader's language. Knows no database."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Cited:
    """Where a figure comes from and as of when it holds; blank in all parts: it says nothing of its source."""

    publisher: str = ""
    as_of: str = ""
    url: str = ""
    kind: str = ""
    is_weak: bool = False
    # That it is due for review, else who verified it.
    review: str = ""

    @classmethod
    def of(cls, facts):
        """Of the plain words of core.provenance.provenance()."""
        return cls(
            facts.get("publisher") or "",
            facts.get("as_of") or "",
            facts.get("url") or "",
            facts.get("source_kind") or "",
            facts.get("confidence") == "low",
            facts.get("stale") or facts.get("verified") or "",
        )


@dataclass(frozen=True)
class Fact:
    """One figure; without a value it reads "not published yet"."""

    label: str
    value: str = ""
    cited: Cited | None = None
    note: str = ""


@dataclass(frozen=True)
class Facts:
    items: tuple
    title: str = ""


@dataclass(frozen=True)
class Row:
    """Cells are text, a Cited, or a pair (text, small text under it)."""

    cells: tuple
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """`widths` are shares of the line; `numeric` are the places of the columns set to the right.

    `rows` stand with the most important first: a sheet of one page keeps only as many as fit, unless the table
    `is_whole` or not at all. `after` is a sentence under the table, with `cited` as its source.
    """

    title: str
    head: tuple
    rows: tuple
    widths: tuple
    numeric: tuple = ()
    after: str = ""
    cited: Cited | None = None
    is_sample: bool = False
    is_whole: bool = False


@dataclass(frozen=True)
class Words:
    """Paragraphs; a notice stands in a box. `cited` is the source of all of them."""

    text: str
    title: str = ""
    is_notice: bool = False
    cited: Cited | None = None


@dataclass(frozen=True)
class Stage:
    """The line of life: (label, "done" | "current" | "todo") a step, and the sentence under it."""

    steps: tuple
    word: str
    note: str = ""


@dataclass(frozen=True)
class Ground:
    """One parcel of the plan: its ring of (x, y), the kind of its state, its number and area to write in."""

    ring: tuple
    state: str
    code: str
    area: str = ""
    is_lit: bool = True


@dataclass(frozen=True)
class Plan:
    """The plan as drawn, x east and y north in units of which `units_a_metre` are a metre, with words for the patterns.

    `roads` are pairs (line, width, 0 where nobody has published it), `outlines` closed lines, `height` points at most;
    `lines` say where roads and outlines come from, as pairs (word, Cited).
    """

    title: str
    grounds: tuple
    legend: tuple
    units_a_metre: float
    roads: tuple = ()
    outlines: tuple = ()
    lines: tuple = ()
    is_sample: bool = False
    has_north: bool = False
    note: str = ""
    height: int = 150


@dataclass(frozen=True)
class Pair:
    """Two blocks side by side."""

    left: object
    right: object


@dataclass(frozen=True)
class Sheet:
    """A whole sheet. `day` is the day it holds for, `address` the living page as of that day, `lead` one paragraph.

    Blocks of `spare` stand on a single page only where the others leave room for them.
    """

    title: str
    subtitle: str
    day: dt.date
    address: str
    board: str
    blocks: tuple
    language: str
    subject: str
    spare: tuple = ()
    lead: str = ""
    cited: Cited | None = None
    is_full: bool = False
    is_sample: bool = False
    is_prototype: bool = True
    lacks_translation: bool = False

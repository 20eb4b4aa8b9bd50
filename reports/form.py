"""A form filled in: its cells, what is computed from them, and how two fillings differ. Knows no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reports.figures import DASH, rounded, share, to_billion_vnd

TOTAL = "total"
# The only row of a summary.
WHOLE = "whole"


@dataclass(frozen=True)
class Ref:
    """A record behind a cell: which (model and key) and how much of the cell it is (None: it does not say)."""

    kind: str
    pk: int
    amount: Decimal | None = None


@dataclass(frozen=True)
class Found:
    """What the record says: a number or text, the records it comes from, and those that should say and do not."""

    value: Decimal | str | None = None
    records: tuple = ()
    unknown: tuple = ()


@dataclass(frozen=True)
class Cell:
    """One cell as the form prints it. `value` is 0 where nothing is known, None only for a share of nothing.

    `unknown` counts the records that should say and do not; `is_missing`: none of them says, so the 0 is only printed.
    `is_beyond`: the number has more digits than a form takes. `made_of` are the addresses it is computed from.
    """

    value: Decimal | str | None
    records: tuple = ()
    unknown: tuple = ()
    is_missing: bool = False
    is_beyond: bool = False
    made_of: tuple = ()
    is_typed: bool = False
    suggestion: Decimal | None = None


@dataclass(frozen=True)
class Row:
    key: str
    label: str
    cells: Mapping


@dataclass(frozen=True)
class FilledTable:
    table: object  # reports.template.Table
    rows: tuple
    totals: Mapping = field(default_factory=dict)

    def all_rows(self):
        return (*self.rows, Row(TOTAL, "", self.totals)) if self.totals else self.rows


@dataclass
class FilledForm:
    """`facts` are what it was filled from; None for one that a submission kept."""

    template: object  # reports.template.Template
    tables: tuple
    facts: object = None

    def cells(self):
        """(address, table, row, item, Cell) of every cell, totals last in each table."""
        for filled in self.tables:
            for row in filled.all_rows():
                for item in filled.table.items:
                    if (cell := row.cells.get(item.key)) is not None:
                        yield address(filled.table.key, row.key, item.key), filled.table, row, item, cell

    def cell(self, wanted):
        """(table, row, item, Cell) at the address `wanted`, or None."""
        return next((found[1:] for found in self.cells() if found[0] == wanted), None)

    def values(self):
        """{address: what is printed there} of every cell, as plain text."""
        return {place: plain(cell.value) for place, _table, _row, _item, cell in self.cells()}


def address(table, row, item):
    return f"{table}/{row}/{item}"


def plain(value):
    """A value as it is kept in a submission: text, a number with a point, or null."""
    return f"{value:f}" if isinstance(value, Decimal) else value


def cell_of(found, item):
    """The Cell that prints `found` for `item`."""
    if item.is_text:
        text = found.value or DASH
        return Cell(text, found.records, found.unknown, is_missing=not found.value and bool(found.unknown))
    try:
        value, is_beyond = rounded(found.value or 0, 0 if item.kind == "integer" else 5), False
    except ValueError:
        value, is_beyond = Decimal(0), True
    is_missing = bool(found.unknown) and not found.records
    return Cell(value, found.records, found.unknown, is_missing=is_missing, is_beyond=is_beyond)


class Filling:
    """Computes a table from what was found: formulas, typed cells, totals. `rate` is VND a dollar or None."""

    def __init__(self, template, rate, typed):
        self.rate, self.typed = rate, typed
        # The cells of a summary stand in its one row, not in a row of totals.
        self.summaries = {
            f"{table.key}.{item.key}" for table in template.tables if table.shape == "summary" for item in table.items
        }
        self.totals = {}  # "table.item" → Cell

    def table(self, table, rows):
        """The FilledTable of `table`; `rows` are (key, label, {item key: Found}), empty for a summary."""
        if table.shape == "summary":
            rows = [(WHOLE, "", {})]
        filled = tuple(self.row(table, key, label, found) for key, label, found in rows)
        totals = {} if table.shape == "summary" else self.totals_of(table, filled)
        for item in table.items:
            cell = filled[0].cells[item.key] if table.shape == "summary" else totals.get(item.key)
            if cell is not None:
                self.totals[f"{table.key}.{item.key}"] = cell
        return FilledTable(table, filled, totals)

    def row(self, table, key, label, found):
        cells = {}
        for item in table.items:
            here = address(table.key, key, item.key)
            if item.is_typed:
                cells[item.key] = self.typed_cell(table, key, item, cells, here)
            elif item.formula:
                cells[item.key] = self.computed(item.formula, table, key, cells)
            else:
                cells[item.key] = cell_of(found[item.key], item)
        return Row(key, label, cells)

    def typed_cell(self, table, row, item, cells, here):
        # Nothing can be suggested from what the record does not know.
        is_known = item.suggestion and not any(cells[name].is_missing for name in item.suggestion[1:])
        suggestion = self.computed(item.suggestion, table, row, cells).value if is_known else None
        value = self.typed.get(here)
        if value is None:
            return Cell(Decimal(0), is_missing=True, is_typed=True, suggestion=suggestion)
        return Cell(rounded(value), is_typed=True, suggestion=suggestion)

    def computed(self, formula, table, row, cells):
        name, *named = formula
        parts = [self.totals[one] if "." in one else cells[one] for one in named]
        places = tuple(
            address(one.partition(".")[0], self.place_of_total(one), one.partition(".")[2])
            if "." in one
            else address(table.key, row, one)
            for one in named
        )
        return computed_cell(name, [part.value for part in parts], self.rate, places)

    def place_of_total(self, named):
        return WHOLE if named in self.summaries else TOTAL

    def totals_of(self, table, rows):
        totals = {}
        for item in table.items:
            places = tuple(address(table.key, row.key, item.key) for row in rows)
            values = [row.cells[item.key].value for row in rows]
            if item.total == "count":
                totals[item.key] = Cell(Decimal(len(rows)), made_of=places)
            elif item.total == "formula":
                totals[item.key] = self.computed(item.formula, table, TOTAL, totals)
            elif item.total in ("sum", "mean"):
                totals[item.key] = computed_cell(item.total, values, self.rate, places)
        return totals


def computed_cell(name, values, rate, places):
    """The Cell of a formula over `values`; what exceeds a form's digits is marked, not cut."""
    numbers = [Decimal(0) if value is None else value for value in values]
    try:
        value = _compute(name, numbers, rate)
        return Cell(None if value is None else rounded(value), made_of=places)
    except ValueError:
        return Cell(Decimal(0), is_beyond=True, made_of=places)


def _compute(name, numbers, rate):
    if name == "share":
        return share(*numbers)
    if name == "difference":
        return numbers[0] - numbers[1]
    if name == "to_vnd":
        return to_billion_vnd(numbers[0], rate) or Decimal(0)
    whole = sum(numbers, Decimal(0))
    return whole / len(numbers) if name == "mean" and numbers else whole


def fill_tables(template, rows_of, *, rate=None, typed=None):
    """The FilledForm of `template`; rows_of(table) gives (key, label, {item key: Found}), typed {address: Decimal}."""
    filling = Filling(template, rate, typed or {})
    tables = tuple(
        filling.table(table, [] if table.shape == "summary" else rows_of(table)) for table in template.tables
    )
    return FilledForm(template, tables)


@dataclass(frozen=True)
class Jump:
    """A cell that moved more than it may without a word: from what to what, and by how much in % (None: from 0)."""

    address: str
    before: Decimal
    after: Decimal
    percent: Decimal | None


def jumps(form, before):
    """Every Jump of the cells of `form` that come from records or typing, against `before` ({address: plain value})."""
    found = []
    for place, table, row, item, cell in form.cells():
        old = before.get(place)
        if item.is_text or item.formula or row.key == TOTAL or table.shape == "summary" or old is None:
            continue
        old, new = Decimal(old), cell.value
        if old == new:
            continue
        percent = abs(new - old) * 100 / abs(old) if old else None
        if percent is None or percent > form.template.explain_from_percent:
            found.append(Jump(place, old, new, None if percent is None else rounded_percent(percent)))
    return found


def rounded_percent(percent):
    return percent.quantize(Decimal("0.1"))


def as_content(form):
    """What a submission keeps of `form`: the template as it is now and every row as printed, ready for JSON."""
    return {
        "template": form.template.raw,
        "tables": [
            {
                "key": filled.table.key,
                "rows": [
                    {
                        "key": row.key,
                        "label": row.label,
                        "cells": {key: plain(cell.value) for key, cell in row.cells.items()},
                        "missing": [key for key, cell in row.cells.items() if cell.is_missing],
                        "partial": [key for key, cell in row.cells.items() if cell.unknown and not cell.is_missing],
                    }
                    for row in filled.all_rows()
                ],
            }
            for filled in form.tables
        ],
    }


def from_content(content, template):
    """The FilledForm a submission kept, without the records behind its cells."""
    return FilledForm(template, tuple(_table_from(kept, template) for kept in content["tables"]))


def _table_from(kept, template):
    table = template.table(kept["key"])
    kinds = {item.key: item for item in table.items}
    rows, totals = [], {}
    for row in kept["rows"]:
        cells = {
            key: Cell(
                value if kinds[key].is_text and row["key"] != TOTAL else None if value is None else Decimal(value),
                is_missing=key in row["missing"],
                is_typed=kinds[key].is_typed,
            )
            for key, value in row["cells"].items()
        }
        if row["key"] == TOTAL:
            totals = cells
        else:
            rows.append(Row(row["key"], row["label"], cells))
    return FilledTable(table, tuple(rows), totals)

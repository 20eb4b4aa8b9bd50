"""A filled form as it is laid out on a page, a sheet or paper: headings, rows, totals. Knows no database."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.figures import figure
from reports.form import TOTAL, WHOLE, Cell, address


@dataclass(frozen=True)
class Head:
    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Place:
    """One place of a row: printed text, and the cell behind it with its address (none: a label)."""

    text: str
    cell: Cell | None = None
    address: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Line:
    places: tuple
    is_total: bool = False
    is_group: bool = False


@dataclass(frozen=True)
class Block:
    """One table. `widths` are relative; `labels` is how many first columns name the line."""

    key: str
    title: str
    heads: tuple
    lines: tuple
    widths: tuple
    labels: int = 1


def blocks(form):
    """The Blocks of a FilledForm, in the reader's language."""
    layout = {"list": _list, "matrix": _matrix, "summary": _summary}
    return [layout[filled.table.shape](filled) for filled in form.tables]


def _with_unit(item):
    unit = str(item.unit or "")
    return f"{item.heading} ({unit})" if unit else str(item.heading)


def _place(table, row, item, cell):
    if cell is None:
        return Place("")
    return Place(figure(cell.value), cell, address(table.key, row, item.key), is_number=not item.is_text)


def _list(filled):
    table = filled.table
    lines = [
        Line((Place(str(at)), *(_place(table, row.key, item, row.cells[item.key]) for item in table.items)))
        for at, row in enumerate(filled.rows, start=1)
    ]
    if not lines:
        lines = [Line((Place("–"), Place(_("None in the period.")), *(Place("") for _item in table.items[1:])))]
    elif filled.totals:
        lines.append(Line((Place(""), *(_total(table, item, filled.totals) for item in table.items)), is_total=True))
    widths = (1, *(4 if item.is_text else 2 for item in table.items))
    return Block(table.key, str(table.title), _list_heads(table), tuple(lines), widths, labels=2)


def _total(table, item, totals):
    cell = totals.get(item.key)
    if cell is not None and item.total == "count":
        text = _("Total: %(count)s") % {"count": figure(cell.value)}
        return Place(text, cell, address(table.key, TOTAL, item.key))
    return _place(table, TOTAL, item, cell)


def _list_heads(table):
    """Two rows where items stand in groups, and the numbers of the columns under them."""
    upper, lower = [Head(_("No."), rows=2)], []
    for item in table.items:
        if item.group is None:
            upper.append(Head(_with_unit(item), rows=2))
            continue
        lower.append(Head(_with_unit(item)))
        if len(lower) > 1 and upper[-1].rows == 1 and upper[-1].text == str(item.group):
            upper[-1] = Head(upper[-1].text, upper[-1].columns + 1)
        else:
            upper.append(Head(str(item.group)))
    numbers = (Head(""), *(Head(f"({item.number})" if item.number else "") for item in table.items))
    if lower:
        return tuple(upper), tuple(lower), numbers
    return tuple(Head(head.text) for head in upper), numbers


def _matrix(filled):
    table, lines, group = filled.table, [], None
    heads = (_("No."), _("Indicator"), _("Unit"), *(str(words) for _key, words in table.across), _("Total"))
    for item in table.items:
        if item.group != group:
            group = item.group
            if group is not None:
                blank = tuple(Place("") for _column in range(len(heads) - 2))
                lines.append(Line((Place(item.number.partition(".")[0]), Place(str(group)), *blank), is_group=True))
        places = (_place(table, row.key, item, row.cells[item.key]) for row in filled.rows)
        total = _place(table, TOTAL, item, filled.totals.get(item.key))
        lines.append(Line((Place(item.number), Place(str(item.heading)), Place(str(item.unit or "")), *places, total)))
    widths = (1, 5, 2, *(3 for _head in heads[3:]))
    return Block(table.key, str(table.title), (tuple(map(Head, heads)),), tuple(lines), widths, labels=2)


def _summary(filled):
    table, cells = filled.table, filled.rows[0].cells
    heads = tuple(map(Head, (_("No."), _("Indicator"), _("Unit"), _("Value"))))
    lines = tuple(
        Line(
            (
                Place(item.number),
                Place(str(item.heading)),
                Place(str(item.unit or "")),
                _place(table, WHOLE, item, cells[item.key]),
            )
        )
        for item in table.items
    )
    return Block(table.key, str(table.title), (heads,), lines, (1, 8, 2, 4), labels=2)

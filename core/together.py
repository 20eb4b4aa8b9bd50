"""Several statements of ids or counts asked as one query, each in its own order and up to its own bound."""

from contextlib import suppress
from itertools import chain
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection


class Statement(NamedTuple):
    """SQL with a place for rows, the querysets that give them, and their columns in the order it needs them."""

    sql: str
    parts: list
    columns: str = "*"


def counted(limit, *parts):
    """A statement for `ask`: how many rows the `parts` have, each counted up to `limit`."""
    asked = [rows.order_by().values("pk")[:limit] for rows in parts]
    return Statement("SELECT %s, 0, COUNT(*) FROM ({}) AS found", asked)


def placed(rows):
    """A statement for `ask`: the ids of `rows` in their order."""
    return Statement("SELECT %s, ROW_NUMBER() OVER (), found.* FROM ({}) AS found", [rows.values("pk")])


def chained(start, stop, *parts):
    """A statement for `ask`: the ids from place `start` up to `stop` of `parts` listed one after the other.

    A part is read only when those before it do not reach that far.
    """
    page = f"{{}} LIMIT {int(stop) - int(start)} OFFSET {int(start)}"
    asked = [rows.values("pk")[:stop] for rows in parts]
    return Statement(f"SELECT %s, ROW_NUMBER() OVER (), found.* FROM ({page}) AS found", asked)


def sorted_few(start, stop, order, *parts):
    """A statement for `ask`: the ids from place `start` up to `stop` of the few rows of `parts` taken together.

    `order` names columns, the last the key. The rows are found by whichever index has the fewest to read and then
    sorted; an index in the right order would be read from end to end for them.
    """
    names = [name.removeprefix("-") for name in order]
    by = ", ".join(f"{name} DESC" if wanted[0] == "-" else name for name, wanted in zip(names, order, strict=True))
    columns, key = ", ".join(names), names[-1]
    # PostgreSQL may not read the rows in order either: first they are found, then sorted.
    statement = (
        f"SELECT %s, place, {key} FROM (WITH few AS MATERIALIZED ({{}}) "
        f"SELECT {key}, ROW_NUMBER() OVER (ORDER BY {by}) AS place FROM few) AS found "
        f"WHERE place > {int(start)} AND place <= {int(stop)}"
    )
    return Statement(statement, [rows.order_by().values(*names) for rows in parts], columns)


def ask(statements):
    """For each statement the numbers it gives, in order: one query, however many there are."""
    asked, values = [], []
    for at, statement in enumerate(statements):
        written = []
        for rows in statement.parts:
            # No row can satisfy conditions that shut each other out; Django then writes no SQL at all.
            with suppress(EmptyResultSet):
                written.append(rows.query.sql_with_params())
        if written:
            parts = (
                f"SELECT {statement.columns} FROM ({sql}) AS part_{place}"
                for place, (sql, _given) in enumerate(written)
            )
            asked.append(statement.sql.format(" UNION ALL ".join(parts)))
            values += [at, *chain.from_iterable(given for _sql, given in written)]
    found = [[] for _statement in statements]
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(f"{' UNION ALL '.join(asked)} ORDER BY 1, 2", values)
            for at, _place, number in cursor.fetchall():
                found[at].append(number)
    return found

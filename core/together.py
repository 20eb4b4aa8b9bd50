"""Several statements of ids or counts asked as one query, each in its own order and up to its own bound."""

from contextlib import suppress

from django.core.exceptions import EmptyResultSet
from django.db import connection


def counted(rows, limit):
    """A statement for `ask`: how many `rows` there are, up to `limit`."""
    return "SELECT %s, 0, COUNT(*) FROM ({}) AS found", rows.order_by().values("pk")[:limit]


def placed(rows):
    """A statement for `ask`: the ids of `rows` in their order."""
    return "SELECT %s, ROW_NUMBER() OVER (), found.* FROM ({}) AS found", rows.values("pk")


def ask(statements):
    """For each statement the numbers it gives, in order: one query, however many there are."""
    asked, values = [], []
    for at, (statement, rows) in enumerate(statements):
        # No row can satisfy conditions that shut each other out; Django then writes no SQL at all.
        with suppress(EmptyResultSet):
            sql, given = rows.query.sql_with_params()
            asked.append(statement.format(sql))
            values += [at, *given]
    found = [[] for _statement in statements]
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(f"{' UNION ALL '.join(asked)} ORDER BY 1, 2", values)
            for at, _place, number in cursor.fetchall():
                found[at].append(number)
    return found

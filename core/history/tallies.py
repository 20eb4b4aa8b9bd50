"""How many records each person has changed since a moment, of each kind: one query over the history of all records."""

from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import CharField, Count, F, Value

from core.counting import together
from core.history.entries import kinds
from core.models import User

_NAMED = """SELECT found.counted_as, found.person, who.last_name, who.first_name, who.username, found.counted
FROM ({}) AS found LEFT JOIN {} AS who ON who.id = found.person"""


class Tally(NamedTuple):
    """`model`, who (key and name; None and "" where nobody did: the loader, a day that came), how many records."""

    model: type
    by: int | None
    name: str
    count: int


def changed_since(at, models):
    """[Tally, …] of the records of `models` that were added, changed or removed from `at` on. One query."""
    asked = _statement(at, frozenset(models))
    if not asked.sql:
        return []
    of = {model._meta.label_lower: model for model in models}
    with connection.cursor() as cursor:
        cursor.execute(_NAMED.format(asked.sql, connection.ops.quote_name(User._meta.db_table)), asked.values)
        return [
            Tally(of[label], by, f"{last or ''} {first or ''}".strip() or username or "", count)
            for label, by, last, first, username, count in cursor.fetchall()
        ]


@lru_cache(maxsize=16)
def _statement(at, models):
    """How many records of each of `models` each person changed. Made once a day for each set that somebody may read."""
    return together(_arm(kind, at) for kind in kinds() if kind.is_history and kind.record in models)


def _arm(kind, at):
    # The names are joined to the few numbers in the end, not to each row. A person + 0: by the index on people SQLite
    # would walk through all of the history.
    return (
        kind.table._base_manager.filter(**{f"{kind.at}__gte": at})
        .order_by()
        .annotate(counted_as=Value(kind.record._meta.label_lower, CharField()), person=F(kind.by) + 0)
        .values("counted_as", "person")
        .annotate(counted=Count(kind.of, distinct=True))
        .values_list("counted_as", "person", "counted")
    )

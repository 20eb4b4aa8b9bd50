"""Many counts and sums of many tables in one query: what a page of figures needs, however many rows there are."""

from dataclasses import dataclass
from decimal import Context, Decimal
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Count, DecimalField, F, QuerySet, Value
from django.db.models.functions import Cast

_AMOUNT = DecimalField(max_digits=30, decimal_places=5)
# As exactly as SQLite adds up: it has floating numbers only.
_ADDED_UP = Context(prec=15)


class Counted(NamedTuple):
    """How many rows there are, and the sum of what was asked of them: 0 where nothing was, or no row says it."""

    count: int = 0
    amount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Part:
    """Rows counted under `name`, apart for each value of `by` (a field or an expression; None: all together).

    `count` and `amount` are aggregates: how many, and what is summed.
    """

    name: str
    rows: QuerySet
    by: object = None
    count: object = None
    amount: object = None

    def query(self):
        value = Value("") if self.by is None else F(self.by) if isinstance(self.by, str) else self.by
        # A plain queryset: those of translated models shuffle their columns, which a union joins by place.
        rows = QuerySet(self.rows.model, self.rows.query.chain()).order_by()
        grouped = rows.annotate(counted_as=Value(self.name, CharField()), counted_by=Cast(value, CharField())).values(
            "counted_as", "counted_by"
        )
        amount = Cast(Value(0), _AMOUNT) if self.amount is None else Cast(self.amount, _AMOUNT)
        return grouped.annotate(counted=self.count or Count("pk"), amounted=amount).values_list(
            "counted_as", "counted_by", "counted", "amounted"
        )


class Counts:
    """The answers, by name and value; what was not found is a Counted of nothing."""

    def __init__(self, rows):
        self._found = {}
        for name, value, count, amount in rows:
            if count:
                self._found.setdefault(name, {})[value or ""] = Counted(int(count), _decimal(amount))

    def of(self, name):
        """{value: Counted} of the values that occur."""
        return self._found.get(name, {})

    def number(self, name):
        """How many rows were counted under `name`, of all values."""
        return sum(one.count for one in self.of(name).values())

    def all(self):
        """How many rows were counted under any name."""
        return sum(map(self.number, self._found))


class Statement(NamedTuple):
    """SQL and the values for its places; of nothing, when no row can be meant."""

    sql: str = ""
    values: tuple = ()


def together(queries):
    """The Statement of what all `queries` give. To make one costs more than its answer: keep those asked each page."""
    arms, values = [], []
    for query in queries:
        try:
            sql, its_own = query.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            continue
        arms.append(sql)
        values += its_own
    return Statement(" UNION ALL ".join(arms), tuple(values))


def compiled(parts):
    """`parts` (Part) as a Statement for `counted`."""
    return together(part.query() for part in parts)


def counted(*statements):
    """The Counts of `statements` that `compiled` made: one query."""
    asked = [one for one in statements if one.sql]
    if not asked:
        return Counts(())
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.sql for one in asked), [value for one in asked for value in one.values])
        return Counts(cursor.fetchall())


def _decimal(amount):
    return amount if isinstance(amount, Decimal) else _ADDED_UP.create_decimal_from_float(amount or 0)

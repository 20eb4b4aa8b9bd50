"""Many counts and sums of many tables in one query: what a page of figures needs, however many rows there are."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import CharField, Count, DecimalField, F, QuerySet, Value
from django.db.models.functions import Cast

_AMOUNT = DecimalField(max_digits=30, decimal_places=5)


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
                self._found.setdefault(name, {})[value or ""] = Counted(count, amount or Decimal(0))

    def of(self, name):
        """{value: Counted} of the values that occur."""
        return self._found.get(name, {})

    def number(self, name):
        """How many rows were counted under `name`, of all values."""
        return sum(one.count for one in self.of(name).values())


def counted(parts):
    """The Counts of `parts` (Part): one query."""
    queries = [part.query() for part in parts]
    return Counts(queries[0].union(*queries[1:], all=True)) if queries else Counts(())

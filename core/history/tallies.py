"""How many records each person has changed since a moment, of each kind: one query over the history of all records."""

from typing import NamedTuple

from django.db.models import CharField, Count, Value

from core.history.entries import kinds


class Tally(NamedTuple):
    """`model`, who (key and name; None and "" where nobody did: the loader, a day that came), how many records."""

    model: type
    by: int | None
    name: str
    count: int


def changed_since(at, models):
    """[Tally, …] of the records of `models` that were added, changed or removed from `at` on. One query."""
    found = {kind.record._meta.label_lower: kind for kind in kinds() if kind.is_history and kind.record in models}
    arms = [_arm(label, kind, at) for label, kind in found.items()]
    if not arms:
        return []
    rows = arms[0].union(*arms[1:], all=True)
    return [
        Tally(found[label].record, by, f"{last or ''} {first or ''}".strip() or username or "", count)
        for label, by, last, first, username, count in rows
    ]


def _arm(label, kind, at):
    person = ("history_user", *(f"history_user__{name}" for name in ("last_name", "first_name", "username")))
    return (
        kind.table._base_manager.filter(**{f"{kind.at}__gte": at})
        .order_by()
        .annotate(counted_as=Value(label, CharField()))
        .values("counted_as", *person)
        .annotate(counted=Count(kind.of, distinct=True))
        .values_list("counted_as", *person, "counted")
    )

"""Whether a fact of the record is due for review: the rule in Python and as a condition of a query.

The clock of a fact starts on the day it was last verified. Nobody having verified it, it starts on the last day its
source speaks for: the day as of which it holds, else the day its source was published, else the day it was read. A day
known only in part (2026) may end after the source was read; what nobody could know yet starts no clock, so the day of
reading stands in for it.
"""

import calendar
import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from django.apps import apps
from django.db.models import Q, QuerySet, Value
from django.urls import reverse

from core import partialdate
from core.counting import Part, compiled, counted


class Stale(NamedTuple):
    """How many public facts are due for review, and the page of the officers' side that lists them."""

    count: int
    url: str


def add_months(day, months):
    """The same day `months` later; the last of the month where that has no such day (31 January → 28 February)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def stated_on(record):
    """The last day the source of a Sourced record speaks for; `record.source` is asked for."""
    text = record.as_of or record.source.published_on
    if not text:
        return record.source.read_on
    first, last = partialdate.first_day(text), partialdate.last_day(text)
    return last if first == last else min(last, max(first, record.source.read_on))


def review_day(record):
    """The day from which a Reviewed record is due for review; None: never."""
    months = record.review_months or record.reviewed_every
    if not months:
        return None
    stated = stated_on(record)
    return add_months(max(stated, record.verified_on or stated), months)


def is_stale(record, on):
    """Whether a Reviewed record is due for review on the day `on`; one that became history or is a sample never is."""
    due = getattr(record, "review_due", None)
    return due is not None and due <= on and not getattr(record, "is_sample", False) and record.is_still_told(on)


def stale_condition(model, on):
    """`is_stale` as a condition of a query of rows of `model`."""
    condition = Q(review_due__lte=on) & model.still_told(on)
    return condition & Q(is_sample__in=[False]) if _has(model, "is_sample") else condition


def reviewed_models():
    """Every model whose records are reviewed, in the order of their apps."""
    return [model for model in apps.get_models() if _has(model, "review_due")]


def source_has_changed(source):
    """Set anew when the records that rest on `source` are due, for an undated one counts from the source's days."""
    for model in reviewed_models():
        rows = list(model._base_manager.filter(source=source).select_related("source"))
        for row in rows:
            row.review_due = review_day(row)
        QuerySet(model).bulk_update(rows, ["review_due"], batch_size=200)


def _has(model, name):
    return any(field.name == name for field in model._meta.concrete_fields)


def stale_facts(model, on):
    """Public rows of `model` that are due for review on the day `on`."""
    return model.objects.published().filter(stale_condition(model, on))


def readable(user):
    """The reviewed models whose records `user` may read."""
    return [model for model in reviewed_models() if user.may("view", model._meta.app_label)]


def stale(user, on):
    """The Stale of what `user` may read, on the day `on`; one query."""
    return Stale(counted(_statement(tuple(readable(user)), on)).all(), reverse("admin:freshness"))


@lru_cache(maxsize=16)
def _statement(models, on):
    return _counting([stale_facts(model, on) for model in models])


def _counting(parts):
    return compiled([Part(rows.model._meta.label_lower, rows) for rows in parts])


def count_stale(parts):
    """How many rows the querysets `parts` have together; one query."""
    return counted(_counting(parts)).all()


def oldest_first(parts, start, stop):
    """[(label of the model, key)] of the rows from place `start` up to `stop` of all `parts` together; one query.

    Those that fell due first come first. Each part reads no further than that in the index of its days.
    """
    first = [rows.order_by("review_due", "pk").values("pk")[:stop] for rows in parts]
    bounded = [QuerySet(rows.model).filter(pk__in=rows).order_by() for rows in first]
    asked = [
        rows.annotate(of=Value(rows.model._meta.label_lower)).values_list("review_due", "of", "pk") for rows in bounded
    ]
    if not asked:
        return []
    found = asked[0].union(*asked[1:], all=True).order_by("review_due", "of", "pk")[start:stop]
    return [(label, key) for _due, label, key in found]


def plain(rows):
    """`rows` in no order and without the way of translated models to shuffle columns, which a union joins by place."""
    return QuerySet(rows.model, query=rows.query.chain()).order_by()

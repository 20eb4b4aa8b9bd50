"""Rows whose every field that is not public wears an unmistakable mark, made of what the models declare."""

import datetime as dt
import html
import re
from decimal import Decimal
from itertools import count
from urllib.parse import unquote

from django.db import models

from core.disclosure_classes import Disclosure, class_of
from core.models import Publishable
from core.partialdate import PartialDateField

# Pages are searched for the first word of a text, never for the one a test has typed.
WORD, TYPED = "zqmat", "lokvin"
NUMBER, DAY = 7315559, dt.date(1903, 7, 19)
SEEN = re.compile(
    rf"{WORD}|7[.,\s]?315[.,\s]?559|731[.,]5559|731[.,]56\b|19/0?7/1903|19 July 1903|19 tháng 7|1903-07-19",
    re.IGNORECASE,
)
# What a row needs to be itself, whoever may read it.
_KEPT = {"publication", "version", "password", "is_staff", "is_active", "token"}
_SHORTEST = 8  # letters that a mark needs
_number = count(1)


def sentinel(field):
    """A marked value for a column; None where it can hold none."""
    if field.choices or field.is_relation or field.primary_key or isinstance(field, PartialDateField):
        return None
    if isinstance(field, models.JSONField):
        return [f"{WORD}{next(_number)} {TYPED}"]
    if isinstance(field, models.CharField | models.TextField):
        return _text(field)
    if isinstance(field, models.DecimalField):
        return Decimal(NUMBER) if field.max_digits - field.decimal_places >= len(str(NUMBER)) else None
    if isinstance(field, models.DateTimeField | models.BooleanField):
        return None
    if isinstance(field, models.DateField):
        return DAY
    is_small = isinstance(field, models.PositiveSmallIntegerField | models.SmallIntegerField)
    return NUMBER if isinstance(field, models.IntegerField) and not is_small else None


def _text(field):
    if (field.max_length or 100) < _SHORTEST:
        return None
    word = f"{WORD}{next(_number)}"
    if isinstance(field, models.URLField):
        return f"https://{word}.example/{TYPED}"
    if isinstance(field, models.EmailField):
        return f"{word}@{TYPED}.example"
    is_word = isinstance(field, models.SlugField) or field.unique
    return f"{word}{'-' if is_word else ' '}{TYPED}"[: field.max_length]


def columns(model):
    """The columns to write: of a translated field those of its languages."""
    doubled = {
        field.translated_field.name for field in model._meta.concrete_fields if hasattr(field, "translated_field")
    }
    return [one for one in model._meta.concrete_fields if one.name not in {*doubled, *_KEPT}]


def mark(row, *, whole=False):
    """Write marks into every column of `row` that is not public, or into all but days; how many were written.

    Past every rule of ours: what officers could never type may not be public either.
    """
    model = type(row)
    values = {}
    for field in columns(model):
        if whole and isinstance(field, models.DateField | models.JSONField) and class_of(field) == Disclosure.PUBLIC:
            continue
        if (whole or class_of(field) != Disclosure.PUBLIC) and (value := sentinel(field)) is not None:
            values[field.attname] = value
    # A name that its languages share is the Vietnamese column.
    shared = {name[:-3]: text for name, text in values.items() if name.endswith("_vi") and _has(model, name[:-3])}
    model._base_manager.filter(pk=row.pk).update(**values | shared)
    row.refresh_from_db()
    return len(values)


def _has(model, name):
    return any(field.attname == name for field in model._meta.concrete_fields)


def point_to_hidden(row, hidden):
    """Let the public `row` point to rows of `hidden`, {model: a row that is not public}, wherever it may."""
    model = type(row)
    for field in model._meta.concrete_fields:
        target = hidden.get(field.related_model)
        if target and field.null and field.name not in getattr(model, "shown_with", ()) and field.name != "supersedes":
            model._base_manager.filter(pk=row.pk).update(**{field.name: target})
    for field in model._meta.many_to_many:
        if target := hidden.get(field.related_model):
            getattr(row, field.name).add(target)


def mark_histories(model):
    """A marked draft in the past of every row of `model`, and marks in what is not public of its later lines."""
    history = model.history.model
    last = history._base_manager.order_by("-history_id").first()
    if last is None:
        return
    last.history_id, last._state.adding = None, True
    last.history_date -= dt.timedelta(days=400)
    if issubclass(model, Publishable):
        last.publication = "draft"
    for field in columns(model):
        if _has(history, field.attname) and (value := sentinel(field)) is not None:
            setattr(last, field.attname, value)
    last.save()
    hidden = {
        field.attname: value
        for field in columns(model)
        if _has(history, field.attname)
        and class_of(field) != Disclosure.PUBLIC
        and (value := sentinel(field)) is not None
    }
    if hidden:
        history._base_manager.update(**hidden)


def found_in(text):
    """The first mark in `text` with what stands around it; "" when there is none."""
    text = html.unescape(unquote(text))
    found = SEEN.search(text)
    return text[max(0, found.start() - 80) : found.end() + 40] if found else ""

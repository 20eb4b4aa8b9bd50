"""Dates known only in part, as sources give them: a year, a quarter, a month or a day."""

import calendar
import datetime as dt
import re
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.text import fold

_SHAPE = re.compile(r"^(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?$")
_ROMAN = ("I", "II", "III", "IV")
# As an officer types it, folded: 16/4/2024, 04/2024, quy ii/2024, q2 2024.
_TYPED = re.compile(r"^(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-](?P<year>\d{4})$")
_TYPED_QUARTER = re.compile(r"^(?:quy|q) ?(?P<quarter>[1-4]|i{1,3}|iv) ?[/ -] ?(?P<year>\d{4})$")


def parse(text):
    """Split `2024`, `2024-Q2`, `2024-04` or `2024-04-16` into (year, quarter, month, day), None where not given.

    Raises ValueError for any other shape or for a day that does not exist.
    """
    found = _SHAPE.match(text or "")
    if not found:
        raise ValueError(text)
    year, quarter, month, day = (int(part) if part else None for part in found.group("year", "quarter", "month", "day"))
    dt.date(year, month or 1, day or 1)
    return year, quarter, month, day


def read(text):
    """The stored form of what was typed: 16/4/2024 → 2024-04-16, quý II/2024 → 2024-Q2; the stored forms stay.

    Raises ValueError for anything else and for a day that does not exist.
    """
    plain = fold(text or "").strip()
    if found := _TYPED.match(plain):
        parts = [found["year"], found["month"].zfill(2), *([found["day"].zfill(2)] if found["day"] else [])]
        stored = "-".join(parts)
    elif found := _TYPED_QUARTER.match(plain):
        quarter = found["quarter"]
        number = quarter if quarter.isdigit() else _ROMAN.index(quarter.upper()) + 1
        stored = f"{found['year']}-Q{number}"
    else:
        stored = plain.upper()
    parse(stored)
    return stored


def typed(text):
    """The stored date as an officer would type it, so that `read` takes it back; "" for none."""
    if not text:
        return ""
    year, quarter, month, day = parse(text)
    if quarter:
        return display(text) if (get_language() or "vi").startswith("vi") else f"Q{quarter}/{year}"
    return "/".join(part for part in (day and f"{day:02}", month and f"{month:02}", str(year)) if part)


def first_day(text):
    """The first day the partial date can mean."""
    year, quarter, month, day = parse(text)
    return dt.date(year, month or ((quarter - 1) * 3 + 1 if quarter else 1), day or 1)


def begins_by(name, day):
    """The condition, for a query, that the partial date in field `name` is known and its first day is by `day`."""
    quarters = [f"{day.year}-Q{number}" for number in range(1, (day.month - 1) // 3 + 2)]
    # As text a quarter stands after every month of its year; all else stands in the order of its first days.
    return (models.Q(**{f"{name}__lte": day.isoformat()}) & ~models.Q(**{name: ""})) | models.Q(
        **{f"{name}__in": quarters}
    )


def last_day(text):
    """The last day the partial date can mean."""
    year, quarter, month, day = parse(text)
    month = month or (quarter * 3 if quarter else 12)
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def display(text):
    """The date in the active language: 16/04/2024, 04/2024, quý II/2024; 16 April 2024, April 2024, Q2 2024."""
    return _displayed(text, get_language() or "vi") if text else ""


@lru_cache(maxsize=4096)
def _displayed(text, language):
    year, quarter, month, day = parse(text)
    if quarter:
        # Vietnamese counts quarters in Roman numbers.
        shown = _ROMAN[quarter - 1] if language.startswith("vi") else quarter
        return _("Q%(quarter)s %(year)s") % {"quarter": shown, "year": year}
    if day:
        return date_format(dt.date(year, month, day), "DATE_FORMAT")
    if month:
        return date_format(dt.date(year, month, 1), "YEAR_MONTH_FORMAT")
    return str(year)


def validate(text):
    try:
        parse(text)
    except ValueError:
        raise ValidationError(
            _("“%(value)s” is not a date: write 2024, 2024-Q2, 2024-04 or 2024-04-16."),
            params={"value": text},
            code="partial_date",
        ) from None


class PartialDateField(models.CharField):
    """A partial date kept as text that sorts by time within one precision; blank means not known."""

    description = gettext_lazy("Date, as far as it is known")

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", gettext_lazy("As far as it is known: 2024, 2024-Q2, 2024-04 or 2024-04-16."))
        super().__init__(*args, **kwargs)
        self.validators.append(validate)

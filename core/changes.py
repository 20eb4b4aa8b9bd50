"""What was done to a record, told in words from its history: by whom, when, and each field before and after."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from modeltranslation.manager import get_translatable_fields_for_model

from core import partialdate
from core.numbers import format_number
from core.partialdate import PartialDateField


def field_label(field):
    """The name of a model field; of one kept in two languages, with its language in words."""
    original = getattr(field, "translated_field", None)
    label = capfirst(str((original or field).verbose_name))
    if original is None:
        return label
    named = {"vi": _("%(field)s (in Vietnamese)"), "en": _("%(field)s (in English)")}
    return named[field.language] % {"field": label}


@dataclass(frozen=True)
class Change:
    name: str
    label: str
    before: str
    after: str

    def __str__(self):
        return _("“%(field)s”: %(before)s → %(after)s") % {
            "field": self.label,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True)
class Edit:
    """One saving of a record."""

    by: str
    at: dt.datetime
    changes: tuple

    def __str__(self):
        when = date_format(timezone.localtime(self.at), "DATETIME_FORMAT")
        what = "; ".join(map(str, self.changes)) or _("links to other records")
        return _("%(who)s, %(when)s: %(what)s") % {"who": self.by, "when": when, "what": what}


def in_words(field, value):
    """`value` of a model field as the officers' pages write it."""
    # History hands out a stand-in without a key where a link was empty.
    if value is None or value == "" or getattr(value, "pk", value) is None:
        return _("blank")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return ", ".join(value) or _("blank")
    if isinstance(value, Decimal):
        return format_number(value)
    if isinstance(value, dt.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(field, PartialDateField):
        return partialdate.display(value)
    return Truncator(str(value)).chars(160)


def changes_between(older, newer):
    """The fields in which two history rows of one record differ; translated ones by language."""
    # Beside name_vi and name_en stands the original column, which only repeats one of them.
    repeated = get_translatable_fields_for_model(older.instance_type) or ()
    delta = newer.diff_against(older, excluded_fields=repeated, foreign_keys_are_objs=True)
    meta = older.instance_type._meta
    return tuple(
        Change(
            change.field,
            field_label(meta.get_field(change.field)),
            in_words(meta.get_field(change.field), change.old),
            in_words(meta.get_field(change.field), change.new),
        )
        for change in delta.changes
    )


def person(user):
    return (user.get_full_name() or user.get_username()) if user else _("the system")


def read_version(record, version):
    """The history row of `record` as it was read at `version`; None when history holds none."""
    return record.history.filter(version=version).order_by("-history_id").first()


def edits_since(record, version):
    """Every saving of `record` after `version`, the oldest first."""
    rows = record.history.filter(version__gte=version).select_related("history_user").order_by("version", "history_id")
    return [
        Edit(person(newer.history_user), newer.history_date, changes_between(older, newer))
        for older, newer in pairwise(rows)
    ]

"""Checks for every record that can be published: nothing of a person in its texts, and English as new as Vietnamese."""

from collections import defaultdict

from django.db import models
from django.utils.translation import gettext as _
from modeltranslation.manager import get_translatable_fields_for_model

from core.changes import field_label
from core.disclosure_classes import Disclosure, fields_of, public_texts
from core.models import Board, Publishable
from core.publication.guard import ERROR, WARNING, Finding, check, once
from core.publication.private_data import IDENTITY, MAILBOX, MOBILE, found_in, official_of

_BATCH = 500


def texts_of(record):
    """(field, text) of every public text of `record` and of the rows edited with it."""
    for row in (record, *_parts(record)):
        for field in public_texts(type(row)):
            if text := getattr(row, field.attname):
                yield field, text


def words_beside(record):
    """(field, words) of what the public meets beside texts: address words of `record` and its rows, and file names."""
    for row in (record, *_parts(record)):
        for field in fields_of(type(row), Disclosure.PUBLIC):
            if isinstance(field, models.SlugField) and getattr(row, field.attname):
                yield field, getattr(row, field.attname).replace("-", " ")
        if getattr(row, "is_file_public", False) and row.file_id:
            yield row._meta.get_field("file"), row.file.label


def _parts(record):
    """Rows edited on the page of `record`; a new record has none yet."""
    for relation in record.parts if record.pk else ():
        yield from getattr(record, relation).all()


@check(Publishable)
def nothing_of_a_person(record):
    official = once(_official)
    for field, text in texts_of(record):
        for one in found_in(text, official):
            yield Finding(WARNING if one.kind == MAILBOX else ERROR, field.name, _of_a_person(field, one))


def _of_a_person(field, one):
    told = {
        MOBILE: _(
            "%(field)s: %(number)s looks like somebody's mobile number. Take it out or give the office's number."
        ),
        IDENTITY: _("%(field)s: %(number)s looks like somebody's identity number. Take it out."),
        MAILBOX: _("%(field)s: %(number)s is a mailbox of a free provider. Is it an office's, and may it be public?"),
    }
    return told[one.kind] % {"field": field_label(field), "number": one.masked}


def _official(_records):
    """The Board's own numbers and addresses, which may stand anywhere."""
    return official_of(*(contact for row in Board.objects.values_list("phone", "email") for contact in row))


@check(Publishable)
def english_as_new_as_vietnamese(record):
    older = once(_changed_since_english).get((type(record), record.pk), ())
    for vietnamese, english in _pairs(type(record)):
        words = {"field": field_label(vietnamese.translated_field)}
        if not getattr(record, vietnamese.attname):
            continue
        if not getattr(record, english.attname):
            said = _("%(field)s: there is no English yet. English pages show the Vietnamese, marked as such.")
            yield Finding(WARNING, english.name, said % words)
        elif vietnamese.attname in older:
            said = _("%(field)s: the Vietnamese was changed after the English. Compare the two.")
            yield Finding(WARNING, english.name, said % words)


def _pairs(model):
    """(Vietnamese field, English field) of each public text of `model` kept in both."""
    fields = {field.name: field for field in public_texts(model)}
    for name in get_translatable_fields_for_model(model) or ():
        if f"{name}_vi" in fields:
            yield fields[f"{name}_vi"], fields[f"{name}_en"]


def _changed_since_english(records):
    """{(model, key): names of Vietnamese fields that changed after their English did}, from the history and as is."""
    by_model, found = defaultdict(list), {}
    for record in records:
        if record.pk and isinstance(record, Publishable):
            by_model[type(record)].append(record)
    for model, rows in by_model.items():
        pairs = [(vietnamese.attname, english.attname) for vietnamese, english in _pairs(model)]
        if pairs:
            found |= _older(model, rows, pairs)
    return found


def _older(model, records, pairs):
    names = [name for pair in pairs for name in pair]
    past, found = defaultdict(list), {}
    key = model._meta.pk.attname
    for begin in range(0, len(records), _BATCH):
        keys = [record.pk for record in records[begin : begin + _BATCH]]
        rows = model.history.filter(**{f"{key}__in": keys}).order_by("history_id").values(key, *names)
        for row in rows.iterator(chunk_size=_BATCH):
            past[row[key]].append(row)
    for record in records:
        told = [*past[record.pk], {name: getattr(record, name) for name in names}]
        found[model, record.pk] = {vi for vi, en in pairs if _last_change(told, vi) > _last_change(told, en)}
    return found


def _last_change(rows, name):
    """At which of `rows`, the earliest first, `name` last became what it is; a form's blank is what was never given."""
    last = 0
    for at in range(1, len(rows)):
        if (rows[at][name] or "") != (rows[at - 1][name] or ""):
            last = at
    return last

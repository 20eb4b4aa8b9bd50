"""Entries of the history in the words of a reader: what the record is called, what was done to it, before and after."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db.models import ForeignKey
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.changes import Change, field_label, in_words, person
from core.labels import axis_label, state_label
from core.models import Erasure, LinkChange, Move, PublicationMove, SecurityEvent, StoredFile, Verification

# Links by which records are called; they are read even where they did not change.
_NAMING = ("zone", "parcel", "project", "period", "report", "record", "investor", "procedure", "file")
_DEEDS = {"+": gettext_lazy("Added"), "~": gettext_lazy("Changed"), "-": gettext_lazy("Removed")}


@dataclass(frozen=True)
class Told:
    at: dt.datetime
    by: str
    model: type
    kind: str
    key: int | None
    name: str
    deed: str
    changes: tuple
    note: str
    place: str


def told(entries):
    """A Told for each of `entries`; what they name is read in one query a table."""
    names = Names(entries)
    return [_told(entry, names) for entry in entries]


class Names:
    """The records that entries name: {model: {key: record}}."""

    def __init__(self, entries):
        wanted = defaultdict(set)
        for entry in entries:
            for values in filter(None, (entry.values, entry.before)):
                for field in _links_to_read(entry):
                    wanted[field.related_model].add(values.get(field.attname))
            if not entry.kind.record and entry.kind.table in (PublicationMove, Verification):
                wanted[entry.record_model].add(entry.values["object_id"])
        self.found = {model: self.read(model, keys - {None}) for model, keys in wanted.items()}

    def read(self, model, keys):
        if not keys:
            return {}
        own = [name for name in _NAMING if _is_link(model, name)]
        return model._base_manager.select_related(*own).in_bulk(keys)

    def of(self, model, key):
        return self.found.get(model, {}).get(key)

    def word(self, field, value):
        if not isinstance(field, ForeignKey) or value is None:
            return in_words(field, value)
        linked = self.of(field.related_model, value)
        return in_words(field, linked) if linked else _("no. %(number)s") % {"number": value}


def _is_link(model, name):
    try:
        return isinstance(model._meta.get_field(name), ForeignKey)
    except FieldDoesNotExist:
        return False


def _links_to_read(entry):
    before = entry.before or {}
    for field in entry.kind.table._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.name != "content_type":
            is_changed = field.attname in before and before[field.attname] != entry.values.get(field.attname)
            if is_changed or field.name in _NAMING or field.attname in (entry.kind.by, "person_id"):
                yield field


def _told(entry, names):
    values, model = entry.values, entry.record_model
    tell = {Move: _move, PublicationMove: _publication, LinkChange: _links, SecurityEvent: _event, Erasure: _erasure}
    tell[Verification] = _verification
    how = next((tell[base] for base in tell if issubclass(entry.kind.table, base)), _row)
    name, deed, changes, note = how(entry, names)
    user_model = entry.kind.table._meta.get_field(entry.kind.by.removesuffix("_id")).related_model
    return Told(
        at=values[entry.kind.at],
        by=person(names.of(user_model, values[entry.kind.by])),
        model=model,
        kind=capfirst(model._meta.verbose_name),
        key=values[entry.kind.of],
        name=name,
        deed=str(deed),
        changes=changes,
        note=note,
        place=entry.place,
    )


def _row(entry, names):
    values, model = entry.values, entry.kind.record
    changes = _changes(entry, names) if values["history_type"] == "~" and entry.before else ()
    return _name(model, values, names), _DEEDS[values["history_type"]], changes, values["history_change_reason"] or ""


def _changes(entry, names):
    told = []
    for field in entry.kind.record._meta.concrete_fields:
        if not field.editable or field.attname not in entry.values:
            continue
        old, new = entry.before[field.attname], entry.values[field.attname]
        if old != new:
            told.append(Change(field.name, field_label(field), names.word(field, old), names.word(field, new)))
    return tuple(told)


def _name(model, values, names):
    """What a record was called when it had `values`."""
    own = {field.attname for field in model._meta.concrete_fields}
    record = model(**{name: value for name, value in values.items() if name in own})
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and (linked := names.of(field.related_model, getattr(record, field.attname))):
            setattr(record, field.name, linked)
    try:
        return Truncator(str(record)).chars(160)
    except ObjectDoesNotExist:
        # It was called by another record, which is no longer there.
        return _("no. %(number)s") % {"number": record.pk}


def _move(entry, names):
    values, model = entry.values, entry.kind.record
    record = names.of(model, values["record_id"])
    axis, states = values["axis"], (values["from_state"], values["to_state"])
    before, after = (state_label(model, axis, state) for state in states)
    file = names.of(StoredFile, values.get("file_id"))
    told_file = _("file: %(name)s") % {"name": file} if file else ""
    note = " · ".join(filter(None, (values["decision_number"], values["note"], told_file)))
    return str(record), _("Moved"), (Change(axis, axis_label(model, axis), str(before), str(after)),), note


def _publication(entry, names):
    values, model = entry.values, entry.record_model
    record = names.of(model, values["object_id"])
    field = model._meta.get_field("publication")
    states = (in_words(field, values["from_state"]), in_words(field, values["to_state"]))
    name = str(record) if record else _("no. %(number)s") % {"number": values["object_id"]}
    return name, _("Publication"), (Change("publication", field_label(field), *states),), values["note"]


def _verification(entry, names):
    values = entry.values
    record = names.of(entry.record_model, values["object_id"])
    name = str(record) if record else _("no. %(number)s") % {"number": values["object_id"]}
    return name, _("Verified, unchanged"), (), values["note"]


def _links(entry, names):
    values, model = entry.values, entry.record_model
    field = model._meta.get_field(values["field"])
    before, after = ("; ".join(values[side]) or _("blank") for side in ("before", "after"))
    change = Change(field.name, field_label(field), Truncator(before).chars(400), Truncator(after).chars(400))
    return values["name"], _("Links changed"), (change,), ""


def _event(entry, names):
    values = entry.values
    whose = names.of(entry.kind.record, values["person_id"])
    deed = dict(SecurityEvent.Kind.choices).get(values["kind"], values["kind"])
    return str(whose) if whose else _("no account of this name"), deed, (), ""


def _erasure(entry, names):
    counts = entry.values["counts"]
    kinds = "; ".join(f"{apps.get_model(label)._meta.verbose_name}: {count}" for label, count in counts.items())
    return entry.values["decision"], _("Personal data blanked"), (), kinds

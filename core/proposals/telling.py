"""What a proposal would change: the record and the rows of its page before and after, told in either language.

Kept is a list of groups, one a record or row that differs:
{"model": "procedures.step", "relation": "steps" ("" for the record itself), "deed": "+", "~" or "-", "name": what the
row is called, "changes": [[name of the field, before, after], …]}. A value is text as the field writes it, None where
it is blank; of a link it is what the linked record was called, of several links a list of that.
"""

from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from modeltranslation.manager import get_translatable_fields_for_model

from core.changes import Change, field_label, in_words
from core.partialdate import PartialDateField

_DEEDS = {
    "+": pgettext_lazy("proposal", "Add"),
    "~": pgettext_lazy("proposal", "Change"),
    "-": pgettext_lazy("proposal", "Remove"),
}


@dataclass(frozen=True)
class Part:
    """One group in the reader's language: `title` "" for the record itself, `deed` "+", "~" or "-"."""

    title: str
    deed: str
    deed_label: str
    changes: tuple


def snapshot(record):
    """{(relation, key): (model label, name, {field: value})} of the saved `record` and of its `parts`."""
    saved = type(record)._base_manager.get(pk=record.pk)
    found = {("", record.pk): _said(saved)}
    for relation in record.parts:
        field = record._meta.get_field(relation)
        rows = field.related_model._base_manager.filter(**{field.field.name: record.pk}).order_by("pk")
        found |= {(relation, row.pk): _said(row, field.field.name) for row in rows}
    return found


def _said(row, owner=None):
    values = {field.name: _value(field, row) for field in fields_told(type(row)) if field.name != owner}
    for field in row._meta.many_to_many:
        values[field.name] = sorted(map(str, getattr(row, field.name).all())) or None
    return row._meta.label_lower, str(row), values


def fields_told(model):
    """The fields a person fills in, translated ones by language; what the portal keeps itself is none of them."""
    repeated = get_translatable_fields_for_model(model) or ()
    kept = {*repeated, "publication", model._meta.pk.name}
    return [field for field in model._meta.concrete_fields if field.editable and field.name not in kept]


def _value(field, row):
    value = getattr(row, field.attname)
    if value is None or value == "":
        return None
    return str(getattr(row, field.name)) if field.is_relation else field.value_to_string(row)


def difference(before, after):
    """The groups in which two snapshots differ, the record first, then its rows in the order of their making."""
    groups = []
    for place in sorted(before.keys() | after.keys()):
        (old_model, old_name, old), (model, name, new) = (side.get(place, (None, None, {})) for side in (before, after))
        changes = [
            [field, old.get(field), new.get(field)] for field in (new or old) if old.get(field) != new.get(field)
        ]
        deed = "+" if place not in before else "-" if place not in after else "~"
        if changes:
            groups.append(
                {
                    "model": model or old_model,
                    "relation": place[0],
                    "deed": deed,
                    "name": name or old_name,
                    "changes": changes,
                }
            )
    return groups


def in_parts(told):
    """The groups of `told` as Parts."""
    return [_part(group) for group in told]


def _part(group):
    model = _model(group["model"])
    kind = capfirst(model._meta.verbose_name) if model else _("a record of a kind that is gone")
    title = f"{kind}: {group['name']}" if group["relation"] else ""
    changes = tuple(_change(model, *change) for change in group["changes"])
    return Part(title, group["deed"], str(_DEEDS[group["deed"]]), changes)


def _model(label):
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def _field(model, name):
    try:
        return model and model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _change(model, name, before, after):
    field = _field(model, name)
    if field is None:
        # The field was given up since; what was said of it stays.
        return Change(name, name, str(before or _("blank")), str(after or _("blank")))
    label = capfirst(field.verbose_name) if field.many_to_many else field_label(field)
    return Change(name, label, _words(field, before), _words(field, after))


def _words(field, value):
    """`value` in full: who decides reads every word of it."""
    if value is None:
        return _("blank")
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if field.is_relation:
        return str(value)
    try:
        value = field.to_python(value)
    except ValidationError:
        return str(value)
    if isinstance(value, str) and not (field.flatchoices or isinstance(field, PartialDateField)):
        return value
    return in_words(field, value)

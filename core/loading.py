"""Loads rows of YAML into models: checks every row, refuses with file and row, keeps what officers edited."""

import hashlib
import json
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import ForeignKey, ManyToManyField

from core.models import EditConflict, LoadedRow
from core.text import nfc


class RowRefused(Exception):
    """A row that cannot be loaded, with the reasons."""


@dataclass(frozen=True)
class Section:
    """Which rows become which model: `natural_key` names them, `children` are nested lists of rows owned by the row."""

    file: str
    name: str
    model: str
    natural_key: str
    children: dict = field(default_factory=dict)


@dataclass
class Report:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list = field(default_factory=list)
    refused: list = field(default_factory=list)

    def __str__(self):
        left = len(self.kept)
        return f"{self.created} new, {self.updated} refreshed, {self.unchanged} unchanged, {left} left to officers"


def _digest(row):
    return hashlib.sha256(json.dumps(row, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def _composed(value):
    if isinstance(value, str):
        return nfc(value.strip())
    if isinstance(value, list):
        return [_composed(item) for item in value]
    if isinstance(value, dict):
        return {key: _composed(item) for key, item in value.items()}
    return value


def _natural_key(model):
    return "slug" if any(f.name == "slug" for f in model._meta.fields) else "key"


def _related(model_field, wanted):
    target = model_field.related_model
    found = target._base_manager.filter(**{_natural_key(target): wanted}).first()
    if found is None:
        raise RowRefused(f"{model_field.name}: no {target._meta.verbose_name} “{wanted}”")
    return found


def _assign(instance, row):
    """Set the plain fields and foreign keys of `row` on `instance`; return the many-to-many lists."""
    lists = {}
    for name, value in row.items():
        try:
            model_field = instance._meta.get_field(name)
        except FieldDoesNotExist:
            raise RowRefused(f"{name}: no such field") from None
        if isinstance(model_field, ManyToManyField):
            lists[name] = [_related(model_field, wanted) for wanted in value or ()]
        elif isinstance(model_field, ForeignKey):
            setattr(instance, name, _related(model_field, value) if value else None)
        else:
            setattr(instance, name, value)
    return lists


def _save(instance, row, section):
    children = {name: row.pop(name, []) for name in section.children}
    lists = _assign(instance, row)
    try:
        instance.full_clean(validate_constraints=True)
    except ValidationError as error:
        raise RowRefused(
            "; ".join(f"{name}: {' '.join(map(str, said))}" for name, said in error.message_dict.items())
        ) from None
    instance.save()
    for name, related in lists.items():
        getattr(instance, name).set(related)
    for name, (model_label, parent_field) in section.children.items():
        _replace_children(instance, children[name], apps.get_model(model_label), parent_field)


def _replace_children(parent, rows, model, parent_field):
    model._base_manager.filter(**{parent_field: parent}).delete()
    for order, row in enumerate(rows, start=1):
        child = model(**{parent_field: parent, "order": order})
        _assign(child, row)
        child.full_clean()
        child.save()


def load_row(section, row, report):
    """Create or refresh one row, unless it is as last loaded or an officer has changed or removed it since."""
    row = _composed(dict(row))
    name = row.get(section.natural_key)
    if not name:
        raise RowRefused(f"{section.natural_key}: missing")
    key, digest, model = f"{section.name}/{name}", _digest(row), apps.get_model(section.model)
    loaded = LoadedRow.objects.filter(key=key).first()
    if loaded and loaded.digest == digest:
        report.unchanged += 1
        return
    if loaded is None:
        if model._base_manager.filter(**{section.natural_key: name}).exists():
            report.kept.append(f"{key}: entered by an officer")
            return
        instance = model()
    else:
        instance = model._base_manager.filter(pk=loaded.object_id).first()
        if instance is None or instance.version != loaded.loaded_version:
            report.kept.append(f"{key}: {'removed' if instance is None else 'edited'} by an officer since")
            return
    if any(f.name == "publication" for f in model._meta.fields):
        row.setdefault("publication", "published")
    with transaction.atomic():
        _save(instance, row, section)
        LoadedRow.objects.update_or_create(
            key=key,
            defaults={
                "digest": digest,
                "model": section.model,
                "object_id": instance.pk,
                "loaded_version": instance.version,
            },
        )
    report.updated += loaded is not None
    report.created += loaded is None


def load_section(section, rows, report):
    """Load every row; a refused one is reported by file and row and does not stop the others."""
    for at, row in enumerate(rows, start=1):
        try:
            load_row(section, row, report)
        except RowRefused as refusal:
            name = row.get(section.natural_key, "?") if isinstance(row, dict) else "?"
            report.refused.append(f"{section.file}, row {at} ({name}): {refusal}")
        except EditConflict as conflict:
            report.kept.append(f"{section.name}/{conflict}: edited by an officer at this moment")

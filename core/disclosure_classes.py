"""Who may read each field of each model: declared once an app, in its module `disclosed`; histories follow their model.

A field kept in two languages is declared by its one name. What a base class declares holds for every model under it.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.apps import apps
from django.db import models
from django.utils.module_loading import autodiscover_modules


class Disclosure(StrEnum):
    PUBLIC = "public"
    # Shown once a decision lets it be, which the code that shows it asks.
    AFTER_DECISION = "after_decision"
    # Never of one row, only in totals.
    AGGREGATE_ONLY = "aggregate_only"
    INTERNAL = "internal"
    PERSONAL = "personal"
    RESTRICTED = "restricted"


@dataclass(frozen=True)
class Declared:
    """What one class declares. `technical`: kept by the portal itself and asked by its own code on every page."""

    classes: dict
    technical: bool


_declared = {}


def classified(model, *, technical=False, **names):
    """Declare fields of `model` or of an abstract class: classified(Zone, public="slug code", internal="note").

    Of a `technical` class nothing is kept from the code of public pages: either it holds how the portal itself works,
    or the public writes it. Pages must not show it all the same, and tests crawl for it.
    """
    classes = {name: Disclosure(kind) for kind, listed in names.items() for name in listed.split()}
    _declared[model] = Declared(classes, technical)


def load():
    """Read every app's declarations; needs the models to be loaded."""
    autodiscover_modules("disclosed")
    return _declared


def declared_name(field):
    """The name under which `field` is declared: of one language of a translated field, the field itself."""
    original = getattr(field, "translated_field", None)
    return (original or field).name


@cache
def _of_model(model):
    """{declared name: (Disclosure, whether technical)} of `model`, the nearest class first."""
    declared, found = load(), {}
    for one in model.__mro__:
        if one in declared:
            for name, kind in declared[one].classes.items():
                found.setdefault(name, (kind, declared[one].technical))
    return found


def plain_model(model):
    """The model itself, of a history the model whose history it is."""
    return getattr(model, "instance_type", None) or model


def class_of(field):
    """The Disclosure of a model field; None where nobody has declared it. The key says nothing and is internal."""
    if field.primary_key:
        return Disclosure.INTERNAL
    return _of_model(plain_model(field.model)).get(declared_name(field), (None, False))[0]


def is_kept_from_pages(field):
    """Whether code that answers the public may not even read `field`."""
    kind, technical = _of_model(plain_model(field.model)).get(declared_name(field), (None, True))
    return kind not in (None, Disclosure.PUBLIC) and not technical and not field.primary_key


def fields_of(model, *kinds):
    """The concrete fields of `model` of one of these classes, one for each language of a translated field."""
    translated = {declared_name(field) for field in model._meta.concrete_fields if hasattr(field, "translated_field")}
    return [
        field
        for field in model._meta.concrete_fields
        if class_of(field) in kinds and field.name not in translated and not field.primary_key
    ]


def public_texts(model):
    """The fields of `model` in which officers write words that the public reads."""
    return [
        field
        for field in fields_of(model, Disclosure.PUBLIC, Disclosure.AFTER_DECISION)
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.URLField)
        and not field.choices
        and field.editable
    ]


def our_models():
    """The models of this portal, without their histories and without tables that only join."""
    of_ours = {model._meta.app_label for model in load()}
    return [m for m in apps.get_models() if m._meta.app_label in of_ours and not hasattr(m, "instance_type")]

"""What code that answers the public may read of a record: fields kept from pages refuse to be read there.

The last line of defence: pages, files, answers to programs and search all read records, so all of them meet it.
"""

import logging
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor
from django.db.models.query_utils import DeferredAttribute

from core.disclosure_classes import is_kept_from_pages, our_models

log = logging.getLogger(__name__)
_is_public = ContextVar("the public is being answered", default=False)


class NotPublic(Exception):
    """A page for the public asked for a field that is none of its business; a template shows nothing in its place."""

    silent_variable_failure = True


@contextmanager
def _reading(is_public):
    token = _is_public.set(is_public)
    try:
        yield
    finally:
        _is_public.reset(token)


def as_public():
    """While it lasts, fields kept from pages cannot be read from records."""
    return _reading(True)


def as_officer():
    """While it lasts, code that has decided itself what may be shown reads everything."""
    return _reading(False)


def _refuse(model, name):
    said = f"{model._meta.label}.{name} is not public"
    log.error("%s: asked for by a public page", said)
    raise NotPublic(said)


class KeptColumn(DeferredAttribute):
    """The column of a field kept from pages."""

    def __get__(self, instance, cls=None):
        if instance is not None and _is_public.get():
            _refuse(cls, self.field.name)
        return super().__get__(instance, cls)

    def __set__(self, instance, value):
        # It must be asked before the row's own dict, and only what can be set is.
        instance.__dict__[self.field.attname] = value


class KeptRelation(ForwardManyToOneDescriptor):
    """The record to which a field kept from pages points."""

    def __get__(self, instance, cls=None):
        if instance is not None and _is_public.get():
            _refuse(cls, self.field.name)
        return super().__get__(instance, cls)


def keep_fields_from_pages():
    """Put the guards in place; once, when all models are loaded."""
    for model in our_models():
        for field in model._meta.concrete_fields:
            if is_kept_from_pages(field):
                if field.is_relation:
                    setattr(model, field.name, KeptRelation(field))
                else:
                    setattr(model, field.attname, KeptColumn(field))


def refuse_kept_columns(model, names):
    """Raise NotPublic when the public is being answered and one of `names`, lookups from `model`, is kept from it."""
    if not _is_public.get():
        return
    for name in names:
        here = model
        for part in str(name).split(LOOKUP_SEP):
            try:
                field = here._meta.get_field(part)
            except FieldDoesNotExist:
                break  # an annotation, or a part of a value
            if isinstance(field, models.Field) and is_kept_from_pages(field):
                _refuse(here, field.name)
            if not field.is_relation:
                break
            here = field.related_model


def reads_as_public(get_response):
    """Middleware: everything but the officers' side answers the public."""

    def answered(request):
        if request.path_info.startswith(("/admin/", "/en/admin/")):
            return get_response(request)
        with as_public():
            return get_response(request)

    return answered

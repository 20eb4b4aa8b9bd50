"""Finds the records of one person by what she gives: e-mail, telephone, number of an enquiry, contact or account."""

import re
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q, TextField
from django.db.models.fields import CharField
from django.db.models.functions import Cast

from core.models.proposals import PlainJSON
from kcn_portal.personal.fields import HELD

# Shorter words would be found in every text.
_SHORTEST_WORD = 5
_NO_HISTORY = ("search_text",)


@dataclass(frozen=True)
class Found:
    """The records of one model that are hers; some may be left only in the history."""

    model: type
    keys: frozenset

    @property
    def held(self):
        return HELD[self.model._meta.label]

    @property
    def rows(self):
        return self.model._base_manager.filter(pk__in=self.keys).order_by("pk")

    @property
    def history(self):
        table = self.model.history.model
        return table._base_manager.filter(**{f"{self.model._meta.pk.attname}__in": self.keys}).order_by("history_id")

    def personal_in(self, table):
        """The personal fields that `table`, the model or its history, has."""
        own = {field.attname for field in table._meta.concrete_fields}
        return [name for name in self.held.personal if name in own]


def find(*, email="", phone="", enquiry="", contact=None, user=""):
    """A Found for each model that holds something of the person; only what was given is looked for."""
    found = []
    for label in HELD:
        model = apps.get_model(label)
        keys = set()
        if email:
            keys |= _keys(model, "email", Q(email__iexact=email.strip()))
        if phone and _has(model, "phone"):
            keys |= _by_phone(model, phone)
        own = {"enquiries.Enquiry": Q(code=enquiry.strip()), "core.User": Q(username=user.strip())}
        if label in own and (enquiry if label == "enquiries.Enquiry" else user):
            keys |= set(model._base_manager.filter(own[label]).values_list("pk", flat=True))
        if label == "investors.Contact" and contact:
            keys |= {contact} if _either(model, Q(pk=contact), Q(id=contact)) else set()
        if keys:
            found.append(Found(model, frozenset(keys)))
    return found


def _has(model, name):
    return any(field.name == name for field in model._meta.concrete_fields)


def _keys(model, name, wanted):
    """Keys of records that answer to `wanted` now, or did once."""
    if not _has(model, name):
        return set()
    past = model.history.model._base_manager.filter(wanted).values_list("id", flat=True)
    return {*model._base_manager.filter(wanted).values_list("pk", flat=True), *past}


def _either(model, now, then):
    return model._base_manager.filter(now).exists() or model.history.model._base_manager.filter(then).exists()


def _digits(phone):
    """The digits of a number without the prefix of the country, so that +84 912… is 0912…"""
    return re.sub(r"^(0084|84|0)", "", re.sub(r"\D", "", phone))


def _by_phone(model, phone):
    wanted, keys = _digits(phone), set()
    for table, key in ((model, "pk"), (model.history.model, "id")):
        rows = table._base_manager.exclude(phone="").values_list(key, "phone")
        keys |= {pk for pk, kept in rows.iterator() if wanted and _digits(kept) == wanted}
    return keys


def words_of(found):
    """What names her in what was found: names, e-mails and telephones, long enough to be looked for elsewhere."""
    words = set()
    for one in found:
        for table, rows in ((one.model, one.rows), (one.history.model, one.history)):
            names = [n for n in one.personal_in(table) if n in ("name", "email", "phone", "last_name", "username")]
            for values in rows.values_list(*names):
                words |= {value.strip() for value in values if len(value.strip()) >= _SHORTEST_WORD}
    # The longest first: a name is to be found whole, not by its first half.
    return sorted(words, key=len, reverse=True)


def mentions(found):
    """{(model label, field): keys} of other texts in which one of her words stands: for a human to judge."""
    words, places = words_of(found), {}
    hers = {one.model for one in found} | {one.history.model for one in found}
    for model in apps.get_models() if words else ():
        if model in hers or model._meta.app_label in ("sessions", "contenttypes", "axes", "admin", "auth"):
            continue
        for field in model._meta.concrete_fields:
            if _is_text(field) and not field.choices and field.name not in _NO_HISTORY:
                wanted = Q()
                for word in words:
                    wanted |= Q(words_here__contains=word)
                rows = model._base_manager.annotate(words_here=Cast(field.name, TextField())).filter(wanted)
                if keys := list(rows.values_list("pk", flat=True)[:100]):
                    places[model._meta.label, field.name] = keys
    return places


def _is_text(field):
    # What was typed into a form that waits is kept with its letters as they are.
    return isinstance(field, CharField | TextField) or getattr(field, "encoder", None) is PlainJSON

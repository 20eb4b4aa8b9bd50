"""Which fields hold personal data: those that each app declares so in its module `disclosed`, in one list.

A field is either personal, or says nothing about the person herself. What was typed freely elsewhere (notes of moves,
reasons) is searched for her name, and told to whoever meets the request.
"""

from dataclasses import dataclass

from django.db import models

from core.disclosure_classes import Disclosure, class_of, our_models


@dataclass(frozen=True)
class Held:
    """What a model holds about a person. Those of its `personal` fields that are `required` become a dash."""

    personal: tuple
    other: tuple = ()
    required: tuple = ()


def _held(model):
    fields = model._meta.concrete_fields
    personal = [field for field in fields if class_of(field) == Disclosure.PERSONAL]
    texts = (models.CharField, models.TextField)
    return Held(
        personal=tuple(field.name for field in personal),
        other=tuple(field.name for field in fields if isinstance(field, texts) and field not in personal),
        required=tuple(field.name for field in personal if not field.blank),
    )


HELD = {model._meta.label: held for model in our_models() if (held := _held(model)).personal}
# Offices, not persons: the Board's own mailbox and telephone.
OF_OFFICES = ("core.Board",)
# A field of one of these names or kinds makes a model one of persons.
MARKS = ("phone", "email", "first_name", "last_name")

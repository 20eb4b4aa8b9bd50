"""Columns kept in both languages. History is registered here, after the columns exist."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from core.models import Board, Source


@register(Source)
class SourceTranslation(TranslationOptions):
    fields = ("publisher", "note")
    required_languages = {"vi": ("publisher",)}


@register(Board)
class BoardTranslation(TranslationOptions):
    fields = (
        "name",
        "short_name",
        "former_names",
        "about",
        "address",
        "former_address",
        "hours",
        "adopting_body",
    )
    required_languages = {"vi": ("name", "short_name")}


for model in (Source, Board):
    simple_history.register(model)

"""Columns kept in both languages."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from procedures.models import Paper, Procedure, Step


@register(Procedure)
class ProcedureTranslation(TranslationOptions):
    fields = (
        "name",
        "authority",
        "applicant",
        "method",
        "time_note",
        "result",
        "fee_note",
        "forms",
        "conditions",
        "legal_basis_text",
        "locality",
        "note",
    )
    required_languages = {"vi": ("name",)}


@register(Step)
class StepTranslation(TranslationOptions):
    fields = ("text",)
    required_languages = {"vi": ("text",)}


@register(Paper)
class PaperTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = {"vi": ("name",)}


for model in (Procedure, Step, Paper):
    simple_history.register(model, excluded_fields=[*getattr(model, "not_in_history", ())])

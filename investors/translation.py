"""Columns kept in both languages."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from investors.models import Contact, Investor


@register(Investor)
class InvestorTranslation(TranslationOptions):
    fields = ("name", "about")
    required_languages = {"vi": ("name",)}


for model in (Investor, Contact):
    simple_history.register(model, excluded_fields=[*getattr(model, "not_in_history", ())])

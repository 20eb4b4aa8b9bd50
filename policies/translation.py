"""Columns kept in both languages."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from policies.models import Incentive, LegalInstrument, Sector


@register(LegalInstrument)
class LegalInstrumentTranslation(TranslationOptions):
    fields = ("title", "issuer", "note")
    required_languages = {"vi": ("title", "issuer")}


@register(Sector)
class SectorTranslation(TranslationOptions):
    fields = ("name", "note")
    required_languages = {"vi": ("name",)}


@register(Incentive)
class IncentiveTranslation(TranslationOptions):
    fields = ("name", "summary", "status_note", "legal_basis_text")
    required_languages = {"vi": ("name", "summary")}


for model in (LegalInstrument, Sector, Incentive):
    simple_history.register(model, excluded_fields=[*getattr(model, "not_in_history", ())])

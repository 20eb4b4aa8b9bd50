"""Columns kept in both languages."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from zones.models import Figure, Milestone, Parcel, Rate, Utility, Zone


@register(Zone)
class ZoneTranslation(TranslationOptions):
    fields = ("name", "short_name", "stage_note", "summary", "location", "former_location", "developer")
    required_languages = {"vi": ("name", "short_name", "summary")}


@register(Parcel)
class ParcelTranslation(TranslationOptions):
    fields = ("note",)


@register(Figure)
class FigureTranslation(TranslationOptions):
    fields = ("label", "statement")
    required_languages = {"vi": ("label",)}


@register(Rate)
class RateTranslation(TranslationOptions):
    fields = ("label", "note")


@register(Utility)
class UtilityTranslation(TranslationOptions):
    fields = ("note",)


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("text",)
    required_languages = {"vi": ("text",)}


for model in (Zone, Parcel, Figure, Rate, Utility, Milestone):
    simple_history.register(model)

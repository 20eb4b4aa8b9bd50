"""Columns kept in both languages."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from zones.models import (
    ExchangeRate,
    Figure,
    Milestone,
    Parcel,
    PlanFeature,
    Rate,
    ReshapeProposal,
    Survey,
    Utility,
    Zone,
    ZoneEvent,
    ZonePicture,
)


class PictureTranslation(TranslationOptions):
    """Of every model of pictures, wherever its record stands."""

    fields = ("alt", "credit")
    required_languages = {"vi": ("alt",)}


register(ZonePicture)(PictureTranslation)


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
    fields = ("label", "note", "payer", "payee")


@register(Utility)
class UtilityTranslation(TranslationOptions):
    fields = ("note",)


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("text",)
    required_languages = {"vi": ("text",)}


@register(PlanFeature)
class PlanFeatureTranslation(TranslationOptions):
    fields = ("name",)


for model in (PlanFeature, ExchangeRate, Zone, ZoneEvent, Parcel, Figure, Rate, Utility, Milestone, ReshapeProposal):
    simple_history.register(model, excluded_fields=[*getattr(model, "not_in_history", ())])
# The work in progress of a survey is no part of its history: it can be megabytes, and each step would repeat it.
simple_history.register(ZonePicture)
simple_history.register(Survey, excluded_fields=["reading", "findings", "seen", "written"])

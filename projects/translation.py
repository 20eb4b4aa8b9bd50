"""Columns kept in both languages."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from projects.models import Opportunity, OpportunityPicture, Project, ProjectEvent
from zones.translation import PictureTranslation


@register(Project)
class ProjectTranslation(TranslationOptions):
    fields = ("name", "activity", "capital_note", "capacity", "jobs", "started_note", "status_note")
    required_languages = {"vi": ("name",)}


@register(Opportunity)
class OpportunityTranslation(TranslationOptions):
    fields = ("title", "summary")
    required_languages = {"vi": ("title", "summary")}


for model in (Project, ProjectEvent, Opportunity):
    simple_history.register(model, excluded_fields=[*getattr(model, "not_in_history", ())])
register(OpportunityPicture)(PictureTranslation)
simple_history.register(OpportunityPicture)

"""Columns kept in both languages."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from news.models import Article


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "summary", "body")
    required_languages = {"vi": ("title", "summary")}


simple_history.register(Article)

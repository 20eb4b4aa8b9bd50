"""Columns kept in both languages."""

import simple_history
from modeltranslation.translator import TranslationOptions, register

from news.models import Article, ArticlePicture
from zones.translation import PictureTranslation


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "summary", "body")
    required_languages = {"vi": ("title", "summary")}


simple_history.register(Article, excluded_fields=[*Article.not_in_history])
register(ArticlePicture)(PictureTranslation)
simple_history.register(ArticlePicture)

"""Narrowing the news: by kind, by words with or without diacritics."""

import django_filters
from django.utils.translation import gettext_lazy as _

from news.models import Article
from policies.filters import WordsFilter


class ArticleFilter(django_filters.FilterSet):
    q = WordsFilter(label=_("Words"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Article.Kind.choices, empty_label=_("All news"))

    class Meta:
        model = Article
        fields = []

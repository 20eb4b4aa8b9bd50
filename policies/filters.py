"""Narrowing the legal register, by words typed with or without diacritics."""

import django_filters
from django.utils.translation import gettext_lazy as _

from core.text import fold
from policies.models import LegalInstrument

# More words than this narrow nothing further and only cost the database time.
MOST_WORDS = 8


class WordsFilter(django_filters.CharFilter):
    """Every word typed must occur in the row's folded `search_text`."""

    def __init__(self, **kwargs):
        super().__init__(max_length=100, **kwargs)

    def filter(self, rows, typed):
        for word in fold(typed or "").split()[:MOST_WORDS]:
            rows = rows.filter(search_text__contains=word)
        return rows


class InstrumentFilter(django_filters.FilterSet):
    q = WordsFilter(label=_("Number or words"))
    type = django_filters.ChoiceFilter(
        label=_("Type"), choices=LegalInstrument.Type.choices, empty_label=_("All types")
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=LegalInstrument.Status.choices, empty_label=_("Any status")
    )

    class Meta:
        model = LegalInstrument
        fields = []

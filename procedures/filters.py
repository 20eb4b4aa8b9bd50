"""Narrowing the list of procedures: by words, by the question one comes with, by field, by standing."""

import django_filters
from django.utils.translation import gettext_lazy as _

from policies.filters import WordsFilter
from procedures.models import Procedure
from procedures.questions import QUESTIONS, question


class ProcedureFilter(django_filters.FilterSet):
    q = WordsFilter(label=_("Name, code or words"))
    question = django_filters.ChoiceFilter(
        label=_("What you want to do"),
        choices=[(asked.code, asked.label) for asked in QUESTIONS],
        method="answering",
        empty_label=_("Anything"),
    )
    field = django_filters.ChoiceFilter(label=_("Field"), choices=Procedure.Field.choices, empty_label=_("All fields"))
    standing = django_filters.ChoiceFilter(
        label=_("How sure it is"), choices=Procedure.Standing.choices, empty_label=_("Any standing")
    )

    class Meta:
        model = Procedure
        fields = []

    def answering(self, rows, _name, code):
        return rows.filter(question(code).condition)

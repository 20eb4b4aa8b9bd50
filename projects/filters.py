"""Narrowing the list of projects: by zone, by reported state, by words with or without diacritics."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from investors.models import Investor
from policies.filters import WordsFilter
from projects.lifecycle import Implementation
from projects.models import Project
from zones.models import Zone


class ProjectFilter(django_filters.FilterSet):
    q = WordsFilter(label=_("Name or product"))
    zone = django_filters.ModelChoiceFilter(
        label=_("Industrial zone"), to_field_name="slug", queryset=Zone.objects.published(), empty_label=_("All zones")
    )
    investor = django_filters.ModelChoiceFilter(
        label=_("Investor"),
        to_field_name="slug",
        queryset=Investor.objects.published(),
        widget=forms.HiddenInput,
    )
    implementation = django_filters.ChoiceFilter(
        label=_("State, as reported"), choices=Implementation.choices, empty_label=_("Any state")
    )

    class Meta:
        model = Project
        fields = []

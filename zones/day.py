"""The day a page is read for: `?on=`, today when it is not given."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.fields import CalendarField


class DayForm(forms.Form):
    on = CalendarField(
        label=_("As of another day"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": _("That is not a day of the calendar. Example: 2024-03-31.")},
    )

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day and day > timezone.localdate():
            raise ValidationError(gettext("This day has not come yet. Give today or an earlier day."))
        return day


@dataclass(frozen=True)
class Day:
    """`on` is a past day, or None: today. A day that cannot be read counts as today, and the form says why."""

    form: DayForm
    on: date | None
    today_url: str


def read_day(request):
    """The Day of a request's `?on=`."""
    form = DayForm(request.GET if "on" in request.GET else None)
    day = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    return Day(form, day if day and day < timezone.localdate() else None, request.path)

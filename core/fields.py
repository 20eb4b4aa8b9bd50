"""Form fields that read what people here type."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext_lazy as _

from core.numbers import format_number, marks, parse_number


class NumberField(forms.DecimalField):
    """A number in the reader's style ("1.234,5" in Vietnamese, "1,234.5" in English)."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 20})
    may_be_negative = False

    def read(self, text):
        """The Decimal of `text`; raises ValueError with a sentence for the reader."""
        return parse_number(text)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return super().to_python(self.read(str(value)))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value):
        # Without grouping: "12.345" sent back would be refused, for it can mean two numbers.
        return value if value is None or isinstance(value, str) else format_number(value).replace(marks()[1], "")

    def clean(self, value):
        number = super().clean(value)
        if number is not None and number < 0 and not self.may_be_negative:
            raise ValidationError(_("Give a number of zero or more."), code="negative")
        return number


class CalendarField(forms.DateField):
    """A day of the browser's own calendar: written 2027-03-15 in an address, whatever the language."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d"]


class TypedJSONField(forms.JSONField):
    """JSON typed by a person: too long, too deep or with endless numbers, it is refused like any other slip."""

    most_characters = 200_000

    def prepare_value(self, value):
        return "" if value is None else super().prepare_value(value)

    def _is_readable(self, value):
        if not isinstance(value, str) or value in self.empty_values:
            return True
        if len(value) > self.most_characters:
            return False
        try:
            json.loads(value)
        except (ValueError, RecursionError):  # a number of 5,000 digits is a ValueError of its own
            return False
        return True

    def to_python(self, value):
        if not self._is_readable(value):
            raise ValidationError(
                _("This is not read: give a list such as [[0, 0], [80, 0], [80, 120]]."), code="invalid"
            )
        return super().to_python(value)

    def bound_data(self, data, initial):
        return super().bound_data(data, initial) if self._is_readable(data) else InvalidJSONInput(data)

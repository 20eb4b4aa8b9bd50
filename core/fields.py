"""Form fields that read what people here type."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.numbers import format_number, marks, parse_number


class NumberField(forms.DecimalField):
    """A number in the reader's style ("1.234,5" in Vietnamese, "1,234.5" in English)."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 20})

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return super().to_python(parse_number(str(value)))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value):
        # Without grouping: "12.345" sent back would be refused, for it can mean two numbers.
        return value if value is None or isinstance(value, str) else format_number(value).replace(marks()[1], "")

    def clean(self, value):
        number = super().clean(value)
        if number is not None and number < 0:
            raise ValidationError(_("Give a number of zero or more."), code="negative")
        return number

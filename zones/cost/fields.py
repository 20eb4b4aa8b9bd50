"""What an estimate is asked with, read strictly: one way of writing a number or a day, and nothing guessed."""

import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.fields import CalendarField, NumberField
from core.numbers import marks, parse_number

# Python reads "1_0" and digits of every script as numbers; a program that sends them has made a mistake.
_PLAIN_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", re.ASCII)
_PLAIN_WHOLE = re.compile(r"[+-]?[0-9]{1,9}(\.0*)?", re.ASCII)
_PLAIN_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9:.]+([Zz]|[+-][0-9:]+)?", re.ASCII)
_PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SHOWN = 40


def _is_written(value, shape):
    return value is None or not isinstance(value, str) or not value.strip() or shape.fullmatch(value.strip())


class PlainNumberField(forms.DecimalField):
    """A decimal as programs write it: 12345.6."""

    def to_python(self, value):
        if not _is_written(value, _PLAIN_NUMBER):
            words = gettext("“%(text)s” is not a number. Example: %(example)s.")
            raise ValidationError(words % {"text": value.strip()[:_SHOWN], "example": "12345.6"}, code="invalid")
        return super().to_python(value)


class WholeNumberField(forms.IntegerField):
    """A whole number in plain digits, for programs and people alike."""

    def to_python(self, value):
        if not _is_written(value, _PLAIN_WHOLE):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class PlainDayField(CalendarField):
    """A day written 2027-03-15 in digits, nothing else."""

    default_error_messages = {"invalid": _("That is not a day of the calendar. Example: 2024-03-31.")}

    def to_python(self, value):
        if not _is_written(value, _PLAIN_DAY):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class MomentField(forms.Field):
    """A moment in the past as ISO text with its zone, e.g. 2026-11-22T08:30:00Z; a day alone means all of it."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        text = str(value).strip()
        try:
            moment = self._end_of(text) if _PLAIN_DAY.fullmatch(text) else self._moment(text)
            moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
            is_to_come = moment.astimezone(dt.UTC) > timezone.now()
        except (ValueError, OverflowError):
            raise ValidationError(gettext("Give a day or a moment, e.g. 2026-11-22 or 2026-11-22T08:30:00Z.")) from None
        if is_to_come:
            raise ValidationError(gettext("This moment is still to come: nobody knows the prices entered until then."))
        return moment

    def _moment(self, text):
        # A "+" before the zone arrives as a space.
        text = f"{text[:11]}{text[11:].replace(' ', '+')}"
        moment = parse_datetime(text) if _PLAIN_MOMENT.fullmatch(text) else None
        if moment is None:
            raise ValueError(text)
        return moment

    def _end_of(self, text):
        """The last moment of a day; of today, now."""
        day = dt.date.fromisoformat(text)
        end = timezone.make_aware(dt.datetime.combine(day, dt.time.max))
        return timezone.now() if day == timezone.localdate() else end


class ReaderNumberField(NumberField):
    """A number in the reader's style; one that can only be of the other style is read as such.

    So an address keeps its meaning when the language is switched; what could mean two numbers is still refused.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 32})
    may_be_negative = True

    def read(self, text):
        try:
            return parse_number(text)
        except ValueError as refusal:
            own, other = ("vi", "en") if marks() == marks("vi") else ("en", "vi")
            # Grouped in the reader's own style but not whole, or ambiguous: the reader is asked, nothing is guessed.
            if marks(own)[1] in text and text.count(marks(own)[1]) == 1 and len(text.rpartition(marks(own)[1])[2]) == 3:
                raise
            try:
                return parse_number(text, other)
            except ValueError:
                raise refusal from None

"""How one cell of a sheet is read and written: strict about numbers, exact about words."""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from core import partialdate
from core.numbers import parse_number
from core.text import fold, nfc

# With other than three digits behind it a single dot cannot part thousands, so it is a decimal point in any language.
_PLAIN_DECIMAL = re.compile(r"[+-]?\d+\.(\d{1,2}|\d{4,})")


class TextCell(Widget):
    """Text, composed and trimmed; a number typed into a text column is taken as its digits."""

    def clean(self, value, row=None, **kwargs):
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return nfc(str(value)).replace("\r\n", "\n").replace("\x00", "").strip()

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)


class NumberCell(Widget):
    """A number of the sheet, or text in the reader's style; text that could mean two numbers is refused."""

    def clean(self, value, row=None, **kwargs):
        if value is None or value == "":
            return None
        if isinstance(value, bool | dt.date):
            raise ValueError(_("“%(value)s” is not a number.") % {"value": value})
        if isinstance(value, str):
            text = value.strip()
            return Decimal(text) if _PLAIN_DECIMAL.fullmatch(text) else parse_number(text)
        try:
            return Decimal(str(value))
        except InvalidOperation:
            raise ValueError(_("“%(value)s” is not a number.") % {"value": value}) from None

    def render(self, value, obj=None, **kwargs):
        return value


class WholeNumberCell(NumberCell):
    def clean(self, value, row=None, **kwargs):
        number = super().clean(value, row=row, **kwargs)
        if number is not None and number != number.to_integral_value():
            raise ValueError(_("“%(value)s” is not a whole number.") % {"value": value})
        return None if number is None else int(number)


class DateCell(Widget):
    """A date of the sheet, or text as 15/03/2024 or 2024-03-15."""

    def clean(self, value, row=None, **kwargs):
        if value is None or value == "":
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        for shape in ("%d/%m/%Y", "%Y-%m-%d"):
            try:
                return dt.datetime.strptime(str(value).strip(), shape).date()
            except ValueError:
                continue
        raise ValueError(_("“%(value)s” is not a date. Example: 15/03/2024.") % {"value": value})

    def render(self, value, obj=None, **kwargs):
        return value


class PartialDateCell(Widget):
    """A date as far as it is known: 2024, quý II/2024, 04/2024 or 16/04/2024."""

    def clean(self, value, row=None, **kwargs):
        if value is None or value == "":
            return ""
        if isinstance(value, dt.date):
            return f"{value:%Y-%m-%d}"
        try:
            return partialdate.read(TextCell().clean(value))
        except ValueError:
            raise ValueError(
                _("“%(value)s” is not a date. Examples: 16/04/2024, 04/2024, Q2/2024, 2024.") % {"value": value}
            ) from None

    def render(self, value, obj=None, **kwargs):
        return partialdate.typed(value)


class ChoiceCell(Widget):
    """One of a list of words, written in the active language, read in any language or as its code."""

    def __init__(self, choices):
        super().__init__()
        self.choices = choices

    def _codes(self):
        codes = {fold(str(value)): value for value in self.choices.values}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                codes |= {fold(str(label)): value for value, label in self.choices.choices}
        return codes

    def clean(self, value, row=None, **kwargs):
        if value is None or not str(value).strip():
            return ""
        try:
            return self._codes()[fold(str(value))]
        except KeyError:
            known = ", ".join(str(label) for label in self.choices.labels)
            raise ValueError(_("“%(value)s” is none of: %(known)s.") % {"value": value, "known": known}) from None

    def render(self, value, obj=None, **kwargs):
        return str(dict(self.choices.choices).get(value, value or ""))


class YesNoCell(Widget):
    def clean(self, value, row=None, **kwargs):
        if value is None or value == "":
            return None
        return value if isinstance(value, bool) else fold(str(value)) in ("co", "yes", "x", "true", "1")

    def render(self, value, obj=None, **kwargs):
        return _("yes") if value else _("no")


class LinkCell(Widget):
    """Another record, named by a field that is unique, e.g. a zone by its code."""

    def __init__(self, model, key):
        super().__init__()
        self.model, self.key, self.found = model, key, {}

    def clean(self, value, row=None, **kwargs):
        wanted = TextCell().clean(value)
        if not wanted:
            return None
        if wanted not in self.found:
            self.found[wanted] = self.model._base_manager.filter(**{self.key: wanted}).first()
        if self.found[wanted] is None:
            raise ValueError(
                _("There is no %(kind)s “%(value)s”.") % {"kind": self.model._meta.verbose_name, "value": wanted}
            )
        return self.found[wanted]

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(getattr(value, self.key))

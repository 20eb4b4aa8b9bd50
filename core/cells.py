"""How one cell of a sheet is read and written: strict about numbers, exact about words."""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.widgets import Widget

from core import partialdate
from core.numbers import parse_number
from core.text import fold, nfc

# Excel keeps 15 digits; what is far longer is no figure of a record.
_LONGEST = 40
_DASHES = frozenset("-–—")
# With other than three digits behind it a single dot cannot part thousands, so it is a decimal point in any language.
_PLAIN_DECIMAL = re.compile(r"[+-]?\d+\.(\d{1,2}|\d{4,})")


def refuse_dash(value):
    """A dash stands for zero in one office and for unknown in the next, so it is neither here."""
    if isinstance(value, str) and value.strip() in _DASHES:
        raise ValueError(
            _("“%(value)s” can mean zero or not known. Write 0, or leave the cell empty.") % {"value": value.strip()}
        )


class TextCell(Widget):
    """Text, composed and trimmed; a number typed into a text column is taken as its digits."""

    manner = gettext_lazy("Text.")

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

    manner = gettext_lazy("A number alone, without its unit. Empty: not known; 0 is a statement.")

    def clean(self, value, row=None, **kwargs):
        if value is None or value == "":
            return None
        if isinstance(value, bool | dt.date):
            raise ValueError(_("“%(value)s” is not a number.") % {"value": value})
        refuse_dash(value)
        if len(str(value)) > _LONGEST:
            raise ValueError(_("“%(value)s” is not a number.") % {"value": f"{str(value)[:_LONGEST]}…"})
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
    manner = gettext_lazy("A whole number. Empty: not known.")

    def clean(self, value, row=None, **kwargs):
        number = super().clean(value, row=row, **kwargs)
        if number is not None and number != number.to_integral_value():
            raise ValueError(_("“%(value)s” is not a whole number.") % {"value": value})
        return None if number is None else int(number)


class DateCell(Widget):
    """A date of the sheet, or text as 15/03/2024 or 2024-03-15."""

    manner = gettext_lazy("A date: 15/03/2024. Empty: not known.")

    def clean(self, value, row=None, **kwargs):
        if value is None or value == "":
            return None
        refuse_dash(value)
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

    manner = gettext_lazy("A date as far as it is known: 16/04/2024, 04/2024, Q2/2024 or 2024.")

    def clean(self, value, row=None, **kwargs):
        if value is None or value == "":
            return ""
        refuse_dash(value)
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

    manner = gettext_lazy("One of these words:")

    def __init__(self, choices):
        super().__init__()
        self.choices, self.codes, self.words = choices, {}, {}

    def _read_words(self):
        self.codes = {fold(str(value)): value for value in self.choices.values}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                # What has no word, e.g. no unit, is written as its code.
                self.words[language] = {value: str(label) or value for value, label in self.choices.choices}
                self.codes |= {fold(word): value for value, word in self.words[language].items()}

    def listed(self):
        """{code: word in the active language}."""
        if not self.words:
            self._read_words()
        return self.words[translation.get_language() or settings.LANGUAGE_CODE]

    def clean(self, value, row=None, **kwargs):
        if value is None or not str(value).strip():
            return ""
        known = self.listed()
        try:
            return self.codes[fold(str(value))]
        except KeyError:
            refuse_dash(value)
            named = {"value": str(value)[:80], "known": ", ".join(known.values())}
            raise ValueError(_("“%(value)s” is none of: %(known)s.") % named) from None

    def render(self, value, obj=None, **kwargs):
        return self.listed().get(value, value or "")


class YesNoCell(Widget):
    """Yes or no in either language; empty is neither."""

    manner = gettext_lazy("Yes or no. Empty: not known.")
    answers = dict.fromkeys(("co", "yes", "x", "true", "1"), True) | dict.fromkeys(("khong", "no", "false", "0"), False)

    def clean(self, value, row=None, **kwargs):
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return value
        refuse_dash(value)
        try:
            return self.answers[fold(TextCell().clean(value))]
        except KeyError:
            raise ValueError(_("“%(value)s” is neither yes nor no.") % {"value": str(value)[:80]}) from None

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else _("yes") if value else _("no")


class LinkCell(Widget):
    """Another record, named by a field that is unique, e.g. a zone by its code. `prepare` finds many at once."""

    def __init__(self, model, key, *, related=()):
        super().__init__()
        self.model, self.key, self.related, self.found = model, key, related, {}

    @property
    def manner(self):
        return _("The %(field)s of an existing record (%(kind)s).") % {
            "field": self.model._meta.get_field(self.key).verbose_name,
            "kind": self.model._meta.verbose_name,
        }

    def prepare(self, values):
        """Look up all `values` of a column with one question."""
        wanted = {TextCell().clean(value) for value in values} - {""} - self.found.keys()
        rows = self.model._base_manager.select_related(*self.related) if self.related else self.model._base_manager
        known = {getattr(row, self.key): row for row in rows.filter(**{f"{self.key}__in": wanted})} if wanted else {}
        self.found |= {value: known.get(value) for value in wanted}

    def clean(self, value, row=None, **kwargs):
        wanted = TextCell().clean(value)
        if not wanted:
            return None
        if wanted not in self.found:
            self.prepare([wanted])
        if self.found[wanted] is None:
            raise ValueError(
                _("There is no %(kind)s “%(value)s”.") % {"kind": self.model._meta.verbose_name, "value": wanted[:80]}
            )
        return self.found[wanted]

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(getattr(value, self.key))


def reads_the_same(present, new):
    """Blank and absent are one to the reader of a sheet, and so are the two kinds of line end."""
    if present is new:
        return True
    if isinstance(present, str) or isinstance(new, str):
        return TextCell().clean(present) == TextCell().clean(new)
    return present == new

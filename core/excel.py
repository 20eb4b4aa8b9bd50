"""Records to a sheet and back: explicit columns, all rows or none, states and samples never changed by a file."""

import datetime as dt
from decimal import Decimal

import openpyxl
import tablib
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.formats import base_formats
from import_export.resources import ModelResource

from core.cells import NumberCell, TextCell, YesNoCell
from core.changes import edits_since, field_label
from core.forms import ABOVE_ZERO
from core.models import EditConflict
from core.text import fold, slugify

MAX_ROWS = 5000


class SheetRefused(Exception):
    """A file that is not read at all; the message tells the officer why."""


def harmless(value):
    """Text that a spreadsheet would run as a formula, made plain by an apostrophe; `as_typed` takes it off again."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r'" and value[:1] else value


def as_typed(value, place):
    if not isinstance(value, str):
        return value
    if value.startswith("="):
        raise SheetRefused(_("%(place)s holds a formula. Paste its value instead.") % {"place": place})
    return value[1:] if value[:1] == "'" and value[1:2] in "=+-@\t\r'" and value[1:2] else value


def plain_text(value):
    """A cell of a text file: the same in every language, and never three decimals, which would read as thousands."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return f"{text}0" if len(text.partition(".")[2]) == 3 else text
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _sheet(headers, rows):
    """A Dataset without the empty columns and rows that follow the last filled ones."""
    rows = [list(row) for row in rows]
    while rows and all(value in (None, "") for value in rows[-1]):
        rows.pop()
    width = max((at + 1 for at, header in enumerate(headers) if header not in (None, "")), default=0)
    if any(value not in (None, "") for row in rows for value in row[width:]):
        raise SheetRefused(_("A column without a heading holds values. Name it or empty it."))
    if len(rows) > MAX_ROWS:
        raise SheetRefused(_("More than %(limit)s rows: split the file.") % {"limit": MAX_ROWS})
    dataset = tablib.Dataset(headers=[str(header or "") for header in headers[:width]])
    for number, row in enumerate(rows, start=2):
        padded = [*row, *[None] * width][:width]
        place = [_("Row %(row)s, column “%(column)s”") % {"row": number, "column": head} for head in dataset.headers]
        dataset.append([as_typed(value, where) for value, where in zip(padded, place, strict=True)])
    return dataset


class Excel(base_formats.XLSX):
    """A workbook. Formulas are seen as such (not as their last result) and refused."""

    def create_dataset(self, in_stream):
        from io import BytesIO

        book = openpyxl.load_workbook(BytesIO(in_stream), read_only=True, data_only=False)
        rows = list(book.active.iter_rows(values_only=True, max_row=MAX_ROWS + 2))
        if not rows:
            raise SheetRefused(_("The sheet is empty."))
        return _sheet(rows[0], rows[1:])

    def export_data(self, dataset, **kwargs):
        plain = tablib.Dataset(headers=dataset.headers, title=dataset.title)
        for row in dataset:
            plain.append([harmless(value) for value in row])
        return plain.export("xlsx")


class CommaText(base_formats.CSV):
    """Comma-separated text; semicolons, as a Vietnamese Excel writes them, are understood too."""

    def create_dataset(self, in_stream):
        text = in_stream.decode(self.encoding or "utf-8-sig") if isinstance(in_stream, bytes) else in_stream
        first = text.partition("\n")[0]
        delimiter = ";" if first.count(";") > first.count(",") else ","
        read = tablib.import_set(text.lstrip("\ufeff"), format="csv", delimiter=delimiter)
        return _sheet(read.headers or [], list(read))

    def export_data(self, dataset, **kwargs):
        plain = tablib.Dataset(headers=dataset.headers)
        for row in dataset:
            plain.append([harmless(plain_text(value)) for value in row])
        return plain.export("csv")


def reads_the_same(present, new):
    """Blank and absent are one to the reader of a sheet, and so are the two kinds of line end."""
    if isinstance(present, str) or isinstance(new, str):
        return TextCell().clean(present) == TextCell().clean(new)
    return present == new


class Column(Field):
    """One column, headed by the field's name in the active language."""

    label = None

    def __init__(self, attribute, widget=None, **kwargs):
        super().__init__(attribute=attribute, widget=widget or TextCell(), **kwargs)

    @property
    def column_name(self):
        return capfirst(str(self.label)) if self.label else self.attribute

    @column_name.setter
    def column_name(self, value):
        """The heading follows the language, so nothing is kept."""

    def clean(self, row, **kwargs):
        try:
            return self.widget.clean(row[self.column_name], row=row, **kwargs)
        except ValueError as error:
            raise ValueError(
                _("Column “%(column)s”: %(problem)s") % {"column": self.column_name, "problem": error}
            ) from None

    def save(self, instance, row, is_m2m=False, **kwargs):
        new, present = self.clean(row, **kwargs), getattr(instance, self.attribute, None)
        if not reads_the_same(present, new):
            setattr(instance, self.attribute, new)


class ShownColumn(Column):
    """Written out, never taken in: a cell that differs from the record is refused, so that nobody thinks it counted."""

    def save(self, instance, row, is_m2m=False, **kwargs):
        new, present = self.clean(row, **kwargs), self.get_value(instance)
        if new not in (None, "") and new != present:
            raise ValueError(
                _("Column “%(column)s” is not changed by a file (here it is “%(present)s”). Change it on the record.")
                % {"column": self.column_name, "present": self.widget.render(present)}
            )


class VersionColumn(ShownColumn):
    """Which version the sheet was made from; compared only when the row changes something."""

    label = gettext_lazy("version")

    def __init__(self):
        super().__init__("version", NumberCell())

    def save(self, instance, row, is_m2m=False, **kwargs):
        self.clean(row, **kwargs)


def sample_column():
    return ShownColumn("is_sample", YesNoCell())


class RecordResource(ModelResource):
    """The rules every sheet follows. A subclass names its columns, and `address` when new rows need an address word."""

    version = VersionColumn()

    class Meta:
        clean_model_instances = True
        use_transactions = True
        skip_unchanged = True
        report_skipped = True
        # The preview tells each change in words, from the row before and after.
        store_instance = True
        skip_html_diff = True

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        for column in self.fields.values():
            column.label = column.label or lazy(field_label, str)(self._meta.model._meta.get_field(column.attribute))

    def address(self, instance):
        """Words for the address of a new row that brings none; the models without one leave it at that."""
        return ""

    def _headings(self):
        """Every heading a column may have, folded: its own name, or its label in any language."""
        known = {}
        for name, column in self.fields.items():
            known[fold(name)] = column
            for language, _name in settings.LANGUAGES:
                with translation.override(language):
                    known[fold(str(column.label))] = column
        return known

    def before_import(self, dataset, **kwargs):
        known = self._headings()
        unknown = [header for header in dataset.headers or () if fold(header) not in known]
        if unknown:
            raise SheetRefused(
                _("Unknown column: %(names)s. Known ones: %(known)s.")
                % {
                    "names": ", ".join(unknown),
                    "known": ", ".join(column.column_name for column in self.fields.values()),
                }
            )
        dataset.headers = [known[fold(header)].column_name for header in dataset.headers]
        needed = [self.fields[name].column_name for name in self._meta.import_id_fields]
        if absent := [name for name in needed if name not in dataset.headers]:
            raise SheetRefused(_("The file has no column “%(names)s”.") % {"names": "”, “".join(absent)})

    def after_export(self, queryset, dataset, **kwargs):
        dataset.title = capfirst(str(self._meta.model._meta.verbose_name_plural))[:31]

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        if instance._state.adding and hasattr(instance, "slug") and not instance.slug:
            instance.slug = slugify(self.address(instance))

    def validate_instance(self, instance, *args, **kwargs):
        try:
            super().validate_instance(instance, *args, **kwargs)
        except ValidationError as refusal:
            for error in (error for errors in refusal.error_dict.values() for error in errors):
                if error.code == "min_value":
                    error.message, error.params = ABOVE_ZERO, None
            raise

    def before_save_instance(self, instance, row, **kwargs):
        if instance._state.adding:
            return
        column = self.fields["version"]
        seen = column.clean(row) if column.column_name in row else None
        if seen is None:
            raise ValidationError(
                _(
                    "This row would change a record, but the file does not say which version it was made from. "
                    "Export first, then change the export."
                )
            )
        if seen != instance.version:
            raise ValidationError(
                _("Changed by somebody else since the file was made: %(edits)s")
                % {"edits": " ".join(map(str, edits_since(instance, int(seen))))}
            )

    def do_instance_save(self, instance, is_create):
        try:
            super().do_instance_save(instance, is_create)
        except EditConflict:
            raise ValidationError(_("Somebody else saved this record just now. Import again.")) from None

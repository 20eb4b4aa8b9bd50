"""Records to a sheet and back: explicit columns, all rows or none, states and samples never changed by a file."""

import copy
import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.results import Error, RowResult

from core.cells import LinkCell, NumberCell, TextCell, YesNoCell, reads_the_same
from core.changes import edits_since, field_label
from core.disclosure import Publication
from core.excel_bulk import InBulk, RowsAtOnce, Waiting
from core.excel_files import SheetRefused
from core.forms import ABOVE_ZERO
from core.text import fold, slugify

logger = logging.getLogger(__name__)
# Of so many rows that somebody else has changed, the answer names what she changed; each costs a question.
_TOLD_IN_FULL = 20
# A row whose first cell begins so is an example of the template, in any language.
EXAMPLE_MARKS = ("VÍ DỤ", "EXAMPLE")


class Column(Field):
    """One column, headed by the field's name in the active language."""

    label = None
    is_taken_in = True

    def __init__(self, attribute, widget=None, **kwargs):
        self._headings = {}
        super().__init__(attribute=attribute, widget=widget or TextCell(), **kwargs)

    @property
    def column_name(self):
        if not self.label:
            return self.attribute
        language = translation.get_language()
        if language not in self._headings:
            self._headings[language] = capfirst(str(self.label))
        return self._headings[language]

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
        if new in (None, "") and instance._state.adding and instance._meta.get_field(self.attribute).has_default():
            # Of a new record nothing is said here, so it begins as a record typed into the form does.
            return
        if not reads_the_same(present, new):
            setattr(instance, self.attribute, new)


class ShownColumn(Column):
    """Written out, never taken in: a cell that differs from the record is refused, so that nobody thinks it counted."""

    is_taken_in = False

    def save(self, instance, row, is_m2m=False, **kwargs):
        new, present = self.clean(row, **kwargs), self.get_value(instance)
        if new not in (None, "") and new != present:
            raise ValueError(
                _("Column “%(column)s” is not changed by a file (here it is “%(present)s”). Change it on the record.")
                % {"column": self.column_name, "present": self.widget.render(present)}
            )


class KeptColumn(Column):
    """Given to a new record and never changed after: what others may point to."""

    def save(self, instance, row, is_m2m=False, **kwargs):
        if instance._state.adding:
            super().save(instance, row, is_m2m, **kwargs)
        elif not reads_the_same(self.get_value(instance), self.clean(row, **kwargs)):
            raise ValueError(
                _("Column “%(column)s” is not changed by a file (here it is “%(present)s”). Change it on the record.")
                % {"column": self.column_name, "present": self.widget.render(self.get_value(instance))}
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


class RecordResource(RowsAtOnce, ModelResource):
    """The rules every sheet follows. A subclass names its columns, and `address` when new rows need an address word."""

    version = VersionColumn()
    # The address word of a record and the fields it is made of; an example for the template by field.
    address_field = "slug"
    example = {}
    # Whether a second person approves what the public reads of it: then a file touches drafts alone.
    is_approved_by_another = False

    class Meta:
        use_transactions = True
        # One question for many rows; nothing is written row by row.
        use_bulk = True
        batch_size = None
        instance_loader_class = InBulk
        skip_diff = True
        report_skipped = True

    def __init__(self, *, progress=None, **kwargs):
        """`progress`, if given, is called with (rows read, rows in all)."""
        super().__init__(**kwargs)
        self.progress, self.is_headed = progress, False
        self.waiting, self.places, self.told_edits = [], {}, 0
        self.by, self.reason = None, ""
        for column in self.fields.values():
            column.label = column.label or lazy(field_label, str)(self._meta.model._meta.get_field(column.attribute))

    @classmethod
    def get_display_name(cls):
        return capfirst(str(cls._meta.model._meta.verbose_name_plural))

    def columns(self):
        """{name: column} in the order of the sheet."""
        return {name: self.fields[name] for name in self.get_export_order()}

    def address(self, instance):
        """Words for the address of a new row that brings none; the models without one leave it at that."""
        return ""

    def publication_of(self, instance):
        """Whether the public reads the record, or the one it is a part of."""
        return getattr(instance, "publication", None)

    def _known_headings(self):
        """Every heading a column may have, folded: its own name, or its label in any language."""
        known = {}
        for name, column in self.fields.items():
            known[fold(name)] = column
            for language, _name in settings.LANGUAGES:
                with translation.override(language):
                    known[fold(str(column.label))] = column
        return known

    def before_import(self, dataset, **kwargs):
        self.by, self.reason = kwargs.get("user"), kwargs.get("file_name") or ""
        known = self._known_headings()
        unknown = [header for header in dataset.headers or () if fold(header) not in known]
        if unknown:
            raise SheetRefused(
                _("Unknown column: %(names)s. Known ones: %(known)s.")
                % {
                    "names": ", ".join(header[:80] or "–" for header in unknown[:20]),
                    "known": ", ".join(column.column_name for column in self.fields.values()),
                }
            )
        dataset.headers = [known[fold(header)].column_name for header in dataset.headers]
        if repeated := sorted({name for name in dataset.headers if dataset.headers.count(name) > 1}):
            raise SheetRefused(_("The column “%(names)s” stands there twice.") % {"names": "”, “".join(repeated)})
        needed = [self.fields[name].column_name for name in self._meta.import_id_fields]
        if absent := [name for name in needed if name not in dataset.headers]:
            raise SheetRefused(_("The file has no column “%(names)s”.") % {"names": "”, “".join(absent)})
        self.is_headed = True
        self._find_links(dataset)

    def _find_links(self, dataset):
        rows = [row for row in dataset if not self.is_passed_over(row)]
        for column in self.fields.values():
            if isinstance(column.widget, LinkCell) and column.column_name in dataset.headers:
                at = dataset.headers.index(column.column_name)
                column.widget.prepare([row[at] for row in rows])

    def is_passed_over(self, cells):
        """Whether a row is empty, or the example of the template."""
        cells = list(cells)
        first = fold(str(cells[0])) if cells and cells[0] is not None else ""
        return all(cell in (None, "") for cell in cells) or first.startswith(tuple(map(fold, EXAMPLE_MARKS)))

    def after_export(self, queryset, dataset, **kwargs):
        dataset.title = self.get_display_name()[:31]

    def import_row(self, row, instance_loader, *, row_number, **kwargs):
        """Read one row and check it; what it would write waits until all rows are read."""
        said = self.get_row_result_class()()
        said.import_type = RowResult.IMPORT_TYPE_SKIP
        if not self.is_headed or self.is_passed_over(row.values()):
            return said
        if self.progress and row_number % 100 == 0:
            self.progress(row_number, instance_loader.row_count)
        try:
            self._read(said, row, instance_loader, row_number)
        except ValidationError as refusal:
            said.import_type, said.validation_error = RowResult.IMPORT_TYPE_INVALID, refusal
        except Exception:
            logger.exception("a row of a sheet could not be read")
            said.import_type = RowResult.IMPORT_TYPE_ERROR
            said.errors.append(Error(_("This row cannot be read. Look at each of its cells."), number=row_number))
        return said

    def _read(self, said, row, loader, number):
        record = loader.get_instance(row)
        self._refuse_second(loader.key_of(row), number)
        is_new = record is None
        original = None if is_new else copy.copy(record)
        record = self.init_instance(row) if is_new else record
        record.read_as = original
        faults = {}
        try:
            self.import_instance(record, row)
        except ValidationError as refusal:
            faults = refusal.update_error_dict(faults)
        said.instance, said.original = record, original
        if not is_new and not faults and self.is_as_before(record, original):
            return
        self.refuse_what_is_not_hers(original, record)
        self.refuse_unapproved(original or record)
        self.validate_instance(record, faults)
        self.check_version(record, row)
        if not is_new and self.becomes_another(record, original):
            original = None  # the preview still compares the two; written, it is a row of its own
        said.import_type = RowResult.IMPORT_TYPE_NEW if is_new else RowResult.IMPORT_TYPE_UPDATE
        self.waiting.append(Waiting(number, row, record, original, said))

    def is_as_before(self, record, original):
        return all(
            reads_the_same(getattr(record, column.attribute), getattr(original, column.attribute))
            for column in self.fields.values()
        )

    def _refuse_second(self, key, number):
        if key is None:
            return
        before = self.places.setdefault(key, number)
        if before != number:
            raise ValidationError(_("Row %(row)s is the same record. Keep one of the two.") % {"row": before + 1})

    def refuse_unapproved(self, record):
        if self.is_approved_by_another and self.publication_of(record) not in (None, Publication.DRAFT):
            raise ValidationError(
                _("This is no draft any more. Change it on its own page, where another person approves it.")
            )

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        field = self.address_field
        if instance._state.adding and hasattr(instance, field) and not getattr(instance, field):
            setattr(instance, field, slugify(self.address(instance)))

    def validate_instance(self, instance, *args, **kwargs):
        try:
            super().validate_instance(instance, *args, **kwargs)
        except ValidationError as refusal:
            for error in (error for errors in refusal.error_dict.values() for error in errors):
                if error.code == "min_value" and getattr(error, "params", None) and error.params["limit_value"] != 0:
                    error.message, error.params = ABOVE_ZERO, None
            raise

    def check_version(self, instance, row):
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
            self.told_edits += 1
            edits = edits_since(instance, int(seen)) if self.told_edits <= _TOLD_IN_FULL else ()
            raise ValidationError(
                _("Changed by somebody else since the file was made: %(edits)s")
                % {"edits": " ".join(map(str, edits)) or "…"}
            )

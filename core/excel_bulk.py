"""Many rows of a sheet at once: found, checked and written with as many questions as a few rows need."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import prefetch_related_objects
from django.utils import translation
from django.utils.translation import gettext as _
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import Error, RowResult
from simple_history.utils import bulk_create_with_history, get_history_manager_for_model

from core import scope
from core.disclosure import Publication
from core.publication import guard

_ROWS_A_STATEMENT = 200


@dataclass(frozen=True)
class Waiting:
    """A row that would write: its number among the rows, its cells, the record, how that stood, what is said of it."""

    number: int
    row: dict
    record: models.Model
    original: models.Model | None
    said: RowResult


class InBulk(BaseInstanceLoader):
    """The records that the rows of a sheet name, read with one question and locked until the sheet is done."""

    def __init__(self, resource, dataset=None):
        super().__init__(resource, dataset)
        self.row_count = len(dataset)
        self.columns = [resource.fields[name] for name in resource.get_import_id_fields()]
        self.found = self._read() if resource.is_headed else {}

    def key_of(self, row):
        """What tells the record of this row; None when the row leaves all of it empty or a cell is wrong."""
        try:
            key = tuple(column.clean(row) for column in self.columns)
        except ValueError:
            return None
        return key if any(part not in (None, "") for part in key) else None

    def get_instance(self, row):
        return self.found.get(self.key_of(row))

    def _read(self):
        keys = {key for row in self.dataset.dict if (key := self.key_of(row))}
        if not keys:
            return {}
        wanted = models.Q()
        for column, parts in zip(self.columns, zip(*keys, strict=True), strict=True):
            named = models.Q(**{f"{column.attribute}__in": {part for part in parts if part is not None}})
            if None in parts:
                named |= models.Q(**{f"{column.attribute}__isnull": True})
            wanted &= named
        # The lock and the transaction together are the version check: nobody saves between reading and writing.
        rows = self.resource.get_queryset().select_for_update(of=("self",)).filter(wanted)
        return {tuple(getattr(row, column.attribute) for column in self.columns): row for row in rows}


def _unique_sets(model):
    """The sets of fields that may hold the same values only once; conditional ones the database alone judges."""
    singles = [(field,) for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    constraints = [one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    plain = [one.fields for one in constraints if one.fields and one.condition is None]
    return [*singles, *(tuple(model._meta.get_field(name) for name in names) for names in plain)]


class RowsAtOnce:
    """Mixed into a resource: the rules of `full_clean` and the writing, for all rows together."""

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """As full_clean, but for what asks the database: links were found there, uniqueness is checked for all."""
        errors = dict(import_validation_errors or {})
        linked = [
            field.name
            for field in instance._meta.concrete_fields
            if field.is_relation and getattr(instance, field.attname) is not None
        ]
        try:
            instance.clean_fields(exclude={*errors, *linked})
        except ValidationError as refusal:
            errors = refusal.update_error_dict(errors)
        try:
            instance.clean()
        except ValidationError as refusal:
            errors = refusal.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def becomes_another(self, record, original):
        """Whether `record`, changed from `original`, is written beside it; it then is turned into the new row."""
        return False

    def refuse_what_is_not_hers(self, *records):
        """Neither a record of a zone that somebody else looks after, nor one led into such a zone."""
        for record in filter(None, records if self.by else ()):
            if said := scope.why_not(self.by, record._meta.app_label, record):
                raise ValidationError(said)

    def bulk_create(self, using_transactions, dry_run, raise_errors, batch_size=None, result=None):
        """Write every waiting row, the new and the changed, with its line of history; none when one is refused."""
        if result.has_errors() or result.has_validation_errors():
            return
        for one, refusal in [*self._repeated(), *self._against_being_public()]:
            self._refuse(result, one, refusal)
        if result.has_validation_errors():
            return
        try:
            # Beside name_vi and name_en stands the column `name`, which repeats the one of the active language.
            with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
                self._write()
        except IntegrityError:
            self._tell_which(result)

    def bulk_update(self, *args, **kwargs):
        """What changed was written with what is new."""

    def _refuse(self, result, one, refusal):
        one.said.import_type, one.said.validation_error = RowResult.IMPORT_TYPE_INVALID, refusal
        result.append_invalid_row(one.number, one.row, refusal)

    def _against_being_public(self):
        """(row, refusal) of each row that would make public at once what may not be: the guard finds it only now."""
        public = [one for one in self.waiting if getattr(one.original, "publication", None) == Publication.PUBLISHED]
        if not public:
            return
        before, after = [one.original for one in public], [one.record for one in public]
        prefetch_related_objects([*before, *after], *self._meta.model.parts)
        for one, old, new in zip(public, guard.findings_of(before), guard.findings_of(after), strict=True):
            if against := guard.errors_in(guard.new_in(new, old)):
                yield one, ValidationError(against)

    def _repeated(self):
        """(row, refusal) of each row that would repeat what may be there once: one question for each such rule."""
        found = {}
        for fields in _unique_sets(self._meta.model):
            for number, pair in self._repeated_in(fields):
                found.setdefault(number, pair)
        return [found[number] for number in sorted(found)]

    def _repeated_in(self, fields):
        names = [field.attname for field in fields]
        placed = {}
        for one in self.waiting:
            values = tuple(getattr(one.record, name) for name in names)
            was = one.original and tuple(getattr(one.original, name) for name in names)
            if None in values or values == was:
                continue
            if values in placed:
                yield one.number, (one, self._twice(fields, placed[values].number))
            else:
                placed[values] = one
        if not placed:
            return
        parts = zip(names, zip(*placed, strict=True), strict=True)
        rows = self._meta.model._base_manager.filter(**{f"{name}__in": set(part) for name, part in parts})
        for pk, *values in rows.values_list("pk", *names):
            one = placed.get(tuple(values))
            if one and one.record.pk != pk:
                named = [field.name for field in fields]
                yield one.number, (one, one.record.unique_error_message(self._meta.model, named))

    def _twice(self, fields, number):
        sentence = _("Row %(row)s holds the same: it may be there only once.") % {"row": number + 1}
        return ValidationError({fields[-1].name: sentence})

    def _write(self):
        model = self._meta.model
        new = [one.record for one in self.waiting if one.original is None]
        changed = [one.record for one in self.waiting if one.original is not None]
        for one in self.waiting:
            if hasattr(one.record, "refresh_search_text"):
                one.record.refresh_search_text()
            if hasattr(one.record, "keep_review"):
                one.record.keep_review(one.original)
        told = {"default_user": self.by, "default_change_reason": f"Excel · {self.reason}"[:100].strip(" ·")}
        if new:
            bulk_create_with_history(new, model, batch_size=_ROWS_A_STATEMENT, **told)
        if changed:
            self._overwrite(model, changed)
            get_history_manager_for_model(model).bulk_history_create(
                changed, batch_size=_ROWS_A_STATEMENT, update=True, **told
            )

    def _overwrite(self, model, changed):
        """One statement for many rows: an insert that meets the row of its key changes that instead."""
        for record in changed:
            record.version += 1
        names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        models.QuerySet(model).bulk_create(
            changed,
            batch_size=_ROWS_A_STATEMENT,
            update_conflicts=True,
            unique_fields=[model._meta.pk.name],
            update_fields=names,
        )

    def _tell_which(self, result):
        """The database refused the whole; asked one by one, the rows say which of them it was."""
        for one in self.waiting:
            try:
                one.record.validate_unique()
                one.record.validate_constraints()
            except ValidationError as refusal:
                self._refuse(result, one, refusal)
        if not result.has_validation_errors():
            result.append_base_error(Error(_("Somebody else saved one of these records just now. Import again.")))

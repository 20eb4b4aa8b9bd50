"""The import and export pages of an admin: by role, two formats, all rows or none, refusals by row and column."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from core.changes import field_label, in_words
from core.excel import CommaText, Excel, SheetRefused, ShownColumn, reads_the_same
from core.text import slugify

MAX_BYTES = 5 * 1024 * 1024


class WithExcelFirst:
    """Officers use Excel: it is chosen already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = self.fields["format"].widget.choices = self.fields["format"].choices[1:]
        self.fields["format"].help_text = _("xlsx: a workbook of Excel. csv: plain text for other programs.")


class SheetForm(WithExcelFirst, ImportForm):
    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than 5 MB: split it."))
        return file


class SheetToTake(WithExcelFirst, ExportForm):
    pass


def refusals(result, model):
    """[(row of the sheet, sentences)]; the sheet's first row holds the headings."""
    rows = [(None, [str(error.error) for error in result.base_errors])] if result.base_errors else []
    for number, errors in result.row_errors():
        rows.append((number + 1, [str(error.error) for error in errors]))
    for row in result.invalid_rows:
        sentences = [*row.non_field_specific_errors]
        for name, said in row.field_specific_errors.items():
            sentences += [in_column(model, name, sentence) for sentence in said]
        rows.append((row.number + 1, sentences))
    return rows


def in_column(model, name, sentence):
    """Errors from reading a cell name their column already; those from the model's own rules do not."""
    label = field_label(model._meta.get_field(name))
    if f"“{label}”" in sentence:
        return sentence
    return _("Column “%(column)s”: %(problem)s") % {"column": label, "problem": sentence}


def proposals(result, resource):
    """[(row of the sheet, record, is it new, changes)] of the rows that would be written."""
    columns = [column for column in resource.fields.values() if not isinstance(column, ShownColumn)]
    return [
        (number, str(row.instance), row.is_new(), changes_of(row, columns))
        for number, row in enumerate(result.rows, start=2)
        if row.is_new() or row.is_update()
    ]


def changes_of(row, columns):
    """(heading, before, after) of each column in which the row differs; a new row has no before."""
    found = []
    for column in columns:
        field = row.instance._meta.get_field(column.attribute)
        before = None if row.is_new() else column.get_value(row.original)
        after = column.get_value(row.instance)
        if not reads_the_same(before, after):
            found.append((column.column_name, "" if row.is_new() else in_words(field, before), in_words(field, after)))
    return found


class ExcelAdmin(ImportExportMixin):
    formats = (Excel, CommaText)
    import_form_class = SheetForm
    export_form_class = SheetToTake
    import_template_name = "admin/import_export/sheet_import.html"
    export_template_name = "admin/import_export/sheet_export.html"
    # Excel reads Vietnamese letters in a text file only behind this mark.
    to_encoding = "utf-8-sig"

    def has_import_permission(self, request):
        return self.may(request, "import")

    def has_export_permission(self, request):
        return self.may(request, "export")

    def get_export_filename(self, request, queryset, file_format):
        name = slugify(str(self.opts.verbose_name_plural))
        return f"{name}-{timezone.localdate():%Y-%m-%d}.{file_format.get_extension()}"

    def get_import_data_kwargs(self, **kwargs):
        # Without this the confirmed import would save the good rows and pass over the bad ones.
        return {**super().get_import_data_kwargs(**kwargs), "rollback_on_validation_errors": True}

    def add_data_read_fail_error_to_form(self, form, e):
        if isinstance(e, SheetRefused):
            form.add_error("import_file", str(e))
        else:
            form.add_error("import_file", _("This file cannot be read as the chosen format."))

    def import_action(self, request, **kwargs):
        response = super().import_action(request, **kwargs)
        if result := response.context_data.get("result"):
            context = response.context_data
            context["refusals"] = refusals(result, self.model)
            if not context["refusals"]:
                context["proposals"] = proposals(result, self.resource_classes[0]())
                context["unchanged"] = len(result.rows) - len(context["proposals"])
        return response

    def process_import(self, request, **kwargs):
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            # The preview's file is gone with the first confirmation.
            messages.error(
                request, _("This import was confirmed already, or its preview is too old. Choose the file again.")
            )
            return HttpResponseRedirect(self.import_url())

    def import_url(self):
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_import")

    def process_result(self, result, request):
        if not (result.has_errors() or result.has_validation_errors()):
            return super().process_result(result, request)
        for row, sentences in refusals(result, self.model):
            where = _("Row %(row)s: ") % {"row": row} if row else ""
            messages.error(request, where + " ".join(sentences))
        messages.error(request, _("Nothing was imported."))
        return HttpResponseRedirect(self.import_url())

"""The import and export pages of an admin: by role, two formats, all rows or none, refusals by row and column."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from core.cells import reads_the_same
from core.changes import field_label, in_words
from core.excel import RecordResource, ShownColumn
from core.excel_files import MAX_BYTES, CommaText, Excel, SheetRefused
from core.excel_template import columns_told, template_of
from core.excel_waiting import Progress, WaitingFile, keep_preview, kept_preview, name_on, ticket
from core.text import slugify

# Rows of a preview on one page, and refusals told at once: more helps nobody, and makes the page slow.
ROWS_A_PAGE = 200


class WithExcelFirst:
    """Officers use Excel: it is chosen already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = self.fields["format"].widget.choices = self.fields["format"].choices[1:]
        self.fields["format"].help_text = _("xlsx: a workbook of Excel. csv: plain text for other programs.")
        self.fields["resource"].label = _("What the sheet holds")


class SheetForm(WithExcelFirst, ImportForm):
    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than 5 MB: split it."))
        return file


class SheetToTake(WithExcelFirst, ExportForm):
    pass


class SheetToConfirm(ConfirmImportForm):
    """Confirms a file by a ticket made for the person who saw its preview."""

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_import_file_name(self):
        try:
            return name_on(self.cleaned_data["import_file_name"], self.person)
        except FileNotFoundError:
            raise ValidationError("", code="gone") from None

    def clean_format(self):
        if self.cleaned_data["format"] not in ("0", "1"):
            raise ValidationError("", code="gone")
        return self.cleaned_data["format"]


def refusals(result, model):
    """[(row of the sheet, sentences)]; the sheet's first row holds the headings."""
    rows = [(0, [str(error.error) for error in result.base_errors])] if result.base_errors else []
    for number, errors in result.row_errors():
        rows.append((number + 1, [str(error.error) for error in errors]))
    for row in result.invalid_rows:
        sentences = [*row.non_field_specific_errors]
        for name, said in row.field_specific_errors.items():
            sentences += [in_column(model, name, sentence) for sentence in said]
        rows.append((row.number + 1, sentences))
    return sorted(rows, key=lambda row: row[0])


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


def page_of(rows, asked):
    """(the rows of page `asked`, its number, how many pages there are)."""
    pages = max(1, -(-len(rows) // ROWS_A_PAGE))
    number = min(max(int(asked), 1), pages) if str(asked).isdecimal() and len(str(asked)) < 6 else 1
    return rows[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE], number, pages


class ExcelAdmin(ImportExportMixin):
    formats = (Excel, CommaText)
    import_form_class = SheetForm
    export_form_class = SheetToTake
    confirm_form_class = SheetToConfirm
    import_template_name = "admin/import_export/sheet_import.html"
    export_template_name = "admin/import_export/sheet_export.html"
    tmp_storage_class = WaitingFile
    # Excel reads Vietnamese letters in a text file only behind this mark.
    to_encoding = "utf-8-sig"

    def has_import_permission(self, request):
        return self.may(request, "import")

    def has_export_permission(self, request):
        return self.may(request, "export")

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_import"
        pages = (("template", self.sheet_template), ("preview", self.sheet_preview), ("progress", self.sheet_progress))
        ours = [
            path(f"import/{word}/", self.admin_site.admin_view(page), name=f"{name}_{word}") for word, page in pages
        ]
        return [*ours, *super().get_urls()]

    def get_export_filename(self, request, queryset, file_format):
        name = slugify(str(self.opts.verbose_name_plural))
        return f"{name}-{timezone.localdate():%Y-%m-%d}.{file_format.get_extension()}"

    def get_import_data_kwargs(self, **kwargs):
        # Without this the confirmed import would save the good rows and pass over the bad ones.
        return {**super().get_import_data_kwargs(**kwargs), "rollback_on_validation_errors": True}

    def get_import_resource_kwargs(self, request, **kwargs):
        progress = Progress(request.POST.get("progress")) if request.method == "POST" else None
        ours = issubclass(self.resource_classes[0], RecordResource)
        return super().get_import_resource_kwargs(request, **kwargs) | ({"progress": progress} if ours else {})

    def get_confirm_form_kwargs(self, request, import_form=None):
        return super().get_confirm_form_kwargs(request, import_form) | {"person": request.user}

    def get_confirm_form_initial(self, request, import_form):
        initial = super().get_confirm_form_initial(request, import_form)
        if initial:
            initial["import_file_name"] = ticket(initial["import_file_name"], request.user)
        return initial

    def get_context_data(self, **kwargs):
        return {"sheets": self.sheets(), "import_url": self.import_url()}

    def sheets(self):
        """(number, name, columns as told, address of the template) of each sheet this admin takes."""
        return [
            (number, kind.get_display_name(), columns_told(kind()), f"{self.import_url('_template')}?resource={number}")
            for number, kind in enumerate(self.resource_classes)
            if issubclass(kind, RecordResource)
        ]

    def resource_numbered(self, number):
        if str(number).isdecimal() and len(str(number)) < 3 and int(number) < len(self.resource_classes):
            return self.resource_classes[int(number)]
        raise Http404

    def add_data_read_fail_error_to_form(self, form, e):
        if isinstance(e, SheetRefused):
            form.add_error("import_file", str(e))
        else:
            form.add_error("import_file", _("This file cannot be read as the chosen format."))

    def import_action(self, request, **kwargs):
        response = super().import_action(request, **kwargs)
        Progress(request.POST.get("progress")).end()
        if result := response.context_data.get("result"):
            context = response.context_data
            kind = self.resource_numbered(context["form"].cleaned_data["resource"] or 0)
            found = refusals(result, kind._meta.model)
            context |= {"refusals": found[:ROWS_A_PAGE], "refusals_untold": len(found[ROWS_A_PAGE:])}
            if not found:
                self._preview(context, proposals(result, kind()), len(result.rows))
        return response

    def _preview(self, context, found, row_count):
        initial = context["confirm_form"].initial
        kept = {"proposals": found, "unchanged": row_count - len(found), "initial": initial}
        keep_preview(context["form"].cleaned_data["import_file"].tmp_storage_name, kept)
        context |= self._page_of_preview(kept, 1)

    def _page_of_preview(self, kept, asked):
        rows, number, pages = page_of(kept["proposals"], asked)
        told = {"proposals": rows, "proposed": len(kept["proposals"]), "unchanged": kept["unchanged"]}
        return told | {"page_number": number, "page_count": pages, "preview_url": self.import_url("_preview")}

    @method_decorator(require_GET)
    def sheet_preview(self, request):
        """A further page of a preview; nothing is read again."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        try:
            kept = kept_preview(name_on(request.GET.get("file", ""), request.user))
        except FileNotFoundError:
            return self._gone(request)
        form = self.confirm_form_class(initial=kept["initial"], person=request.user)
        context = self.admin_site.each_context(request) | self.get_context_data()
        context |= {"title": _("Import"), "opts": self.opts, "confirm_form": form, "result": True}
        context |= self._page_of_preview(kept, request.GET.get("p", 1))
        return TemplateResponse(request, [self.import_template_name], context)

    @method_decorator(require_GET)
    def sheet_template(self, request):
        """A workbook to fill in."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        kind = self.resource_numbered(request.GET.get("resource", 0))
        name = slugify(f"{_('template')} {kind.get_display_name()}")
        return FileResponse(template_of(kind()), as_attachment=True, filename=f"{name}.xlsx")

    @method_decorator(require_GET)
    def sheet_progress(self, request):
        if not self.has_import_permission(request):
            raise PermissionDenied
        return JsonResponse(Progress(request.GET.get("word")).read())

    def process_import(self, request, **kwargs):
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            # The preview's file is gone with the first confirmation.
            return self._gone(request)
        finally:
            Progress(request.POST.get("progress")).end()

    def create_confirm_form(self, request, import_form=None):
        form = super().create_confirm_form(request, import_form)
        if import_form is None and not form.is_valid():
            raise FileNotFoundError(form.errors)
        if import_form is None:
            self.resource_numbered(form.cleaned_data["resource"] or 0)
        return form

    def _gone(self, request):
        messages.error(
            request, _("This import was confirmed already, or its preview is too old. Choose the file again.")
        )
        return HttpResponseRedirect(self.import_url())

    def import_url(self, page=""):
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_import{page}")

    def process_result(self, result, request):
        if not (result.has_errors() or result.has_validation_errors()):
            return super().process_result(result, request)
        kind = self.resource_numbered(request.POST.get("resource") or 0)
        found = refusals(result, kind._meta.model)
        for row, sentences in found[:20]:
            where = _("Row %(row)s: ") % {"row": row} if row else ""
            messages.error(request, where + " ".join(sentences))
        messages.error(request, _("Nothing was imported."))
        return HttpResponseRedirect(self.import_url())

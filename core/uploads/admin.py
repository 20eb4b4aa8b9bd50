"""Uploads on the page of a record: rows with pictures, the file of a decision, and what a full disk leads to."""

from django.contrib import messages
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.admin_saved import is_published
from core.inlines import TranslatedPartInline
from core.uploads.forms import FileForm, PictureForm, PictureRows, Sent, preview_of
from core.uploads.refusing import NotStored
from core.uploads.storing import drop_unnamed


class UploadsAdmin:
    """For an admin whose form or rows take uploads; it stands before all others, whose saving it prepares."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.tokens_of_uploads, request.has_hidden_picture = [], False
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NotStored:
            # Nothing was saved; checked again, the field says why.
            return super().changeform_view(request, object_id, form_url, extra_context)
        finally:
            if request.tokens_of_uploads:
                drop_unnamed(request.tokens_of_uploads)

    def render_change_form(self, request, context, *args, **kwargs):
        if any(file for _name, files in request.FILES.lists() for file in files):
            messages.warning(request, _("Nothing was saved yet. Choose the file again: a browser does not keep it."))
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        self._take(request, form)
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        for row in formset.forms:
            if row.has_changed() and not formset._should_delete_form(row):
                self._take(request, row)
                self._show_later(request, row, form.instance)
        super().save_formset(request, form, formset, change)

    def _take(self, request, form):
        sent = form.cleaned_data.get("upload")
        if isinstance(sent, Sent):
            form.take_upload(sent, by=request.user)
            request.tokens_of_uploads.append(form.instance.file.token)

    def _show_later(self, request, row, record):
        """On a published record a new picture is public only by a leader's word."""
        is_new = isinstance(row, PictureForm) and row.instance._state.adding
        if is_new and is_published(record) and not self.may(request, "publish", record):
            row.instance.is_shown = False
            request.has_hidden_picture = True

    def response_change(self, request, obj):
        # Only now is it certain that the form stays saved.
        answer = super().response_change(request, obj)
        if request.has_hidden_picture:
            messages.info(request, _("The picture is kept for officers. A leader ticks it to show it."))
        return answer


def link_to(stored):
    """A file as a link with its size; a dash where there is none."""
    if stored is None:
        return "–"
    return format_html(
        '<a class="zone-link" href="{}">{}</a> ({})', stored.get_absolute_url(), stored, stored.size_in_words
    )


class KeepsFile:
    """For the admin, or the rows on another's page, of records that hold a file (core.models.WithFile).

    What is published changes by a proposal that somebody else accepts, its file and its tick included.
    """

    form = FileForm
    file_fields = ("kept_file", "upload", "is_file_public")

    def kept_file(self, obj):
        return link_to(obj.file if obj and obj.pk else None)

    kept_file.short_description = gettext_lazy("File kept")

    def get_fieldsets(self, request, obj=None):
        sets = super().get_fieldsets(request, obj)
        is_read = getattr(request, "shows_the_past", False) or not self.has_change_permission(request, obj)
        return to_read(sets) if is_read else sets

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "kept_file"]


def to_read(sets):
    """`sets` (field sets) for somebody who only reads: without the field in which a file is chosen."""
    return [(title, {**options, "fields": _without_upload(options["fields"])}) for title, options in sets]


def _without_upload(fields):
    shown = (_without_upload(one) if isinstance(one, tuple | list) else one for one in fields)
    return tuple(one for one in shown if one not in ("upload", ()))


class PictureInline(TranslatedPartInline):
    """Pictures of a record, each with what it shows in both languages and who took it when."""

    form = PictureForm
    formset = PictureRows
    template = "admin/edit_inline/stacked.html"
    fields = (
        "upload", ("alt_vi", "alt_en"), ("credit_vi", "credit_en"), ("taken_on", "zone"),
        ("order", "is_shown"),
    )  # fmt: skip
    autocomplete_fields = ("zone",)
    verbose_name_plural = gettext_lazy("Pictures")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("file", "zone")

    def get_readonly_fields(self, request, obj=None):
        fields = [*super().get_readonly_fields(request, obj)]
        if not self.has_change_permission(request, obj):
            return [*fields, "preview"]
        waits = is_published(obj) and not request.user.may("publish", self.opts.app_label, obj)
        return [*fields, "is_shown"] if waits else fields

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        return fields if self.has_change_permission(request, obj) else ("preview", *_without_upload(fields))

    def has_delete_permission(self, request, obj=None):
        # What has been shown is hidden by its tick; the row and the picture stay.
        return super().has_delete_permission(request, obj) and not is_published(obj)

    def preview(self, obj):
        """For whoever only reads, and so has no form."""
        return preview_of(obj) if obj and obj.pk else "–"

    preview.short_description = gettext_lazy("Picture")

"""The field an upload is chosen in, and what a form with such a field does with it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminFileFieldWidget

from core.forms import VersionedForm, VersionedRows
from core.models import StoredFile
from core.uploads.intake import take
from core.uploads.refusing import MEGABYTE, NotStored, UploadRefused, most_bytes
from core.uploads.storing import keep

_PICTURES = "image/jpeg,image/png,image/webp"
_ACCEPTED = {StoredFile.Kind.PICTURE: _PICTURES, StoredFile.Kind.FILE: f".pdf,.docx,.xlsx,{_PICTURES}"}
_HELP = {
    StoredFile.Kind.PICTURE: gettext_lazy(
        "JPEG, PNG or WebP, at least 480 pixels wide, up to {limit} MB. The place it was taken at, which telephones "
        "write into pictures, is removed."
    ),
    StoredFile.Kind.FILE: gettext_lazy(
        "PDF, Word, Excel or a photographed page, up to {limit} MB, without a password."
    ),
}


class UploadField(forms.FileField):
    """A file of `kind`; clean it is a core.uploads.intake.Taken, or None where none was chosen."""

    def __init__(self, kind, **kwargs):
        self.kind = kind
        widget = UnfoldAdminFileFieldWidget(attrs={"accept": _ACCEPTED[kind]})
        # The number is that of the settings when the page is made.
        words = format_lazy("{words}", words=_Limited(kind))
        super().__init__(**{"widget": widget, "help_text": words, "required": False, "max_length": 255} | kwargs)

    def clean(self, data, initial=None):
        upload = super().clean(data, None)
        if not upload:
            return None
        try:
            if words := getattr(upload, "not_stored", None):
                raise UploadRefused(words)
            return Sent(upload, take(upload, self.kind))
        except UploadRefused as refusal:
            raise ValidationError(str(refusal), code="upload") from None

    def bound_data(self, data, initial):
        return data


class _Limited:
    """The help of a kind of upload, with its limit."""

    def __init__(self, kind):
        self.kind = kind

    def __str__(self):
        return str(_HELP[self.kind]).format(limit=most_bytes(self.kind) // MEGABYTE)


class Preview(forms.Widget):
    """In the place of the field: the picture that was chosen."""

    def __init__(self, picture):
        super().__init__()
        self.picture = picture

    def render(self, name, value, attrs=None, renderer=None):
        return preview_of(self.picture)


def preview_of(picture):
    file = picture.file
    narrowest = min(int(name.removesuffix(".webp")) for name in file.contents if name.endswith(".webp"))
    return format_html(
        '<img class="upload-preview" src="{}" width="{}" height="{}" alt="{}">',
        file.address_of(f"{narrowest}.webp"),
        file.width,
        file.height,
        picture.alt,
    )


class Sent:
    """An upload that was taken: kept on demand, once."""

    def __init__(self, upload, taken):
        self.upload, self.taken = upload, taken

    def keep(self, *, by, used_in):
        """The new StoredFile. Raises NotStored, and the field then says so when its form is checked again."""
        try:
            return keep(self.taken, by=by, used_in=used_in)
        except NotStored as refusal:
            self.upload.not_stored = str(refusal)
            raise


class FileForm(VersionedForm):
    """The form of a record that holds one file (core.models.WithFile)."""

    upload = UploadField(StoredFile.Kind.FILE, label=gettext_lazy("Decision file"))

    def take_upload(self, sent, *, by):
        """Keep what was sent as the record's file; the same file again changes nothing."""
        held = self.instance.file
        if held is None or held.digest != sent.taken.digest:
            self.instance.file = sent.keep(by=by, used_in=type(self.instance))


class PictureRows(VersionedRows):
    def clean(self):
        super().clean()
        digests = [
            sent.taken.digest
            for form in self.forms
            if isinstance(sent := getattr(form, "cleaned_data", {}).get("upload"), Sent)
            and not self._should_delete_form(form)
        ]
        if len(digests) != len(set(digests)):
            raise forms.ValidationError(_("The same picture stands in two rows. Take it out of one of them."))


class PictureForm(VersionedForm):
    """A picture of a record. The picture itself is chosen once; another one is another row."""

    upload = UploadField(StoredFile.Kind.PICTURE, label=gettext_lazy("Picture"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            label = self.fields["upload"].label
            self.fields["upload"] = forms.Field(
                label=label, required=False, disabled=True, widget=Preview(self.instance)
            )

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk or "upload" in self.errors:
            return cleaned
        sent = cleaned.get("upload")
        if not sent:
            self.add_error("upload", _("Choose a picture."))
        elif self.instance.record_id and self.instance.record.pictures.filter(digest=sent.taken.digest).exists():
            self.add_error("upload", _("This picture is already here."))
        else:
            self.instance.digest = sent.taken.digest
        return cleaned

    def take_upload(self, sent, *, by):
        self.instance.file = sent.keep(by=by, used_in=type(self.instance))

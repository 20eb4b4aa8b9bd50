"""How an upload is refused: with one sentence for the officer, in her language."""

from django.conf import settings
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024


class UploadRefused(Exception):
    """A file that is not taken; the message tells the officer why and what to do."""


class NotStored(UploadRefused):
    """A file that was in order but could not be written, because the disk is full or not ours to write on."""


def most_bytes(kind):
    """How many bytes a file of `kind` (core.models.StoredFile.Kind) may have."""
    return MEGABYTE * (settings.UPLOAD_PICTURE_MB if kind == "picture" else settings.UPLOAD_FILE_MB)


def too_large(kind):
    limit = most_bytes(kind) // MEGABYTE
    return UploadRefused(_("The file is larger than %(limit)s MB. Make it smaller, or split it.") % {"limit": limit})

"""Where uploads lie: a folder each under MEDIA_ROOT with a random name, written whole before any row names it."""

import hashlib
import logging
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from core.models import StoredFile
from core.uploads.refusing import NotStored

log = logging.getLogger(__name__)
# Folders of this beginning are not finished, or left by a process that died.
UNFINISHED = ".incoming-"


def folder_of(token):
    return Path(settings.MEDIA_ROOT) / token[:2] / token


def keep(taken, *, by, used_in):
    """Write `taken` (core.uploads.intake.Taken) to disk and return its new StoredFile, for rows of the model `used_in`.

    Call it in the transaction of the row that will point to it: where that fails, a folder without a row is left,
    which nobody is ever shown, and which `drop_unnamed` takes away.
    Raises NotStored when the disk takes nothing; then nothing is left.
    """
    token = secrets.token_hex(16)
    try:
        _write(folder_of(token), taken.contents)
    except OSError as error:
        log.exception("an upload could not be written below %s", settings.MEDIA_ROOT)
        raise NotStored(
            _("The portal could not write the file: its disk is full or locked. Tell the administrator.")
        ) from error
    return StoredFile.objects.create(
        token=token,
        kind=taken.kind,
        used_in=used_in._meta.label_lower,
        label=taken.label,
        digest=taken.digest,
        mime=taken.mime,
        size=taken.size,
        width=taken.width,
        height=taken.height,
        contents={name: hashlib.sha256(data).hexdigest() for name, data in taken.contents.items()},
        uploaded_by=by,
    )


def drop_unnamed(tokens):
    """Take those of the folders `tokens` off the disk that no row names: they came with forms that were not saved."""
    tokens = set(tokens)
    for token in tokens.difference(StoredFile.objects.filter(token__in=tokens).values_list("token", flat=True)):
        shutil.rmtree(folder_of(token), ignore_errors=True)


def _write(folder, contents):
    """Either the whole folder is there afterwards, on the disk itself, or nothing."""
    root = Path(settings.MEDIA_ROOT)
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=root))
    try:
        for name, data in contents.items():
            with (unfinished / name).open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        unfinished.rename(folder)
        _sync(folder.parent)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _sync(folder):
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

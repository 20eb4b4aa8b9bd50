"""Sheets between preview and confirmation: the file, what it would change, how far its reading is; a day at most."""

import json
import os
import re
import time
from uuid import uuid4

from django.conf import settings
from django.core import signing
from import_export.tmp_storages import BaseStorage

_KEPT = 24 * 60 * 60
_NAME = re.compile(r"[0-9a-f]{32}")


def _path(name, kind):
    if not _NAME.fullmatch(name or ""):
        raise FileNotFoundError(name)
    folder = settings.VAR_DIR / "imports"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{name}.{kind}"


def _write(path, data):
    """Whole or not at all, so that whoever reads meanwhile never meets half of it; for the server's user alone."""
    begun = path.with_suffix(f".{uuid4().hex}")
    with os.fdopen(os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    begun.replace(path)


def sweep():
    """Remove what nobody confirmed within a day."""
    for path in _path(uuid4().hex, "file").parent.iterdir():
        if path.stat().st_mtime < time.time() - _KEPT:
            path.unlink(missing_ok=True)


class WaitingFile(BaseStorage):
    """The uploaded bytes, by a random name; FileNotFoundError when they were confirmed, or are too old."""

    def save(self, data):
        sweep()
        self.name = uuid4().hex
        _write(_path(self.name, "file"), data)

    def read(self):
        return _path(self.name, "file").read_bytes()

    def remove(self):
        for kind in ("file", "preview"):
            _path(self.name, kind).unlink(missing_ok=True)


def ticket(name, person):
    """The name of a waiting file, for this person alone to confirm."""
    return signing.dumps(name, salt=f"import:{person.pk}")


def name_on(ticket, person):
    """The name on a `ticket`; FileNotFoundError when it is none of this person's."""
    try:
        return signing.loads(ticket, salt=f"import:{person.pk}", max_age=_KEPT)
    except signing.BadSignature:
        raise FileNotFoundError(ticket) from None


def keep_preview(name, preview):
    _write(_path(name, "preview"), json.dumps(preview).encode())


def kept_preview(name):
    return json.loads(_path(name, "preview").read_bytes())


class Progress:
    """How far the reading of a sheet is, under a word the browser made; told to nobody when it made none."""

    def __init__(self, word):
        self.word = word if _NAME.fullmatch(word or "") else None

    def __call__(self, done, total):
        if self.word:
            _write(_path(self.word, "progress"), json.dumps({"done": done, "total": total}).encode())

    def read(self):
        try:
            return json.loads(_path(self.word, "progress").read_bytes())
        except FileNotFoundError:
            return {"done": 0, "total": 0}

    def end(self):
        if self.word:
            _path(self.word, "progress").unlink(missing_ok=True)

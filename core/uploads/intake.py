"""The one way in for a file an officer sends: bounded before it is read, judged by its content, written anew."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.models import StoredFile
from core.text import nfc
from core.uploads import images, papers
from core.uploads.refusing import UploadRefused, most_bytes, too_large

_LONGEST_LABEL = 120
# What would break a line, a header or the order of the letters, or lead out of a folder.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+')


@dataclass(frozen=True)
class Taken:
    """A file that may be kept. `digest` names what was sent; `contents` is what is kept of it: {name: bytes}."""

    kind: str
    label: str
    digest: str
    mime: str
    contents: dict
    width: int | None = None
    height: int | None = None

    @property
    def size(self):
        return max(map(len, self.contents.values()))


def take(upload, kind):
    """`upload` (Django's UploadedFile) as a Taken of `kind` (StoredFile.Kind); raises UploadRefused with a sentence."""
    if upload.size > most_bytes(kind):
        raise too_large(kind)
    upload.seek(0)
    data = upload.read(most_bytes(kind) + 1)
    if not data:
        raise UploadRefused(_("The file is empty."))
    digest = hashlib.sha256(data).hexdigest()
    if kind == StoredFile.Kind.PICTURE:
        return _picture(upload.name, digest, data)
    return _paper(upload.name, digest, data)


def _picture(name, digest, data):
    if not images.looks_like_picture(data):
        raise UploadRefused(_("Only JPEG, PNG and WebP pictures are taken. A telephone saves as JPEG when set to."))
    made = images.for_pages(data)
    label = label_of(name, "jpg")
    return Taken(StoredFile.Kind.PICTURE, label, digest, "image/webp", made.contents, made.width, made.height)


def _paper(name, digest, data):
    if images.looks_like_picture(data):
        made, mime = images.as_scan(data), "image/jpeg"
        contents = made.contents
    else:
        mime, contents = papers.kind_of_paper(data), {"file": data}
    return Taken(StoredFile.Kind.FILE, label_of(name, papers.ENDINGS[mime]), digest, mime, contents)


def label_of(name, ending):
    """The name a file came with, as a plain word for people; its ending is that of what it really is."""
    last = re.split(r"[/\\]", nfc(name or ""))[-1]
    stem = last.rpartition(".")[0] or last
    stem = "".join(" " if unicodedata.category(one)[0] == "C" else one for one in _UNSAFE.sub(" ", stem))
    stem = " ".join(stem.split()).strip(". ")[:_LONGEST_LABEL].strip() or "file"
    return f"{stem}.{ending}"

"""Whether what rows say of uploads and what lies on the disk agree."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from core.models import StoredFile
from core.uploads.storing import folder_of

# Younger folders may belong to a row that is being written.
_AN_HOUR = 60 * 60


@dataclass(frozen=True)
class Faulty:
    """A file that a row names and that is missing or has other content: "missing" or "changed"."""

    stored: StoredFile
    name: str
    fault: str

    def __str__(self):
        return f"{self.fault}: {self.stored.token}/{self.name} ({self.stored.used_in}, {self.stored.label})"


def faulty(digest_of):
    """Every Faulty there is. `digest_of(path)` gives the SHA-256 of a file; it raises OSError where there is none."""
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        for name, digest in sorted(stored.contents.items()):
            try:
                if digest_of(folder_of(stored.token) / name) != digest:
                    yield Faulty(stored, name, "changed")
            except OSError:
                yield Faulty(stored, name, "missing")


def orphans():
    """Folders of uploads that no row names, an hour old at least: of forms that failed after the file was written."""
    root = Path(settings.MEDIA_ROOT)
    found = [*root.glob(".incoming-*"), *root.glob("[0-9a-f][0-9a-f]/*")]
    named = set(StoredFile.objects.values_list("token", flat=True))
    return sorted(path for path in found if path.name not in named and path.stat().st_mtime < time.time() - _AN_HOUR)


def remove(folders):
    for folder in folders:
        shutil.rmtree(folder)

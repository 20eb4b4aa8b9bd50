"""Copies what cannot be made again into one dated file. Safe while the portal runs."""

import platform
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from core.uploads.checking import faulty
from kcn_portal.backup import archive, postgresql, sqlite

KINDS = {"sqlite": sqlite, "postgresql": postgresql}


class Command(BaseCommand):
    help = (
        "Writes database, uploads and secret key into one dated file in FOLDER, reads it back to compare every digest, "
        "and removes all but the newest --keep files. Nothing of it is left when it fails."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keep", type=int, default=30, help="how many files to keep in FOLDER (default 30)")

    def handle(self, *, folder, keep, **options):
        if keep < 1:
            raise CommandError("--keep must be at least 1.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file, lacking = write(folder)
        except (OSError, DatabaseError, archive.BadArchive) as error:
            raise CommandError(f"No backup was written: {error}") from error
        for old in archive.older_than_newest(folder, keep):
            old.unlink(missing_ok=True)
        for one in lacking:
            # The backup is whole all the same; only what was not there could not be put into it.
            self.stderr.write(f"Not as it should be on the disk, {one}")
        self.stdout.write(f"{file} ({file.stat().st_size // 1024:,} KB, read back and whole)")


def write(folder):
    """(path of a new, checked backup in `folder`, what of the uploads is missing or changed on the disk)."""
    # To the microsecond: two backups of one second are two files, and names sort by time.
    file = folder / f"kcn-portal-{timezone.localtime():%Y-%m-%d-%H%M%S-%f}.tar.gz"
    unfinished = file.with_name(f"{file.name}.part")
    try:
        lacking = collect(unfinished)
        archive.check(unfinished)
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return file, lacking


def collect(path):
    """Write the backup to `path`; what of the uploads is missing or changed (core.uploads.checking.Faulty)."""
    writing = archive.Writing(path)
    with tempfile.TemporaryDirectory() as name:
        staged = Path(name)
        told = KINDS[connection.vendor].copy_out(connection, staged)
        writing.add_folder(staged, "database")
    with tempfile.NamedTemporaryFile("w") as key:
        key.write(settings.SECRET_KEY)
        key.flush()
        writing.add(Path(key.name), "secret_key")
    if settings.MEDIA_ROOT.is_dir():
        writing.add_folder(settings.MEDIA_ROOT, "media")
    writing.close(
        {
            "made_at": timezone.localtime().isoformat(timespec="seconds"),
            "engine": connection.vendor,
            "versions": {"python": platform.python_version(), "django": django.get_version()},
            "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
            "database": told,
        }
    )
    return list(faulty(lambda path: _digest_in(writing, path)))


def _digest_in(writing, path):
    """The digest under which the upload at `path` was written into the backup."""
    try:
        return writing.files[f"media/{path.relative_to(settings.MEDIA_ROOT).as_posix()}"]["sha256"]
    except KeyError:
        raise FileNotFoundError(path) from None

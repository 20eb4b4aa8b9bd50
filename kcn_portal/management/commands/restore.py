"""Puts a backup in the place of all there is. The portal must be stopped meanwhile."""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from core.alone import alone
from kcn_portal.backup import archive, uploads
from kcn_portal.backup.sqlite import BadCopy
from kcn_portal.management.commands.backup import KINDS


class Command(BaseCommand):
    help = (
        "Checks FILE, then puts its database, uploads and secret key in the place of those there are, and brings the "
        "tables up to today's. Stop the portal first. Everybody signs in again afterwards."
    )
    # Checks ask the database, which may be empty.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes-replace", action="store_true", help="replace a database that holds something")

    def handle(self, *, file, yes_replace, **options):
        if connection.introspection.table_names() and not yes_replace:
            raise CommandError(
                "The database holds something already. Nothing was changed. To replace all of it, with the uploads and "
                "the secret key, take a backup of it first and add --yes-replace."
            )
        try:
            with alone("prepare"), tempfile.TemporaryDirectory() as name:
                manifest = archive.unpack(file, Path(name))
                require_fitting(manifest)
                bring_back(manifest, Path(name))
        except (archive.BadArchive, BadCopy, OSError, DatabaseError) as error:
            raise CommandError(f"{file} was not restored: {error}") from error
        self.stdout.write(
            f"Restored what was backed up at {manifest['made_at']}: {len(manifest['files'])} files, all as they were. "
            "Start the portal; everybody signs in again."
        )


def require_fitting(manifest):
    """Raise BadArchive unless the backup is of this kind of database and no newer than this portal."""
    if manifest.get("engine") != connection.vendor:
        raise archive.BadArchive(f"It is of {manifest.get('engine')}, and DATABASE_URL leads to {connection.vendor}.")
    if newer := {tuple(step) for step in manifest["migrations"]} - set(MigrationLoader(None).disk_migrations):
        app, step = min(newer)
        raise archive.BadArchive(f"It comes from a newer portal, which knows the step {app} {step}. Update this one.")


def bring_back(manifest, folder):
    kind = KINDS[connection.vendor]
    with uploads.replaced(settings.MEDIA_ROOT, folder / "media"):
        kind.bring_back(connection, folder / "database", manifest["database"], manifest["migrations"])
    if not os.environ.get("SECRET_KEY"):
        keep_key((folder / "secret_key").read_text())
    # What migrations since then do, and the triggers, which every run of them sets up.
    call_command("migrate", verbosity=0, interactive=False)
    # Sessions that were ended after the backup would live again.
    Session.objects.all().delete()


def keep_key(key):
    path = settings.VAR_DIR / "secret_key"
    path.touch(mode=0o600)
    path.write_text(key)

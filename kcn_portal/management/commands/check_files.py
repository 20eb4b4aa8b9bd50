"""Compares the uploads on the disk with what the database says of them."""

import hashlib

from django.core.management.base import BaseCommand, CommandError

from core.uploads.checking import faulty, orphans, remove


class Command(BaseCommand):
    help = (
        "Names every upload that is missing on the disk or has changed, and folders that belong to no record, which "
        "nobody is ever shown. Fails when a file is missing or changed. Changes nothing unless told to."
    )

    def add_arguments(self, parser):
        parser.add_argument("--remove-orphans", action="store_true", help="remove folders that belong to no record")

    def handle(self, *, remove_orphans, **options):
        wrong, left = list(faulty(_digest_of)), orphans()
        for one in wrong:
            self.stderr.write(str(one))
        for folder in left:
            self.stdout.write(f"of no record: {folder}")
        if remove_orphans:
            remove(left)
            self.stdout.write(f"{len(left)} folders of no record removed.")
        if wrong:
            raise CommandError(f"{len(wrong)} files are missing or changed: bring them back from a backup.")
        self.stdout.write("Every upload is there and unchanged.")


def _digest_of(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

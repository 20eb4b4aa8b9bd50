"""Load the real record from data/*.yaml."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.alone import alone
from kcn_portal import record


class Command(BaseCommand):
    help = "Loads the record. Safe to run again: rows an officer has edited or removed since stay as they are."
    sections = record.RECORD

    def add_arguments(self, parser):
        parser.add_argument("--data", type=Path, default=record.DATA, help="folder of the YAML files")

    def handle(self, *, data, **options):
        with alone("load"):
            report = record.load(self.sections, data=data, progress=self.stdout.write)
        for line in report.kept:
            self.stdout.write(f"left as it is: {line}")
        for line in report.refused:
            self.stderr.write(f"refused: {line}")
        self.stdout.write(str(report))
        if report.refused:
            raise CommandError(f"{len(report.refused)} refused; the rest is loaded.")

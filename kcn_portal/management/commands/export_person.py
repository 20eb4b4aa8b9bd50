"""Meets a person's request to see what is held about her: writes it as JSON or CSV."""

import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from core import commas
from kcn_portal.personal import arguments
from kcn_portal.personal.export import COLUMNS, lines, records


class Command(BaseCommand):
    help = "Writes what the portal holds about a person, with its history, to FILE (only its owner reads it) or out."

    def add_arguments(self, parser):
        arguments.add_arguments(parser)
        parser.add_argument("--format", choices=("json", "csv"), default="json")
        parser.add_argument("--output", type=Path, help="a new file; without it, the text is printed")

    def handle(self, *, format, output, **options):
        found = records(arguments.found_by(options))
        if format == "csv":
            text = "".join(commas.chunks(COLUMNS, lines(found)))
        else:
            about = {"made_at": timezone.localtime(), "records": found}
            text = json.dumps(about, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder) + "\n"
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise CommandError(f"Nothing was written: {error}") from error
        self.stdout.write(f"{output}: {len(found)} records")

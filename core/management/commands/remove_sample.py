"""Remove the sample rows from the command line, as the button on the Board's page does."""

from django.core.management.base import BaseCommand, CommandError

from core.sample import StillReferred, remove_sample


class Command(BaseCommand):
    help = "Removes every sample row with its moves and history. Safe to run again."

    def handle(self, **options):
        try:
            removed = remove_sample()
        except StillReferred as error:
            raise CommandError(f"Nothing was removed: these records refer to sample rows: {error}") from error
        self.stdout.write(f"{removed} sample rows removed.")

"""Count all parcels and say whether the tallies of land, from which balances are read, hold the same."""

from django.core.management.base import BaseCommand, CommandError

from zones.balance import tallies


class Command(BaseCommand):
    help = (
        "Counts all parcels anew. Where a tally differs it is put right, and the command fails so that somebody asks."
    )

    def handle(self, **options):
        tallies.ensure_kept()
        wrong = tallies.wrong()
        if wrong:
            tallies.recount()
            raise CommandError(f"{wrong} kind(s) of land had a wrong tally. All have been counted anew.")
        self.stdout.write("Parcels and tallies agree.")

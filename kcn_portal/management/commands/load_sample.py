"""Load the labelled sample parcels and prices from data/sample/*.yaml."""

from core.models import Board
from kcn_portal import record
from kcn_portal.management.commands import load_record


class Command(load_record.Command):
    help = "Loads the sample rows, marked as such wherever they appear. An adopted portal takes none."
    sections = record.SAMPLE

    def handle(self, **options):
        if not Board.current().is_prototype:
            self.stdout.write("The portal is official: no sample rows are loaded.")
            return
        super().handle(**options)

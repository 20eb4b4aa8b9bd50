"""Meets a person's request to be forgotten: lists what is held about her, and blanks it when told to."""

from django.core.management.base import BaseCommand, CommandError

from kcn_portal.personal import arguments
from kcn_portal.personal.blanking import blank
from kcn_portal.personal.search import mentions


class Command(BaseCommand):
    help = (
        "Lists what the portal holds about a person. With --confirm and --decision it blanks her personal fields in "
        "the records, in every line of their history and in the log of the officers' pages, and notes how many rows "
        "and on what decision. An account of hers is closed. Backups made before still hold the data."
    )

    def add_arguments(self, parser):
        arguments.add_arguments(parser)
        parser.add_argument("--confirm", action="store_true", help="blank it; without this, nothing is changed")
        parser.add_argument("--decision", default="", help="number of the decision, or the reason")

    def handle(self, *, confirm, decision, **options):
        found = arguments.found_by(options)
        decision = decision.strip()
        if confirm and not 3 <= len(decision) <= 200:
            raise CommandError("Give --decision with the number of the decision or the reason, of at most 200 letters.")
        if not found:
            self.stdout.write("Nothing is held under this.")
            return
        for one in found:
            self.stdout.write(
                f"{one.model._meta.label}: {one.rows.count()} records, {one.history.count()} lines of history "
                f"(no. {', '.join(map(str, sorted(one.keys)))}); fields {', '.join(one.held.personal)}"
            )
        for (label, field), keys in mentions(found).items():
            self.stdout.write(
                f"Look yourself: {label} {', '.join(map(str, keys))} mentions her in “{field}”. This is not blanked."
            )
        if not confirm:
            self.stdout.write("Nothing was changed. Add --confirm and --decision to blank it.")
            return
        counts = blank(found, decision)
        told = ", ".join(f"{label} {count}" for label, count in counts.items())
        self.stdout.write(f"Blanked: {told}." if counts else "All of it was blank already.")

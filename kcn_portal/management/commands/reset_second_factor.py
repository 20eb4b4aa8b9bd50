"""For the only administrator who lost her phone: takes phone and recovery codes of an account away, on the server."""

from django.core.management.base import BaseCommand, CommandError

from core.models import SecurityEvent, User
from kcn_portal.signin import emails, events, lockout, second_factor


class Command(BaseCommand):
    help = (
        "Takes phone and recovery codes of ACCOUNT away and unlocks it; the password stays. "
        "She connects a phone when she next signs in. The log of signing in tells that it was done on the server."
    )

    def add_arguments(self, parser):
        parser.add_argument("account", help="the name she signs in with")

    def handle(self, *, account, **options):
        person = User.objects.filter(username=account).first()
        if person is None:
            raise CommandError(f"There is no account {account}.")
        if lockout.unlock(person):
            events.record(SecurityEvent.Kind.UNLOCKED, person=person)
            self.stdout.write(f"{account} is unlocked.")
        if not second_factor.remove(person):
            self.stdout.write(f"{account} has no phone connected: nothing to remove.")
            return
        person.end_sessions()
        events.record(SecurityEvent.Kind.SECOND_FACTOR_RESET, person=person)
        emails.tell(person, "second_factor_reset", by="Server")
        self.stdout.write(f"Phone and recovery codes of {account} are removed; the next sign-in connects a phone.")

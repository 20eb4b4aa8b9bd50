"""How both commands are told whose data is meant."""

from django.core.management.base import CommandError

from kcn_portal.personal.search import find


def add_arguments(parser):
    parser.add_argument("--email", default="", help="her e-mail, as she gave it anywhere")
    parser.add_argument("--phone", default="", help="her telephone; blanks, dots and +84 do not matter")
    parser.add_argument("--enquiry", default="", help="the number of an enquiry of hers")
    parser.add_argument("--contact", type=int, help="the number of a contact of an investor")
    parser.add_argument("--user", default="", help="the name she signs in with")


def found_by(options):
    """What is held about the person meant; refuses a command that names nobody."""
    given = {name: options[name] for name in ("email", "phone", "enquiry", "contact", "user")}
    if not any(given.values()):
        raise CommandError("Say whose data is meant: --email, --phone, --enquiry, --contact or --user.")
    return find(**given)

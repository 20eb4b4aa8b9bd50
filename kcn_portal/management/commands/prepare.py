"""Bring an installation to the point where it can serve: safe to run again, quick when nothing changed."""

import hashlib
import os
import secrets
import socket
import sys
from io import StringIO
from pathlib import Path

import gunicorn.__main__
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import translation
from gunicorn.app.wsgiapp import WSGIApplication

from core.alone import alone
from core.roles import Role
from kcn_portal.environment import writable


class Command(BaseCommand):
    help = "Migrate, load the record, collect static files and make the first administrator; with --serve, then serve."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--serve", action="store_true", help="start gunicorn when all is ready")

    def handle(self, *, serve, **options):
        if serve:
            require_free_port(settings.HOST, settings.PORT)
        self.require_database()
        require_folders()
        with alone("prepare"):
            self.migrate()
            self.load()
            take_statistics()
            self.collect_static()
            self.make_first_administrator()
        if serve:
            self.say_addresses()
            serve_here()

    def say(self, text):
        self.stdout.write(f"• {text}")
        self.stdout.flush()

    def require_database(self):
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(
                f"The database does not answer: {str(error).strip()}\n"
                "Check DATABASE_URL and that its server is running."
            ) from error

    def migrate(self):
        executor = MigrationExecutor(connection)
        host = connection.settings_dict["HOST"]
        where = f"{connection.display_name} at {host}" if host else connection.display_name
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say(f"Database: {where}, bringing the tables up to date")
            call_command("migrate", verbosity=0, interactive=False)
        else:
            self.say(f"Database: {where}, tables are up to date")
        # What is left of sessions that are over serves nobody.
        call_command("clearsessions")

    def load(self):
        self.say(f"Record: {self.summary_of('load_record')}")
        if settings.SAMPLE_ENABLED:
            self.say(f"Sample, labelled as such: {self.summary_of('load_sample')}")
        else:
            self.say("Sample: not loaded (SAMPLE=0)")

    def summary_of(self, command):
        """Run a loading command; return its last line. A refused row is said, but keeps no portal down."""
        output = StringIO()
        try:
            call_command(command, stdout=output, stderr=self.stderr)
        except CommandError as error:
            return self.style.ERROR(str(error))
        return (output.getvalue().strip() or "nothing to load").splitlines()[-1]

    def collect_static(self):
        stamp, digest = Path(settings.STATIC_ROOT) / ".digest", static_digest()
        if stamp.exists() and stamp.read_text() == digest:
            self.say("Styles and scripts: unchanged")
            return
        self.say("Styles and scripts: collecting and compressing (once after each change)")
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(digest)

    def make_first_administrator(self):
        users = get_user_model().objects
        if users.exists():
            return
        password = secrets.token_urlsafe(12)
        users.create_user("admin", password=password, role=Role.ADMINISTRATOR, is_staff=True, must_change_password=True)
        self.stdout.write(
            "\n  First administrator   name      admin\n"
            f"                        password  {password}\n"
            "  It is shown this once and kept nowhere. Sign in with it: the portal then asks for\n"
            "  a password of your own and connects your phone, which has an app for codes.\n\n"
        )

    def say_addresses(self):
        for label, address in addresses():
            self.stdout.write(f"  {label:<22}{address}\n")
        if settings.HOST in ("0.0.0.0", "::"):
            self.say("Listening on every network address: set SITE_URL to the address people type.")
        self.say("Ctrl-C stops the portal.")


def addresses():
    """(label, full address) of the pages somebody looks for first."""
    for language, label in (("vi", "Portal"), ("en", "Portal in English")):
        with translation.override(language):
            yield label, settings.SITE_URL + reverse("home")
    with translation.override("vi"):
        yield "Officers' side", settings.SITE_URL + reverse("admin:index")


def take_statistics():
    """Tell SQLite how full its tables are, or it picks wrong indexes; PostgreSQL sees to that itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")


def require_folders():
    for name in ("STATIC_ROOT", "MEDIA_ROOT"):
        try:
            writable(Path(getattr(settings, name)))
        except OSError as error:
            raise CommandError(
                f"{name} cannot be used: {error.strerror}. Name a folder this user may write to, or leave it out: "
                "it then stands in VAR_DIR."
            ) from error


def serve_here():
    """Serve until told to stop, in this process: it has loaded the portal, which another one would load again."""
    connection.close()
    sys.stdout.flush()
    os.chdir(settings.BASE_DIR)
    # By these words gunicorn starts itself anew when it is asked to.
    sys.argv = [gunicorn.__main__.__file__, "--config", "gunicorn.conf.py"]
    WSGIApplication("%(prog)s [OPTIONS]", prog="gunicorn").run()


def require_free_port(host, port):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} on {host} cannot be used: {error.strerror}. "
                f"Stop what runs there, or choose another port: make run PORT={port + 1}"
            ) from error


def static_digest():
    """One digest over every static file of the portal and its packages, and over how they are stored."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(name.encode())
            digest.update(hashlib.sha256(Path(storage.path(name)).read_bytes()).digest())
    return digest.hexdigest()

"""Vietnamese for every text of the code: collect the texts, check that all are translated, compile the catalogues."""

import ast
import os
import shutil
import subprocess
import tempfile
from contextlib import chdir
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

NOT_OURS = (".*", "var", "locale*", "tests", "tools", "node_modules", "vendor", "__pycache__")

MARKS = ("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext")


class Command(BaseCommand):
    help = (
        "Fails when a text lacks its Vietnamese, is fuzzy or lost a placeholder, or when a .mo is not its .po compiled."
    )
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="first write the texts found in the code into locale/")
        parser.add_argument("--compile", action="store_true", help="write every .mo from its .po, and stop")

    def handle(self, *, write, compile, **options):
        catalogues = [
            path for folder in settings.LOCALE_PATHS for path in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))
        ]
        if compile:
            for path in catalogues:
                polib().pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
            self.stdout.write(f"{len(catalogues)} catalogues compiled.")
            return
        ours = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES" / "django.po"
        found = texts_in_code(ours if write else None)
        if write:
            self.stdout.write(f"{len(found)} texts are now in {ours}: translate them, then make compile.")
            return
        complaints = missing(found, ours)
        for path in catalogues:
            complaints += unfinished(path) + broken_placeholders(path) + stale(path)
        for line in complaints:
            self.stderr.write(line)
        if complaints:
            raise CommandError(
                f"{len(complaints)} faults in the catalogues. make messages collects texts, make compile compiles."
            )
        self.stdout.write(f"{len(found)} texts, all in Vietnamese; {len(catalogues)} catalogues, all compiled.")


def polib():
    """A development package: the portal itself runs without it."""
    try:
        import polib
    except ImportError:
        raise CommandError("polib is missing: it comes with requirements-dev.txt (make test installs it).") from None
    return polib


def texts_in_code(write_to=None):
    """Everything marked for translation in Python and templates, as catalogue entries by key. Needs gettext's xgettext.

    It works in a copy, for makemessages writes beside what it reads. `write_to` is the .po file to bring up to date.
    """
    if not shutil.which("xgettext"):
        raise CommandError("xgettext is missing. On Debian or Ubuntu: sudo apt-get install gettext")
    with tempfile.TemporaryDirectory() as folder:
        copy, locale = Path(folder) / "code", Path(folder) / "locale"
        shutil.copytree(settings.BASE_DIR, copy, ignore=shutil.ignore_patterns(*NOT_OURS, "static", "data"))
        write_out_f_strings(copy)
        catalogue = locale / "vi" / "LC_MESSAGES" / "django.po"
        catalogue.parent.mkdir(parents=True)
        if write_to and write_to.exists():
            shutil.copy(write_to, catalogue)
        with chdir(copy), override_settings(LOCALE_PATHS=[str(locale)]):
            call_command(
                "makemessages",
                locale=["vi"],
                add_location="file",
                no_wrap=True,
                no_obsolete=True,
                verbosity=0,
                stdout=StringIO(),
            )
        if write_to:
            write_to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(catalogue, write_to)
        return by_key(polib().pofile(str(catalogue)))


def write_out_f_strings(folder):
    """Repeat below each module of `folder` the texts its f-strings hold: xgettext does not look into those."""
    for path in folder.rglob("*.py"):
        code = path.read_text()
        calls = [
            call
            for string in ast.walk(ast.parse(code))
            if isinstance(string, ast.JoinedStr)
            for call in ast.walk(string)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
        ]
        if calls:
            path.write_text("\n".join([code, *map(ast.unparse, calls), ""]))


def by_key(catalogue):
    return {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}


def missing(found, path):
    if not path.exists():
        return [f"{path} does not exist"]
    known = by_key(polib().pofile(str(path)))
    return [
        f"{path.name}: no entry for “{entry.msgid}” ({', '.join(name for name, _line in entry.occurrences)})"
        for key, entry in found.items()
        if key not in known or known[key].msgid_plural != entry.msgid_plural
    ]


def unfinished(path):
    catalogue = polib().pofile(str(path))
    faults = [(entry, "fuzzy") for entry in catalogue.fuzzy_entries()]
    faults += [(entry, "untranslated") for entry in catalogue.untranslated_entries()]
    return [f"{path}: {fault}: “{entry.msgid}”" for entry, fault in faults]


def broken_placeholders(path):
    if not shutil.which("msgfmt"):
        raise CommandError("msgfmt is missing. On Debian or Ubuntu: sudo apt-get install gettext")
    checked = subprocess.run(
        ["msgfmt", "--check-format", "--output-file", os.devnull, path], capture_output=True, text=True
    )
    return checked.stderr.splitlines() if checked.returncode else []


def stale(path):
    """A .mo that does not say what its .po says."""
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        return [f"{compiled} is missing"]
    wanted, is_there = (
        {(entry.msgctxt, entry.msgid, entry.msgstr, str(entry.msgstr_plural)) for entry in entries}
        for entries in (polib().pofile(str(path)).translated_entries(), polib().mofile(str(compiled)))
    )
    return [] if wanted == is_there else [f"{compiled} was not compiled from {path.name} as it is"]

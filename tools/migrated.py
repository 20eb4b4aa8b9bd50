"""Databases with today's tables and no rows of ours, and one with the record: made once a call, copied by each process.

Migrating takes each process several seconds of its processor; a copy takes none, and its triggers, sequences, content
types and permissions come along. Nothing is kept from one call to the next.
"""

import os
import shutil
import sqlite3
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import DEVNULL, run
from urllib.parse import urlsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent


def on_sqlite(path, environment):
    """Make the file `path`, which stands without its log."""
    _migrate(environment | {"DATABASE_URL": f"sqlite:///{path}"})
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def on_postgres(url, environment):
    """Name of a database on the server of `url`, gone afterwards."""
    name = f"kcn_migrated_{os.getpid()}"
    _say(url, f"CREATE DATABASE {name}")
    try:
        _migrate(environment | {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()})
        yield name
    finally:
        _say(url, f"DROP DATABASE {name}")


def prepare(folder, environment, template=None):
    """Make in `folder` an installation from nothing, or from the SQLite file `template`, which is migrated.

    It holds var/ (with portal.sqlite3 and static/), empty.sqlite3 (only its tables) and record.sqlite3 (all it loaded).
    """
    var, portal = folder / "var", folder / "var" / "portal.sqlite3"
    own = {"VAR_DIR": str(var), "STATIC_ROOT": str(var / "static"), "DATABASE_URL": f"sqlite:///{portal}"}
    environment = environment | own | {"SAMPLE": "1"}
    var.mkdir(parents=True)
    if template:
        shutil.copy(template, portal)
    else:
        _migrate(environment)
    shutil.copy(portal, folder / "empty.sqlite3")
    command = [sys.executable, "manage.py", "prepare"]
    run(command, cwd=ROOT, env=environment, check=True, stdout=DEVNULL)
    shutil.copy(portal, folder / "record.sqlite3")


def _migrate(environment):
    run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=environment, check=True)


def _say(url, statement):
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)

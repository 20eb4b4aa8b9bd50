"""The rows of an SQLite database: copied by its own online backup, safe while the portal writes."""

import sqlite3
from contextlib import closing

NAME = "portal.sqlite3"


class BadCopy(Exception):
    """The copy is no sound database."""


def copy_out(connection, folder):
    """Write the database into `folder`; returns what the manifest tells of it."""
    connection.ensure_connection()
    with connection.wrap_database_errors, closing(sqlite3.connect(folder / NAME)) as copy:
        connection.connection.backup(copy)
        # A copy that waits for its journal would be two files.
        copy.execute("PRAGMA journal_mode=DELETE")
    return {}


def bring_back(connection, folder, told, migrations):
    """Put the copy in `folder` in the place of all there is; only a sound copy, and in one transaction."""
    with closing(sqlite3.connect(folder / NAME)) as copy:
        try:
            sound = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        except sqlite3.DatabaseError as error:
            raise BadCopy("The database in the backup cannot be read.") from error
        if not sound or copy.execute("PRAGMA foreign_key_check").fetchone():
            raise BadCopy("The database in the backup is damaged.")
        connection.ensure_connection()
        with connection.wrap_database_errors:
            copy.backup(connection.connection)

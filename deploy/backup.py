"""Copy what cannot be made again (database, uploads, secret key) into one dated file. Safe while the portal runs.

    .venv/bin/python deploy/backup.py /backup/folder

Reads its settings as the portal does. PostgreSQL needs pg_dump, of the server's version or newer.
Restoring: docs/deploying.md.
"""

import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from kcn_portal import settings

DATABASE = settings.DATABASES["default"]


def copy_sqlite(folder):
    target = folder / "portal.sqlite3"
    with sqlite3.connect(f"file:{DATABASE['NAME']}?mode=ro", uri=True) as source, sqlite3.connect(target) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return target


def copy_postgres(folder):
    target = folder / "portal.pgdump"
    # In the environment, not on the command line, where every user of the machine could read the password.
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    where = {variable: str(DATABASE[name]) for variable, name in names.items() if DATABASE.get(name)}
    subprocess.run(["pg_dump", "--format=custom", "--no-owner", f"--file={target}"], env=os.environ | where, check=True)
    return target


def main(target):
    os.umask(0o077)
    target.mkdir(parents=True, exist_ok=True)
    file = target / f"kcn-portal-{datetime.now():%Y-%m-%d-%H%M%S}.tar.gz"
    unfinished = file.with_suffix(".part")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        key = folder / "secret_key"
        key.write_text(settings.SECRET_KEY)
        database = (copy_sqlite if DATABASE["ENGINE"].endswith("sqlite3") else copy_postgres)(folder)
        with tarfile.open(unfinished, "w:gz") as archive:
            archive.add(database, database.name)
            archive.add(key, key.name)
            if settings.MEDIA_ROOT.exists():
                archive.add(settings.MEDIA_ROOT, "media")
    unfinished.rename(file)
    print(file)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))

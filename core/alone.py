"""One process at a time: two installations started at once must not both make the first administrator."""

import fcntl
from contextlib import contextmanager
from zlib import crc32

from django.conf import settings
from django.db import connection


@contextmanager
def alone(name):
    """Hold the lock `name` of this database; whoever asks for it meanwhile waits until it is given back."""
    if connection.vendor == "postgresql":
        key = crc32(f"kcn_portal {name}".encode())
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [key])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
        return
    with (settings.VAR_DIR / f"{name}.lock").open("w") as file:
        # Closing the file, or the end of the process, gives it back.
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

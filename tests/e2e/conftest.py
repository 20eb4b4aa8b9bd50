"""The portal as it is really served: prepared from nothing, behind gunicorn, once for all reading tests."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def _wait_until_it_answers(address, process, seconds=60):
    for _attempt in range(seconds * 5):
        assert process.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"nothing answered at {address}")


@pytest.fixture(scope="session")
def served(prepared):
    """The address of a portal that holds the record and the sample and that nobody changes."""
    port, var = _free_port(), prepared / "var"
    environment = os.environ | {
        "VAR_DIR": str(var),
        "STATIC_ROOT": str(var / "static"),
        "DATABASE_URL": f"sqlite:///{var / 'portal.sqlite3'}",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    server = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "kcn_portal.wsgi"]
    with subprocess.Popen(
        server, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture
def live_portal(request, transactional_db, live_server):
    """The portal with the record and the sample, served on a free port; `live_portal.url` is its address."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(request.getfixturevalue("prepared") / "record.sqlite3")) as record:
            record.backup(connection.connection)
        ContentType.objects.clear_cache()
    else:
        call_command("load_record", verbosity=0, stdout=StringIO())
        call_command("load_sample", verbosity=0, stdout=StringIO())
    return live_server

"""The portal as it is really served: prepared from nothing, behind gunicorn, once for all reading tests."""

import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.conf import settings


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
def served(tmp_path_factory):
    """The address of a portal that holds the record and the sample and that nobody changes."""
    port, folder = _free_port(), tmp_path_factory.mktemp("served")
    environment = os.environ | {
        "VAR_DIR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SAMPLE": "1",
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    root = settings.BASE_DIR
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=root, env=environment, check=True, capture_output=True)
    server = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "kcn_portal.wsgi"]
    with subprocess.Popen(
        server, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)

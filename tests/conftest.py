"""What every test stands on: Vietnamese first, cheap passwords, plain static files; for e2e a real browser."""

import os
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from io import StringIO
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace
from urllib.parse import urlsplit
from zlib import crc32

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.utils import translation

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
QUIET_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Set in the run of the races on a database of SQLite that is a file.
IN_A_FILE = "SQLITE_IN_A_FILE"
# Playwright keeps an event loop running in the test's thread; Django then takes plain queries for a mistake.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure(config):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        # Two checkouts tested at once on one server must not take each other's database.
        database.setdefault("TEST", {})["NAME"] = f"test_kcn_{crc32(str(settings.BASE_DIR).encode()):08x}"
        database["OPTIONS"]["options"] = "-c synchronous_commit=off"  # nobody needs these rows after a power cut
    folder = tempfile.TemporaryDirectory(prefix="kcn-test-")
    config.add_cleanup(folder.cleanup)
    files = Path(folder.name)
    settings.MEDIA_ROOT, settings.STATIC_ROOT = files / "media", files / "static"
    settings.STATIC_ROOT.mkdir()


@pytest.fixture(autouse=True)
def _fresh_start():
    """The active language and the cache leak from one test to the next unless each begins anew."""
    cache.clear()
    with translation.override("vi"):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings, tmp_path_factory):
    """A live server answers from several threads, which an SQLite database in memory does not bear."""
    database = settings.DATABASES["default"]
    is_live = any(item.get_closest_marker("e2e") for item in request.session.items)
    if (is_live or os.environ.get("SQLITE_IN_A_FILE")) and database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def loaded_record():
    """The database with the record in it, kept after the first load: copying it back takes no time."""
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as copy:
        yield SimpleNamespace(copy=copy, is_filled=False)


@pytest.fixture
def live_portal(transactional_db, loaded_record, live_server):
    """The portal with the record and the sample, served on a free port; `live_portal.url` is its address."""
    connection.ensure_connection()
    if loaded_record.is_filled:
        loaded_record.copy.backup(connection.connection)
        ContentType.objects.clear_cache()
    else:
        call_command("load_record", verbosity=0, stdout=StringIO())
        call_command("load_sample", verbosity=0, stdout=StringIO())
        if connection.vendor == "sqlite":
            connection.connection.backup(loaded_record.copy)
            loaded_record.is_filled = True
    return live_server


@pytest.fixture
def together(transactional_db):
    """together(works): what each of `works` returned or raised, all begun at one moment in threads of their own."""
    if connection.vendor == "sqlite" and not os.environ.get(IN_A_FILE):
        pytest.skip("an SQLite database in memory is not shared as a file is; see the last test")

    def run(works):
        begin = Barrier(len(works))

        def one(work):
            try:
                connection.ensure_connection()
                begin.wait(10)
                return work()
            except Exception as error:
                return error
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(one, works))

    return run


@pytest.fixture(scope="session")
def browser():
    """One headless Chromium for the whole run."""
    if not CHROMIUM.exists():
        missing = f"no browser at {CHROMIUM}: install Debian's chromium or set CHROMIUM"
        if os.environ.get("REQUIRE_ALL") or os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET_CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def foreign_requests():
    """Addresses outside this machine that a page asked for: all were refused, and one is enough to fail the test."""
    asked = []
    yield asked
    assert not asked, f"the portal may contact nobody else, but asked for {asked}"


@pytest.fixture
def complaints():
    """What the browser's console called an error: a script that failed, a file not found, a breach of the CSP."""
    return []


@pytest.fixture
def new_page(browser, foreign_requests, complaints):
    """Open pages as somebody in particular: `new_page(java_script_enabled=False, color_scheme="dark")`."""
    contexts = []

    def guard(route):
        if urlsplit(route.request.url).hostname in ("localhost", "127.0.0.1"):
            route.continue_()
        else:
            foreign_requests.append(route.request.url)
            route.abort()

    def open_page(**options):
        options = {
            "locale": "vi-VN",
            "timezone_id": "Asia/Ho_Chi_Minh",
            "viewport": {"width": 1440, "height": 900},
        } | options
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.route("**/*", guard)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page):
    """A fresh page on an office desktop, 1440 px wide."""
    return new_page()

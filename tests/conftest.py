"""What every test stands on: Vietnamese first, cheap passwords, plain static files; for e2e a real browser."""

import fcntl
import gc
import os
import shutil
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier
from urllib.parse import urlsplit
from zlib import crc32

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.template import Template
from django.test.utils import _TestState
from django.utils import timezone, translation

from tests.databases import needs_database
from tools.migrated import prepare

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell"))
QUIET_CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nobody but this machine can be reached, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
# Set where a run on SQLite stands beside this one: the file to write the number of tests in that are left to it.
LEFT_TO_SQLITE = "LEFT_TO_SQLITE"
# Set by `make test`: a database that is migrated and nothing else, copied by every process instead of migrating anew.
# Of SQLite the file, of PostgreSQL the name on its server.
MIGRATED = os.environ.get("MIGRATED")
# Set by `make test`: the folder of an installation that is prepared, shared by its runs.
PREPARED = os.environ.get("PREPARED")
_NOT_ROLLED_BACK = {"transactional_db", "shared_database", "live_server"}
# Tables whose rows came with the migrations.
_OF_MIGRATIONS = {"django_content_type", "auth_permission"}
# Playwright keeps an event loop running in the test's thread; Django then takes plain queries for a mistake.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure(config):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Wrong tries are counted in the tests of signing in only.
    settings.AXES_ENABLED = False
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        # Two checkouts, or two databases, tested at once on one server must not take each other's test database.
        place = f"{settings.BASE_DIR} {database['NAME']}"
        database.setdefault("TEST", {})["NAME"] = f"test_kcn_{crc32(place.encode()):08x}"
        database["OPTIONS"]["options"] = "-c synchronous_commit=off"  # nobody needs these rows after a power cut
    folder = tempfile.TemporaryDirectory(prefix="kcn-test-")
    config.add_cleanup(folder.cleanup)
    files = Path(folder.name)
    settings.MEDIA_ROOT, settings.STATIC_ROOT = files / "media", files / "static"
    settings.STATIC_ROOT.mkdir()


def pytest_collection_modifyitems(config, items):
    """What needs no database shows the same on either: the run on PostgreSQL leaves it to the run on SQLite."""
    if _is_sqlite() or not os.environ.get(LEFT_TO_SQLITE):
        return
    left = [item for item in items if not needs_database(item)]
    items[:] = [item for item in items if needs_database(item)]
    if left:
        config.hook.pytest_deselected(items=left)
        Path(os.environ[LEFT_TO_SQLITE]).write_text(str(len(left)))


def pytest_collection_finish():
    """What is loaded by now stays to the end: looking through it for rubbish would take a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def _only_pages_are_watched(django_test_environment):
    """Django's client copies the context of every template; tests ask for that of a page, not of its parts."""
    watched, plain = Template._render, _TestState.saved_data.template_render
    Template._render = lambda template, context: (watched if context.template is template else plain)(template, context)


@pytest.fixture(autouse=True)
def _fresh_start():
    """The active language and the cache leak from one test to the next unless each begins anew."""
    from core.publication import due  # here, for it needs the apps loaded

    cache.clear()
    # The days set for publishing are looked at by the tests of them; the others count their queries.
    due.looked_on(timezone.localdate())
    with translation.override("vi"):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """After a test that is not rolled back the kinds of records may have other keys than those remembered."""
    result = yield
    if _NOT_ROLLED_BACK.intersection(item.fixturenames):
        _forget_kinds()
    return result


def _forget_kinds():
    from django.contrib.contenttypes.models import ContentType  # here, for it needs the apps loaded

    ContentType.objects.clear_cache()


@pytest.fixture
def client():
    """Django's client, whose `force_login` signs an officer in all the way."""
    from tests.office_client import OfficeClient  # here, for it needs the apps loaded

    return OfficeClient()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """Folder of an installation that was made from nothing: tools/migrated.py. The first process here makes it."""
    own = tmp_path_factory.getbasetemp()
    folder = Path(PREPARED or (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "prepared")
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "record.sqlite3").exists():
            prepare(folder, os.environ, MIGRATED if _is_sqlite() else None)
    return folder


def _is_live(request):
    return any(item.get_closest_marker("e2e") for item in request.session.items)


def _is_sqlite():
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings, tmp_path_factory):
    """A live server answers from several threads, which an SQLite database in memory does not bear."""
    test = settings.DATABASES["default"]["TEST"]
    if MIGRATED:
        test["MIGRATE"] = False
    if not _is_sqlite():
        test["TEMPLATE"] = MIGRATED
    elif _is_live(request):
        test["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        shutil.copy(MIGRATED or request.getfixturevalue("prepared") / "empty.sqlite3", test["NAME"])
    elif MIGRATED:
        # The name that Django gives it. It lasts as long as somebody has it open.
        memory = sqlite3.connect("file:memorydb_default?mode=memory&cache=shared", uri=True)
        request.addfinalizer(memory.close)
        with closing(sqlite3.connect(MIGRATED)) as migrated:
            migrated.backup(memory)


@pytest.fixture(scope="session")
def django_db_keepdb(request):
    """A file on SQLite may begin as a copy, which making the database anew would remove."""
    return _is_sqlite() and _is_live(request)


def _in_a_file(request, django_db_setup, django_db_blocker, tmp_path):
    """SQLite as it is served: a file that only this test has, in place of a memory that threads cannot share."""
    file = shutil.copy(MIGRATED or request.getfixturevalue("prepared") / "empty.sqlite3", tmp_path / "races.sqlite3")
    in_memory, common = connections["default"], connections.settings["default"]
    name, common["NAME"] = common["NAME"], str(file)
    connections["default"] = connections.create_connection("default")
    _forget_kinds()
    with django_db_blocker.unblock():
        yield
        connection.close()
    common["NAME"], connections["default"] = name, in_memory


def _on_the_server(django_db_setup, django_db_blocker):
    """What a test writes is there for its threads, and is taken out again.

    Django's own flush empties all tables, of which nearly all are empty, and writes the content types anew.
    """
    with django_db_blocker.unblock():
        assert not connection.in_atomic_block, "a mark django_db keeps what this test writes from its threads"
        yield
        names = set(connection.introspection.django_table_names(only_existing=True)) - _OF_MIGRATIONS
        filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (TABLE \"{name}\")" for name in sorted(names))
        with transaction.atomic(), connection.cursor() as cursor:
            # Who refers to whom is looked at in the end only; what a trigger writes meanwhile goes in the next turn.
            for _turn in range(3):
                cursor.execute(filled)
                for (name,) in cursor.fetchall():
                    cursor.execute(f'DELETE FROM "{name}"')
        connection.close()


shared_database = pytest.fixture(_in_a_file if _is_sqlite() else _on_the_server)


@pytest.fixture
def together(shared_database):
    """together(works): what each of `works` returned or raised, all begun at one moment in threads of their own."""

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
        missing = f"no browser at {CHROMIUM}: install Debian's chromium-headless-shell or set CHROMIUM"
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
    """Addresses outside this machine that a page asked for: none was reached, and one is enough to fail the test."""
    asked = []
    yield asked
    assert not asked, f"the portal may contact nobody else, but asked for {asked}"


@pytest.fixture
def complaints():
    """What the browser's console called an error: a script that failed, a file not found, a breach of the CSP."""
    return []


def _is_foreign(address):
    parts = urlsplit(address)
    return parts.scheme not in ("data", "blob") and parts.hostname not in ("localhost", "127.0.0.1")


@pytest.fixture
def new_page(browser, foreign_requests, complaints):
    """Open pages as somebody in particular: `new_page(java_script_enabled=False, color_scheme="dark")`."""
    contexts = []

    def open_page(**options):
        options = {
            "locale": "vi-VN",
            "timezone_id": "Asia/Ho_Chi_Minh",
            "viewport": {"width": 1440, "height": 900},
        } | options
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        # Watched and not routed: routing turns the browser's own cache off, and real browsers have one.
        context.on("request", lambda asked: _is_foreign(asked.url) and foreign_requests.append(asked.url))
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

"""When something goes wrong: a sentence in the reader's language, and nothing lost without a word."""

import os
import subprocess
import sys
import textwrap

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from kcn_portal import errors
from tests import make

LANGUAGES = (("/khong-co/", "vi"), ("/en/nothing-here/", "en"))


@pytest.fixture
def calm_client():
    """A client that gets the error page instead of the exception."""
    return Client(raise_request_exception=False)


def breaking(monkeypatch, error):
    """Make the news list raise `error`."""

    def broken(*args, **kwargs):
        raise error

    monkeypatch.setattr("news.views.page_of", broken)


def news(language):
    with translation.override(language):
        return reverse("news:list")


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "language"), LANGUAGES)
def test_an_unknown_address_gets_a_page_with_a_search_box(client, address, language):
    response = client.get(address)
    html = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{language}"' in html and 'type="search"' in html and "404" in html


@pytest.mark.django_db
def test_a_lost_page_offers_the_words_of_its_address(client):
    assert 'value="govina plywood"' in client.get("/en/projects/govina-plywood/").content.decode()


@pytest.mark.django_db
def test_the_words_of_an_address_are_escaped(client):
    html = client.get("/en/%22%3E%3Cscript%3Ealert(1)%3C/script%3E").content.decode()
    assert "<script>alert" not in html


@pytest.mark.django_db
@pytest.mark.parametrize(("error", "status"), [(PermissionDenied(), 403), (SuspiciousOperation("x"), 400)])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_refused_is_explained_in_the_sites_dress(client, monkeypatch, error, status, language):
    breaking(monkeypatch, error)
    response = client.get(news(language))
    html = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language}"' in html and "site-footer" in html and 'type="search"' in html


@pytest.mark.django_db
def test_a_wrong_host_name_gets_a_plain_400(client):
    response = client.get("/en/", headers={"host": "evil.example"})
    assert response.status_code == 400 and b"could not understand" in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_fault_of_ours_gets_a_standalone_500_that_tells_no_secret(calm_client, monkeypatch, language):
    breaking(monkeypatch, RuntimeError("secret-detail"))
    response = calm_client.get(news(language))
    html = response.content.decode()
    assert response.status_code == 500
    assert f'<html lang="{language}"' in html and "secret-detail" not in html and "css/base.css" in html


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed")])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_database_lost_in_the_middle_gets_a_503(calm_client, monkeypatch, error, language):
    breaking(monkeypatch, error)
    response = calm_client.get(news(language))
    assert response.status_code == 503 and response["Retry-After"] == "60" and response["Cache-Control"] == "no-store"
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.django_db
def test_an_error_page_that_cannot_reach_the_board_becomes_a_503(client, monkeypatch):
    def away():
        raise OperationalError("gone")

    monkeypatch.setattr("core.models.Board.current", away)
    assert client.get("/en/nothing-here/").status_code == 503


def test_a_broken_list_of_static_files_still_leaves_words(monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(errors.loader, "render_to_string", broken)
    response = errors.server_error(RequestFactory().get("/en/"))
    assert response.status_code == 500 and b"try again" in response.content


AWAY = """
    import django
    django.setup()
    from django.conf import settings
    from django.test import Client
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    for address in ADDRESSES:
        response = client.get(address)
        html = response.content.decode()
        print(address, response.status_code, response.headers.get("Retry-After"), 'lang="en"' in html)
"""


@pytest.mark.parametrize(
    "database",
    ["sqlite:////nowhere/at/all/portal.sqlite3", "postgres://nobody:nothing@127.0.0.1:1/nowhere"],
    ids=["sqlite", "postgresql"],
)
def test_with_the_real_database_away_every_page_says_so_and_the_process_lives(tmp_path, database):
    addresses = ["/en/", "/en/news/", "/en/search/?q=go", "/en/data/zones.csv", "/en/nothing-here/", "/robots.txt"]
    script = f"ADDRESSES = {[*addresses, '/healthz', '/readyz']!r}\n{textwrap.dedent(AWAY)}"
    environment = os.environ | {
        "DATABASE_URL": database,
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "kcn_portal.settings",
        "DEBUG": "0",
        "SITE_URL": "http://localhost",
        "LOG_LEVEL": "CRITICAL",
    }
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    seen = {address: (status, retry, english) for address, status, retry, english in lines}
    for address in addresses[:-1]:
        assert seen[address] == ("503", "60", "True"), address
    assert seen["/robots.txt"][0] == "503"
    assert seen["/healthz"][0] == "200" and seen["/readyz"][0] == "503"


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "words"), [("/en/contact/", "nothing was saved"), ("/lien-he/", "")])
def test_an_expired_form_says_that_nothing_was_saved_and_gives_the_words_back(address, words):
    request = RequestFactory().post(address, {"message": "Khu còn <b>đất</b> không?", "email": "a@example.org"})
    request.resolver_match = None
    response = errors.form_expired(request, reason="CSRF token missing.")
    html = response.content.decode()
    assert response.status_code == 403
    assert "Khu còn &lt;b&gt;đất&lt;/b&gt; không?" in html and f'href="{address}"' in html and words in html
    assert "a@example.org" not in html


@pytest.mark.django_db
def test_no_page_that_failed_may_be_indexed_even_when_official(client):
    make.board(adopting_body_vi="UBND tỉnh", phone="0209")
    assert b'content="noindex"' in client.get("/en/nothing-here/").content

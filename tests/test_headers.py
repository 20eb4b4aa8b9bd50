"""What travels beside every public page: no cookie, a strict policy, no stale copy, one address in each language."""

import os
import re
import subprocess
import sys
import textwrap

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from core.roles import Role
from tests import make
from tests.addresses import LANGUAGES, NAMES, address_of, read

FORMS = {"enquiries:ask", "enquiries:demand", "enquiries:report_error"}
NEVER_KEPT = FORMS | {"enquiries:sent", "healthz", "readyz"}
OF_THE_PORTAL = {"home", "about", "data", "search", "accessibility", "privacy"}
# An address of the estimate asked for nothing answers with what it needs to be asked.
NEEDS_INPUT = {"zones:estimate_csv", "api_estimate"}
# … or leads to the page that asks.
LEADS_ON = {"zones:estimate_sheet"}
PAGES = [name for name in NAMES if (":" in name or name in OF_THE_PORTAL) and name not in NEEDS_INPUT | LEADS_ON]
# A stream has no mark before it ends, so it is sent again.
STREAMED = {"zones:parcel_csv", "zones:prices_csv"}
NEVER_INDEXED = {"search", "enquiries:sent", "enquiries:demand_left", "enquiries:report_error"}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_cookie_a_strict_policy_and_no_stale_copy(client, name, language):
    response = client.get(address_of(name, language))
    read(response)
    assert response.status_code in ((400,) if name in NEEDS_INPUT else (200, 302))
    assert set(response.cookies) == ({"csrftoken"} if name in FORMS else set())
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    kept = response["Cache-Control"]
    assert "no-store" in kept if name in NEVER_KEPT else kept == "no-cache"
    assert response["X-Content-Type-Options"] == "nosniff" and response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("name", sorted(set(PAGES) - NEVER_KEPT - STREAMED))
def test_an_unchanged_page_is_not_sent_again_packed_or_not(client, name):
    address = address_of(name, "en")
    for packed in ("gzip", "identity"):
        first = client.get(address, headers={"accept-encoding": packed})
        assert ("gzip" in first.headers.get("Content-Encoding", "")) == (packed == "gzip")
        again = client.get(address, headers={"accept-encoding": packed, "if-none-match": first["ETag"]})
        assert again.status_code == 304 and not again.content
        assert again["Cache-Control"] == "no-cache" and (packed != "gzip" or "Accept-Encoding" in first["Vary"])


def test_a_changed_page_is_sent_again(client):
    zone = make.zone(summary_vi="Trước")
    mark = client.get(zone.get_absolute_url())["ETag"]
    zone.summary_vi = "Sau"
    zone.save()
    response = client.get(zone.get_absolute_url(), headers={"if-none-match": mark})
    assert response.status_code == 200 and "Sau" in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_one_true_address_and_its_twin_whatever_the_query(client, name):
    # The address of one row must be that of the same row in both languages.
    vietnamese = address_of(name, "vi")
    switched = None
    for query in ("", "?page=1&q=a%20b&zone=%22%3E", "?utm=x"):
        response = client.get(f"{vietnamese}{query}")
        if not response["Content-Type"].startswith("text/html"):
            return
        html = read(response).decode()
        (canonical,) = re.findall(r'<link rel="canonical" href="([^"]*)">', html)
        twins = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]*)">', html))
        assert canonical == twins["vi"] == settings.SITE_URL + vietnamese
        assert set(twins) == {"vi", "en"}
        switched = twins["en"].removeprefix(settings.SITE_URL)
        assert switched.startswith("/en/")
    html = read(client.get(switched)).decode()
    twins = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]*)">', html))
    assert twins == {"vi": settings.SITE_URL + vietnamese, "en": settings.SITE_URL + switched}
    assert re.findall(r'<link rel="canonical" href="([^"]*)">', html) == [twins["en"]]


@pytest.mark.parametrize("name", PAGES)
def test_a_prototype_is_not_indexed_and_an_adopted_portal_is(client, name):
    address = address_of(name, "en")

    def is_barred(response):
        return b'name="robots" content="noindex"' in read(response) or "noindex" in response.get("X-Robots-Tag", "")

    assert is_barred(client.get(address))
    make.board(adopting_body_vi="UBND tỉnh", phone="0209")
    assert is_barred(client.get(address)) == (name in NEVER_INDEXED)


def test_only_the_officers_side_has_the_looser_policy(client):
    client.force_login(make.user(Role.ADMINISTRATOR))
    assert "'unsafe-eval'" in client.get(reverse("admin:index"))["Content-Security-Policy"]
    for address in ("/", "/en/parcels/", "/khong-co/", "/admin/khong-co/x/y/"):
        assert "unsafe" not in client.get(address)["Content-Security-Policy"] or address.startswith("/admin/")
    assert "no-store" in client.get(reverse("admin:index"))["Cache-Control"]


def test_what_an_officer_sees_on_a_public_page_is_kept_by_nobody_else(client):
    client.force_login(make.user())
    response = client.get("/")
    assert "sessionid" not in response.cookies and response["Cache-Control"] in ("no-cache", "private, no-cache")


HTTPS = """
    import django
    django.setup()
    from django.conf import settings
    from django.test import Client
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    client = Client(headers={"host": "portal.example"})
    print(client.get("/lien-he/?a=1").headers["Location"], client.get("/healthz").status_code)
    response = client.get("/healthz", headers={"x-forwarded-proto": "https"})
    print(response.headers["Strict-Transport-Security"])
    print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.CSRF_TRUSTED_ORIGINS)
"""


def test_an_https_address_demands_https_everywhere(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(HTTPS)],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "SITE_URL": "https://portal.example",
            "ALLOWED_HOSTS": "portal.example",
            "BEHIND_PROXY": "1",
            "VAR_DIR": str(tmp_path),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "kcn_portal.settings",
            "LOG_LEVEL": "CRITICAL",
            "DEBUG": "0",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.splitlines() == [
        "https://portal.example/lien-he/?a=1 200",
        "max-age=31536000; includeSubDomains; preload",
        "True True ['https://portal.example']",
    ], done.stderr


def test_the_language_of_an_address_does_not_depend_on_the_browser(client):
    for language, other in (("vi", "en-GB"), ("en", "vi")):
        with translation.override(language):
            html = client.get(reverse("about"), headers={"accept-language": other}).content.decode()
        assert f'<html lang="{language}"' in html

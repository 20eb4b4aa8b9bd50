"""What travels beside every public page: no cookie, a strict policy, no stale copy, one address in each language."""

import gzip
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
from tests.addresses import NAMES, address_of, read

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


@pytest.mark.parametrize("name", NAMES)
def test_an_address_sets_no_cookie_has_a_strict_policy_one_true_name_and_no_stale_copy(client, name):
    """Whatever the query, in both languages; a page of a prototype is not indexed, one of an adopted portal is."""
    # The address of one row must be that of the same row in both languages.
    vietnamese = address_of(name, "vi")
    bears_twins = name in PAGES
    response = client.get(f"{vietnamese}?page=1&q=a%20b&zone=%22%3E&utm=x")
    html = read(response).decode("utf-8", "replace")
    if bears_twins and response["Content-Type"].startswith("text/html"):
        english = check_twins("vi", vietnamese, html)
        check_headers(name, response)
    else:
        # A file or an answer for programs may refuse such a query.
        response, english = client.get(vietnamese), address_of(name, "en")
        read(response)
        check_headers(name, response)
    if bears_twins:
        assert is_barred(response, html)
        make.board(adopting_body_vi="UBND tỉnh", phone="0209")
    first = client.get(english, headers={"accept-encoding": "gzip"})
    check_headers(name, first)
    html = unpacked(first).decode("utf-8", "replace")
    if first["Content-Type"].startswith("text/html") and bears_twins:
        assert check_twins("en", english, html) == vietnamese
    if name in set(PAGES) - NEVER_KEPT - STREAMED:
        check_again(client, english, first, "gzip")
    if bears_twins:
        assert is_barred(first, html) == (name in NEVER_INDEXED)


def check_headers(name, response):
    assert response.status_code in ((400,) if name in NEEDS_INPUT else (200, 302))
    assert set(response.cookies) == ({"csrftoken"} if name in FORMS else set())
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    kept = response["Cache-Control"]
    assert "no-store" in kept if name in NEVER_KEPT else kept == "no-cache"
    assert response["X-Content-Type-Options"] == "nosniff" and response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"


def check_twins(language, address, html):
    """The address of the page's twin in the other language."""
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]*)">', html)
    twins = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]*)">', html))
    assert set(twins) == {"vi", "en"}
    assert canonical == twins[language] == settings.SITE_URL + address
    assert twins["en"].startswith(f"{settings.SITE_URL}/en/")
    return twins["en" if language == "vi" else "vi"].removeprefix(settings.SITE_URL)


def check_again(client, address, first, packed):
    assert ("gzip" in first.headers.get("Content-Encoding", "")) == (packed == "gzip")
    again = client.get(address, headers={"accept-encoding": packed, "if-none-match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    assert again["Cache-Control"] == "no-cache" and (packed != "gzip" or "Accept-Encoding" in first["Vary"])


def is_barred(response, html):
    return 'name="robots" content="noindex"' in html or "noindex" in response.get("X-Robots-Tag", "")


def unpacked(response):
    body = read(response)
    return gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body


@pytest.mark.parametrize("name", ["home", "zones:parcel_list", "zones:zone_sheet"])
def test_an_unchanged_page_that_is_not_packed_is_not_sent_again_either(client, name):
    address = address_of(name, "en")
    check_again(client, address, client.get(address, headers={"accept-encoding": "identity"}), "identity")


def test_a_changed_page_is_sent_again(client):
    zone = make.zone(summary_vi="Trước")
    mark = client.get(zone.get_absolute_url())["ETag"]
    zone.summary_vi = "Sau"
    zone.save()
    response = client.get(zone.get_absolute_url(), headers={"if-none-match": mark})
    assert response.status_code == 200 and "Sau" in response.content.decode()


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

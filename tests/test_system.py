"""What machines ask for, and the pages that stand for the whole portal."""

import xml.etree.ElementTree as ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from kcn_portal import system
from tests import make

PAGES = ("about", "data", "search", "accessibility", "privacy")
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def english(name, *args):
    with translation.override("en"):
        return reverse(name, args=args)


def test_healthz_asks_the_database_for_nothing(client):
    response = client.get("/healthz")  # without the django_db mark a query would fail the test
    assert response.status_code == 200 and "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_asks_the_database(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/readyz").status_code == 200
    assert queries


@pytest.mark.django_db
def test_readyz_says_when_the_database_is_away(client, monkeypatch):
    from django.db import OperationalError

    def away():
        raise OperationalError("gone")

    monkeypatch.setattr(system.Board.objects, "exists", away)
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_robots_may_read_the_noindex_of_a_prototype_and_find_the_sitemap_of_an_official_portal(client):
    prototype, page = (client.get(address).content.decode() for address in ("/robots.txt", "/"))
    assert "Disallow: /\n" not in prototype and "Sitemap" not in prototype
    assert '<meta name="robots" content="noindex">' in page
    make.board(adopting_body_vi="UBND tỉnh", phone="0209")
    text, page = (client.get(address).content.decode() for address in ("/robots.txt", "/"))
    assert "Disallow: /\n" not in text and "Disallow: /admin/" in text
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text and "noindex" not in page


def sitemap(client):
    """All parts of the sitemap as one text: its index names them."""
    index = ElementTree.fromstring(client.get("/sitemap.xml", headers={"host": "localhost"}).content)
    parts = [node.text.removeprefix("http://localhost") for node in index.findall("s:sitemap/s:loc", NAMES)]
    texts = [client.get(part).content.decode() for part in parts]
    urls = "".join(text.partition("<urlset")[2].partition(">")[2].removesuffix("</urlset>\n") for text in texts)
    return f'<urlset xmlns="{NAMES["s"]}" xmlns:xhtml="{NAMES["x"]}">{urls.replace("</urlset>", "")}</urlset>'


@pytest.mark.django_db
def test_a_long_sitemap_is_told_in_parts(client, monkeypatch):
    monkeypatch.setattr("kcn_portal.sitemaps._BothLanguages.limit", 4)
    zone = make.zone()
    for _number in range(5):
        make.parcel(zone=zone)
    assert "/sitemap-parcels.xml?p=3<" in client.get("/sitemap.xml").content.decode()
    assert client.get("/sitemap-parcels.xml?p=3").content.count(b"<loc>") == 2
    for wrong in ("/sitemap-parcels.xml?p=4", "/sitemap-parcels.xml?p=x", "/sitemap-nothing.xml"):
        assert client.get(wrong).status_code == 404


@pytest.mark.django_db
def test_the_sitemap_holds_real_published_pages_in_both_languages(client):
    """That each of its addresses opens is seen in test_disclosure.py, where all pages are read."""
    zone = make.zone(slug="thanh-binh-1")
    make.parcel(slug="lo-that", zone=zone)
    make.parcel(slug="lo-mau", zone=zone, is_sample=True)
    make.article(slug="tin-that")
    make.article(slug="tin-nhap", publication="draft")
    make.project(slug="du-an-kin", zone=make.zone(publication="draft"))
    text = sitemap(client)
    tree = ElementTree.fromstring(text)
    addresses = [node.text for node in tree.findall("s:url/s:loc", NAMES)]
    assert settings.SITE_URL + english("zones:zone", "thanh-binh-1") in addresses
    assert settings.SITE_URL + reverse("zones:zone", args=["thanh-binh-1"]) in addresses
    assert "lo-that" in text and "tin-that" in text
    assert not any(word in text for word in ("lo-mau", "tin-nhap", "du-an-kin"))
    assert all(address.startswith(settings.SITE_URL) for address in addresses)
    links = tree.findall("s:url/x:link", NAMES)
    assert {link.get("hreflang") for link in links} == {"vi", "en"} and len(links) == 2 * len(addresses)
    assert len(addresses) == len(set(addresses))


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "prefix"), [("en-GB,en;q=0.9", "/en/"), ("vi", "/"), ("ko", "/")])
def test_a_short_code_leads_to_the_page_in_the_visitors_language(client, language, prefix):
    zone = make.zone(slug="thanh-binh-1", code="TB1")
    make.parcel(slug="tb1-cn09", zone=zone)
    for address in ("/z/TB1", "/z/tb1", "/l/TB1-CN09"):
        response = client.get(address, headers={"accept-language": language})
        assert response.status_code == 302 and response["Location"].startswith(prefix)
        assert response["Location"].startswith("/en/") == (prefix == "/en/")
        assert "Accept-Language" in response["Vary"]


@pytest.mark.django_db
def test_a_short_code_of_something_unpublished_leads_nowhere(client):
    zone = make.zone(code="KIN", publication="draft")
    make.parcel(slug="lo-kin", zone=zone)
    assert client.get("/z/KIN").status_code == 404
    assert client.get("/l/lo-kin").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_the_portals_own_pages_stand_in_both_languages_without_a_cookie(client, language, name):
    with translation.override(language):
        response = client.get(reverse(name))
    html = response.content.decode()
    assert response.status_code == 200 and not response.cookies
    assert f'<html lang="{language}"' in html and html.count("<h1") == 1
    assert client.post(english(name)).status_code == 405


@pytest.mark.django_db
def test_about_shows_what_is_said_of_the_board_and_what_was_not_found(client):
    make.board(about_en="Set up in 2007.", about_vi="Lập năm 2007.")
    make.figure(
        topic="board", label_en="Head in 2024", statement_en="Mr A, in 2024.", statement_vi="Ông A.", value=None
    )
    make.figure(
        topic="board",
        label_en="Phone",
        statement_en="None was found.",
        statement_vi="Không.",
        value=None,
        is_known=False,
    )
    make.figure(topic="province", label_en="Population", value=365318, unit="people")
    make.figure(topic="board", label_en="Hidden figure", publication="draft")
    html = client.get(english("about")).content.decode()
    for words in (
        "Set up in 2007.",
        "Mr A, in 2024.",
        "None was found.",
        "not published yet",
        "365,318",
        "Test newspaper",
    ):
        assert words in html
    assert "Hidden figure" not in html


@pytest.mark.django_db
def test_about_without_any_record_says_what_is_not_published(client):
    html = client.get(english("about")).content.decode()
    assert "not published yet" in html


@pytest.mark.django_db
def test_about_asks_the_same_for_few_figures_and_for_more(client):
    asked = []
    for count in (2, 4):
        for number in range(count):
            make.figure(topic="board" if number % 2 else "province")
        with CaptureQueriesContext(connection) as queries:
            client.get(english("about"))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 4


@pytest.mark.django_db
def test_privacy_names_the_law_and_the_version_and_warns_while_a_prototype(client):
    from enquiries.consent import PRIVACY_VERSION

    html = client.get(english("privacy")).content.decode()
    assert "91/2025/QH15" in html and PRIVACY_VERSION in html and "Do not send anything confidential" in html


@pytest.mark.django_db
def test_accessibility_leads_to_the_report_form(client):
    assert english("enquiries:report_error") in client.get(english("accessibility")).content.decode()

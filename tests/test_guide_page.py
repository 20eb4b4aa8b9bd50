"""The guide on the officers' side: for staff alone, nothing but what it shows, and a chapter for every page."""

import re
from urllib.parse import unquote

import pytest
from django.contrib import admin
from django.urls import reverse

from core.roles import Role
from kcn_portal import guide_pages
from kcn_portal.guide import GUIDE, read_guide
from tests import make

pytestmark = pytest.mark.django_db
PICTURE = "can-bo-ban-lam-viec.png"


def picture(name):
    return f"/admin/huong-dan/img/{name}"


@pytest.mark.parametrize("role", Role)
def test_whoever_is_signed_in_reads_the_guide(role, django_assert_max_num_queries):
    client = make.client_of(role)
    with django_assert_max_num_queries(6):
        response = client.get("/admin/huong-dan/")
    html = response.content.decode()
    assert response.status_code == 200 and "Chưa biết không phải là 0." in html
    assert "This guide" not in html and 'href="#mười-việc-thường-làm"' in html
    english = client.get("/en/admin/huong-dan/").content.decode()
    assert "This guide exists in Vietnamese only." in english and '<article lang="vi">' in english


def test_a_stranger_and_a_post_get_no_guide(client):
    for address in ("/admin/huong-dan/", picture(PICTURE)):
        refused = client.get(address)
        assert refused.status_code == 302 and refused["Location"].startswith(reverse("admin:login"))
    assert make.client_of(Role.ADMINISTRATOR).post("/admin/huong-dan/").status_code == 405


def test_only_pictures_the_guide_shows_are_served():
    client = make.client_of(Role.EDITOR)
    shown = client.get(picture(PICTURE))
    assert shown["Content-Type"] == "image/png" and b"".join(shown.streaming_content)[1:4] == b"PNG"
    assert "private" in shown["Cache-Control"]
    for name in ("home.png", "../deploying.md", "..%2Fdeploying.md", "%2Fetc%2Fpasswd", "x.png", "a%00.png", "."):
        assert client.get(picture(name)).status_code == 404, name


def test_every_link_and_picture_of_the_page_leads_somewhere():
    html = read_guide().html
    ids = set(re.findall(r' id="([^"]+)"', html))
    assert ids == {heading.anchor for heading in read_guide().headings}
    links = re.findall(r' href="([^"]+)"', html)
    assert links and [link for link in links if unquote(link).removeprefix("#") not in ids] == []
    pictures = re.findall(r'<img src="img/([^"]+)" [^>]*width="\d+" height="\d+" loading="lazy"', html)
    assert pictures == re.findall(r"!\[[^]]*\]\(img/([^)]+)\)", GUIDE.read_text())


def test_raw_html_stays_text_and_a_strange_picture_is_not_served(tmp_path):
    file = tmp_path / "guide.md"
    file.write_text("# Title\n\n## One\n\n<script>alert(1)</script> [x](javascript:alert(1)) ![x](../secret.png)\n")
    guide = read_guide(file)
    assert "<script>" not in guide.html and 'href="javascript' not in guide.html and guide.pictures == {}
    file.write_text("# Title\n\n## Two\n")
    assert "Two" in read_guide(file).html


def test_a_machine_without_the_guide_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(guide_pages.read_guide, "__defaults__", (tmp_path / "none.md",))
    client = make.client_of(Role.EDITOR)
    assert client.get("/admin/huong-dan/").status_code == 404
    assert client.get("/admin/").status_code == 200


def test_every_record_of_the_office_has_a_chapter_that_exists():
    ours = {model._meta.label_lower for model in admin.site._registry}
    assert ours == set(guide_pages.CHAPTERS)
    chapters = [*guide_pages.CHAPTERS.values(), *guide_pages.CHAPTERS_OF_OTHERS.values()]
    for by_model in guide_pages.CHAPTERS_OF_PAGES.values():
        assert set(by_model) <= ours
        chapters += by_model.values()
    guide = read_guide()
    assert [chapter for chapter in chapters if not guide.anchor_of(chapter)] == []


def test_each_page_leads_to_its_chapter():
    parcel = make.parcel()
    client = make.client_of(Role.EDITOR)
    to_chapter = {
        reverse("admin:zones_parcel_changelist"): "2-",
        reverse("admin:zones_parcel_add"): "3-",
        reverse("admin:zones_parcel_change", args=[parcel.pk]): "2-",
        reverse("admin:zones_parcel_split", args=[parcel.pk]): "12-",
        reverse("admin:zones_parcel_earlier", args=[parcel.pk, "commercial_status"]): "13-",
        reverse("admin:zones_parcel_import"): "9-",
        reverse("admin:zones_rate_add"): "4-",
        reverse("admin:enquiries_enquiry_changelist"): "8-",
        reverse("admin:find"): "19-",
        reverse("admin:history"): "20-",
    }
    for address, chapter in to_chapter.items():
        html = client.get(address).content.decode()
        assert re.findall(r'class="help-link" href="/admin/huong-dan/#(\d+-)', html) == [chapter], address
    desk = client.get("/admin/").content.decode()
    assert desk.count('href="/admin/huong-dan/"') >= 2

"""A draft as it will look: for officers who may read it, with nothing else hidden on it, and nothing of it kept."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from core.public_reading import NotPublic
from core.publication.previewing import marked
from core.roles import Role
from kcn_portal import preview as previews
from kcn_portal.preview import address_of, preview_url
from tests import make
from zones.models import Parcel, Rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.force_login(make.user(Role.AUDITOR))
    return client


def shown(client, record, language="vi"):
    return client.get(preview_url(record, language))


def public_page(client, record, language):
    with translation.override(language):
        return client.get(address_of(record))


def test_it_is_the_public_page_in_each_language_with_a_banner(officer):
    article = make.article(publication="draft", title_vi="Tin sắp đăng", title_en="News to come")
    pages = {language: shown(officer, article, language) for language in ("vi", "en")}
    for language, title, banner in (("vi", "Tin sắp đăng", "Xem trước"), ("en", "News to come", "Preview")):
        html = pages[language].content.decode()
        assert pages[language].status_code == 200 and f'lang="{language}"' in html
        assert title in html and banner in html and 'name="robots" content="noindex"' in html
        assert preview_url(article, "en" if language == "vi" else "vi") in html, "the other language is a preview too"
        assert public_page(officer, article, language).status_code == 404
    article.publication = "published"
    article.save()
    public = public_page(officer, article, "en").content.decode()
    public, previewed = (
        one[one.index("<main") : one.index("report-error")] for one in (public, pages["en"].content.decode())
    )
    assert public == previewed, "exactly what will be public"
    assert "preview" not in public.lower()


def test_it_is_kept_nowhere(officer):
    article = make.article(publication="draft")
    answer = shown(officer, article)
    assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex"
    assert not answer.has_header("ETag") and not answer.has_header("Last-Modified")
    assert answer.context["request"].user.is_anonymous, "made as for a stranger"
    article.refresh_from_db()
    assert (article.publication, article.version, article.history.count()) == ("draft", 1, 1)


def test_nobody_else_gets_in_and_nothing_else_is_there(client):
    article = make.article(publication="draft")
    assert shown(client, article).status_code == 404
    person = make.user(is_staff=False)
    client.force_login(person)
    assert shown(client, article).status_code == 404
    client.force_login(make.user(Role.EDITOR))
    address = preview_url(article, "vi")
    assert client.post(address).status_code == 405
    for wrong in (
        address.replace("/vi/", "/fr/"),
        address.replace(f"/{article.pk}/", "/4711/"),
        address.replace(f"/{article.pk}/", f"/{10**30}/"),
        address.replace("article", "contact").replace("news", "investors"),
        address.replace("news", "nothing"),
    ):
        assert client.get(wrong).status_code == 404, wrong


@pytest.mark.parametrize("name", ["rate", "figure", "utility", "milestone", "sector", "incentive", "opportunity"])
def test_what_has_no_page_of_its_own_is_marked_where_it_stands(officer, name):
    zone = make.zone()
    of_a_zone = {"zone": zone} if name in ("rate", "figure", "utility", "milestone", "opportunity") else {}
    build = getattr(make, name)
    build(**of_a_zone)
    record = build(publication="draft", **of_a_zone)
    html = shown(officer, record, "en").content.decode()
    assert html.count('<mark class="preview-row" id="preview-row">In preview</mark>') == 1
    assert "<mark" not in public_page(officer, record, "en").content.decode()


@pytest.mark.parametrize(
    "name", ["zone", "parcel", "project", "procedure", "instrument", "investor", "plan_feature", "exchange_rate"]
)
def test_every_other_kind_of_record_has_a_preview(officer, name):
    record = getattr(make, name)(publication="draft")
    assert shown(officer, record, "vi").status_code == 200


def test_other_drafts_stay_hidden_and_the_rest_of_the_page_is_as_public(officer):
    zone = make.zone(publication="draft")
    parcel = make.parcel(zone=zone, code="CN-77")
    make.parcel(zone=zone, code="CN-88", publication="draft")
    make.milestone(zone=zone, text_vi="Mốc còn giấu", publication="draft")
    make.milestone(zone=zone, text_vi="Mốc đã đăng")
    html = shown(officer, zone).content.decode()
    assert "Mốc đã đăng" in html and "CN-77" in html
    assert "Mốc còn giấu" not in html and "CN-88" not in html
    assert not Parcel.objects.published().exists(), "and nothing of it lasts"
    told = shown(officer, parcel)
    assert told.status_code == 404 and zone.name_vi in told.content.decode(), "it says what is to be published first"


def test_a_price_that_ends_another_is_shown_with_that_one_ended(officer):
    zone = make.zone()
    old = make.rate(zone=zone, amount=90_000, valid_from="2020-01-01")
    new = make.rate(zone=zone, amount=99_000, valid_from="2021-01-01", ends_earlier=True, publication="draft")
    html = shown(officer, new).content.decode()
    assert "99.000" in html and "90.000" not in html
    old.refresh_from_db()
    assert old.valid_to is None and Rate.objects.get(pk=new.pk).ends_earlier


def test_a_page_that_fails_leaves_no_trace(officer, monkeypatch):
    record = make.rate(publication="draft")

    def broken(row):
        raise NotPublic("no")

    monkeypatch.setitem(previews._STANDS, Rate, broken)
    officer.raise_request_exception = False
    assert shown(officer, record).status_code == 500
    record.refresh_from_db()
    assert record.publication == "draft" and marked(record, "Báo") == "Báo"
    assert not transaction.get_connection().needs_rollback


def test_the_record_page_leads_to_it_until_it_is_public(officer):
    article = make.article(publication="draft")
    change = reverse("admin:news_article_change", args=[article.pk])
    html = officer.get(change).content.decode()
    assert preview_url(article, "vi") in html and preview_url(article, "en") in html
    article.publication = "published"
    article.save()
    assert preview_url(article, "vi") not in officer.get(change).content.decode()

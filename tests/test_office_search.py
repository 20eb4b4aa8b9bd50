"""Officers' search over all records: folded words, numbers of decisions, only what one may read, one query for all."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.roles import Role
from kcn_portal import office_search
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "admin:find"


def found(client, typed, **asked):
    """{name of the kind: [title, …]} of what the page shows."""
    page = client.unwritten("get", reverse(PAGE), {"q": typed, **asked})
    assert page.status_code == 200
    return {group.kind.name: [hit.title for hit in group.hits] for group in page.context["groups"]}


def test_names_and_codes_are_found_without_diacritics_and_drafts_too():
    zone = make.zone(name_vi="Khu Đường Sắt", short_name_vi="Đường Sắt", code="DS1")
    parcel = make.parcel(zone=zone, code="CN-09", publication="draft")
    article = make.article(title_vi="Đường mới vào khu", publication="draft")
    enquiry = make.enquiry(message="Hỏi về điện")
    client = make.client_of(Role.EDITOR)
    told = found(client, "DUONG")
    assert told["zones.zone"] == [zone.name_vi] and told["news.article"] == [article.title_vi]
    assert found(client, "duong cn-09")["zones.parcel"] == [parcel.code], "the number and the zone's name together"
    assert found(client, enquiry.code[3:])["enquiries.enquiry"] == [enquiry.code]
    assert found(client, "dương sắt xyz") == {}


def test_numbers_of_decisions_and_certificates_lead_to_their_record():
    project = make.project(certificate_number="1009748123")
    make.project_event(project, "issue_irc", dt.date(2024, 3, 1), number="123/QĐ-BQL")
    parcel = make.parcel(commercial_status="planned")
    parcel.move_to("available", axis="commercial_status", by=make.user(), decision_number="77/QĐ-UBND")
    client = make.client_of(Role.AUDITOR)
    assert found(client, "09748")["projects.project"] == [project.name_vi]
    page = client.unwritten("get", reverse(PAGE), {"q": "123/qd"})
    address = reverse("admin:projects_project_change", args=[project.pk])
    assert [(hit.more, hit.url) for group in page.context["groups"] for hit in group.hits] == [("123/QĐ-BQL", address)]
    [hit] = client.get(reverse(PAGE), {"q": "77/QĐ"}).context["groups"][0].hits
    assert hit.url == reverse("admin:zones_parcel_change", args=[parcel.pk])


def test_long_kinds_go_on_page_by_page_and_nonsense_is_answered(monkeypatch):
    monkeypatch.setattr(office_search, "SHOWN", 2)
    monkeypatch.setattr(office_search, "PER_PAGE", 3)
    for at in range(5):
        make.article(title_vi=f"Tin dài {at}")
    client = make.client_of(Role.EDITOR)
    [group] = client.get(reverse(PAGE), {"q": "tin dai"}).context["groups"]
    assert len(group.hits) == 2 and "kind=news.article" in group.next_url
    [group] = client.unwritten("get", group.next_url).context["groups"]
    assert len(group.hits) == 3 and not group.back_url
    [group] = client.get(group.next_url).context["groups"]
    assert len(group.hits) == 2 and group.back_url and not group.next_url
    for nonsense in ({"page": "-1"}, {"page": "x"}, {"page": "9" * 40}, {"kind": "news.articles"}, {"kind": "\x00"}):
        assert client.unwritten("get", reverse(PAGE), {"q": "tin dai", **nonsense}).status_code == 200
    for typed in ("", "a", "\x00\x00", "%", "' OR 1=1 --", "đ" * 5000):
        assert client.unwritten("get", reverse(PAGE), {"q": typed}).status_code == 200
    assert found(client, "%%") == {}, "a percent sign is a letter like others"
    assert "ít nhất hai" in client.get(reverse(PAGE), {"q": "a"}).content.decode()


def test_strangers_find_nothing_a_post_is_refused_and_long_records_cost_no_more_queries(client):
    assert "/login/" in client.get(reverse(PAGE), {"q": "tin"}).url
    officer = make.client_of(Role.EDITOR)
    assert officer.post(reverse(PAGE), {"q": "tin"}).status_code == 405

    def queries():
        with CaptureQueriesContext(connection) as asked:
            found(officer, "tin")
        return len(asked)

    make.article(title_vi="Tin một")
    short = queries()
    for _row in range(4):
        make.article(title_vi="Tin khác"), make.enquiry(message="tin"), make.investor(name_vi="Tín Phát")
    assert queries() == short <= 10


def test_a_kind_one_may_not_read_is_not_searched(monkeypatch):
    client = make.client_of(Role.EDITOR)
    make.enquiry(message="Nội dung riêng")
    assert "enquiries.enquiry" in found(client, "noi dung rieng")
    monkeypatch.setattr("enquiries.admin.EnquiryAdmin.has_view_permission", lambda *_args: False)
    assert found(client, "noi dung rieng") == {}

"""Submitting and approving many records of a list: each by its own rules, at the version that was seen."""

import pytest
from django.urls import reverse

from core.models import PublicationMove
from core.publication import bulk
from core.publication.moves import publish_to
from core.roles import Role
from news.models import Article
from tests import make

pytestmark = pytest.mark.django_db
LIST = reverse("admin:news_article_changelist")


def bulk_page(target):
    return reverse("admin:news_article_bulk", args=[target])


def chosen(*records):
    return {"chosen": [f"{record.pk}-{record.version}" for record in records]}


def states(*records):
    return [Article.objects.get(pk=record.pk).publication for record in records]


def test_an_officer_submits_what_she_ticked_and_a_second_time_changes_nothing():
    first, second, public = make.article(publication="draft"), make.article(publication="draft"), make.article()
    client = make.client_of(Role.EDITOR)
    page = client.post(LIST, {"action": "bulk_in_review", "_selected_action": [first.pk, second.pk, public.pk]})
    html = page.content.decode()
    assert page.status_code == 200 and html.count(" checked") == 2 and "không: tình trạng này chưa làm được" in html
    assert states(first, second) == ["draft", "draft"], "looking changes nothing"
    done = client.post(bulk_page("in_review"), chosen(first, second), follow=True)
    assert states(first, second, public) == ["in_review", "in_review", "published"]
    assert "2 bản ghi: Chờ duyệt." in done.content.decode()
    again = client.post(bulk_page("in_review"), chosen(first, second))
    assert states(first, second) == ["in_review"] * 2 and PublicationMove.objects.count() == 2
    assert "không có gì thay đổi" in again.content.decode().lower() or "stays" not in again.content.decode()


def test_a_leader_approves_those_she_may_and_reads_why_not_the_others():
    writer, leader = make.user(Role.EDITOR), make.user(Role.APPROVER)
    fit, own, changed = (make.article(publication="draft") for _row in range(3))
    for record in (fit, changed):
        publish_to(record, "in_review", by=writer)
    publish_to(own, "in_review", by=leader)
    Article.history.filter(id=own.pk).update(history_user=leader)
    seen = chosen(fit, own, changed)
    changed.title_vi = "Đã đổi sau khi mở"
    changed.save()
    client = make.client_of(Role.APPROVER)
    client.force_login(leader)
    page = client.post(bulk_page("approved"), seen)
    assert states(fit, own, changed) == ["approved", "in_review", "in_review"]
    told = {row.pk: sentences for row, _page, _fits, sentences in page.context["rows"]}
    assert set(told) == {own.pk, changed.pk} and "người khác duyệt" in told[own.pk][0]
    assert "Đã đổi sau khi mở" in " ".join(told[changed.pk])


def test_nobody_does_it_by_looking_nor_without_the_right_and_nonsense_names_nothing():
    draft = make.article(publication="draft")
    publish_to(draft, "in_review", by=make.user())
    editor, auditor = make.client_of(Role.EDITOR), make.client_of(Role.AUDITOR)
    assert editor.get(bulk_page("in_review")).status_code == 405
    assert editor.post(bulk_page("approved"), chosen(draft)).status_code == 403
    assert auditor.post(bulk_page("in_review"), chosen(draft)).status_code == 403
    assert "bulk_approved" not in editor.get(LIST).content.decode()
    assert "bulk_" not in auditor.get(LIST).content.decode()
    assert editor.post(bulk_page("withdrawn"), chosen(draft)).status_code == 404
    for words in ([], ["x"], ["1"], ["1-"], ["9" * 18 + "-1"], ["²-1"], [f"{draft.pk}-99999"]):
        assert editor.post(bulk_page("in_review"), {"chosen": words}).status_code in (200, 302)
    assert states(draft) == ["in_review"]


def test_no_more_than_a_page_holds_at_once(monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    rows = [make.article(publication="draft") for _row in range(3)]
    client = make.client_of(Role.EDITOR)
    page = client.post(LIST, {"action": "bulk_in_review", "_selected_action": [row.pk for row in rows]})
    assert len(page.context["rows"]) == 2 and "2 mục đầu" in page.content.decode()
    client.post(bulk_page("in_review"), chosen(*rows))
    assert states(*rows).count("in_review") == 2

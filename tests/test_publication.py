"""How a record becomes public: its states, who may do what, four eyes, days set ahead, deputies, corrections."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.disclosure import Publication
from core.models import AppendOnly, PublicationMove, PublicationTerm
from core.publication import due
from core.publication.moves import publish_to
from core.roles import Role
from tests import make
from tests.admin_forms import fields_of
from tests.proposing import page, save, signed_in
from tests.publishing import deed_page, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return signed_in(Role.EDITOR)


@pytest.fixture
def leader():
    return signed_in(Role.APPROVER)


def written_by(client, **fields):
    """A draft article whose text the officer signed in with `client` has written."""
    article = make.article(publication="draft", **fields)
    article.title_vi, article._history_user = f"{article.title_vi} mới", client.user
    article.save()
    return article


def rewrite(client, article, words=""):
    assert save(client, article, title_vi=words or f"{article.title_vi} mới").status_code == 302
    article.refresh_from_db()


def offered(client, record):
    shown = client.unwritten("get", page(record))
    return {url.split("/")[-2] for _label, url, is_closed in shown.context["publication"]["deeds"]}


def test_from_draft_to_public_and_off_again_with_every_step_kept(client, officer, leader):
    article = written_by(officer)
    public = article.get_absolute_url()
    steps = ((officer, "in_review"), (leader, "approved"), (leader, "published"), (leader, "withdrawn"))
    for person, state in steps:
        assert client.get(public).status_code == (200 if article.publication == "published" else 404)
        assert press(person, article, state, note="Đã hết thời sự" if state == "withdrawn" else "") is None
        assert article.publication == state
        if state == "published":
            assert client.get(public).status_code == 200
            assert press(leader, article, "withdrawn", note=" ") and article.publication == "published"
    assert client.get(public).status_code == 404
    kept = [(move.to_state, move.by, move.version) for move in PublicationMove.objects.of(article).order_by("id")]
    assert kept == [(state, person.user, 3 + at) for at, (person, state) in enumerate(steps)]
    last = article.history.first()
    assert (last.history_user, last.history_change_reason) == (leader.user, "Đã hết thời sự")
    assert "Đã hết thời sự" in leader.get(page(article)).content.decode()
    with pytest.raises(AppendOnly):
        PublicationMove.objects.first().delete()


def test_a_returned_record_needs_a_reason_and_is_approved_anew(officer, leader):
    article = written_by(officer)
    press(officer, article, "in_review")
    assert press(leader, article, "draft") and article.publication == "in_review"
    assert press(leader, article, "draft", note="Thiếu nguồn ảnh") is None and article.publication == "draft"
    assert "Thiếu nguồn ảnh" in officer.get(page(article)).content.decode()
    assert press(officer, article, "in_review") is None


LEADS = ({"in_review", "published"}, {"approved", "published", "scheduled", "draft"}, {"withdrawn"})


@pytest.mark.parametrize(
    ("role", "draft", "in_review", "published"),
    [
        (Role.EDITOR, {"in_review"}, set(), set()),
        (Role.APPROVER, *LEADS),
        (Role.ADMINISTRATOR, *LEADS),
        (Role.AUDITOR, set(), set(), set()),
    ],
)
def test_each_role_is_offered_and_may_do_just_these_deeds(role, draft, in_review, published):
    client = signed_in(role)
    for state, may in (("draft", draft), ("in_review", in_review), ("published", published)):
        article = make.article(publication=state)
        assert offered(client, article) == may
        for target in set(Publication.values) - may:
            answer = client.unwritten("post", deed_page(article, target), {"seen_version": 1})
            forbidden = role == Role.AUDITOR or (role == Role.EDITOR and target != "in_review")
            assert answer.status_code == (404 if target == "expired" else 403 if forbidden else 200)
        article.refresh_from_db()
        assert article.publication == state


def test_asked_twice_or_from_an_old_page_nothing_happens_and_it_is_said(officer, leader):
    article = written_by(officer)
    press(officer, article, "in_review")
    assert leader.unwritten("get", deed_page(article, "approved")).status_code == 200
    version = article.version
    rewrite(officer, article, "Lời đổi lúc lãnh đạo đang đọc")
    answer = leader.unwritten("post", deed_page(article, "approved"), {"seen_version": version})
    assert "Lời đổi lúc lãnh đạo đang đọc" in str(answer.context["form"].errors)
    assert press(leader, article, "approved") is None
    again = leader.post(deed_page(article, "approved"), {"seen_version": article.version})
    assert again.status_code == 200 and PublicationMove.objects.of(article).filter(to_state="approved").count() == 1


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ADMINISTRATOR])
def test_nobody_approves_her_own_and_is_told_who_may(officer, role):
    author, other = signed_in(role), signed_in(Role.APPROVER, last_name="Triệu", first_name="Mến")
    article = written_by(author)
    press(author, article, "in_review")
    for target, fields in (("approved", {}), ("published", {}), ("scheduled", {"on": "01/01/2100"})):
        assert "Triệu Mến" in press(author, article, target, **fields)
        assert article.publication == "in_review"
    assert press(other, article, "approved") is None
    assert press(author, article, "published") is None, "what another has approved she may bring out"
    rewrite(author, article)
    press(author, article, "withdrawn", note="Sửa lại")
    press(author, article, "in_review")
    assert press(author, article, "published") and article.publication == "in_review"


def test_steps_of_a_procedure_are_writing_too(leader):
    procedure = make.procedure(publication="in_review")
    step = procedure.steps.create(order=1, text_vi="Nộp hồ sơ")
    assert press(leader, procedure, "approved") is None
    press(leader, procedure, "draft", note="Sửa bước")
    data = fields_of(leader.unwritten("get", page(procedure)))
    name = next(name for name in data if name.endswith("-id") and data[name] == str(step.pk)).removesuffix("id")
    assert leader.post(page(procedure), data | {f"{name}text_vi": "Bước đổi lời"}).status_code == 302
    procedure.refresh_from_db()
    assert press(leader, procedure, "published") and procedure.publication == "draft"


def test_a_deputy_publishes_in_her_days_and_only_then(officer):
    today = timezone.localdate()
    author = signed_in(Role.APPROVER)
    article = written_by(author)
    press(author, article, "in_review")
    assert press(officer, article, "approved") == 403
    spell = make.deputy(approver=author.user, deputy=officer.user, from_on=today + dt.timedelta(1), to_on="2100-01-01")
    assert press(officer, article, "approved") == 403
    spell.from_on = today
    spell.save()
    own = written_by(officer)
    assert press(officer, own, "published"), "not what she wrote herself"
    lent_on = signed_in(Role.EDITOR)
    make.deputy(approver=officer.user, deputy=lent_on.user)
    assert press(lent_on, article, "approved") == 403, "what was lent is not lent on"
    assert press(officer, article, "approved") is None
    author.user.is_active = False
    author.user.save()
    assert press(officer, article, "published") == 403


def test_a_leader_names_her_own_deputy_and_an_auditor_is_none(leader):
    address = reverse("admin:core_deputy_add")
    other, reader, editor = make.user(Role.APPROVER), make.user(Role.AUDITOR), make.user(Role.EDITOR)
    sent = {"deputy": editor.pk, "from_on": "01/01/2100", "to_on": "02/01/2100"}
    mine = sent | {"approver": leader.user.pk}
    for wrong in (sent | {"approver": other.pk}, mine | {"deputy": reader.pk}, mine | {"to_on": "31/12/2099"}):
        assert leader.unwritten("post", address, wrong).status_code == 200
    assert leader.post(address, mine).status_code == 302
    assert leader.user.deputies.get().deputy == editor
    theirs = make.deputy(approver=other)
    assert leader.post(page(theirs), {}).status_code == 403
    assert leader.post(reverse("admin:core_deputy_delete", args=[theirs.pk]), {"post": "yes"}).status_code == 403


class TestDaysSetAhead:
    def scheduled(self, officer, leader, **fields):
        article = written_by(officer)
        press(officer, article, "in_review")
        assert press(leader, article, "scheduled", on="01/01/2100") is None
        assert press(leader, article, "approved") is None
        assert press(leader, article, "scheduled", **{"on": "01/01/2100"} | fields) is None
        return article

    def came(self, day):
        """What the first page asked for on `day` does."""
        return due.carry_out(dt.date.fromisoformat(day))

    def test_it_is_public_from_its_day_to_its_last(self, client, officer, leader):
        article = self.scheduled(officer, leader, until="01/02/2100")
        assert "01/01/2100" in leader.get(page(article)).context["publication"]["term"]
        for day, state in (
            ("2099-12-31", "scheduled"),
            ("2100-01-01", "published"),
            ("2100-01-31", "published"),
            ("2100-02-01", "expired"),
        ):
            self.came(day)
            article.refresh_from_db()
            assert article.publication == state
            assert client.get(article.get_absolute_url()).status_code == (200 if state == "published" else 404)
        assert not PublicationTerm.objects.exists() and self.came("2100-03-01") == 0
        assert [move.by for move in PublicationMove.objects.of(article)[:2]] == [None, None]
        assert article.history.first().history_user is None

    def test_the_first_page_of_the_day_carries_it_out_whoever_asks(self, client, officer, leader):
        article = self.scheduled(officer, leader)
        PublicationTerm.objects.update(publish_on=timezone.localdate())
        assert client.get(article.get_absolute_url()).status_code == 404, "this process has looked today"
        due.looked_on(None)
        assert leader.unwritten("get", reverse("admin:index")).status_code == 200
        assert client.get(article.get_absolute_url()).status_code == 200
        assert article.history.first().history_user is None

    def test_what_was_changed_after_its_approval_waits_again(self, officer, leader):
        article = self.scheduled(officer, leader)
        rewrite(officer, article)
        self.came("2100-01-01")
        article.refresh_from_db()
        assert article.publication == "in_review" and not PublicationTerm.objects.exists()

    def test_a_day_that_is_none_or_has_passed_is_refused(self, officer, leader):
        article = written_by(officer)
        press(officer, article, "in_review")
        for fields in ({}, {"on": "x"}, {"on": "01/01/2020"}, {"on": "01/01/2100", "until": "01/01/2100"}):
            assert press(leader, article, "scheduled", **fields) and article.publication == "in_review"


def test_what_was_public_once_keeps_its_address_when_it_is_drafted_anew(officer, leader):
    article = make.article()
    press(leader, article, "withdrawn", note="Sai")
    press(officer, article, "in_review")
    press(leader, article, "draft", note="Viết lại")
    assert "slug" not in fields_of(officer.unwritten("get", page(article)))
    assert "slug" in fields_of(officer.get(page(make.article(publication="draft"))))


def test_the_queue_holds_what_waits_for_her_and_what_she_submitted(officer, leader, django_assert_max_num_queries):
    article, rate, zone = written_by(officer), make.rate(publication="draft"), make.zone(publication="draft")
    for record in (article, rate, zone):
        press(officer, record, "in_review")
    press(leader, zone, "draft", note="Thiếu")
    own = make.article(publication="draft")
    press(leader, own, "in_review")
    address = reverse("admin:publication_queue")
    told = leader.unwritten("get", address).context
    assert [row.record for row in told["waiting"]] == [article, rate]
    assert [row.record for row in told["mine"]] == [own]
    told = officer.unwritten("get", address).context
    assert {row.record for row in told["mine"]} == {article, rate, zone} and [own] == [
        row.record for row in told["waiting"]
    ]
    with django_assert_max_num_queries(15):
        leader.get(address)
    for _number in range(4):
        publish_to(make.rate(publication="draft", zone=make.zone()), "in_review", by=officer.user)
    with django_assert_max_num_queries(15):
        leader.get(address)
    assert leader.post(address).status_code == 405


def test_the_page_asks_as_much_for_one_step_as_for_many(leader, officer, django_assert_max_num_queries):
    few, many = written_by(officer), written_by(officer)
    for _time in range(3):
        press(officer, many, "in_review")
        press(leader, many, "draft", note="Chưa được")
    leader.get(page(few))
    with django_assert_max_num_queries(40) as counted:
        leader.get(page(few))
    with django_assert_max_num_queries(len(counted)):
        leader.get(page(many))

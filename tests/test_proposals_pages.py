"""The pages of proposed changes: what they tell, who may press what, and how little they ask of the database."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse, translate_url

from core.models import Proposal, PublicationMove
from core.proposals import telling
from core.roles import Role
from investors.models import Contact
from kcn_portal.publication_queue import waiting_for
from procedures.models import Paper
from projects.models import ProjectEvent
from tests import make
from tests.admin_forms import fields_of
from tests.office_client import OfficeClient
from tests.proposing import accept, do, page, propose, proposed_change, save, signed_in

QUEUE = reverse("admin:publication_queue")


@pytest.fixture
def officer(db):
    return signed_in(Role.EDITOR)


@pytest.fixture
def leader(db):
    return signed_in(Role.APPROVER)


def test_the_page_tells_each_field_before_and_after_in_either_language(officer, leader):
    law = make.instrument(title_vi="Quyết định cũ", title_en="Old decision")
    changes = {"title_vi": "Quyết định mới", "title_en": "New decision", "status": "replaced"}
    proposal = propose(officer, law, **changes, proposal_note="Vì <b>đính chính</b>")
    told = leader.get(page(proposal)).text
    for words in ("Quyết định cũ", "Quyết định mới", "Old decision", "New decision", str(officer.user)):
        assert words in told
    assert "Vì &lt;b&gt;đính chính&lt;/b&gt;" in told and "<b>đính" not in told
    english = leader.get(translate_url(page(proposal), "en")).text
    assert "Replaced" in english and "Title (in Vietnamese)" in english


def test_the_record_says_what_waits_and_shows_what_holds(officer, leader):
    procedure = make.procedure(name_vi="Tên cũ")
    proposal = propose(officer, procedure, name_vi="Tên mới")
    for client in (officer, leader):
        shown = client.get(page(procedure))
        assert page(proposal) in shown.text and str(officer.user) in shown.text
        assert shown.context["adminform"].form["name_vi"].value() == "Tên cũ" and "Tên mới" not in shown.text
        assert 'name="proposal_note"' in shown.text and not shown.context["show_save"]
    assert "Tên mới" not in OfficeClient().get(procedure.get_absolute_url()).text
    do(officer, proposal, "withdraw")
    assert page(proposal) not in officer.get(page(procedure)).text


def test_whoever_only_reads_sees_it_and_presses_nothing(officer):
    proposal, auditor = propose(officer, make.instrument(), title_vi="Mới"), signed_in(Role.AUDITOR)
    shown = auditor.get(page(proposal))
    assert shown.status_code == 200 and not shown.context["may_decide"] and not shown.context["may_withdraw"]
    assert "proposal_note" not in auditor.get(page(make.instrument())).text
    for step in ("accept", "refuse", "withdraw"):
        assert do(auditor, proposal, step, reason="x").status_code == 403
        assert OfficeClient().post(page(proposal, step)).status_code == 302, "nobody enters without signing in"


@pytest.mark.parametrize("step", ("accept", "refuse", "withdraw"))
def test_looking_decides_nothing_and_nonsense_is_no_fault(officer, leader, step):
    proposal = propose(officer, make.instrument(), title_vi="Mới")
    for client in (officer, leader):
        assert client.get(page(proposal, step)).status_code == 405
    proposal.refresh_from_db()
    assert proposal.is_open and leader.post(page(proposal)).status_code == 405
    name = f"admin:core_proposal_{step}"
    for word in ("999999", "x", "9" * 30):
        assert leader.post(reverse(name, args=[word])).status_code in (302, 404)


def test_a_hostile_form_is_kept_as_nothing_more_than_it_is(officer, leader):
    law = make.instrument()
    sent = {"publication": "withdrawn", "version": "9", "slug": "khac", "x\x00y": "1", "junk": "a\x00b", "_popup": "1"}
    proposal = propose(officer, law, title_vi="<script>alert(1)</script>", **sent)
    assert not any("\x00" in name + "".join(values) for name, values in proposal.typed.items())
    assert [change[0] for change in proposal.told[0]["changes"]] == ["title_vi"]
    assert "<script>alert(1)" not in leader.get(page(proposal)).text
    Proposal.objects.filter(pk=proposal.pk).update(typed=proposal.typed | {"publication": ["draft"], "type": ["?"]})
    assert accept(leader, proposal), "a form that is none any more is refused in sentences"
    law.refresh_from_db()
    assert (law.publication, law.version) == ("published", 1)


def test_what_a_published_record_holds_is_not_removed_at_once(officer):
    contact = Contact.objects.create(investor=make.investor(), name="Bà Nguyệt")
    assert save(officer, contact.investor, **{"contacts-0-DELETE": "on", "contacts-0-phone": "0209"}).status_code == 302
    assert Contact.objects.get(pk=contact.pk).phone == "0209"
    paper = Paper.objects.create(procedure=make.procedure(), order=1, name_vi="Đơn")
    proposal = propose(officer, paper.procedure, **{"papers-0-DELETE": "on"})
    assert proposal.told[0]["deed"] == "-" and Paper.objects.filter(pk=paper.pk).exists()
    event = ProjectEvent.objects.create(project=make.project(), kind="amend", on="2024-01-02", number="7/QĐ")
    proposal = propose(officer, event.project, **{"events-0-DELETE": "on"})
    assert "7/QĐ" in telling.in_parts(proposal.told)[0].title and ProjectEvent.objects.filter(pk=event.pk).exists()


def test_the_queue_holds_what_waits_and_its_number_counts_it(officer, leader, rf, django_assert_max_num_queries):
    proposal = propose(officer, make.instrument(), title_vi="Mới", proposal_note="Lý do riêng")
    make.article(publication="draft")
    told = leader.get(QUEUE)
    assert [*told.context["proposals"]["others"]] == [proposal] and "Lý do riêng" in told.text
    assert [*officer.get(QUEUE).context["proposals"]["own"]] == [proposal]
    for client, count in ((leader, 1), (officer, 0)):
        request = rf.get(QUEUE)
        request.user = client.user
        with django_assert_max_num_queries(3):
            assert waiting_for(request) == waiting_for(request) == count
    with django_assert_max_num_queries(30) as counted:
        leader.get(QUEUE)
    for _number in range(3):
        proposed_change()
    with django_assert_max_num_queries(len(counted)):
        assert len(leader.get(QUEUE).context["proposals"]["others"]) == 4


def test_a_kind_of_record_that_is_gone_is_said_in_words(leader):
    gone, words = ContentType.objects.create(app_label="zones", model="gone"), "loại không còn trong hệ thống"
    told = [{"model": "zones.gone", "relation": "x", "deed": "~", "name": "A", "changes": [["area", "1", "2"]]}]
    proposal = proposed_change(told=told)
    Proposal.objects.filter(pk=proposal.pk).update(content_type=gone)
    move = {"content_type": gone, "object_id": 1, "from_state": "draft", "to_state": "in_review", "version": 1}
    PublicationMove.objects.create(by=leader.user, **move)
    for address in (reverse("admin:core_proposal_changelist"), page(proposal), QUEUE):
        assert words in leader.get(address).text.lower()
    assert leader.get(reverse("admin:index")).status_code == 200
    assert "không còn" in accept(leader, proposal) and do(leader, proposal, "refuse", reason="x").status_code == 302


def test_the_list_and_the_page_ask_as_much_for_many_as_for_few(leader, django_assert_max_num_queries):
    first = proposed_change()
    listed = reverse("admin:core_proposal_changelist")
    leader.get(listed)
    with django_assert_max_num_queries(40) as of_list:
        leader.get(listed)
    with django_assert_max_num_queries(40) as of_record:
        leader.get(page(first.record()))
    for _number in range(3):
        proposed_change(record=first.record())
    with django_assert_max_num_queries(len(of_list)):
        leader.get(listed)
    with django_assert_max_num_queries(len(of_record)):
        leader.get(page(first.record()))


def test_a_warning_is_asked_for_and_kept_with_the_acceptance(officer, leader):
    law = make.instrument()
    proposal = propose(officer, law, title_vi="Chỉ đổi tiếng Việt")
    asked = do(leader, proposal, "accept")
    assert asked.status_code == 200 and asked.context["warnings"] and "warning_" in asked.text
    proposal.refresh_from_db()
    assert proposal.is_open and accept(leader, proposal) is None
    told = leader.get(page(law)).context["publication"]["moves"][0][0].note
    assert str(officer.user) in told and len(told.splitlines()) > 1


def test_what_was_typed_is_told_again_when_it_cannot_be_proposed(officer):
    milestone = make.milestone()
    data = fields_of(officer.unwritten("get", page(milestone))) | {"on": "32/13/2024", "proposal_note": "Giữ lại"}
    answer = officer.post(page(milestone), data)
    assert answer.status_code == 200 and "Giữ lại" in answer.text and "32/13/2024" in answer.text

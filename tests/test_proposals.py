"""A change of a record somebody has agreed to waits for another person: kept as typed, tried out, sent once more."""

import datetime as dt

import pytest
from django.urls import translate_url

from core.disclosure import Publication
from core.lifecycle import MoveRefused
from core.models import AppendOnly, LinkChange, Proposal, PublicationMove, PublicationTerm
from core.proposals import carry_out, waiting
from core.publication import due
from core.publication.moves import Asked, publish_to
from core.roles import Role
from procedures.models import Step
from projects.models import ProjectEvent
from tests import make, uploads
from tests.proposing import accept, do, page, propose, save, signed_in

OPEN = Proposal.State.OPEN


@pytest.fixture
def officer(db):
    return signed_in(Role.EDITOR)


@pytest.fixture
def leader(db):
    return signed_in(Role.APPROVER)


def event(project, **fields):
    known = {"kind": "issue_irc", "on": dt.date(2024, 5, 1), "number": "1/QĐ"}
    return ProjectEvent.objects.create(project=project, **known | fields)


def as_saved(record):
    return type(record)._base_manager.get(pk=record.pk)


KINDS = [
    (make.rate, {"valid_to": "01/01/2027"}),
    (make.milestone, {"text_vi": "Khởi công lại"}),
    (make.instrument, {"title_vi": "Tên khác"}),
    (make.incentive, {"summary_vi": "Mức khác."}),
    (make.procedure, {"name_vi": "Thủ tục khác"}),
]


@pytest.mark.parametrize(("build", "change"), KINDS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_public_record_of_the_four_eyes_kinds_changes_only_by_another_persons_word(officer, leader, build, change):
    record = build()
    (field,) = change
    before = getattr(record, field)
    proposal = propose(officer, record, **change, proposal_note="Theo quyết định mới")
    now = as_saved(record)
    assert (now.version, getattr(now, field)) == (1, before), "nothing changed, and no version was lost"
    assert record.history.count() == 1 and proposal.note == "Theo quyết định mới"
    assert [one[0] for one in proposal.told[0]["changes"]] == [field]
    assert accept(leader, proposal) is None
    now, line = as_saved(record), record.history.first()
    assert getattr(now, field) != before and now.version == 2 and now.publication == Publication.PUBLISHED
    assert line.history_user == officer.user and str(leader.user) in line.history_change_reason
    move = PublicationMove.objects.of(record).get()
    assert (move.by, move.version, move.to_state) == (leader.user, 2, "published")


def test_a_draft_still_changes_at_once(officer):
    law = make.instrument(publication=Publication.DRAFT)
    assert save(officer, law, title_vi="Khác").status_code == 302
    assert as_saved(law).title_vi == "Khác" and not Proposal.objects.exists()


def test_what_may_not_be_saved_is_told_beside_its_field_and_proposes_nothing(officer):
    law = make.instrument()
    answer = save(officer, law, title_vi="", proposal_note="Vì sao")
    assert answer.status_code == 200 and "title_vi" in answer.context["adminform"].form.errors
    assert "Vì sao" in answer.text and not Proposal.objects.exists() and as_saved(law).version == 1


def test_what_may_not_be_public_is_not_even_proposed(officer):
    milestone = make.milestone()
    answer = save(officer, milestone, text_vi="Gọi 0912 345 678")
    assert answer.status_code == 200 and "091" in str(answer.context["adminform"].form.non_field_errors())
    assert not Proposal.objects.exists()


def test_a_form_nobody_touched_proposes_nothing(officer):
    assert save(officer, make.rate()).status_code == 302
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("role", (Role.APPROVER, Role.ADMINISTRATOR))
def test_nobody_accepts_her_own_and_a_deputy_may_accept_anothers(leader, role):
    own = signed_in(role)
    proposal = propose(own, make.instrument(), title_vi="Khác")
    assert do(own, proposal, "accept").status_code == 403
    assert do(own, proposal, "refuse", reason="x").status_code == 403
    assert not waiting(own.user).exists() and waiting(leader.user).get() == proposal
    stand_in = signed_in(Role.EDITOR)
    assert do(stand_in, proposal, "accept").status_code == 403
    make.deputy(approver=leader.user, deputy=stand_in.user)
    assert accept(stand_in, proposal) is None


def test_two_proposals_on_one_record_and_the_second_acceptance_is_told(officer, leader):
    law = make.instrument()
    first, second = propose(officer, law, title_vi="Một"), propose(signed_in(Role.EDITOR), law, title_vi="Hai")
    assert accept(leader, first) is None
    told = accept(leader, second)
    assert "Một" in told and str(officer.user) in told
    second.refresh_from_db()
    assert second.is_open and as_saved(law).title_vi == "Một"


def test_accepted_twice_it_is_done_once(officer, leader):
    law = make.instrument()
    proposal = propose(officer, law, title_vi="Một")
    assert accept(leader, proposal) is None
    again = accept(leader, proposal)
    assert str(leader.user) in again and as_saved(law).version == 2 and law.history.count() == 2
    with pytest.raises(MoveRefused):
        carry_out.withdraw(proposal, by=officer.user)
    with pytest.raises(AppendOnly):
        proposal.delete()


def test_a_refusal_needs_a_reason_and_changes_nothing(officer, leader):
    law = make.instrument()
    proposal = propose(officer, law, title_vi="Một")
    assert do(leader, proposal, "refuse", reason=" \x00 ").status_code == 200
    assert do(leader, proposal, "refuse", reason="Sai số").status_code == 302
    proposal.refresh_from_db()
    told = (proposal.state, proposal.reason, proposal.decided_by)
    assert told == ("refused", "Sai số", leader.user) and as_saved(law).version == 1
    assert accept(leader, proposal), "decided is decided"


def test_only_who_proposed_it_takes_it_back(officer, leader):
    proposal = propose(officer, make.instrument(), title_vi="Một")
    assert do(leader, proposal, "withdraw").status_code == 403
    assert do(officer, proposal, "withdraw").status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn" and do(officer, proposal, "withdraw").status_code == 200


def test_steps_added_changed_and_removed_wait_together_and_bring_a_new_version(officer, leader):
    procedure = make.procedure()
    kept, gone = (Step.objects.create(procedure=procedure, order=n, text_vi=f"Bước {n}") for n in (1, 2))
    rows = {
        "steps-TOTAL_FORMS": "3", "steps-0-text_vi": "Bước một", "steps-1-DELETE": "on",
        "steps-2-order": "3", "steps-2-text_vi": "Bước ba", "steps-2-procedure": procedure.pk, "steps-2-id": "",
    }  # fmt: skip
    proposal = propose(officer, procedure, **rows)
    assert [group["deed"] for group in proposal.told] == ["~", "-", "+"]
    assert set(procedure.steps.values_list("text_vi", flat=True)) == {"Bước 1", "Bước 2"}
    assert accept(leader, proposal) is None
    assert [*procedure.steps.order_by("order").values_list("text_vi", flat=True)] == ["Bước một", "Bước ba"]
    assert as_saved(procedure).version == 2, "so that a second proposal on its steps is told"
    removed = Step.history.filter(id=gone.pk).first()
    assert (removed.history_type, removed.history_user) == ("-", officer.user)
    assert str(leader.user) in removed.history_change_reason and as_saved(kept).text_vi == "Bước một"


def test_a_legal_event_waits_with_the_whole_form_and_other_fields_alone_do_not(officer, leader):
    project = make.project()
    first = event(project)
    assert save(officer, project, jobs_vi="300").status_code == 302
    assert as_saved(project).jobs_vi == "300" and not Proposal.objects.exists()
    row = {"kind": "terminate", "on": "02/06/2025", "number": "9/QĐ", "project": project.pk, "id": ""}
    rows = {"events-TOTAL_FORMS": "2"} | {f"events-1-{name}": value for name, value in row.items()}
    proposal = propose(officer, project, jobs_vi="400", **rows)
    assert as_saved(project).jobs_vi == "300" and project.events.get() == first
    assert accept(leader, proposal) is None
    assert as_saved(project).jobs_vi == "400" and project.events.count() == 2


def test_links_are_told_and_written_down_in_the_proposers_name(officer, leader):
    incentive, law = make.incentive(), make.instrument()
    proposal = propose(officer, incentive, legal_basis=[law.pk])
    assert ["legal_basis", None, [str(law)]] in proposal.told[0]["changes"] and not incentive.legal_basis.exists()
    assert not LinkChange.objects.exists()
    assert accept(leader, proposal) is None
    assert incentive.legal_basis.get() == law and LinkChange.objects.get().by == officer.user


def test_numbers_mean_what_they_meant_in_the_language_they_were_typed_in(officer, leader):
    rate = make.rate(amount=None)
    proposal = propose(officer, rate, amount="12345,5")
    address = translate_url(page(proposal, "accept"), "en")
    assert address.startswith("/en/") and leader.post(address).status_code == 302
    assert str(as_saved(rate).amount).startswith("12345.5")


def test_a_scheduled_record_stays_scheduled_and_goes_out_as_it_was_accepted(officer, leader):
    law = make.instrument(publication=Publication.IN_REVIEW)
    publish_to(law, "scheduled", by=leader.user, asked=Asked(on=dt.date(2100, 1, 1)))
    proposal = propose(officer, law, title_vi="Một")
    assert accept(leader, proposal) is None
    assert as_saved(law).publication == "scheduled" and PublicationTerm.objects.of(law).exists()
    due.carry_out(dt.date(2100, 1, 1))
    now = as_saved(law)
    assert (now.publication, now.title_vi) == ("published", "Một")


def test_what_was_withdrawn_meanwhile_or_proposed_by_somebody_who_left_is_not_accepted(officer, leader):
    law, other = make.instrument(), make.instrument()
    stale, orphan = propose(officer, law, title_vi="Một"), propose(officer, other, title_vi="Hai")
    publish_to(law, "withdrawn", by=leader.user, asked=Asked(note="Sai"))
    assert accept(leader, stale)
    officer.user.is_active = False
    officer.user.save()
    assert accept(leader, orphan) and as_saved(other).version == 1


def test_a_file_that_came_with_a_proposal_is_kept_for_it(officer, leader, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    law = make.instrument()
    proposal = propose(officer, law, upload=uploads.sent(uploads.PDF))
    assert as_saved(law).file is None and proposal.files
    assert accept(leader, proposal) is None
    now = as_saved(law)
    assert now.file.pk == proposal.files["upload"][0] and not now.is_file_public

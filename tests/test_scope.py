"""An officer limited to zones or topics: by whatever way, she changes only what she looks after; she reads all."""

import datetime as dt

import pytest
from django.contrib import admin
from django.urls import reverse

from core import scope
from core.lifecycle import MoveRefused
from core.models import Proposal, User
from core.publication.moves import Asked, publish_to, reasons_against
from core.roles import Role
from enquiries.models import Enquiry
from kcn_portal.desk import waiting_reshapes
from kcn_portal.publication_queue import waiting_for
from projects.land import carry_out, changes_along
from projects.models import Opportunity, Project, ProjectMove
from reports.models import PeriodFigure
from tests import make, make_reports
from tests.admin_forms import fields_of
from tests.proposing import accept, page, propose, proposed_change, save, signed_in
from tests.workbooks import book_of, previewed, refusals, rows_of
from zones.models import (
    Figure,
    Milestone,
    Parcel,
    PlanFeature,
    Rate,
    ReshapeProposal,
    Survey,
    Utility,
    Zone,
    ZoneEvent,
)


def reshape_proposal(zone):
    parcel = make.parcel(zone=zone)
    return ReshapeProposal.objects.create(kind="split", parcel=parcel, into="CN-1A, CN-1B", by=make.user())


def of_zone(build):
    return lambda zone: build(zone=zone, publication="draft")


# Every kind of record with a zone → a record of that zone.
OF_ZONE = {
    Zone: lambda zone: zone,
    Enquiry: lambda zone: make.enquiry(parcel=make.parcel(zone=zone)),
    Figure: of_zone(make.figure),
    Milestone: of_zone(make.milestone),
    Opportunity: of_zone(make.opportunity),
    Parcel: of_zone(make.parcel),
    PeriodFigure: lambda zone: make_reports.period_figure(project=make.project(zone=zone)),
    PlanFeature: of_zone(make.plan_feature),
    Project: of_zone(make.project),
    Rate: of_zone(make.rate),
    ReshapeProposal: reshape_proposal,
    Survey: lambda zone: make.survey(zone=zone),
    Utility: of_zone(make.utility),
    ZoneEvent: lambda zone: make_reports.zone_event(zone=zone),
}
CHANGED_BY_FORM = [model for model in OF_ZONE if model not in (ReshapeProposal, Survey)]


@pytest.fixture
def own(db):
    return make.zone(code="A1", short_name_vi="Thanh Bình I")


@pytest.fixture
def other(db):
    return make.zone(code="B1")


@pytest.fixture
def officer(own):
    return signed_in(Role.EDITOR, zone_codes=["A1"])


def address(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def test_every_kind_of_record_with_a_zone_is_asked_here():
    assert set(OF_ZONE) == {model for model in admin.site._registry if model is Zone or scope._paths(model)}


@pytest.mark.parametrize("model", CHANGED_BY_FORM, ids=lambda model: model._meta.label_lower)
def test_a_form_of_another_zone_is_only_read_and_of_her_own_is_written(own, other, officer, model):
    theirs, hers = OF_ZONE[model](other), OF_ZONE[model](own)
    shown = officer.get(page(theirs))
    assert shown.status_code == 200 and "Thanh Bình I" in " ".join(shown.context["limits"])
    assert set(shown.context["adminform"].form.fields) == {"seen_version"}, "nothing can be typed"
    mine = officer.unwritten("get", page(hers))
    assert len(mine.context["adminform"].form.fields) > 1 and not mine.context["limits"]
    assert officer.post(page(theirs), fields_of(mine)).status_code == 403
    assert officer.post(page(theirs, "delete"), {"post": "yes"}).status_code == 403


def test_a_record_is_neither_entered_in_nor_led_into_another_zone(own, other, officer):
    figure = make.figure(zone=own, publication="draft")
    answer = save(officer, figure, zone=other.pk)
    assert "Thanh Bình I" in str(answer.context["adminform"].form.errors["zone"])
    data = fields_of(officer.unwritten("get", page(figure))) | {"key": "moi", "zone": other.pk}
    answer = officer.post(address(Figure, "add"), data)
    assert "zone" in answer.context["adminform"].form.errors and not Figure.objects.filter(zone=other).exists()
    assert save(officer, figure, label_vi="Đổi").status_code == 302
    assert save(officer, figure, zone="").status_code == 302, "what belongs to the whole Board has no zone"


@pytest.mark.parametrize("step", ["move/readiness/?to=serviced", "earlier/readiness/", "split", "merge"])
def test_states_and_outlines_of_another_zone_stay(own, other, officer, step):
    theirs, hers = make.parcel(zone=other), make.parcel(zone=own)
    for method in (officer.get, officer.post):
        assert method(f"/admin/zones/parcel/{theirs.pk}/{step}", follow=True).status_code == 403
    assert officer.get(f"/admin/zones/parcel/{hers.pk}/{step}", follow=True).status_code == 200


def test_the_deeds_of_publication_one_by_one_and_many_at_once(own, other, officer):
    theirs, hers = make.figure(zone=other, publication="draft"), make.figure(zone=own, publication="draft")
    assert officer.get(address(Figure, "publication", theirs.pk, "in_review")).status_code == 403
    assert "Thanh Bình I" in reasons_against(theirs, "in_review", by=officer.user, asked=Asked(), found=[])[0]
    chosen = {"chosen": [f"{one.pk}-{one.version}" for one in (theirs, hers)]}
    told = officer.post(address(Figure, "bulk", "in_review"), chosen)
    assert "Thanh Bình I" in told.text
    theirs.refresh_from_db()
    hers.refresh_from_db()
    assert (theirs.publication, hers.publication) == ("draft", "in_review")


def test_a_deputy_with_limits_publishes_and_accepts_only_what_is_hers(own, other, officer):
    make.deputy(deputy=officer.user)
    theirs, hers = make.parcel(zone=other, publication="draft"), make.parcel(zone=own, publication="draft")
    seen = {"seen": f"{theirs.pk}-1 {hers.pk}-1", "confirm": "1"}
    shown = officer.post(address(Parcel, "publish"), {"seen": seen["seen"]})
    ticks = {f"warning_{one.key}": "on" for row in shown.context["found"] for one in row.warnings}
    officer.post(address(Parcel, "publish"), seen | ticks)
    assert [row.publication for row in Parcel.objects.filter(zone=other)] == ["draft"]
    writer = signed_in(Role.EDITOR)
    theirs, hers = (propose(writer, make.milestone(zone=zone), text_vi="Đổi") for zone in (other, own))
    assert officer.post(page(theirs, "accept")).status_code == 403 and accept(officer, hers) is None


def test_a_deputy_with_limits_counts_and_lists_only_what_she_decides_on(own, other, officer, rf):
    writer, leader = make.user(Role.EDITOR), signed_in(Role.APPROVER)
    for zone in (own, other):
        publish_to(make.figure(zone=zone, publication="draft"), "in_review", by=writer)
        proposed_change(record=make.milestone(zone=zone), by=writer)
        reshape_proposal(zone)
    publish_to(make.figure(zone=None, publication="draft"), "in_review", by=writer)

    def seen_by(client):
        request = rf.get("/admin/")
        request.user = User.objects.get(pk=client.user.pk)
        queue = client.get(reverse("admin:publication_queue")).context
        approval = next(one for one in client.get("/admin/").context["sections"] if one.key == "approval")
        lists = len(queue["waiting"]), len(queue["proposals"]["others"])
        return waiting_for(request), waiting_reshapes(request), *lists, sorted(line.count for line in approval.lines)

    assert seen_by(leader) == (5, 2, 3, 2, [2, 2, 3])
    assert seen_by(officer)[2:4] == (3, 2), "who decides on nothing sees what waits"
    make.deputy(deputy=officer.user)
    assert seen_by(officer) == (3, 1, 2, 1, [1, 1, 2])
    User.objects.filter(pk=officer.user.pk).update(topics=["news"])
    assert seen_by(officer) == (0, 0, 0, 0, [])


def test_proposals_wait_for_records_of_her_zone_only(own, other, officer):
    milestone = make.milestone(zone=other)
    data = fields_of(signed_in(Role.EDITOR).get(page(milestone)))
    assert officer.post(page(milestone), data | {"text_vi": "Đổi"}).status_code == 403 and not Proposal.objects.exists()
    assert propose(officer, make.milestone(zone=own), text_vi="Đổi").is_open


def test_whose_limits_changed_meanwhile_no_longer_changes_it(own, other, officer):
    proposal = propose(officer, make.milestone(zone=own), text_vi="Đổi")
    User.objects.filter(pk=officer.user.pk).update(zone_codes=["B1"])
    assert str(officer.user) in accept(signed_in(Role.APPROVER), proposal)


def test_rows_of_another_zone_are_refused_by_row(own, other, officer):
    make.parcel(zone=own, code="CN1", area=10), make.parcel(zone=other, code="CN2", area=10)
    book = officer.post(address(Parcel, "export"), {"format": "0", "resource": "0"}).content
    headings, *rows = rows_of(book)
    column = next(place for place, cell in enumerate(rows[0]) if cell == 10)
    for row in rows:
        row[column] = 11
    told = refusals(previewed(officer, Parcel, book_of([headings, *rows])))
    assert len(told) == 1 and "Thanh Bình I" in next(iter(told.values()))


def test_a_survey_of_another_zone_is_looked_at_and_not_applied(own, other, officer):
    theirs, hers = make.survey(zone=other), make.survey(zone=own)
    assert officer.get(page(theirs)).status_code == 200
    for step in ("check", "apply", "discard", "take_back"):
        assert officer.post(address(Survey, step, theirs.pk)).status_code == 403
    assert officer.post(address(Survey, "discard", hers.pk), {"seen_version": hers.version}).status_code == 302
    data = {"zone": other.pk, "source": theirs.source_id, "epsg": "9213", "pasted": "x"}
    assert "zone" in officer.post(address(Survey, "add"), data).context["adminform"].form.errors


def test_a_notice_and_a_reshape_of_another_zone(own, other, officer):
    project, proposal = make.project(zone=other, finish_by=dt.date(2020, 1, 1)), reshape_proposal(other)
    assert officer.post(address(Project, "notice", project.pk)).status_code == 403
    make.deputy(deputy=officer.user)
    assert officer.post(address(ReshapeProposal, "drop", proposal.pk)).status_code == 403


def test_topics_keep_her_to_their_pages_and_sources_are_everybodys(db):
    officer = signed_in(Role.EDITOR, topics=["news"])
    law, article = make.instrument(publication="draft"), make.article(publication="draft")
    assert officer.get(page(law)).status_code == 200 and officer.get(page(law)).context["limits"]
    assert officer.post(page(law), {}).status_code == 403
    assert officer.get(address(Rate, "add")).status_code == officer.get(address(Rate, "import")).status_code == 403
    assert save(officer, article, title_vi="Đổi").status_code == 302
    assert officer.get("/admin/core/source/add/").status_code == 200
    with pytest.raises(Exception, match="Tin"):
        publish_to(law, "in_review", by=officer.user)
    assert officer.user.has_perm("zones.view_zone") and not officer.user.has_perm("zones.change_zone")


def test_a_limit_that_names_nothing_any_more_opens_nothing(own):
    gone = make.user(zone_codes=["X9"], topics=["gone"])
    assert not gone.may("change", "zones", own) and not make.user(topics=["gone"]).may("change", "news")
    assert make.user().may("change", "zones", own) and scope.told(make.user()) == ""


def test_an_administrator_sets_limits_and_only_for_officers(own, other):
    chief, person = signed_in(Role.ADMINISTRATOR), make.user(Role.EDITOR)
    assert save(chief, person, zone_codes=["A1"], topics=["land", "news"]).status_code == 302
    person.refresh_from_db()
    assert (person.zone_codes, person.topics) == (["A1"], ["land", "news"])
    assert person.may("change", "zones", own) and not person.may("change", "zones", other)
    assert save(chief, person, zone_codes=["Z9"]).status_code == 200
    answer = save(chief, person, role=Role.APPROVER)
    assert {"zone_codes", "topics"} <= set(answer.context["adminform"].form.errors)
    line = chief.get(f"/admin/lich-su/?kind=core.user&record={person.pk}").text
    assert "A1" in line
    read = signed_in(Role.AUDITOR).get(page(person)).context["adminform"]
    told = [field.contents() for fieldset in read for line in fieldset for field in line]
    assert {"Thanh Bình I", "Đất và khu công nghiệp, Tin tức"} <= set(told)


def test_without_limits_nothing_more_is_asked_of_the_database(own, django_assert_num_queries):
    person, figure = make.user(Role.EDITOR), make.figure(zone=own)
    with django_assert_num_queries(0):
        assert person.may("change", "zones", figure)
    limited, figures = make.user(zone_codes=["A1"]), [make.figure(zone=own) for _number in range(3)]
    with django_assert_num_queries(1):
        assert all(limited.may("change", "zones", figure) for figure in figures)


def test_what_waits_is_not_decided_by_who_may_not(own, other, officer):
    proposal = proposed_change(record=make.milestone(zone=other))
    assert officer.post(page(proposal, "refuse"), {"reason": "x"}).status_code == 403


@pytest.mark.django_db
def test_a_move_of_her_project_takes_no_parcel_of_another_zone_along():
    person = make.user(Role.EDITOR, zone_codes=["K-A"])
    project = make.project(zone=make.zone(code="K-A"))
    theirs = make.parcel(zone=make.zone(code="K-B"), commercial_status="negotiating")
    project.parcels.add(theirs)
    [change] = changes_along(project, "pipeline", "licensed")
    move = ProjectMove(record=project, by=person, on=dt.date(2026, 11, 20), decision_number="1/QĐ")
    with pytest.raises(MoveRefused, match=theirs.label):
        carry_out([change], move)
    theirs.refresh_from_db()
    assert theirs.commercial_status == "negotiating"

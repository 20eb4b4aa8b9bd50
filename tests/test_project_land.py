"""A project's move takes its parcels along: each shown beforehand, all or nothing, in one transaction."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry

from core.roles import Role
from projects.land import ALONG, changes_along
from projects.models import Project
from tests import make
from tests.test_moves import asked, change_url, move_url, sentences
from zones.models import Parcel

pytestmark = pytest.mark.django_db


def on_land(*parcels, **fields):
    project = make.project(**fields)
    project.parcels.set(parcels)
    return project


@pytest.fixture
def officer(client):
    person = make.user(Role.EDITOR)
    client.force_login(person)
    return person


def about_to_be_licensed(*parcels):
    project = on_land(
        *parcels,
        pipeline="dossier",
        investor=make.investor(),
        certificate_number="1234567890",
        certificate_date=dt.date(2024, 3, 10),
    )
    make.project_event(project, "issue_irc", "2024-03-10")
    return project


def test_what_goes_along_is_shown_with_a_tick_and_happens_with_the_move(client, officer):
    held = make.parcel(code="CN-07", commercial_status="reserved", reserved_until=dt.date(2030, 1, 1))
    talked = make.parcel(code="CN-09", commercial_status="negotiating", zone=held.zone)
    free = make.parcel(code="CN-11", commercial_status="available", zone=held.zone)
    project = about_to_be_licensed(held, talked, free)
    page = client.get(move_url(project, "pipeline", "licensed"))
    form = page.context["form"]
    keys = [key for key, _words in form.fields["along"].choices]
    assert len(keys) == 2 and form["along"].value() == keys
    words = page.content.decode()
    assert "CN-07" in words and "CN-09" in words and "CN-11" not in words and "Cùng lúc" in words
    data = asked(project, "pipeline", "licensed", along=keys[1:], parcel_decision_number="05/HĐTLĐ", note="Đã cấp")
    assert client.post(move_url(project, "pipeline"), data).status_code == 302
    talked.refresh_from_db()
    held.refresh_from_db()
    # What was not ticked stays as it was.
    assert (talked.commercial_status, held.commercial_status) == ("leased", "reserved")
    move = talked.moves.get()
    assert (move.on, move.by, move.decision_number) == (dt.date(2024, 3, 15), officer, "05/HĐTLĐ")
    assert project.name_vi in move.note and "Đã cấp" in move.note
    assert "CN-09" in LogEntry.objects.get(object_id=str(project.pk)).change_message
    again = client.post(move_url(project, "pipeline"), data)
    assert again.status_code == 200 and talked.moves.count() == 1 and project.moves.count() == 1


def test_one_unlawful_parcel_undoes_everything(client, officer):
    held = make.parcel(code="CN-07", commercial_status="reserved", reserved_until=dt.date(2030, 1, 1))
    talked = make.parcel(code="CN-09", commercial_status="negotiating")
    project = about_to_be_licensed(held, talked)
    keys = [change.key for change in changes_along(project, "pipeline", "licensed")]
    refused = client.post(move_url(project, "pipeline"), asked(project, "pipeline", "licensed", along=keys))
    assert "CN-0" in sentences(refused) and "hợp đồng" in sentences(refused)
    assert refused.context["form"]["along"].value() == keys
    for row in (project, held, talked):
        before = row.version
        row.refresh_from_db()
        assert row.version == before and not row.moves.exists()


def test_a_parcel_changed_meanwhile_is_told_and_nothing_moves(client, officer):
    parcel = make.parcel(use_state="idle")
    project = on_land(parcel, implementation="procedures")
    keys = [change.key for change in changes_along(project, "implementation", "building")]
    Parcel.objects.get(pk=parcel.pk).move_to("building", axis="use_state", by=make.user())
    data = asked(project, "implementation", "building", along=keys)
    form = client.post(move_url(project, "implementation"), data).context["form"]
    assert "đã thay đổi" in " ".join(form.errors["along"])
    assert Project.objects.get(pk=project.pk).implementation == "procedures"


def test_a_revoked_project_is_closed_and_its_parcels_come_back(client, officer):
    parcel = make.parcel(code="CN-09", commercial_status="leased", use_state="late")
    shared = make.parcel(code="CN-12", commercial_status="leased", use_state="operating")
    project = on_land(parcel, shared, implementation="building")
    on_land(shared)
    make.project_event(project, "revoke", "2024-02-01", number="77/QĐ-BQL")
    page = client.get(change_url(project)).content.decode()
    assert "thu hồi các lô" in page
    form = client.get(move_url(project, "implementation", "closed")).context["form"]
    assert form["decision_number"].value() == "77/QĐ-BQL" and form["on"].value() == dt.date(2024, 2, 1)
    # A parcel that another project stands on is offered and not ticked.
    ticked = form["along"].value()
    assert len(form.fields["along"].choices) == 4 and len(ticked) == 2
    data = asked(project, "implementation", "closed", along=ticked, decision_number="77/QĐ-BQL", note="Bị thu hồi")
    assert client.post(move_url(project, "implementation"), data).status_code == 302
    parcel.refresh_from_db()
    shared.refresh_from_db()
    assert (parcel.commercial_status, parcel.use_state) == ("recovered", "not_handed_over")
    assert (shared.commercial_status, shared.use_state) == ("leased", "operating")
    assert "thu hồi các lô" not in client.get(change_url(project)).content.decode()


def test_every_way_along_is_a_lawful_way():
    for rules in ALONG.values():
        for axis, paths in rules:
            table = Parcel.lifecycles[axis]
            for origin, through in paths.items():
                for state in through:
                    assert state in table.next_states(origin), (axis, origin, state)
                    origin = state


def test_what_is_missing_outside_the_fields_is_named_and_leads_to_its_place(client, officer):
    project = make.project(pipeline="dossier", implementation="procedures", investor=make.investor())
    axes = {axis.name: axis for axis in client.get(change_url(project)).context["axes"]}
    missing = {state.label: [place for _name, _words, place in state.missing] for state in axes["pipeline"].next_states}
    assert missing["Đã cấp phép"] == ["id_certificate_number", "id_certificate_date", "events-group"]
    building = axes["implementation"].next_states[0]
    assert [place for _name, _words, place in building.missing] == ["id_parcels"]
    page = client.get(change_url(project)).content.decode()
    assert 'id="events-group"' in page and 'id="id_parcels"' in page and 'id="axis-outcome"' in page
    assert axes["outcome"].is_internal

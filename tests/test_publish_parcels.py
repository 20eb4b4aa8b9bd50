"""Many parcels are published at once from the list or from a survey; an import can be taken back while untouched."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import PublicationMove
from core.roles import Role
from tests import make
from tests.surveying import outline, page, press, square, step, table, take, words
from zones import publishing
from zones.models import Parcel, Survey

pytestmark = pytest.mark.django_db
LIST, PUBLISH = (reverse(f"admin:zones_parcel_{name}") for name in ("changelist", "publish"))


def draft(zone, at=0, **fields):
    fields = {"outline": outline(square(at)), "epsg": 9213, "area": 10_000, "publication": "draft"} | fields
    return make.parcel(zone=zone, **fields)


def seen(*parcels):
    return " ".join(f"{parcel.pk}-{parcel.version}" for parcel in parcels)


def confirm(client, *parcels, follow=True):
    return client.post(PUBLISH, {"seen": seen(*parcels), "confirm": "1"}, follow=follow)


def states():
    return dict(Parcel.objects.values_list("code", "publication"))


@pytest.fixture
def leader(client):
    client.user = make.user(Role.APPROVER)
    client.force_login(client.user)
    return client


def test_the_list_leads_to_a_page_that_says_which_may_be_published_and_why_not(leader):
    zone = make.zone()
    fine, differs = draft(zone), draft(zone, 1, area=12_000)
    public = draft(zone, 2, publication="published")
    chosen = {"action": "publish_chosen", "_selected_action": [fine.pk, differs.pk, public.pk]}
    answer = leader.post(LIST, chosen)
    assert (answer.context["ready"], answer.context["blocked"], answer.context["already"]) == (1, 1, 1)
    assert "10.000,00" in words(answer) and "12.000,00" in words(answer)
    assert set(states().values()) == {"draft", "published"}
    assert set(answer.context["seen"].split()) == set(seen(differs, fine).split())


def test_all_that_may_be_are_published_with_history_and_log_and_the_rest_stays(leader):
    zone = make.zone()
    fine, other, differs = draft(zone), draft(zone, 1, drawn_area=None), draft(zone, 2, area=12_000)
    said = words(confirm(leader, fine, other, differs))
    assert states() == {fine.code: "published", other.code: "published", differs.code: "draft"}
    assert "Đã đăng 2 lô" in said and "1 lô chưa đăng được" in said
    for parcel in (fine, other):
        parcel.refresh_from_db()
        latest = parcel.history.first()
        assert parcel.version == latest.version == 2 and parcel.drawn_area == 10_000
        assert (latest.history_user, latest.publication) == (leader.user, "published")
    assert LogEntry.objects.count() == 2 and leader.get(fine.get_absolute_url()).status_code == 200


def test_the_rules_are_those_of_the_single_page(leader):
    zone = make.zone()
    reserved = draft(zone, commercial_status="reserved")
    with_reason = draft(zone, 1, area=12_000, area_reason="Tính cả đường", drawn_area=10_000)
    crossed = draft(zone, 2, outline=[[0, 0], [9, 9], [9, 0], [0, 9]], epsg=None)
    confirm(leader, reserved, with_reason, crossed, follow=False)
    assert states() == {reserved.code: "draft", with_reason.code: "published", crossed.code: "draft"}


def test_nobody_publishes_at_once_what_she_wrote_herself(leader):
    zone = make.zone()
    own, other = draft(zone), draft(zone, 1)
    own.area, own._history_user = 10_001, leader.user
    own.save()
    said = words(confirm(leader, own, other))
    assert states() == {own.code: "draft", other.code: "published"} and "1 lô chưa đăng được" in said
    (move,) = PublicationMove.objects.of(own, other)
    other.refresh_from_db()
    assert (move.object_id, move.from_state, move.by, move.version) == (other.pk, "draft", leader.user, other.version)


def test_twice_is_harmless_and_what_changed_meanwhile_is_told(leader):
    zone = make.zone()
    one, other = draft(zone), draft(zone, 1)
    old = seen(one, other)
    other.power_kw = 250
    other._history_user = make.user(Role.EDITOR, last_name="Cán bộ", first_name="Hai")
    other.save()
    answer = leader.post(PUBLISH, {"seen": old, "confirm": "1"})
    assert "Cán bộ Hai" in words(answer) and set(states().values()) == {"draft"}
    leader.post(PUBLISH, {"seen": answer.context["seen"], "confirm": "1"})
    again = leader.post(PUBLISH, {"seen": old, "confirm": "1"}, follow=True)
    assert "đã được đăng từ trước" in words(again)
    assert {parcel.history.filter(publication="published").count() for parcel in Parcel.objects.all()} == {1}


def test_looking_publishes_nothing_and_only_a_leader_may(leader, client):
    parcel = draft(make.zone())
    assert leader.get(PUBLISH, {"seen": seen(parcel), "confirm": "1"}).status_code == 302
    assert leader.put(PUBLISH).status_code == 405
    for role in (Role.EDITOR, Role.AUDITOR):
        client.force_login(make.user(role))
        assert client.post(PUBLISH, {"seen": seen(parcel), "confirm": "1"}).status_code == 403
        listed = client.get(LIST)
        assert "publish_chosen" not in listed.content.decode()
    assert states() == {parcel.code: "draft"}


@pytest.mark.parametrize("word", ["", "x", "9" * 400, "1-²", "4711-1", "\x00", "0-1 " * 9000])
def test_nonsense_publishes_nothing(leader, word):
    parcel = draft(make.zone())
    for fields in ({"seen": word}, {"seen": word, "confirm": "1"}, {"seen": word, "survey": word, "page": word}):
        assert leader.post(PUBLISH, fields).status_code in (200, 302)
    assert states() == {parcel.code: "draft"}


def test_a_survey_leads_to_exactly_the_parcels_it_wrote(client):
    editor, leader = make.user(Role.EDITOR), make.user(Role.APPROVER)
    client.force_login(editor)
    zone = make.zone()
    beside = draft(zone, 5, code="CN-99")
    known = draft(zone, 1, code="CN-02", outline=None, epsg=None)
    survey = take(client, zone, table({"CN-01": square(), "CN-02": square(1)}, area=10_000), takes_area="on")
    assert "Xem 2 lô vừa nhập" in step(client, survey, "apply")
    looked = client.get(PUBLISH, {"survey": survey.pk})
    assert {one.parcel.code for one in looked.context["found"]} == {"CN-01", "CN-02"}
    assert "Lãnh đạo duyệt" in words(looked) and 'name="confirm"' not in looked.content.decode()
    client.force_login(leader)
    assert "Xem và đăng 2 lô vừa nhập" in words(client.get(page("change", survey.pk)))
    looked = client.get(PUBLISH, {"survey": survey.pk})
    client.post(PUBLISH, {"seen": looked.context["seen"], "confirm": "1", "survey": survey.pk})
    assert states() == {"CN-01": "published", "CN-02": "published", beside.code: "draft"}
    known.refresh_from_db()
    assert known.version == 3


def test_more_parcels_ask_the_database_no_more_and_the_rest_follows(leader, monkeypatch):
    asked = []
    for many in (3, 9):
        zone = make.zone()
        parcels = [draft(zone, at) for at in range(many)]
        with CaptureQueriesContext(connection) as queries:
            leader.post(PUBLISH, {"seen": seen(*parcels)})
            confirm(leader, *parcels, follow=False)
        asked.append(len(queries))
        assert set(states().values()) == {"published"}
    # The lines of history are written by the dozen.
    assert asked[1] - asked[0] <= 2
    monkeypatch.setattr("zones.admin.publish.MOST", 2)
    survey = make.survey(zone=zone)
    rows = [draft(zone, at) for at in range(3)]
    survey.written = {"new": {str(row.pk): 1 for row in rows}, "changed": {}, "sources": []}
    survey.save()
    assert leader.get(PUBLISH, {"survey": survey.pk}).context["beyond"] == 1
    assert publishing.MOST == 2500


def test_many_rows_stand_on_pages_that_work_without_script(leader, monkeypatch):
    monkeypatch.setattr("zones.admin.publish._PER_PAGE", 2)
    zone = make.zone()
    parcels = [draft(zone, at) for at in range(3)]
    answer = leader.post(PUBLISH, {"seen": seen(*parcels), "page": "2"})
    assert len(answer.context["found"]) == 1 and answer.context["ready"] == 3
    assert set(states().values()) == {"draft"}


class TestTakingBack:
    def applied(self, client, zone, numbers=("CN-01", "CN-02")):
        client.user = make.user(Role.EDITOR)
        client.force_login(client.user)
        corners = {number: square(at) for at, number in enumerate(numbers)}
        survey = take(client, zone, table(corners, area=10_000), takes_area="on")
        press(client, survey, "apply")
        survey.refresh_from_db()
        return survey

    def test_new_parcels_go_known_ones_are_as_before_and_the_history_keeps_both(self, client):
        zone = make.zone()
        known = make.parcel(zone=zone, code="CN-02", area=9_000, power_kw=250)
        source = known.source
        survey = self.applied(client, zone)
        assert "Lấy lại cả lần nhập này" in words(client.get(page("change", survey.pk)))
        said = step(client, survey, "take_back")
        assert "bỏ 1 lô" in said
        known.refresh_from_db()
        assert (known.outline, known.area, known.source, known.power_kw) == (None, 9_000, source, 250)
        assert (known.version, known.drawn_area, known.other_sources.count()) == (3, None, 0)
        assert known.history.count() == 3 and not Parcel.objects.filter(code="CN-01").exists()
        gone = Parcel.history.filter(code="CN-01").first()
        assert (gone.history_type, gone.history_user) == ("-", client.user) and "CN" not in gone.history_change_reason
        survey.refresh_from_db()
        assert survey.state == "taken_back" and survey.taken_back_by == client.user
        assert "đã được lấy lại" in step(client, survey, "take_back")
        assert "rồi lấy lại" in step(client, survey, "apply")
        assert Parcel.objects.count() == 1

    @pytest.mark.parametrize("touch", ["edited", "published", "moved", "named", "deleted"])
    def test_what_somebody_touched_meanwhile_stays_and_is_named(self, client, touch):
        survey = self.applied(client, make.zone())
        parcel = Parcel.objects.get(code="CN-01")
        if touch == "edited":
            parcel.power_kw = 1
            parcel.save()
        elif touch == "published":
            publishing.publish({parcel.pk: parcel.version}, by=make.user(Role.APPROVER))
        elif touch == "moved":
            parcel.move_to("planned", axis="commercial_status", by=make.user())
        elif touch == "named":
            make.project(zone=parcel.zone).parcels.add(parcel)
        else:
            parcel.delete()
        before = Parcel.objects.count()
        assert "Chưa lấy lại" in step(client, survey, "take_back")
        assert Parcel.objects.count() == before
        survey.refresh_from_db()
        assert survey.state == "applied"

    def test_its_maker_and_a_leader_may_and_nobody_else(self, client):
        survey = self.applied(client, make.zone())
        for role in (Role.EDITOR, Role.AUDITOR):
            client.force_login(make.user(role))
            assert client.post(page("take_back", survey.pk), {"seen_version": survey.version}).status_code == 403
            assert page("take_back", survey.pk) not in client.get(page("change", survey.pk)).content.decode()
        client.force_login(make.user(Role.APPROVER))
        assert client.get(page("take_back", survey.pk)).status_code == 405
        stale = client.post(page("take_back", survey.pk), {"seen_version": survey.version - 1}, follow=True)
        assert "Chưa thực hiện" in words(stale) and Parcel.objects.count() == 2
        press(client, survey, "take_back")
        assert not Parcel.objects.exists() and Survey.objects.get().state == "taken_back"

    def test_more_parcels_ask_the_database_no_more(self, client):
        asked = []
        for many in (2, 12):
            zone = make.zone()
            survey = self.applied(client, zone, [f"CN-{at}" for at in range(many)])
            with CaptureQueriesContext(connection) as queries:
                press(client, survey, "take_back")
            asked.append(len(queries))
        assert asked[0] == asked[1]

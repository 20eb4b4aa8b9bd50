"""Changing a state on the officers' side: offered when lawful, refused with the reason, kept for ever; set right."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from core.lifecycle import MoveRefused
from core.roles import Role
from tests import make, make_reports
from tests.admin_forms import fields_of
from tests.proposing import signed_in
from zones.lifecycle import Commercial
from zones.models import Parcel


def move_url(record, axis, target=None):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_move"
    return reverse(name, args=[record.pk, axis]) + (f"?to={target}" if target else "")


def change_url(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def asked(record, axis, target, **fields):
    return {
        "to": target,
        "seen_state": getattr(record, axis),
        "on": "15/03/2024",
        "note": "",
        "decision_number": "",
    } | fields


def sentences(response):
    return " ".join(response.context["form"].non_field_errors())


@pytest.fixture
def officer(db, client):
    person = make.user(Role.EDITOR)
    client.force_login(person)
    return person


def test_the_record_shows_each_axis_with_its_lawful_next_states(client, officer):
    parcel = make.parcel(commercial_status=Commercial.AVAILABLE)
    axes = {axis.name: axis for axis in client.unwritten("get", change_url(parcel)).context["axes"]}
    assert set(axes) == {"commercial_status", "readiness", "use_state", "land_title"}
    leasing = axes["commercial_status"]
    assert [state.label for state in leasing.next_states] == ["Giữ chỗ", "Tạm dừng cho thuê"]
    assert [state.missing[0][0] for state in leasing.next_states if state.missing] == ["reserved_until"]


def test_what_is_missing_is_named_and_not_pressable(client, officer):
    parcel = make.parcel(commercial_status=Commercial.AVAILABLE)
    page = client.get(change_url(parcel)).content.decode()
    assert move_url(parcel, "commercial_status", "reserved") not in page
    assert 'href="#id_reserved_until"' in page
    parcel.reserved_until = dt.date(2027, 1, 1)
    parcel.save()
    assert move_url(parcel, "commercial_status", "reserved") in client.get(change_url(parcel)).content.decode()


def test_states_are_no_fields_of_the_form(client, officer):
    for record in (make.zone(), make.parcel(), make.project()):
        assert not set(record.lifecycles) & set(fields_of(client.unwritten("get", change_url(record))))


def test_the_pipeline_says_that_it_is_internal(client, officer):
    axes = {axis.name: axis for axis in client.unwritten("get", change_url(make.project())).context["axes"]}
    assert axes["pipeline"].is_internal and not axes["implementation"].is_internal


def test_looking_at_the_form_moves_nothing(client, officer):
    parcel = make.parcel(commercial_status=Commercial.PLANNED)
    response = client.get(move_url(parcel, "commercial_status", "available"))
    assert response.status_code == 200
    assert response.context["form"]["on"].value() == timezone.localdate()
    parcel.refresh_from_db()
    assert parcel.commercial_status == Commercial.PLANNED and not parcel.moves.exists()


def test_a_move_is_made_once_however_often_it_is_sent(client, officer):
    parcel = make.parcel(commercial_status=Commercial.PLANNED)
    data = asked(parcel, "commercial_status", "available", note="Đã có hạ tầng")
    assert client.post(move_url(parcel, "commercial_status"), data).status_code == 302
    again = client.unwritten("post", move_url(parcel, "commercial_status"), data)
    assert again.status_code == 200 and sentences(again)
    parcel.refresh_from_db()
    move = parcel.moves.get()
    assert parcel.commercial_status == Commercial.AVAILABLE
    assert (move.on, move.by, move.note) == (dt.date(2024, 3, 15), officer, "Đã có hạ tầng")
    assert parcel.history.first().history_user == officer
    assert LogEntry.objects.filter(object_id=str(parcel.pk)).count() == 1


@pytest.mark.parametrize("method", ("get", "post"))
def test_an_auditor_may_not_move(db, client, method):
    parcel = make.parcel(commercial_status=Commercial.PLANNED)
    client.force_login(make.user(Role.AUDITOR))
    address = move_url(parcel, "commercial_status", "available")
    assert getattr(client, method)(address, asked(parcel, "commercial_status", "available")).status_code == 403
    page = client.get(change_url(parcel))
    assert page.context["axes"] and not page.context["may_move"]
    assert address not in page.content.decode()


def test_a_move_needs_its_decision_and_keeps_what_was_typed(client, officer):
    parcel = make.parcel(commercial_status=Commercial.NEGOTIATING)
    data = asked(parcel, "commercial_status", "leased", note="Hợp đồng ký ngày 15/3")
    response = client.post(move_url(parcel, "commercial_status"), data)
    form = response.context["form"]
    assert form.errors["decision_number"] and form["note"].value() == "Hợp đồng ký ngày 15/3"
    assert client.post(move_url(parcel, "commercial_status"), data | {"decision_number": "12/HĐ"}).status_code == 302
    assert parcel.moves.get().decision_number == "12/HĐ"


def test_going_back_needs_a_reason(client, officer):
    parcel = make.parcel(commercial_status=Commercial.NEGOTIATING)
    data = asked(parcel, "commercial_status", "available")
    assert client.unwritten("post", move_url(parcel, "commercial_status"), data).context["form"].errors["note"]
    assert client.post(move_url(parcel, "commercial_status"), data | {"note": "Không thành"}).status_code == 302


def test_a_state_is_not_entered_before_its_day(client, officer):
    parcel = make.parcel(commercial_status=Commercial.PLANNED)
    tomorrow = f"{timezone.localdate() + dt.timedelta(days=1):%d/%m/%Y}"
    data = asked(parcel, "commercial_status", "available", on=tomorrow)
    assert client.unwritten("post", move_url(parcel, "commercial_status"), data).context["form"].errors["on"]
    assert not parcel.moves.exists()


def test_a_state_that_cannot_follow_is_refused_in_words(client, officer):
    parcel = make.parcel(commercial_status=Commercial.LEASED)
    assert client.get(move_url(parcel, "commercial_status", "available")).status_code == 302
    response = client.unwritten(
        "post", move_url(parcel, "commercial_status"), asked(parcel, "commercial_status", "available")
    )
    assert "Còn trống" in sentences(response)
    assert (
        client.post(move_url(parcel, "commercial_status"), asked(parcel, "commercial_status", "nonsense")).status_code
        == 200
    )
    assert client.get(reverse("admin:zones_parcel_move", args=[parcel.pk, "nonsense"])).status_code == 404
    assert not parcel.moves.exists()


def test_what_is_missing_refuses_the_move_itself(client, officer):
    project = make.project(pipeline="dossier")
    response = client.unwritten("post", move_url(project, "pipeline"), asked(project, "pipeline", "licensed"))
    assert "iấy chứng nhận" in sentences(response) or "certificate" in sentences(response)
    assert not project.moves.exists()


def test_a_move_from_a_state_that_has_passed_is_told(client, officer):
    parcel = make.parcel(commercial_status=Commercial.UNKNOWN)
    data = asked(parcel, "commercial_status", "withdrawn")
    other = make.user(Role.APPROVER, first_name="Hoa", last_name="Triệu")
    Parcel.objects.get(pk=parcel.pk).move_to("available", axis="commercial_status", by=other)
    response = client.unwritten("post", move_url(parcel, "commercial_status"), data)
    assert response.status_code == 200 and "Còn trống" in sentences(response) and "Hoa" in sentences(response)
    parcel.refresh_from_db()
    assert parcel.commercial_status == Commercial.AVAILABLE and parcel.moves.count() == 1


def test_the_moves_stand_on_the_record_as_a_table(client, officer):
    zone = make.zone(stage="in_plan")
    data = asked(zone, "stage", "plan_approved", decision_number="1961/QĐ-UBND", note="Điều chỉnh cục bộ")
    client.post(move_url(zone, "stage"), data)
    page = client.get(change_url(zone)).content.decode()
    assert "1961/QĐ-UBND" in page and "Điều chỉnh cục bộ" in page and "15/03/2024" in page


def test_moving_a_record_that_is_gone_leads_back(client, officer):
    assert client.get(reverse("admin:zones_parcel_move", args=[4711, "readiness"])).status_code == 302


class TestCorrections:
    def address(self, parcel):
        return reverse("admin:zones_parcel_correct", args=[parcel.pk, "commercial_status"])

    def test_an_administrator_alone_sets_a_state_right_with_a_reason(self, db):
        parcel = make.parcel(commercial_status="leased")
        sent = {"to": "available", "note": "Nhập nhầm lô", "seen_state": "leased"}
        for role in (Role.EDITOR, Role.APPROVER, Role.AUDITOR):
            client = signed_in(role)
            assert client.get(self.address(parcel)).status_code == 403
            assert client.post(self.address(parcel), sent).status_code == 403
            with pytest.raises(MoveRefused):
                parcel.correct("available", axis="commercial_status", by=client.user, note="x", seen_state="leased")
        administrator = signed_in(Role.ADMINISTRATOR)
        assert self.address(parcel).endswith("/correct/commercial_status/")
        assert "correct/commercial_status/" in administrator.get(change_url(parcel)).content.decode()
        assert administrator.get(self.address(parcel)).status_code == 200
        for wrong in ({"note": " "}, {"to": "nowhere"}, {"seen_state": "reserved"}, {"to": "reserved"}):
            assert administrator.unwritten("post", self.address(parcel), sent | wrong).status_code == 200
        assert administrator.post(self.address(parcel), sent).status_code == 302
        assert administrator.post(self.address(parcel), sent).status_code == 200, "twice is harmless"
        parcel.refresh_from_db()
        move = parcel.moves.get()
        assert (parcel.commercial_status, move.from_state, move.note) == ("available", "leased", "Nhập nhầm lô")

    def test_a_state_of_a_report_is_not_set_right_this_way(self, db):
        report = make_reports.report()
        address = reverse("admin:reports_report_correct", args=[report.pk, "state"])
        assert signed_in(Role.ADMINISTRATOR).post(address, {}).status_code == 403

"""The pages on which moves are entered late: told before they are entered, entered once, all of them or none."""

import pytest
from django.urls import reverse

from core.roles import Role
from tests import make
from tests.leases import LEASING, day, leased_once


@pytest.fixture
def officer(db, client):
    person = make.user(Role.EDITOR)
    client.force_login(person)
    return person


def move_url(parcel, axis=LEASING, target=""):
    return reverse("admin:zones_parcel_move", args=[parcel.pk, axis]) + (f"?to={target}" if target else "")


def earlier_url(parcel, axis=LEASING):
    return reverse("admin:zones_parcel_earlier", args=[parcel.pk, axis])


class TestMoveForm:
    def test_what_could_not_come_between_is_refused_and_keeps_what_was_typed(self, client, officer):
        parcel = make.parcel(readiness="cleared")
        parcel.move_to("serviced", axis="readiness", by=officer, on=day("2024-06-01"))
        parcel.move_to("levelled", axis="readiness", by=officer, on=day("2024-08-01"), note="Hỏng trạm")
        sent = {
            "to": "cleared",
            "seen_state": "levelled",
            "on": "01/07/2024",
            "note": "Đo lại",
            "decision_number": "",
        }
        refused = client.post(move_url(parcel, "readiness"), sent)
        assert refused.status_code == 200 and parcel.moves.count() == 2
        assert refused.context["form"]["note"].value() == "Đo lại"
        sent |= {"to": "serviced"}
        assert "01/06/2024" in " ".join(
            client.post(move_url(parcel, "readiness"), sent).context["form"].non_field_errors()
        )

    def test_the_second_press_enters_it_and_the_third_nothing(self, client, officer):
        zone = make.zone(stage="in_plan")
        zone.move_to("established", axis="stage", by=officer, on=day("2024-06-01"), decision_number="1/QĐ")
        zone.move_to("building", axis="stage", by=officer, on=day("2024-09-01"))
        page = reverse("admin:zones_zone_move", args=[zone.pk, "stage"])
        sent = {
            "to": "clearing",
            "seen_state": "building",
            "on": "01/08/2024",
            "note": "Theo QĐ",
            "decision_number": "",
        }
        told = client.post(page, sent)
        assert told.status_code == 200 and zone.moves.count() == 2
        assert [move.to_state for move, _label in told.context["later"]] == ["building"]
        assert told.context["form"]["note"].value() == "Theo QĐ"
        sent["told_later"] = told.context["form"]["told_later"].value()
        assert client.post(page, sent).status_code == 302
        zone.refresh_from_db()
        assert zone.stage == "building" and zone.state_on("stage", day("2024-08-15")) == "clearing"
        assert client.post(page, sent).status_code == 200
        assert zone.moves.count() == 3


class TestEarlierChanges:
    def rows(self, parcel, *steps, **fields):
        sent = {"form-TOTAL_FORMS": "5", "form-INITIAL_FORMS": "0"}
        sent["seen"] = "-".join(str(move.pk) for move in parcel.told_moves([LEASING]))
        for at, (on, to, number, note) in enumerate(steps):
            names = ("on", "to", "decision_number", "note")
            sent |= {f"form-{at}-{name}": value for name, value in zip(names, (on, to, number, note), strict=True)}
        return sent | fields

    whole = (
        ("01/08/2023", "reserved", "", ""),
        ("01/09/2023", "negotiating", "", ""),
        ("01/10/2023", "available", "", "Không thành"),
    )

    def parcel(self):
        parcel, officer = leased_once()
        parcel.move_to("withdrawn", axis=LEASING, by=officer, on=day("2025-06-01"))
        return parcel

    def test_the_page_shows_what_is_recorded_and_changes_nothing(self, client, officer):
        parcel = self.parcel()
        page = client.get(earlier_url(parcel)).content.decode()
        assert "7/HĐ" in page and "01/05/2021" in page
        assert (
            earlier_url(parcel) in client.get(reverse("admin:zones_parcel_change", args=[parcel.pk])).content.decode()
        )
        assert parcel.moves.count() == 4

    def test_all_lines_are_entered_once(self, client, officer):
        parcel = self.parcel()
        sent = self.rows(parcel, *self.whole)
        assert client.post(earlier_url(parcel), sent).status_code == 302
        assert client.post(earlier_url(parcel), sent).status_code == 200
        parcel.refresh_from_db()
        assert parcel.moves.count() == 7 and parcel.commercial_status == "withdrawn"
        assert parcel.moves.filter(by=officer).count() == 3

    def test_one_bad_line_enters_none_and_keeps_what_was_typed(self, client, officer):
        parcel = self.parcel()
        for bad in (("01/10/2023", "leased", "", ""), ("", "available", "", ""), ("01/10/2999", "available", "", "-")):
            answer = client.post(earlier_url(parcel), self.rows(parcel, *self.whole[:2], bad))
            assert answer.status_code == 200 and parcel.moves.count() == 4
            assert answer.context["rows"][1]["to"].value() == "negotiating"

    def test_nonsense_is_a_sentence(self, client, officer):
        parcel = self.parcel()
        for fields in (
            {"form-TOTAL_FORMS": "x"},
            {"form-TOTAL_FORMS": "99999999999999999999"},
            {"seen": "x" * 9000},
            # Each field is read, whatever the others hold.
            {"form-0-to": "nonsense", "form-0-on": "31/02/2023", "form-0-note": "x" * 9000},
        ):
            answer = client.post(earlier_url(parcel), self.rows(parcel, *self.whole, **fields))
            assert answer.status_code == 200 and parcel.moves.count() == 4, fields.keys()
            if "form-0-to" in fields:
                assert {"to", "on"} <= answer.context["rows"][0].errors.keys()

    def test_an_auditor_may_not(self, db, client):
        parcel = self.parcel()
        client.force_login(make.user(Role.AUDITOR))
        for method in (client.get, client.post):
            assert method(earlier_url(parcel), self.rows(parcel, *self.whole)).status_code == 403
        assert client.get(earlier_url(parcel, "nonsense")).status_code in (403, 404)
        assert parcel.moves.count() == 4


@pytest.mark.django_db
def test_the_public_timeline_of_a_project_tells_the_chain_as_it_is_known_now(client):
    project, officer = make.project(implementation="not_started"), make.user()
    project.move_to("delayed", axis="implementation", by=officer, on=day("2024-06-01"), note="Thiếu vốn")
    project.move_to("procedures", axis="implementation", by=officer, on=day("2024-03-01"))
    page = client.get(project.get_absolute_url()).content.decode()
    assert f"{project.told_moves()[0].from_label} → {project.told_moves()[0].to_label}" in page
    assert project.told_moves()[0].from_state == "procedures"

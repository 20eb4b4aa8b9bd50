"""What happens at the same moment, in real threads: nothing is lost, nothing is done twice, nobody sees a fault."""

import datetime as dt
import uuid
from decimal import Decimal
from io import StringIO

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from core.lifecycle import MoveRefused
from core.models import EditConflict, LoadedRow, User
from core.roles import Role
from enquiries.models import Consent, Demand, Enquiry
from kcn_portal.management.commands import prepare
from tests import make
from tests.leases import lease_periods
from zones.models import Parcel, ParcelMove, Zone
from zones.reshaping.reshape import Decision, Part, ReshapeRefused, split


def test_of_two_savings_of_one_record_one_is_told(together):
    parcel = make.parcel(power_kw=100, water_m3_day=10)
    first, second = Parcel.objects.get(pk=parcel.pk), Parcel.objects.get(pk=parcel.pk)
    first.power_kw, second.water_m3_day = 250, 55
    raised = together([first.save, second.save])
    assert sorted(type(result) for result in raised if result) == [EditConflict]
    parcel.refresh_from_db()
    assert parcel.version == 2 and parcel.history.count() == 2
    assert (parcel.power_kw, parcel.water_m3_day) == ((250, 10) if raised[1] else (100, 55))


def test_of_two_moves_of_one_record_one_is_made(together):
    parcel = make.parcel(commercial_status="planned")
    page = reverse("admin:zones_parcel_move", args=[parcel.pk, "commercial_status"])
    sent = {
        "seen_state": "planned",
        "to": "available",
        "on": "15/03/2024",
        "decision_number": "12/QĐ",
        "note": "Đã xong",
    }
    officers = [make.client_of(Role.EDITOR), make.client_of(Role.EDITOR)]
    answers = together([lambda client=client: client.post(page, sent) for client in officers])
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    parcel.refresh_from_db()
    assert parcel.commercial_status == "available"
    assert ParcelMove.objects.filter(record=parcel).count() == 1


def test_moves_of_two_axes_at_once_are_both_kept(together):
    parcel = make.parcel(commercial_status="planned", readiness="unknown")
    officers = [make.user(), make.user()]
    rows = [Parcel.objects.get(pk=parcel.pk) for _officer in officers]
    raised = together(
        [
            lambda: rows[0].move_to("available", axis="commercial_status", by=officers[0]),
            lambda: rows[1].move_to("serviced", axis="readiness", by=officers[1]),
        ]
    )
    assert not [result for result in raised if isinstance(result, Exception)], raised
    parcel.refresh_from_db()
    assert (parcel.commercial_status, parcel.readiness) == ("available", "serviced")
    assert parcel.moves.count() == 2


def test_of_two_leases_entered_at_once_one_stands(together):
    parcel = make.parcel(commercial_status="negotiating")
    officers = [make.user(), make.user()]
    rows = [Parcel.objects.get(pk=parcel.pk) for _officer in officers]

    def lease(row, by, on):
        return row.move_to("leased", axis="commercial_status", by=by, on=on, decision_number="7/HĐ")

    days = [dt.date(2024, 1, 1), dt.date(2024, 6, 1)]
    results = together(
        [lambda row=row, by=by, on=on: lease(row, by, on) for row, by, on in zip(rows, officers, days, strict=True)]
    )
    assert sum(isinstance(result, MoveRefused) for result in results) == 1, results
    assert len(lease_periods(parcel)) == 1


def test_of_two_splits_of_one_parcel_one_is_made(together):
    parcel, source = make.parcel(area=20_000), make.source()
    officers = [make.user(Role.APPROVER), make.user(Role.APPROVER)]

    def divide(officer, letters):
        parts = [Part(f"{parcel.code}{letter}", Decimal(10_000)) for letter in letters]
        ruling = Decision(dt.date(2025, 3, 12), "12/QĐ", source, officer)
        return split(Parcel.objects.get(pk=parcel.pk), parts, ruling, seen={parcel.pk: parcel.version})

    results = together([lambda: divide(officers[0], "AB"), lambda: divide(officers[1], "CD")])
    assert sum(isinstance(result, ReshapeRefused) for result in results) == 1, results
    assert Parcel.objects.in_plan().count() == 2


def letter(message, submission=None):
    return {
        "kind": "question",
        "message": message,
        "email": "hoi@example.org",
        "consent": "on",
        "submission": submission or uuid.uuid4(),
    }


def test_a_form_sent_four_times_at_once_is_one_enquiry_with_one_code(together):
    sent = letter("Khu còn đất không?", uuid.uuid4())
    answers = together([lambda: Client().post(reverse("enquiries:ask"), sent) for _click in range(4)])
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1
    assert Enquiry.objects.count() == 1 and Consent.objects.count() == 1


def test_a_need_sent_four_times_at_once_is_one(together):
    sent = {"submission": str(uuid.uuid4()), "area": "20000"}
    answers = together([lambda: Client().post(reverse("enquiries:demand"), sent) for _click in range(4)])
    assert [answer.status_code for answer in answers] == [302] * 4
    assert Demand.objects.count() == 1


def test_four_writers_at_once_all_get_through(together):
    parcels = [make.parcel() for _writer in range(4)]

    def write(parcel):
        visitor = Client(raise_request_exception=False)
        answers = []
        for number in range(5):
            answers.append(visitor.post(reverse("enquiries:ask"), letter(f"Câu {number}, lô {parcel.pk}")).status_code)
            parcel.save()
        return answers

    answers = together([lambda parcel=parcel: write(parcel) for parcel in parcels])
    assert answers == [[302] * 5] * 4
    assert Enquiry.objects.count() == 20
    assert set(Parcel.objects.values_list("version", flat=True)) == {6}


def test_two_loadings_at_once_load_once(together, tmp_path):
    (tmp_path / "sources.yaml").write_text(
        "sources:\n"
        + "".join(f"- {{key: s{n}, kind: press, publisher_vi: Báo, read_on: 2026-11-22}}\n" for n in range(40))
    )
    from core.models import Source
    from kcn_portal.management.commands.load_record import Command

    sections = Command.sections[:1]
    said = [StringIO(), StringIO()]

    def load(out):
        command = Command(stdout=out, stderr=out)
        command.sections = sections
        command.handle(data=tmp_path)

    raised = together([lambda out=out: load(out) for out in said])
    assert raised == [None, None], [out.getvalue() for out in said]
    assert Source.objects.count() == LoadedRow.objects.count() == 40
    assert sorted(out.getvalue().splitlines()[-1].split()[0] for out in said) == ["0", "40"]


def test_two_first_starts_at_once_make_one_administrator(together, monkeypatch, settings, tmp_path):
    settings.STATIC_ROOT, settings.VAR_DIR = tmp_path / "static", tmp_path
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / ".digest").write_text(prepare.static_digest())
    monkeypatch.setattr(prepare.Command, "load", lambda command: None)
    said = [StringIO(), StringIO()]
    raised = together([lambda out=out: call_command("prepare", stdout=out, stderr=out) for out in said])
    assert raised == [None, None]
    assert User.objects.count() == 1
    assert sum("password" in out.getvalue() for out in said) == 1


def test_two_enquiries_about_a_zone_that_is_being_saved(together):
    zone = make.zone()
    asked = {**letter("Giá thuê?"), "zone": zone.slug}
    answers = together([lambda: Client().post(reverse("enquiries:ask"), asked), Zone.objects.get(pk=zone.pk).save])
    assert answers[0].status_code == 302 and answers[1] is None
    assert Enquiry.objects.get().zone == zone

"""The pages of splitting and merging: once however often sent, and what was typed stays after a refusal."""

from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.disclosure import Publication
from core.roles import Role
from tests import make
from tests.admin_forms import fields_of
from tests.reshaping import decision, divided, page, seen, sent_for, square
from zones.models import Parcel
from zones.reshaping.reshape import Part, merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def approver(client):
    person = make.user(Role.APPROVER)
    client.force_login(person)
    return person


NONSENSE = (
    {"form-TOTAL_FORMS": "99999999999999999999"},
    {"form-TOTAL_FORMS": "", "more": "1"},
    {"seen": "9" * 500},
    {"seen": "1-²"},
    # The fields of the forms are each read, whatever the others hold.
    {"source": "nonsense", "on": "31/02/2025", "form-0-area": "NaN", "form-1-area": "-1", "form-2-area": "1" * 40},
    {"source": "9" * 40, "form-0-code": "x" * 500},
    {"source": "nonsense", "more": "1"},
    {"form-0-corners": "[" * 50_000},
    {"form-0-corners": "[[NaN, 0], [1, 1], [1, 0]]"},
    {"form-0-corners": '{"a": 1}'},
    {"form-0-corners": "null"},
    {"table": "X\tY\n" + "1\t2\n" * 90_000},
    {"line": "X\tY\n1e999\t2"},
    {"line": "\x00"},
    {"table": "X\tY\n1\t2", "line": "X\tY\n1\t2"},
    {"preview": "1", "fix": "x" * 900, "fixes": "y " * 900},
    {"on": "12/03/9999"},
)


class TestSplitPage:
    parts = (("CN-9A", "11000,5", ""), ("CN-9B", "8999,5", ""))

    def test_it_is_split_once_however_often_it_is_sent(self, client, approver):
        parcel = make.parcel(area=20_000)
        data = sent_for(parcel, self.parts, reason="Vẽ sơ bộ")
        assert client.post(page("split", parcel), data).status_code == 302
        again = client.post(page("split", parcel), data, follow=True)
        assert "CN-9A, CN-9B" in " ".join(map(str, again.context["messages"]))
        assert Parcel.objects.count() == 3
        assert LogEntry.objects.filter(object_id=str(parcel.pk)).count() == 1
        first = Parcel.objects.get(code="CN-9A")
        assert first.area == Decimal("11000.5") and first.history.first().history_user == approver

    def test_old_and_new_are_linked_on_the_officers_side(self, client, approver):
        """And a parcel leads to where it is split; to look there changes nothing."""
        parcel = make.parcel(area=20_000)
        assert client.get(page("split", parcel)).status_code == 200
        parcel.refresh_from_db()
        assert parcel.exists_to is None and Parcel.objects.count() == 1
        first, second = divided(parcel)
        old, new = (client.get(page("change", row)).content.decode() for row in (parcel, first))
        assert page("change", first) in old and page("change", second) in old and "12/03/2025" in old
        assert page("change", parcel) in new
        assert page("split", parcel) not in old and page("split", first) in new and page("merge", first) in new

    def test_a_refusal_keeps_what_was_typed(self, client, approver):
        parcel = make.parcel(area=20_000)
        data = sent_for(parcel, (("CN-9A", "11000", ""), ("CN-9B", "8000", "")))
        answer = client.post(page("split", parcel), data)
        assert answer.status_code == 200 and "1.000,00" in " ".join(answer.context["refusals"])
        assert answer.context["rows"][1]["area"].value() == "8000"
        assert client.post(page("split", parcel), data | {"reason": "Trừ đường"}).status_code == 302

    def test_more_rows_keep_what_was_typed(self, client, approver):
        parcel = make.parcel(area=20_000)
        typed = {"more": "1", "form-1-corners": "X\tY\n1\t2", "line": "3\t4", "fixes": "swap-True"}
        answer = client.post(page("split", parcel), sent_for(parcel, self.parts, **typed))
        rows, ways = answer.context["rows"], answer.context["ways"]
        assert len(rows.forms) == 8 and Parcel.objects.count() == 1
        assert rows[1]["corners"].value() == "X\tY\n1\t2" and 'value="8999,5"' in str(rows[1]["area"])
        assert (ways["line"].value(), ways["fixes"].value()) == ("3\t4", "swap-True")

    def test_an_edit_in_between_is_told_and_the_next_press_takes(self, client, approver):
        parcel = make.parcel(area=20_000)
        data = sent_for(parcel, (("CN-9A", "11000", ""), ("CN-9B", "9000", "")))
        parcel.save()
        answer = client.post(page("split", parcel), data)
        assert answer.status_code == 200 and answer.context["refusals"]
        assert client.post(page("split", parcel), data | {"seen": answer.context["seen"]}).status_code == 302

    def test_an_auditor_may_not(self, client):
        parcel = make.parcel(area=20_000)
        client.force_login(make.user(Role.AUDITOR))
        for name in ("split", "merge"):
            for method in (client.get, client.post):
                assert method(page(name, parcel), sent_for(parcel, self.parts)).status_code == 403
        assert page("split", parcel) not in client.get(page("change", parcel)).content.decode()
        assert Parcel.objects.count() == 1

    def test_nonsense_is_a_page(self, client, approver):
        parcel = make.parcel(area=20_000)
        sent = sent_for(parcel, self.parts)
        for fields in NONSENSE:
            answer = client.post(page("split", parcel), sent | fields)
            assert answer.status_code == 200 and Parcel.objects.count() == 1, str(fields)[:99]

    def test_a_parcel_that_is_gone_leads_back(self, client, approver):
        for key in ("4711", "nonsense", "9" * 40):
            assert client.get(reverse("admin:zones_parcel_split", args=[key])).status_code == 302

    def test_a_parcel_with_descent_is_not_deleted(self, client, approver):
        parcel = make.parcel(area=20_000, publication=Publication.DRAFT)
        first, _second = divided(parcel)
        for row in (parcel, first):
            assert client.post(reverse("admin:zones_parcel_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        assert Parcel.objects.count() == 3


class TestMergePage:
    def pair(self):
        zone = make.zone()
        return [make.parcel(zone=zone, area=10_000) for _number in range(2)]

    def sent(self, parcels, **fields):
        seen = " ".join(f"{parcel.pk}-{parcel.version}" for parcel in parcels)
        data = {"seen": seen, "code": "CN-M", "area": "", "on": "12/03/2025", "number": "12/QĐ-BQL", "reason": ""}
        return data | {"source": make.source().pk} | fields

    def address(self, parcels):
        others = "\n".join(parcel.code for parcel in parcels[1:])
        return f"{page('merge', parcels[0])}?{urlencode({'others': others})}"

    def test_the_list_leads_to_the_page_with_the_parcels_chosen(self, client, approver):
        parcels = self.pair()
        listed = reverse("admin:zones_parcel_changelist")
        chosen = {"action": "merge_chosen", "_selected_action": [parcel.pk for parcel in parcels]}
        answer = client.post(listed, chosen, follow=True)
        assert set(answer.context["parcels"]) == set(parcels)
        chosen["_selected_action"] = [parcels[0].pk, make.parcel().pk]
        assert client.post(listed, chosen, follow=True).request["PATH_INFO"] == listed
        assert not Parcel.objects.exclude(exists_to=None).exists()

    def test_the_numbers_are_asked_for_first(self, client, approver):
        parcels = self.pair()
        assert "parcels" not in client.get(page("merge", parcels[0])).context["chosen"].errors
        for others in ("", "nirgends", "x" * 9000, "\n".join(map(str, range(99)))):
            answer = client.get(page("merge", parcels[0]), {"others": others})
            assert answer.status_code == 200 and answer.context["chosen"].errors
        assert client.get(self.address(parcels)).context["parcels"] == parcels

    def test_they_are_merged_once_however_often_it_is_sent(self, client, approver):
        parcels = self.pair()
        data = self.sent(parcels)
        answer = client.post(self.address(parcels), data)
        whole = Parcel.objects.get(code="CN-M")
        assert answer["Location"] == page("change", whole) and whole.area == 20_000
        again = client.post(self.address(parcels), data, follow=True)
        assert "CN-M" in " ".join(map(str, again.context["messages"]))
        assert Parcel.objects.count() == 3

    def test_looking_changes_nothing_and_a_refusal_keeps_what_was_typed(self, client, approver):
        parcels = self.pair()
        client.get(self.address(parcels))
        answer = client.post(self.address(parcels), self.sent(parcels, area="19000"))
        assert answer.status_code == 200 and "20.000,00" in " ".join(answer.context["refusals"])
        assert answer.context["form"]["area"].value() == "19000"
        assert Parcel.objects.count() == 2

    def test_nonsense_is_a_page(self, client, approver):
        parcels = self.pair()
        for fields in ({"seen": ""}, {"source": "x"}, {"area": "Infinity"}, {"code": "", "on": ""}):
            answer = client.post(self.address(parcels), self.sent(parcels, **fields))
            assert answer.status_code == 200 and Parcel.objects.count() == 2, fields

    def test_more_parcels_ask_the_database_no_more(self, client, approver):
        zone, counts = make.zone(), []
        for size in (2, 6):
            parcels = [make.parcel(zone=zone, area=10_000) for _number in range(size)]
            client.get(self.address(parcels))
            with CaptureQueriesContext(connection) as listed:
                client.get(self.address(parcels))
            whole = merge(parcels, Part(f"M{size}", None), decision(), seen=seen(*parcels))
            with CaptureQueriesContext(connection) as linked:
                assert client.get(page("change", whole)).content.decode().count(parcels[0].zone.code) >= size
            counts.append((len(listed), len(linked)))
        assert counts[0] == counts[1]


def test_why_two_areas_differ_is_written_by_an_approving_leader_only(client):
    parcel = make.parcel(area=20_000, outline=square(0, 0, 100, 150), publication=Publication.DRAFT)
    for role, expected in ((Role.EDITOR, ""), (Role.APPROVER, "Đo lại 2025")):
        client.force_login(make.user(role))
        shown = client.get(page("change", parcel))
        assert ("area_reason" in shown.context["adminform"].form.fields) == bool(expected)
        sent = fields_of(shown) | {"area_reason": "Đo lại 2025", "power_kw": str(500 + len(expected))}
        assert client.post(page("change", parcel), sent).status_code == 302
        parcel.refresh_from_db()
        assert parcel.area_reason == expected and parcel.drawn_area == 15_000


def test_the_days_in_the_plan_are_read_and_not_typed(client, approver):
    parcel = make.parcel(area=20_000)
    shown = client.get(page("change", parcel))
    sent = fields_of(shown) | {"exists_to": "01/01/2020", "predecessors": str(parcel.pk), "power_kw": "500"}
    assert client.post(page("change", parcel), sent).status_code == 302
    parcel.refresh_from_db()
    assert parcel.exists_to is None and not parcel.predecessors.exists()

"""The mark of a fact that is due for review, wherever the public meets it; the officers' list and its one click."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.models import Verification
from core.offices import Office
from core.roles import Role
from core.verifying import verify
from tests import make
from zones.models import Figure, Parcel, Rate

pytestmark = pytest.mark.django_db
LONG_AGO = "2020-03-31"
MARK_VI, MARK_EN = "cần kiểm tra lại từ 30/09/2020", "due for review since 30 September 2020"
TODAY = timezone.localdate()


def queue(client, **asked):
    return client.get(reverse("admin:freshness"), asked)


def pressed(client, *words, name="fact", **fields):
    return client.post(reverse("admin:freshness_verified"), {name: words, **fields})


def word(record):
    return f"{record._meta.label_lower}:{record.pk}:{record.version}"


class TestThePublic:
    def test_pages_files_and_answers_for_programs_say_it(self, client):
        zone = make.zone(as_of=TODAY.isoformat())
        parcel = make.parcel(zone=zone, as_of=LONG_AGO)
        make.figure(zone=zone, as_of=LONG_AGO)
        page = client.get(zone.get_absolute_url()).text
        # What it means is said once a page, however many marks there are.
        assert page.count(MARK_VI) >= 2 and page.count("Cần kiểm tra lại” là dấu") == 1
        assert MARK_VI in client.get(parcel.get_absolute_url()).text
        with override("en"):
            assert MARK_EN in client.get(parcel.get_absolute_url()).text
        assert b"2020-09-30" in client.get(reverse("data_csv", args=["parcels"])).getvalue()
        told = client.get(reverse("api_parcel", args=[parcel.slug])).json()["parcel"]
        assert (told["stale"], told["review_due"], told["verified_on"]) == (True, "2020-09-30", None)

    def test_prices_and_the_facts_an_estimate_used_say_it(self, client):
        zone = make.zone()
        make.rate(zone=zone, as_of=LONG_AGO)
        asked = {"zone": zone.slug, "area": "10000", "start": "2027-01-01", "years": "10"}
        for told in (client.get(reverse("zones:prices")), client.get(reverse("zones:estimate"), asked)):
            assert "cần kiểm tra lại từ 30/06/2020" in told.text

    def test_who_verified_it_is_told_by_office_and_never_by_name(self, client):
        zone = make.zone(as_of=LONG_AGO)
        by = make.user(Role.EDITOR, office=Office.DIVISION, last_name="Hoàng", first_name="Lan")
        verify(type(zone), {zone.pk: 1}, by=by)
        page = client.get(zone.get_absolute_url()).text
        assert "Phòng Quản lý chuyên môn nghiệp vụ kiểm tra ngày" in page
        assert MARK_VI not in page and "Hoàng" not in page and "là dấu của" not in page


class TestTheList:
    @pytest.fixture
    def editor(self, client):
        client.force_login(make.user(Role.EDITOR))
        return client

    def test_the_oldest_first_narrowed_by_kind_and_zone(self, editor):
        zone = make.zone(as_of=TODAY.isoformat())
        make.figure(zone=zone, as_of="2022-01-01", label_vi="Mới hơn")
        make.figure(as_of="2020-01-01", label_vi="Cũ nhất")
        make.rate(as_of="2021-01-01")
        make.figure(as_of="2019-01-01", label_vi="Nháp", publication="draft")
        rows = [row.record for row in queue(editor).context["rows"]]
        assert [type(row) for row in rows] == [Figure, Rate, Figure] and rows[0].label_vi == "Cũ nhất"
        assert len(queue(editor, kind="zones.figure").context["rows"]) == 2
        assert [row.record.label_vi for row in queue(editor, zone=zone.pk).context["rows"]] == ["Mới hơn"]
        assert queue(editor, kind="nothing", zone="x", page="zzz").status_code == 200

    def test_one_click_and_a_second_one_does_no_harm(self, editor):
        figure = make.figure(as_of=LONG_AGO)
        for _time in range(2):
            assert pressed(editor, word(figure)).status_code == 302
        assert Verification.objects.count() == 1 and not queue(editor).context["rows"]

    def test_ticked_rows_together_or_none(self, editor):
        one, other = make.figure(as_of=LONG_AGO), make.rate(as_of=LONG_AGO)
        seen = [word(one), word(other)]
        other.note_vi = "Đổi"
        other.save()
        pressed(editor, *seen, name="ticked")
        assert not Verification.objects.exists()
        other.refresh_from_db()
        pressed(editor, word(one), word(other), name="ticked", note="Rà soát quý IV")
        assert set(Verification.objects.values_list("note", flat=True)) == {"Rà soát quý IV"}
        assert Verification.objects.count() == 2

    def test_nothing_ticked_or_nonsense_is_answered_in_words(self, editor):
        back = reverse("admin:freshness") + "?page=2"
        assert pressed(editor, "zones.figure:x:y", "auth.user:1:1", back=back)["Location"] == back
        assert pressed(editor, back="https://example.org/")["Location"] == reverse("admin:freshness")

    def test_reading_is_no_changing_and_who_only_reads_changes_nothing(self, client):
        figure = make.figure(as_of=LONG_AGO)
        client.force_login(make.user(Role.AUDITOR))
        assert client.get(reverse("admin:freshness_verified")).status_code == 405
        assert pressed(client, word(figure)).status_code == 403
        told = queue(client)
        assert len(told.context["rows"]) == 1 and "Đã kiểm tra, không đổi" not in told.text
        assert not Verification.objects.exists()

    def test_the_button_stands_on_the_record_too(self, editor):
        figure = make.figure(as_of=LONG_AGO)
        address = reverse("admin:zones_figure_change", args=[figure.pk])
        assert f'value="{word(figure)}"' in editor.get(address).text
        assert pressed(editor, word(figure), back=address)["Location"] == address
        assert "Các lần kiểm tra trước" in editor.get(address).text

    def test_it_asks_the_same_for_few_and_for_many(self, editor):
        asked = []
        for count in (2, 12):
            zone = make.zone(as_of=TODAY.isoformat())
            for _number in range(count):
                make.parcel(zone=zone, as_of=LONG_AGO)
            with CaptureQueriesContext(connection) as queries:
                queue(editor)
            asked.append(len(queries))
        assert asked[0] == asked[1] and Parcel.objects.count() == 14

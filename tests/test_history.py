"""The history: told in words, found by person, record and day, read page by page, and changed by nobody."""

import datetime as dt
import io

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.history.entries import Asked, entries, kinds
from core.history.telling import told
from core.models import AppendOnly, LinkChange, User
from core.roles import Role
from kcn_portal import history_page
from tests import make
from zones.lifecycle import Commercial
from zones.models import Parcel, Utility, Zone

PAGE = "/admin/lich-su/"


def all_told(*models, most=100, **asked):
    return told(entries(Asked(models=models, **asked), most))


def in_words(row):
    return [str(change) for change in row.changes]


@pytest.fixture
def edited(db, client):
    """(officer, parcel, project): a parcel edited, moved and linked by an officer in the officers' side."""
    officer = make.user(last_name="Nông", first_name="Thị Hiền")
    parcel = make.parcel(commercial_status="available")
    project = make.project(zone=parcel.zone)
    parcel.area, parcel.note_vi = 8700, "Đã san nền"
    parcel._history_user, parcel._change_reason = officer, "Theo bản đồ mới"
    parcel.save()
    parcel.move_to("withdrawn", axis="commercial_status", by=officer, note="Chờ quyết định", decision_number="12/QĐ")
    project.parcels.set([parcel])
    return officer, parcel, project


def test_an_edit_a_move_and_a_link_are_told_with_before_and_after(edited):
    officer, parcel, project = edited
    rows = all_told(Parcel, record=parcel.pk)
    edit = next(row for row in rows if row.note == "Theo bản đồ mới")
    assert (edit.by, edit.deed, edit.name) == (str(officer), "Đã sửa", str(parcel))
    assert any("20.000 → 8.700" in words for words in in_words(edit))
    assert any("để trống → Đã san nền" in words for words in in_words(edit))
    move = next(row for row in rows if row.deed == "Chuyển trạng thái")
    assert [(change.before, change.after) for change in move.changes] == [
        (str(Commercial.AVAILABLE.label), str(Commercial.WITHDRAWN.label))
    ]
    assert (move.by, move.note) == (str(officer), "12/QĐ · Chờ quyết định")
    assert rows[-1].deed == "Đã thêm" and not rows[-1].changes
    (links,) = (row for row in all_told(type(project)) if row.changes and row.changes[0].name == "parcels")
    assert (links.name, links.changes[0].before, links.changes[0].after) == (str(project), "để trống", str(parcel))


def test_links_changed_from_either_side_are_written_once_with_what_was_there(db):
    first, second = make.parcel(), make.parcel()
    project = make.project(zone=first.zone)
    project.parcels.set([first])
    second.projects.add(project)
    first.projects.clear()
    second.projects.remove(project)
    project.parcels.remove(second)  # not linked any more: nothing to write
    kept = LinkChange.objects.filter(model="projects.project", object_id=project.pk).order_by("id")
    one, two = str(first), str(second)
    assert [(row.before, row.after) for row in kept] == [
        ([], [one]),
        ([one], [one, two]),
        ([one, two], [two]),
        ([two], []),
    ]


def test_the_list_is_narrowed_by_person_and_day(edited):
    officer, parcel, _project = edited
    assert {row.by for row in all_told(Parcel, by=officer.pk)} == {str(officer)}
    today = timezone.localdate()
    assert all_told(Parcel, first_day=today, last_day=today, record=parcel.pk)
    assert not all_told(Parcel, first_day=today + dt.timedelta(days=1))
    assert not all_told(Parcel, last_day=today - dt.timedelta(days=1))


def test_a_change_of_links_to_another_record_names_both_and_a_removed_one_keeps_its_number(db):
    old, new = make.zone(), make.zone()
    utility = Utility._base_manager.create(zone=old, kind="power", key="dien", source=make.source(), as_of="2024")
    utility.zone = new
    utility.save()
    (moved, _added) = all_told(Utility)
    assert (moved.changes[0].before, moved.changes[0].after) == (str(old), str(new))
    key = utility.pk
    utility.delete()
    newest = all_told(Utility)[0]
    assert (newest.deed, newest.key) == ("Đã xóa", key)


def of_every_kind():
    """Some entries of every kind that can be read."""
    parcel = make.parcel(commercial_status="available")
    parcel.move_to("withdrawn", axis="commercial_status", by=make.user(), note="Chờ", decision_number="1/QĐ")
    project = make.project(zone=parcel.zone)
    project.parcels.add(parcel)
    for build in (make.rate, make.figure, make.milestone, make.instrument, make.enquiry, make.article, make.procedure):
        build().save()
    make.security_event()


def test_pages_follow_each_other_without_gap_and_cost_no_more_for_more(
    db, client, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(history_page, "PER_PAGE", 12)
    client.force_login(make.user(Role.AUDITOR))
    of_every_kind()
    client.get(PAGE)
    with django_assert_max_num_queries(15):
        client.get(PAGE)
    one = Zone.history.values().first() | {"history_id": None}
    many = [Zone.history.model(**one) for _row in range(30)]
    for at, row in enumerate(many):
        row.history_date = timezone.now() - dt.timedelta(minutes=at // 7)  # several in one moment
    Zone.history.bulk_create(many)
    seen, address = [], PAGE
    while address:
        with django_assert_max_num_queries(15):
            answer = client.unwritten("get", address)
        seen += [row.place for row, _address in answer.context["rows"]]
        following = answer.context["next"]
        address = following and f"{PAGE}?after={following.replace('+', '%2B')}"
    whole = [one.place for one in entries(Asked(models=tuple(k.record for k in kinds() if k.record)), 10_000)]
    assert len(seen) == len(set(seen)) and set(seen) <= set(whole) and len(whole) - len(seen) <= 12


@pytest.mark.parametrize(
    ("role", "status"), [(Role.EDITOR, 403), (Role.APPROVER, 403), (Role.AUDITOR, 200), (Role.ADMINISTRATOR, 200)]
)
def test_who_reads_the_history_and_who_takes_it_away(db, role, status):
    make.zone()
    client = make.client_of(role)
    answer = client.unwritten("get", PAGE)
    listed = {label for label, _name in answer.context["form"].fields["kind"].choices}
    assert "zones.zone" in listed and "core.source" in listed
    assert ("core.user" in listed) == (status == 200)
    assert any(row.model is User for row, _a in answer.context["rows"]) == (status == 200)
    assert client.unwritten("get", f"{PAGE}?kind=core.user").context["is_asked"] == (status == 200)
    assert client.post(PAGE).status_code == 405


def test_files_hold_every_line_and_no_formula(db):
    zone = make.zone()
    zone.developer_vi = "=HYPERLINK(1)"
    zone.save()
    client = make.client_of(Role.AUDITOR)
    asked = f"?kind=zones.zone&record={zone.pk}"
    text = b"".join(client.get(f"{PAGE}lich-su.csv{asked}").streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text and len(text.splitlines()) == 3
    content = b"".join(client.get(f"{PAGE}lich-su.xlsx{asked}").streaming_content)
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows())
    (cell,) = (cell for row in rows for cell in row if cell.value == "=HYPERLINK(1)")
    assert cell.data_type == "s" and len(rows) == 3


CANNOT_BE_ASKED = (
    *("kind=x.y", "record=1", "record=-1&kind=zones.zone", "record=99999999999999999999&kind=zones.zone", "person=x"),
    *("first=31/02/2026", "first=02/01/2026&last=01/01/2026", "person=99999999999999999999"),
)


def test_what_cannot_be_asked_is_told_beside_its_field(db):
    client = make.client_of(Role.AUDITOR)
    for asked in CANNOT_BE_ASKED:
        answer = client.unwritten("get", f"{PAGE}?{asked}")
        assert answer.status_code == 200 and answer.context["form"].errors, asked
        assert client.unwritten("get", f"{PAGE}lich-su.csv?{asked}").status_code == 403, asked
    assert "history-error" in client.get(f"{PAGE}?{CANNOT_BE_ASKED[0]}").text


def test_a_place_that_is_none_begins_anew(db):
    client = make.client_of(Role.AUDITOR)
    for after in ("x", "1,2", "2026-01-01,1,99999999999999999999", "9999-12-31T23:59:59,0,1", "2026-01-01,x,1", "\0"):
        assert client.unwritten("get", PAGE, {"after": after, "kind": "zones.zone"}).status_code == 200, after


def test_no_line_of_any_history_is_removed_or_rewritten(db):
    of_every_kind()
    histories = [model for model in apps.get_models() if hasattr(model, "instance_type")]
    assert len(histories) > 30
    assert not [model for model in admin.site._registry if model in {*histories, LinkChange}]
    tried = 0
    for model in histories:
        row = model._base_manager.first()
        if row is None:
            continue
        tried += 1
        for attempt in (row.delete, row.save, model._base_manager.all().delete):
            with pytest.raises(AppendOnly), transaction.atomic():
                attempt()
    assert tried > 10
    kept = LinkChange.objects.first()
    for attempt in (kept.delete, kept.save):
        with pytest.raises(AppendOnly), transaction.atomic():
            attempt()


def test_the_page_of_an_old_version_takes_nothing(db):
    zone = make.zone()
    client = make.client_of(Role.ADMINISTRATOR)
    old = zone.history.first()
    address = reverse("admin:zones_zone_simple_history", args=[zone.pk, old.pk])
    assert client.get(address).status_code == 200
    before = zone.history.count()
    assert client.post(address, {"name_vi": "Khác", "_change_history": "1"}).status_code == 403
    assert zone.history.count() == before and "Khác" not in Zone._base_manager.get(pk=zone.pk).name_vi


def test_removing_the_sample_takes_its_history_too(db):
    parcel = make.parcel(is_sample=True)
    parcel.other_sources.add(make.source())
    make.client_of(Role.ADMINISTRATOR).post(reverse("admin:core_board_remove_sample"))
    assert not Parcel.history.filter(id=parcel.pk).exists()
    assert not LinkChange.objects.filter(model="zones.parcel", object_id=parcel.pk).exists()
    call_command("check_land_tallies", stdout=io.StringIO())

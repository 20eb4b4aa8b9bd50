"""The officers' first page: what waits, what is late, what changed, the charts; each number leads to its list."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.bars import Row, bars
from core.history.tallies import changed_since
from core.models import User
from core.publication.moves import Asked, publish_to
from core.roles import Role
from kcn_portal.desk_sections import working_day_before
from tests import make, make_reports
from zones.models import Parcel

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def days(count):
    return TODAY + dt.timedelta(days=count)


def desk(client, *, is_written=True):
    """(the page, {key of a section: {words: number}})."""
    page = client.get(reverse("admin:index")) if is_written else client.unwritten("get", reverse("admin:index"))
    assert page.status_code == 200
    sections = {one.key: {line.words: line.count for line in one.lines} for one in page.context["sections"]}
    return page, sections


def chart(page, key):
    found = next(one for one in page.context["charts"] if one.key == key)
    return {words: cells for words, _url, cells in found.rows}


def full_office(by):
    """Something of everything the desk tells."""
    zone = make.zone()
    make.parcel(zone=zone, commercial_status="reserved", reserved_until=days(3))
    make.parcel(zone=zone, commercial_status="reserved", reserved_until=days(-2), area=None)
    make.parcel(zone=zone, commercial_status="available", area=25_000, publication="draft")
    make.parcel(zone=zone, commercial_status="available", area=5_000, publication="withdrawn")
    make.parcel(zone=zone, commercial_status="available", is_sample=True)
    late = make.project(zone=zone, implementation="not_started", start_by=days(-9), pipeline="assigned")
    make.project(zone=zone, publication="withdrawn")
    make_reports.event(late, "issue_irc", dt.date(2024, 5, 1), capital_vnd=Decimal("120.5"))
    make_reports.event(late, "amend", dt.date(2025, 5, 1), number="2/GP")
    made = {"project": late, "measure": "realised_capital", "unit": "vnd"}
    make_reports.period_figure(period="2024-Q4", amount=30, **made)
    make_reports.period_figure(period="2025", amount=50, **made)
    make_reports.period_figure(period="2025-Q4", amount=49, **made)
    make.article(publication="draft")
    publish_to(make.article(publication="draft"), "in_review", by=by)
    make.enquiry(status="working", officer=by), make.enquiry()
    return late


def test_every_number_leads_to_exactly_the_rows_it_counts():
    client = make.client_of(Role.ADMINISTRATOR)
    full_office(make.user())
    page, _sections = desk(client, is_written=False)
    lines = [(line.url, line.count) for section in page.context["sections"] for line in section.lines if line.url]
    lines += [(bar.row.url, int(bar.row.amount)) for one in page.context["charts"][:3] for bar in one.drawn[0].bars]
    lines += [(row["url"], row["count"]) for row in page.context["samples"]]
    lists = 0
    for url, count in lines:
        answer = client.unwritten("get", url)
        assert answer.status_code == 200, url
        if "cl" in answer.context and count is not None:
            assert answer.context["cl"].result_count == count, url
            lists += 1
    assert lists > 10
    for _who, changed in page.context["changes"]:
        assert all(client.unwritten("get", line.url).status_code == 200 for line in changed)


def test_what_is_late_and_what_soon_ends():
    full_office(make.user())
    make_reports.deadline(days=10)
    make_reports.report(code="2026-Q3")
    _page, told = desk(make.client_of(Role.EDITOR), is_written=False)
    assert told["mine"] == {"Lô giữ chỗ hết hạn trong 7 ngày tới": 1}
    assert told["late"]["Dự án chậm"] == 1 and told["late"]["Lô giữ chỗ đã hết hạn"] == 1
    assert told["late"]["Báo cáo quá hạn nộp"] > 0
    assert any("Biểu 2104" in words for words in told["reports"])


def test_who_submits_reads_what_became_of_it_and_a_leader_what_waits_for_her():
    officer, leader = make.client_of(Role.EDITOR), make.client_of(Role.APPROVER)
    writer = make.user(Role.EDITOR)
    officer.force_login(writer)
    returned, waiting = make.article(publication="draft"), make.article(publication="draft")
    for one in (returned, waiting):
        publish_to(one, "in_review", by=writer)
    publish_to(returned, "draft", by=make.user(Role.APPROVER), asked=Asked("Thiếu nguồn"))
    page, told = desk(officer)
    assert told["mine"]["Bị trả lại cho bạn: Tin tức"] == 1
    assert told["approval"] == {"Bạn đã trình, chưa có quyết định": 1}
    assert "Chờ lãnh đạo duyệt" in page.content.decode()
    page, told = desk(leader, is_written=False)
    assert told["approval"] == {"Tin tức": 1} and page.context["sections"][0].key == "approval"


def test_each_role_has_its_own_desk():
    make.security_event()
    keys = {role: [*desk(make.client_of(role), is_written=False)[1]] for role in Role.values}
    assert keys["editor"][0] == "mine" and keys["approver"][0] == "approval"
    assert "mine" not in keys["auditor"], "who only reads has nothing to do"
    assert {role for role in keys if "system" in keys[role]} == {"administrator", "auditor"}
    page, told = desk(make.client_of(Role.AUDITOR), is_written=False)
    assert told["system"]["Đăng nhập"] >= 1 and not page.context["tasks"]


def test_the_charts_count_what_is_real_and_call_unknown_what_nobody_said():
    full_office(make.user())
    page, _told = desk(make.client_of(Role.EDITOR))
    land = chart(page, "land")
    assert land["Còn trống"] == ("1", "2,50"), "neither the sample nor what was withdrawn"
    assert land["Giữ chỗ"] == ("2", "2,00 (chưa rõ 1 lô)")
    assert chart(page, "pipeline") == {"Đã giao cán bộ": ("1",)}
    assert chart(page, "capital") == {
        "2024": ("120,5", "chưa rõ", "30", "chưa rõ", "0"),
        "2025": ("chưa rõ", "chưa rõ", "50", "chưa rõ", "1"),
    }
    html = page.content.decode()
    assert 'role="group" aria-label="Số lô"' in html and "<desc>" in html
    # Every number of a drawing stands in the table beside it.
    for one in page.context["charts"]:
        cells = {cell for _words, _url, row in one.rows for cell in row}
        assert {bar.row.words for drawn in one.drawn for bar in drawn.bars} <= cells


def test_a_desk_without_records_says_what_will_stand_there():
    Parcel.objects.all().delete()
    html = desk(make.client_of(Role.EDITOR))[0].content.decode()
    for words in ("Không có việc nào chờ bạn", "Chưa có lô đất thật nào", "Chưa sự kiện pháp lý nào ghi vốn"):
        assert words in html


def test_changes_are_told_by_person_since_the_last_working_day():
    first, since = make.user(last_name="Cán bộ", first_name="Một"), timezone.now() - dt.timedelta(hours=1)
    parcel, other = make.parcel(commercial_status="planned"), make.parcel(commercial_status="planned")
    for one in (parcel, other):
        one.move_to("available", axis="commercial_status", by=first)
    client = make.client_of(Role.EDITOR)
    client.force_login(first)
    parcel.history.update(history_user=first)
    [told] = [one for one in changed_since(since, {Parcel}) if one.by == first.pk]
    assert (told.model, told.name, told.count) == (Parcel, "Cán bộ Một", 1), "a record changed twice is one"
    page, _told = desk(client, is_written=False)
    [lines] = [lines for who, lines in page.context["changes"] if who == "Cán bộ Một"]
    assert f"person={first.pk}" in lines[0].url and "kind=zones.parcel" in lines[0].url
    assert changed_since(timezone.now() + dt.timedelta(days=1), {Parcel}) == []
    assert changed_since(since, set()) == []


def test_what_is_counted_for_one_person_is_not_told_another():
    for count in (2, 1):
        client = make.client_of(Role.EDITOR)
        officer = User.objects.latest("pk")
        for _one in range(count):
            make.enquiry(status="working", officer=officer)
        assert desk(client, is_written=False)[1]["mine"] == {"Yêu cầu giao cho bạn": count}
        make.enquiry(status="working", officer=officer)
        again = desk(client, is_written=False)[1]["mine"]
        assert again == {"Yêu cầu giao cho bạn": count + 1}, "the question is kept, not its answer"


def test_the_working_day_before_a_monday_is_a_friday():
    monday = dt.date(2026, 11, 23)
    assert working_day_before(monday) == dt.date(2026, 11, 20)
    assert working_day_before(monday + dt.timedelta(days=1)) == monday


@pytest.mark.parametrize("role", Role.values)
def test_the_desk_asks_as_few_questions_however_much_there_is(role):
    client, person = make.client_of(role), make.user()
    make.board()

    def queries():
        with CaptureQueriesContext(connection) as asked:
            desk(client)
        return len(asked)

    full_office(person)
    source = make.source()
    make.zone(inventory_on=TODAY, inventory_source=source)
    few = queries()
    full_office(person), full_office(person)
    assert queries() == few <= 15


def test_bars_are_as_long_as_their_amounts_and_unknown_has_none():
    rows = [
        Row("a", Decimal(8), "8"),
        Row("b", 2, "2"),
        Row("c", None, "?"),
        Row("d", 0, "0"),
        Row("e", Decimal("0.001"), "…"),
    ]
    drawn = bars("Số lô", rows)
    assert [bar.width for bar in drawn.bars] == [360, 90, 0, 0, 2]
    assert drawn.says == "a: 8; b: 2; c: ?; d: 0; e: …" and drawn.height == drawn.bars[-1].top + 18
    assert bars("leer", []).bars == () and bars("0", [Row("a", 0, "0")]).bars[0].width == 0


def test_the_desk_asks_other_houses_for_nothing_and_links_into_the_search():
    html = desk(make.client_of(Role.EDITOR))[0].content.decode()
    assert f'action="{reverse("admin:find")}"' in html
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//(?!testserver)[^"']+""", html)

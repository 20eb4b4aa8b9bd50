"""Projects behind what they promised: the rule told of one project and asked of the database is the same one."""

import datetime as dt
import io

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from core.roles import Role
from projects.lateness import IS_LATE, Slow, behind, months_later
from projects.models import LandUseLimit, Project
from projects.slow import slow_address, slow_projects
from tests import make
from tests.admin_forms import fields_of

pytestmark = pytest.mark.django_db
LIST = "admin:projects_project_slow"


def days(number):
    return timezone.localdate() + dt.timedelta(days=number)


def ways(project, limit=None):
    row = Project.objects.prefetch_related("events").get(pk=project.pk)
    return {one.how for one in behind(row, timezone.localdate(), limit and limit.months)}


def projects_of_every_kind():
    """{project: how it is slow}."""
    extended = make.project(implementation="building", finish_by=days(-100))
    make.project_event(extended, "extend_schedule", days(-120), number="5/QĐ", finish_by=days(60))
    again = make.project(implementation="procedures", start_by=days(-300))
    make.project_event(again, "extend_schedule", days(-310), number="6/QĐ", start_by=days(-30))
    # Entered later and dated earlier: it extends nothing any more.
    make.project_event(again, "amend", days(-350), number="4/QĐ", start_by=days(90))
    ended = make.project(implementation="building", finish_by=days(-10))
    make.project_event(ended, "terminate", days(-1))
    return {
        make.project(implementation="procedures", start_by=days(-1)): {Slow.START},
        make.project(implementation="procedures", start_by=days(0)): set(),
        make.project(implementation="building", start_by=days(-9), finish_by=days(-2)): {Slow.FINISH},
        make.project(implementation="operating", start_by=days(-9), finish_by=days(-2)): set(),
        make.project(implementation="not_started", start_by=days(-9), finish_by=days(-2)): {Slow.START, Slow.FINISH},
        make.project(implementation="unknown", finish_by=days(-2)): {Slow.TO_CHECK},
        make.project(implementation="delayed"): {Slow.RECORDED},
        make.project(implementation="procedures", handed_over_on=days(-500)): {Slow.IDLE},
        make.project(implementation="procedures", handed_over_on=days(-100)): set(),
        make.project(implementation="building", handed_over_on=days(-500)): set(),
        extended: {Slow.EXTENDED},
        again: {Slow.START},
        ended: {Slow.FINISH},
        make.project(implementation="building", finish_by=days(-10), outcome="lost"): {Slow.FINISH},
        make.project(implementation="closed", finish_by=days(-10)): set(),
    }


def test_list_and_project_tell_the_same_and_what_has_ended_is_bound_to_nothing():
    limit, made = make.land_use_limit(), projects_of_every_kind()
    assert {project: ways(project, limit) for project in made} == made
    free = {project.pk for project in made if project.outcome == "lost" or project.legal_status == "terminated"}
    for how in Slow:
        told = {project.pk for project, found in made.items() if how in found} - free
        assert set(slow_projects(how).values_list("pk", flat=True)) == told, how
    late = {project.pk for project, found in made.items() if found & set(IS_LATE)} - free
    assert set(slow_projects().values_list("pk", flat=True)) == late
    assert slow_projects().count() == len(late) and slow_address() == reverse(LIST)


def test_without_a_rule_no_land_counts_as_idle_and_a_rule_counts_from_its_day():
    project = make.project(implementation="procedures", handed_over_on=days(-500))
    assert not ways(project) and not slow_projects(Slow.IDLE)
    make.land_use_limit(valid_from=days(1))
    assert LandUseLimit.on(timezone.localdate()) is None and not slow_projects(Slow.IDLE)


@pytest.mark.parametrize("handed_over", ["2025-02-28", "2024-02-29", "2025-08-31", "2025-01-30", "2025-01-31"])
def test_months_end_with_the_month(handed_over):
    first, limit = dt.date.fromisoformat(handed_over), LandUseLimit(months=13)
    due = months_later(first, 13)
    assert limit.last_handover(due) < first <= limit.last_handover(due + dt.timedelta(days=1))


def test_the_list_narrows_counts_and_takes_nonsense(client):
    made = projects_of_every_kind()
    client.force_login(make.user(Role.AUDITOR))
    page = client.get(reverse(LIST))
    assert (
        page.context["page_obj"].paginator.count == slow_projects().count()
        and "Chưa ghi sau bao nhiêu tháng" in page.text
    )
    assert "Soạn dự thảo" not in page.text
    start = client.get(reverse(LIST), {"how": "start"})
    assert "đã quá 30 ngày" in start.text and "5/QĐ" not in start.text
    assert "5/QĐ" in client.get(reverse(LIST), {"how": "extended"}).text
    zone = next(iter(made)).zone
    assert client.get(reverse(LIST), {"zone": zone.slug}).context["page_obj"].paginator.count == 1
    for nonsense in ({"how": "x\x00"}, {"zone": "'"}, {"page": "-1"}, {"how": ["start", "idle"]}):
        assert client.unwritten("get", reverse(LIST), nonsense).status_code == 200


def test_the_list_asks_the_same_few_questions_however_long_it_is(client):
    client.force_login(make.user())
    counted = []
    for _round in range(2):
        for _project in range(4):
            make.project_event(make.project(implementation="building", finish_by=days(-9)), "issue_irc", days(-30))
        client.unwritten("get", reverse(LIST))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(LIST)).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12


def test_a_notice_is_a_draft_that_invents_nothing_is_logged_and_never_sent(client, mailoutbox):
    make.board(name_vi="Ban Quản lý các khu công nghiệp")
    project = make.project(
        name_vi="Nhà máy ván", investor=make.investor(name_vi="Công ty Gỗ"), implementation="procedures",
        start_by=days(-40), handed_over_on=days(-500),
    )  # fmt: skip
    make.project_event(project, "extend_schedule", days(-50), number="8/QĐ-BQL", start_by=days(-10))
    make.land_use_limit()
    address = reverse("admin:projects_project_notice", args=[project.pk])
    client.force_login(make.user(Role.AUDITOR))
    assert client.post(address).status_code == 403
    client.force_login(make.user(Role.EDITOR))
    assert client.get(address).status_code == 405 and not LogEntry.objects.exists()
    answer = client.post(reverse("admin:projects_project_notice", args=[project.pk]), headers={"accept-language": "en"})
    assert "attachment" in answer["Content-Disposition"] and answer["Content-Disposition"].endswith('.docx"')
    text = "\n".join(line.text for line in Document(io.BytesIO(answer.content)).paragraphs)
    for words in ("DỰ THẢO", "Kính gửi: Công ty Gỗ", "Nhà máy ván", "đã quá 10 ngày", "8/QĐ-BQL", "Luật thử, Điều 1"):
        assert words in text
    assert "Địa chỉ: …" in text and "None" not in text
    assert "dự thảo" in LogEntry.objects.get(object_id=str(project.pk)).change_message
    version = project.version
    project.refresh_from_db()
    assert client.post(address).status_code == 200 and project.version == version and not mailoutbox
    in_time = make.project(implementation="building", finish_by=days(9))
    refused = client.post(reverse("admin:projects_project_notice", args=[in_time.pk]), follow=True)
    assert "chưa quá mốc" in refused.text.lower()
    assert client.post(reverse("admin:projects_project_notice", args=[4711])).status_code == 302


def test_new_days_come_only_with_a_decision_that_sets_them(client):
    client.force_login(make.user(Role.EDITOR))
    project = make.project(investor=make.investor(), publication="draft")
    page = reverse("admin:projects_project_change", args=[project.pk])
    make.event_form()
    opened = client.get(page)
    assert "(I.1.5)" in opened.text
    tomorrow = f"{days(1):%d/%m/%Y}"
    event = {"kind": "extend_schedule", "on": tomorrow, "number": "1/QĐ"}
    data = fields_of(opened) | {"events-TOTAL_FORMS": "1"} | {f"events-0-{name}": text for name, text in event.items()}
    errors = client.post(page, data).context["errors"]
    told = " ".join(map(str, errors))
    assert "chưa đến" in told and "gia hạn" in told
    data |= {"events-0-on": "01/02/2024", "events-0-finish_by": "01/02/2026", "events-0-decided_by": "board"}
    assert client.post(page, data).status_code == 302
    assert project.events.get().finish_by == dt.date(2026, 2, 1)
    assert "Đã qua mốc, chưa rõ tình trạng: hạn 01/02/2026" in client.get(page).text

"""Reports on the officers' side: submitted, received, returned, reopened; and what must be right before."""

import datetime as dt
import json
from copy import deepcopy
from decimal import Decimal

import pytest

from core.chain import Step
from core.lifecycle import MoveRefused
from core.models import AppendOnly
from core.roles import Role
from projects.models import Project, ProjectEvent
from reports.lifecycle import State
from reports.models import PeriodFigure, Report, Submission
from tests import make, make_reports
from tests.once import once
from tests.reports_office import entries, fresh, move, move_url, sentences, submitted, url

pytestmark = pytest.mark.django_db
_record = once(make_reports.record)


@pytest.fixture(autouse=True)
def record(_record, db):
    return deepcopy(_record)


@pytest.fixture
def report(record):
    """Form 2104 for the third quarter: nothing in it is missing for its submission."""
    return make_reports.report("2104")


@pytest.fixture
def plan(record):
    return make_reports.report("2107")


@pytest.fixture
def editor(client):
    client.force_login(make.user(Role.EDITOR))
    return client


@pytest.fixture
def leader():
    return make.client_of(Role.APPROVER)


@pytest.fixture
def auditor():
    return make.client_of(Role.AUDITOR)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


# Submitting


def test_a_report_is_submitted_received_and_frozen(editor, leader, report, record):
    assert move(editor, report, State.IN_REVIEW).status_code == 302
    assert fresh(report).state == State.IN_REVIEW
    assert move(leader, report, State.RECEIVED).status_code == 302
    report = fresh(report)
    assert report.state == State.RECEIVED and report.moves.count() == 2
    before = report.shown.values()
    PeriodFigure.objects.filter(measure="revenue").update(amount=99)
    Project.objects.filter(slug="nha-may-1").update(origin="ddi")
    later = fresh(report)
    assert later.shown.values() == before and later.submission.is_as_kept
    page = editor.get(url("change", report.pk))
    told = {(one.submitted, one.today) for one in page.context["differences"]}
    assert ("1.25", "0") in told and "Từ đó hồ sơ đã thay đổi" in page.content.decode()
    cell = editor.get(url("cell", report.pk, "zones", f"z{record.zones[0].pk}", "fdi_revenue"))
    assert (cell.context["value"], cell.context["today"]) == ("1.25", "0")


def test_nobody_receives_her_own_report(report, record):
    boss = make.user(Role.APPROVER)
    mine = make_reports.report("2103", begun_by=boss)
    submitted(mine)
    with pytest.raises(MoveRefused, match="Không ai tự duyệt"):
        fresh(mine).move_to(State.RECEIVED, axis="state", by=boss)
    submitted(report, by=boss)
    with pytest.raises(MoveRefused, match="Không ai tự duyệt"):
        fresh(report).move_to(State.RECEIVED, axis="state", by=boss)
    fresh(report).move_to(State.RECEIVED, axis="state", by=make.user(Role.APPROVER))


@pytest.mark.parametrize("state", (State.RECEIVED, State.RETURNED))
def test_an_editor_neither_receives_nor_returns(editor, report, state):
    submitted(report)
    assert "Lãnh đạo duyệt" in said(editor.get(move_url(report, state), follow=True))
    data = {"to": state, "seen_state": State.IN_REVIEW, "on": dt.date.today().strftime("%d/%m/%Y"), "note": "x"}
    editor.post(move_url(report, state), data)
    assert fresh(report).state == State.IN_REVIEW


def test_an_auditor_moves_nothing_and_looking_moves_nothing(auditor, editor, report):
    assert auditor.get(move_url(report, State.IN_REVIEW)).status_code == 403
    assert auditor.post(move_url(report, State.IN_REVIEW), {}).status_code == 403
    editor.get(move_url(report, State.IN_REVIEW))
    assert fresh(report).state == State.DRAFT


def test_submitting_twice_keeps_one_submission(editor, report):
    data = {"to": State.IN_REVIEW, "seen_state": State.DRAFT, "on": dt.date.today().strftime("%d/%m/%Y")}
    for _time in range(2):
        editor.post(move_url(report, State.IN_REVIEW), data)
    assert Submission.objects.count() == 1 and report.moves.count() == 1


def test_returning_needs_a_reason_and_opens_the_report_again(leader, report):
    submitted(report)
    refused = move(leader, report, State.RETURNED, note="")
    assert refused.status_code == 200 and fresh(report).state == State.IN_REVIEW
    move(leader, report, State.RETURNED, note="Thiếu doanh thu")
    report = fresh(report)
    assert report.state == State.RETURNED and report.is_open and report.submissions.count() == 1
    assert report.shown is report.from_record
    submitted(report)
    assert report.submissions.count() == 2


def test_a_received_report_is_reopened_only_with_a_reason(report):
    leader = make.user(Role.APPROVER)
    submitted(report).move_to(State.RECEIVED, axis="state", by=leader)
    with pytest.raises(MoveRefused, match="lý do"):
        fresh(report).move_to(State.RETURNED, axis="state", by=leader)
    fresh(report).move_to(State.RETURNED, axis="state", by=leader, note="Sai số")
    assert fresh(report).state == State.RETURNED


def test_what_was_submitted_and_moved_is_never_changed(report):
    report = submitted(report)
    for kept in (report.submission, report.moves.get()):
        with pytest.raises(AppendOnly):
            kept.save()
        with pytest.raises(AppendOnly):
            kept.delete()
    Submission.objects.update(content={**report.submission.content, "rate": "1"})
    assert not fresh(report).submission.is_as_kept


def test_a_report_is_not_submitted_for_a_day_before_its_last_change(report):
    leader = make.user(Role.APPROVER)
    for day, origin, target in ((1, State.DRAFT, State.IN_REVIEW), (20, State.IN_REVIEW, State.RETURNED)):
        on = dt.date(2026, 10, day)
        report.moves.create(axis="state", from_state=origin, to_state=target, on=on, note="x", by=leader)
    Report.objects.update(state=State.RETURNED)
    between = [Step(State.RETURNED, dt.date(2026, 10, 5), "x"), Step(State.IN_REVIEW, dt.date(2026, 10, 6))]
    with pytest.raises(MoveRefused, match="trước lần chuyển gần nhất"):
        fresh(report).enter(between, axis="state", by=leader)


def test_an_axis_or_a_state_there_is_not_is_refused(editor, report):
    assert editor.get(url("move", report.pk, "colour")).status_code == 404
    for state in ("", "nothing", "x" * 500):
        answer = editor.get(f"{url('move', report.pk, 'state')}?to={state}")
        assert answer.status_code in (200, 302)
        assert editor.post(url("move", report.pk, "state"), {"to": state}).status_code in (200, 302)
    assert fresh(report).state == State.DRAFT


# What must be right before


def test_a_report_without_the_rate_its_form_needs_is_not_submitted(record):
    assert "tỷ giá" in sentences(make_reports.report("2101", rate=None))


def test_money_of_the_other_currency_needs_the_rate_too(record):
    assert "tỷ giá" in sentences(make_reports.report("2104", rate=None))


def test_projects_that_would_stand_in_no_column_are_told(record):
    a, _b, _c = record.zones
    type(a).objects.filter(pk=a.pk).update(location_class="unknown")
    Project.objects.filter(slug="nha-may-5").update(origin="unknown")
    words = sentences(make_reports.report("2101"))
    assert "KCN Suối A: chưa ghi vị trí" in words and "KCN Đồi B: chưa ghi nguồn vốn của 1 dự án" in words


def test_cells_to_be_typed_must_be_typed(plan):
    assert "Diện tích còn lại” chưa nhập. Gợi ý: 150." in sentences(plan)


def test_a_certificate_or_decision_no_record_holds_is_told(record):
    report = make_reports.report("2102")
    ProjectEvent.objects.filter(number="9876543210").update(number="1")
    assert "không bản ghi nào có số 9876543210" in sentences(report)
    assert "77/QĐ-TTg" not in sentences(report)


def test_a_number_beyond_the_forms_digits_is_told(report):
    rows = PeriodFigure.objects.filter(measure="revenue", unit="vnd")
    rows.update(amount=Decimal("999999999999999.4"))
    make_reports.period_figure(
        project=Project.objects.get(slug="nha-may-2"),
        unit="vnd",
        amount=Decimal("999999999999999"),
        source=make.source(),
    )
    assert "quá 15 chữ số" in sentences(report)


def previous(report, values):
    """A submitted report of the period before, with these cells."""
    before = make_reports.report(report.form, "2026-Q2")
    content = json.loads(json.dumps(submitted(before).submission.content))
    for table in content["tables"]:
        for row in table["rows"]:
            for key in row["cells"]:
                row["cells"][key] = values.get(f"{table['key']}/{row['key']}/{key}", row["cells"][key])
    Submission.objects.filter(report=before).update(content=content)


def test_a_figure_that_moved_much_is_explained_before_submission(editor, report, record):
    place = f"zones/z{record.zones[0].pk}/fdi_registered"
    # Everything as it is now, but one cell: 7.5 against 5 is 50 %; 15 for zone B against 8 stays out of it.
    now = report.from_record.values()
    previous(report, now | {place: "5"})
    words = sentences(report)
    assert "Vốn đăng ký” từ 5 thành 7.5: cần giải trình" in words and words.count("giải trình") == 1
    entries(editor, report, **{f"explanation-{place}": "Điều chỉnh tăng vốn tháng 8"})
    submitted(report)
    page = editor.get(url("cell", report.pk, *place.split("/"))).content.decode()
    assert "Điều chỉnh tăng vốn tháng 8" in page


def test_a_figure_that_moved_less_than_the_share_of_the_form_needs_no_word(report, record):
    place = f"zones/z{record.zones[0].pk}/fdi_registered"
    previous(report, report.from_record.values() | {place: "6"})
    submitted(report)

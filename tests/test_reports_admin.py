"""Reports on the officers' side: begun, filled, typed into, submitted, received, returned, taken along."""

import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.chain import Step
from core.lifecycle import MoveRefused
from core.models import AppendOnly
from core.roles import Role
from projects.models import Project, ProjectEvent
from reports.lifecycle import PeriodState, State
from reports.models import PeriodFigure, Report, ReportingPeriod, Submission
from tests import make, make_reports
from tests.admin_forms import fields_of
from zones.models import Parcel

pytestmark = pytest.mark.django_db


def url(page, *args):
    return reverse(f"admin:reports_report_{page}", args=args)


def move_url(report, state):
    return f"{url('move', report.pk, 'state')}?to={state}"


def move(client, report, state, note="Vì vậy", **more):
    page = client.get(move_url(report, state))
    if page.status_code != 200:
        return page
    report.refresh_from_db()
    data = {"to": state, "seen_state": report.state, "on": dt.date.today().strftime("%d/%m/%Y"), "note": note}
    return client.post(move_url(report, state), data | more)


def fresh(report):
    return Report.objects.get(pk=report.pk)


@pytest.fixture
def record():
    return make_reports.record()


@pytest.fixture
def report(record):
    """Form 2104 for the third quarter: nothing in it is missing for its submission."""
    return make_reports.report("2104")


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


def submitted(report, by=None):
    report.move_to(State.IN_REVIEW, axis="state", by=by or report.begun_by)
    return fresh(report)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


# Beginning


def test_a_report_is_begun_from_the_board_with_the_newest_rate(editor):
    make.exchange_rate(vnd=Decimal("25123"), on=dt.date(2026, 11, 20))
    page = editor.get(url("add"), {"form": "2101", "of_period": "2026-Q3"})
    fields = fields_of(page)
    assert (fields["form"], fields["of_period"], fields["rate"]) == ("2101", "quý III/2026", "25123")
    assert editor.post(url("add"), fields).status_code == 302
    report = Report.objects.get()
    assert (report.form, report.period.code, report.template_version) == ("2101", "2026-Q3", "2026-05")
    assert (report.rate, report.rate_on) == (Decimal("25123"), dt.date(2026, 11, 20))
    assert "Báo Thử nghiệm" in report.rate_source


def test_the_same_report_is_not_begun_twice(editor):
    fields = fields_of(editor.get(url("add"), {"form": "2104", "of_period": "2026-Q3"}))
    editor.post(url("add"), fields)
    again = editor.post(url("add"), fields)
    assert again.status_code == 200 and "đã được lập" in again.content.decode()
    assert Report.objects.count() == 1


@pytest.mark.parametrize("period", ("2024-04", "13/2026", "quý V/2026", "x" * 300, "2026-Q3\x00", "1e9"))
def test_what_is_no_period_is_told_beside_the_field(editor, period):
    page = editor.post(url("add"), {"form": "2104", "of_period": period})
    assert page.status_code == 200 and "of_period" in page.context["adminform"].form.errors
    assert not Report.objects.exists() and not ReportingPeriod.objects.exists()


def test_a_period_before_the_form_or_that_is_closed_is_told(editor):
    make_reports.reporting_period("2026-Q2", state=PeriodState.CLOSED)
    for period, words in (("quý II/2024", "không lập cho kỳ này"), ("quý II/2026", "đã khóa")):
        page = editor.post(url("add"), {"form": "2104", "of_period": period})
        assert words in page.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("rate", ("NaN", "-1", "0", "1e99", "9" * 40, "12.345", "=1+1"))
def test_a_rate_that_is_none_is_told_and_kept(editor, rate):
    page = editor.post(url("add"), {"form": "2104", "of_period": "2026-Q3", "rate": rate})
    assert page.status_code == 200 and "rate" in page.context["adminform"].form.errors


def test_an_auditor_begins_nothing(auditor):
    assert auditor.get(url("add")).status_code == 403
    assert auditor.post(url("add"), {"form": "2104", "of_period": "2026-Q3"}).status_code == 403


# The page


def test_the_page_shows_each_cell_with_what_is_behind_it_and_what_is_not_known(editor, report, record):
    html = editor.get(url("change", report.pk)).content.decode()
    place = f"zones/z{record.zones[0].pk}/fdi_registered"
    assert f'/cell/{place}/"' in html and ">7.5</a>" in html
    assert "vì hồ sơ chưa có số liệu" in html and "1,234.5" in html
    assert editor.post(url("change", report.pk)).status_code == 405


@pytest.mark.parametrize("role", Role.values)
def test_who_may_do_what_on_the_page(report, role):
    html = make.client_of(role).get(url("change", report.pk)).content.decode()
    assert ("Phần nhập tay" in html) == (role != Role.AUDITOR)
    assert ("/move/state/" in html) == (role != Role.AUDITOR)
    assert "report.xlsx" in html


@pytest.mark.parametrize("language", ("", "/en"))
def test_the_style_of_numbers_is_the_forms_in_every_language(editor, report, language):
    html = editor.get(f"{language}/admin/reports/report/{report.pk}/change/").content.decode()
    assert "1,234.5" in html and "1.234,5" not in html


@pytest.mark.parametrize("key", ("0", "abc", "9" * 30, "-1", "1%00"))
def test_a_key_of_no_report_is_not_found(editor, report, key):
    base = url("change", report.pk).replace(f"/{report.pk}/", f"/{key}/")
    assert editor.get(base).status_code in (404, 400)
    assert editor.get(base.replace("/change/", "/report.xlsx")).status_code in (404, 400)
    assert editor.get(base.replace("/change/", "/cell/zones/total/name/")).status_code in (404, 400)


def test_a_cell_lists_its_records_and_those_that_do_not_say(editor, report, record):
    a, b, _c = record.zones
    page = editor.get(url("cell", report.pk, "zones", f"z{a.pk}", "fdi_registered"))
    assert page.context["value"] == "7.5"
    assert [(line.name, line.amount) for line in page.context["records"].lines] == [("Nhà máy 1", "7.5")]
    assert reverse("admin:projects_project_change", args=[record.projects[0].pk]) in page.content.decode()
    page = editor.get(url("cell", report.pk, "zones", f"z{b.pk}", "fdi_revenue"))
    assert page.context["value"] == "0" and not page.context["records"].lines
    assert [line.kind for line in page.context["unknown"].lines] == ["dự án"]
    page = editor.get(url("cell", report.pk, "zones", "total", "fdi_registered"))
    assert [part[1] for _place, part in page.context["parts"]] == ["7.5", "8"]
    assert editor.get(url("cell", report.pk, "zones", "z0", "name")).status_code == 404
    assert (
        editor.get(url("cell", report.pk, "zones", f"z{a.pk}", "fdi_registered"), {"page": "x" * 99}).status_code == 200
    )


# Typing


def entries(client, report, **typed):
    data = {"seen_version": str(fresh(report).version), "rate": "25000", "rate_on": "30/09/2026", "rate_source": "SBV"}
    return client.post(url("entries", report.pk), data | typed)


@pytest.fixture
def plan(record):
    return make_reports.report("2107")


def test_a_typed_cell_has_a_suggestion_and_says_when_it_differs(editor, plan, record):
    c = record.zones[2]
    place = f"awaiting/z{c.pk}/remaining"
    assert "Gợi ý: 150." in editor.get(url("change", plan.pk)).content.decode()
    assert entries(editor, plan, **{f"value-{place}": "120.5"}).status_code == 302
    assert fresh(plan).from_record.values()[place] == "120.5"
    assert 'class="is-moved"' in editor.get(url("change", plan.pk)).content.decode()
    assert fresh(plan).entries.get().history.count() == 1
    entries(editor, plan, **{f"value-{place}": "150"})
    assert 'class="is-moved"' not in editor.get(url("change", plan.pk)).content.decode()


def test_saving_the_same_twice_changes_nothing_the_second_time(editor, plan, record):
    place = f"awaiting/z{record.zones[2].pk}/remaining"
    entries(editor, plan, **{f"value-{place}": "120.5"})
    version = fresh(plan).version
    again = entries(editor, plan, **{f"value-{place}": "120.5", "seen_version": "1"})
    assert again.status_code == 302 and fresh(plan).version == version


@pytest.mark.parametrize("number", ("NaN", "Infinity", "9" * 40, "1e400", "1,23", "12,345", "<b>", "1.234567"))
def test_a_typed_number_that_is_none_is_told_and_kept(editor, plan, record, number):
    place = f"awaiting/z{record.zones[2].pk}/remaining"
    page = entries(editor, plan, **{f"value-{place}": number})
    assert page.status_code == 200 and f"value-{place}" in page.context["entries"].errors
    assert page.context["entries"][f"value-{place}"].value() == number
    assert not fresh(plan).entries.exists()


def test_two_officers_typing_at_once_lose_nothing(editor, plan, record):
    place = f"awaiting/z{record.zones[2].pk}/remaining"
    seen = str(fresh(plan).version)
    entries(editor, plan, **{f"value-{place}": "100"})
    late = entries(make.client_of(Role.EDITOR), plan, **{f"value-{place}": "90", "seen_version": seen})
    assert late.status_code == 200 and "đã có người sửa báo cáo này" in late.content.decode()
    assert late.context["entries"][f"value-{place}"].value() == "90"
    assert fresh(plan).entries.get().value == 100


def test_entries_are_posted_by_those_who_may_and_only_while_the_report_is_open(editor, auditor, report):
    assert editor.get(url("entries", report.pk)).status_code == 405
    assert entries(auditor, report).status_code == 403
    submitted(report)
    closed = entries(editor, report, rate="26000")
    assert closed.status_code == 302 and fresh(report).rate == make_reports.RATE


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


# What must be right before


def sentences(report):
    with pytest.raises(MoveRefused) as refused:
        fresh(report).move_to(State.IN_REVIEW, axis="state", by=report.begun_by)
    return " ".join(refused.value.sentences)


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


def test_a_form_of_which_every_list_is_empty_is_told(db):
    make.zone()
    assert "đều trống" in sentences(make_reports.report("2102"))


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


# Files


@pytest.mark.parametrize("kind", ("xlsx", "docx"))
def test_a_file_is_taken_by_those_who_may_and_says_that_it_is_a_draft(editor, auditor, client, report, kind):
    page = url("file", report.pk, kind)
    response = editor.get(page)
    assert f'filename="bieu-2104-2026-q3.{kind}"' in response["Content-Disposition"]
    assert response.content[:2] == b"PK"
    assert editor.post(page).status_code == 405
    assert auditor.get(page).status_code == 200
    client.logout()
    assert client.get(page).status_code == 302


def test_there_is_no_other_kind_of_file(editor, report):
    assert editor.get(url("file", report.pk, "pdf")).status_code == 404


def test_text_that_looks_like_a_formula_is_text_in_both_files(editor, report, record):
    zone = record.zones[0]
    zone.name_vi = "=HYPERLINK(1)"
    zone.save()
    book = load_workbook(io.BytesIO(editor.get(url("file", report.pk, "xlsx")).content))
    cell = next(cell for row in book.active.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)")
    assert cell.data_type == "s" and cell.quotePrefix


# The period


def close(client, period, state="closed", note="Xong"):
    page = f"{reverse('admin:reports_reportingperiod_move', args=[period.pk, 'state'])}?to={state}"
    seen = ReportingPeriod.objects.get(pk=period.pk).state
    data = {"to": state, "seen_state": seen, "on": dt.date.today().strftime("%d/%m/%Y"), "note": note}
    return client.post(page, data)


def test_a_period_is_closed_when_all_is_received_and_reopened_with_a_reason(editor, leader, report, record):
    period = report.period
    assert close(editor, period).status_code == 403
    assert "2104" in close(leader, period).content.decode()
    submitted(report).move_to(State.RECEIVED, axis="state", by=make.user(Role.APPROVER))
    assert close(leader, period).status_code == 302
    with pytest.raises(MoveRefused, match="đã khóa"):
        fresh(report).move_to(State.RETURNED, axis="state", by=make.user(Role.APPROVER), note="x")
    assert close(leader, period, "open", note="").status_code == 200
    assert ReportingPeriod.objects.get().is_closed
    assert close(leader, period, "open", note="Cục yêu cầu").status_code == 302
    assert not ReportingPeriod.objects.get().is_closed and period.moves.count() == 2


def test_figures_of_a_closed_period_stay_as_they_are(record):
    figure = PeriodFigure.objects.filter(measure="revenue").first()
    make_reports.reporting_period(state=PeriodState.CLOSED)
    leader = make.client_of(Role.APPROVER)
    page = reverse("admin:reports_periodfigure_change", args=[figure.pk])
    fields = fields_of(leader.get(page))
    for change in ({"amount": "9"}, {"amount": "9", "period": "quý II/2026"}):
        answer = leader.post(page, fields | change)
        assert answer.status_code == 200 and "đã khóa" in answer.content.decode()
    assert leader.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403
    figure.refresh_from_db()
    assert figure.amount == Decimal("1.25")


@pytest.mark.parametrize(
    ("fields", "field"),
    (
        ({"measure": "revenue", "unit": "people"}, "unit"),
        ({"measure": "infrastructure_completion", "unit": "percent"}, "zone"),
        ({"measure": "labour_foreign", "unit": "people", "amount": "1,5"}, "amount"),
        ({"period": "04/2026"}, "period"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "9" * 30}, "amount"),
    ),
)
def test_a_period_figure_that_cannot_be_is_told_beside_its_field(editor, fields, field):
    figure = make_reports.period_figure()
    page = reverse("admin:reports_periodfigure_change", args=[figure.pk])
    answer = editor.post(page, fields_of(editor.get(page)) | fields)
    assert answer.status_code == 200 and field in answer.context["adminform"].form.errors


# How much is asked of the database


def many(count, record):
    zone, source = record.zones[0], make.source()
    stated = {"zone": zone, "source": source, "as_of": "2024", "publication": "published", "kind": "secondary"}
    rows = [Project(slug=f"nhieu-{at}", name_vi=f"Dự án {at}", origin="fdi", **stated) for at in range(count)]
    Project.objects.bulk_create(rows)
    made = Project.objects.filter(slug__startswith="nhieu-")
    ProjectEvent.objects.bulk_create(
        ProjectEvent(project=one, kind="issue_irc", on="2025-01-01", number=f"N{one.pk}", capital_usd=1) for one in made
    )
    PeriodFigure.objects.bulk_create(
        PeriodFigure(project=one, period="2026-Q3", measure="revenue", unit="usd", amount=1, source=source)
        for one in made
    )
    Parcel.objects.bulk_create(
        Parcel(zone=zone, slug=f"nhieu-{at}", code=f"N{at}", area=100, source=source, as_of="2024")
        for at in range(count)
    )


@pytest.mark.parametrize("form", ("2101", "2102", "2103", "2104", "2107"))
def test_a_report_asks_as_often_for_many_projects_as_for_few(editor, record, form):
    report = make_reports.report(form)
    editor.get(url("change", report.pk))
    pages = [url("change", report.pk), url("file", report.pk, "xlsx")]
    if form == "2104":
        pages.append(url("cell", report.pk, "zones", f"z{record.zones[0].pk}", "fdi_revenue"))
    few = [_queries(editor, page) for page in pages]
    many(300, record)
    assert [_queries(editor, page) for page in pages] == few
    assert max(few) <= 15


def _queries(client, page):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


@pytest.mark.parametrize("form", ("2103", "2104"))
def test_a_submitted_report_asks_no_more_and_stays_in_vietnamese_in_english(leader, record, form):
    report = submitted(make_reports.report(form))
    page = url("change", report.pk)
    few = _queries(leader, page)
    many(200, record)
    assert _queries(leader, page) == few <= 15
    english = leader.get(page.replace("/admin/", "/en/admin/")).content.decode()
    assert '<div lang="vi">' in english and "Các khu công nghiệp" in english and "KCN Suối A" in english


@pytest.mark.parametrize("place", (("x", "y", "z"), ("zones", "total", "nothing"), ("zones", "z999999999999", "name")))
def test_an_address_of_no_cell_is_not_found(editor, report, place):
    assert editor.get(url("cell", report.pk, *place)).status_code == 404


def test_an_axis_or_a_state_there_is_not_is_refused(editor, report):
    assert editor.get(url("move", report.pk, "colour")).status_code == 404
    for state in ("", "nothing", "x" * 500):
        answer = editor.get(f"{url('move', report.pk, 'state')}?to={state}")
        assert answer.status_code in (200, 302)
        assert editor.post(url("move", report.pk, "state"), {"to": state}).status_code in (200, 302)
    assert fresh(report).state == State.DRAFT

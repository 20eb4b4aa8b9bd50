"""Reports on the officers' side: begun, looked at, taken along; and what belongs to a period."""

import datetime as dt
import io
from copy import deepcopy
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core.lifecycle import MoveRefused
from core.roles import Role
from reports.lifecycle import PeriodState, State
from reports.models import PeriodFigure, Report, ReportingPeriod
from tests import make, make_reports
from tests.admin_forms import fields_of
from tests.once import once
from tests.reports_office import fresh, submitted, url

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
def editor(client):
    client.force_login(make.user(Role.EDITOR))
    return client


@pytest.fixture
def leader():
    return make.client_of(Role.APPROVER)


@pytest.fixture
def auditor():
    return make.client_of(Role.AUDITOR)


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
    fields = fields_of(editor.unwritten("get", url("add"), {"form": "2104", "of_period": "2026-Q3"}))
    editor.post(url("add"), fields)
    again = editor.post(url("add"), fields)
    assert again.status_code == 200 and "đã được lập" in again.content.decode()
    assert Report.objects.count() == 1


def test_what_is_no_period_or_no_rate_is_told_beside_its_field(editor):
    begun = {"form": "2104", "of_period": "2026-Q3"}
    page = editor.post(url("add"), begun | {"of_period": "2024-04", "rate": "NaN"})
    form = page.context["adminform"].form
    assert page.status_code == 200 and {"of_period", "rate"} <= set(form.errors)
    periods = ("13/2026", "quý V/2026", "x" * 300, "2026-Q3\x00", "1e9")
    assert [one for one in periods if "of_period" not in type(form)(begun | {"of_period": one}).errors] == []
    rates = ("-1", "0", "1e99", "9" * 40, "12.345", "=1+1")
    assert [one for one in rates if "rate" not in type(form)(begun | {"rate": one}).errors] == []
    assert not Report.objects.exists() and not ReportingPeriod.objects.exists()


def test_a_period_before_the_form_or_that_is_closed_is_told(editor):
    make_reports.reporting_period("2026-Q2", state=PeriodState.CLOSED)
    for period, words in (("quý II/2024", "không lập cho kỳ này"), ("quý II/2026", "đã khóa")):
        page = editor.post(url("add"), {"form": "2104", "of_period": period})
        assert words in page.content.decode()
    assert not Report.objects.exists()


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


def test_who_may_do_what_on_the_page(report):
    for role in Role.values:
        html = make.client_of(role).get(url("change", report.pk)).content.decode()
        assert ("Phần nhập tay" in html) == (role != Role.AUDITOR), role
        assert ("/move/state/" in html) == (role != Role.AUDITOR), role
        assert "report.xlsx" in html, role


def test_the_style_of_numbers_is_the_forms_in_every_language(editor, report, record):
    for language in ("", "/en"):
        html = editor.get(f"{language}/admin/reports/report/{report.pk}/change/").content.decode()
        assert "1,234.5" in html and "1.234,5" not in html, language


def test_a_key_of_no_report_is_not_found(editor, report):
    for key in ("0", "abc", "9" * 30, "-1", "1%00"):
        base = url("change", report.pk).replace(f"/{report.pk}/", f"/{key}/")
        for address in ("/change/", "/report.xlsx", "/cell/zones/total/name/"):
            assert editor.get(base.replace("/change/", address)).status_code in (404, 400), (key, address)


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


def test_an_address_of_no_cell_is_not_found(editor, report):
    for place in (("x", "y", "z"), ("zones", "total", "nothing"), ("zones", "z999999999999", "name")):
        assert editor.get(url("cell", report.pk, *place)).status_code == 404, place


# Files


def test_a_file_is_taken_by_those_who_may_and_says_that_it_is_a_draft(editor, auditor, client, report):
    pages = {kind: url("file", report.pk, kind) for kind in ("xlsx", "docx")}
    for kind, page in pages.items():
        response = editor.get(page)
        assert f'filename="bieu-2104-2026-q3.{kind}"' in response["Content-Disposition"]
        assert response.content[:2] == b"PK"
        assert editor.post(page).status_code == 405
        assert auditor.get(page).status_code == 200
    client.logout()
    assert [client.get(page).status_code for page in pages.values()] == [302, 302]


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
    fields = fields_of(leader.unwritten("get", page))
    for change in ({"amount": "9"}, {"amount": "9", "period": "quý II/2026"}):
        answer = leader.post(page, fields | change)
        assert answer.status_code == 200 and "đã khóa" in answer.content.decode()
    assert leader.post(page.replace("change", "delete"), {"post": "yes"}).status_code == 403
    figure.refresh_from_db()
    assert figure.amount == Decimal("1.25")


WRONG_FIGURES = (
    ({"measure": "revenue", "unit": "people"}, "unit"),
    ({"measure": "infrastructure_completion", "unit": "percent"}, "zone"),
    ({"measure": "labour_foreign", "unit": "people", "amount": "1,5"}, "amount"),
    ({"period": "04/2026"}, "period"),
    ({"amount": "NaN"}, "amount"),
    ({"amount": "-1"}, "amount"),
    ({"amount": "9" * 30}, "amount"),
)


def test_a_period_figure_that_cannot_be_is_told_beside_its_field(editor):
    figure = make_reports.period_figure()
    page = reverse("admin:reports_periodfigure_change", args=[figure.pk])
    fields = fields_of(editor.unwritten("get", page))
    answer = editor.post(page, fields | {"amount": "x"})
    form = answer.context["adminform"].form
    assert answer.status_code == 200 and "amount" in form.errors
    for wrong, field in WRONG_FIGURES:
        assert field in type(form)(fields | wrong, instance=figure).errors, wrong

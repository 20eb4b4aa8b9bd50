"""Reports on the officers' side: what is typed into them, and how much they ask of the database."""

from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.roles import Role
from projects.models import Project, ProjectEvent
from reports.models import PeriodFigure
from tests import make, make_reports
from tests.once import once
from tests.reports_office import entries, fresh, submitted, url
from zones.models import Parcel

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


def test_a_typed_number_that_is_none_is_told_and_kept(editor, plan, record):
    name = f"value-awaiting/z{record.zones[2].pk}/remaining"
    for number in ("NaN", "Infinity", "9" * 40, "1e400", "1,23", "12,345", "<b>", "1.234567"):
        page = entries(editor, plan, is_written=False, **{name: number})
        assert page.status_code == 200 and name in page.context["entries"].errors, number
        assert page.context["entries"][name].value() == number
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
    pages = [url("change", report.pk), url("file", report.pk, "xlsx")]
    if form == "2104":
        pages.append(url("cell", report.pk, "zones", f"z{record.zones[0].pk}", "fdi_revenue"))
    few = [_queries(editor, page) for page in pages]
    many(6, record)
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
    many(6, record)
    assert _queries(leader, page) == few <= 15
    english = leader.get(page.replace("/admin/", "/en/admin/")).content.decode()
    assert '<div lang="vi">' in english and "Các khu công nghiệp" in english and "KCN Suối A" in english

"""The board of deadlines: what is due, by which rule, and how it stands; where no rule is recorded nobody guesses."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.roles import Role
from reports.deadlines import due, waiting
from reports.lifecycle import State
from reports.periods import Standing
from tests import make, make_reports

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 22)


def one(form="2104", code="2026-Q3", on=DAY):
    return next(row for row in due(on) if (row.form, row.period.code) == (form, code))


def test_without_a_rule_the_deadline_is_not_known():
    assert (one().standing, one().deadline, one().days_left) == (Standing.UNKNOWN, None, None)
    assert one(code="2026-Q4").standing == Standing.NOT_YET


def test_a_rule_holds_for_its_form_its_kind_of_period_and_from_its_day():
    make_reports.deadline(form="", days=20)
    make_reports.deadline(form="2104", days=60)
    make_reports.deadline(form="2104", days=5, valid_from=dt.date(2026, 10, 1))
    assert (one().deadline, one().days_left, one().standing) == (dt.date(2026, 11, 29), 7, Standing.IN_TIME)
    assert (one("2103").deadline, one("2103").days_over) == (dt.date(2026, 10, 20), 33)
    assert one("2103").standing == Standing.OVERDUE
    assert one(code="2026-Q4").deadline == dt.date(2027, 1, 5)
    assert one(code="2026").deadline is None


def test_what_waits_is_over_and_not_received():
    report = make_reports.report("2104")
    codes = {(row.form, row.period.code) for row in waiting(DAY)}
    assert ("2104", "2026-Q3") in codes and ("2104", "2026-Q4") not in codes and ("2103", "2026-Q2") in codes
    type(report).objects.update(state=State.RECEIVED)
    assert ("2104", "2026-Q3") not in {(row.form, row.period.code) for row in waiting(DAY)}


@pytest.mark.parametrize("role", Role.values)
def test_the_board_opens_for_all_and_offers_beginning_to_those_who_may(role):
    html = make.client_of(role).get(reverse("admin:reports_report_board")).content.decode()
    assert "chưa rõ" in html and ("/report/add/?form=" in html) == (role != Role.AUDITOR)


def test_nobody_reads_the_board_without_signing_in(client):
    assert client.get(reverse("admin:reports_report_board")).status_code == 302


def test_the_board_asks_as_often_for_many_reports_as_for_few(client):
    client.force_login(make.user())
    counts = []
    for forms in ((), ("2101", "2102", "2103", "2104", "2107")):
        for form in forms:
            make_reports.report(form)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("admin:reports_report_board"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10

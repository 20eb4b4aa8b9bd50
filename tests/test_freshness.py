"""When a public fact falls due for review, in Python and in SQL; what verifying it does and leaves alone."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core import partialdate
from core.freshness import add_months, is_stale, review_day, stale, stale_condition
from core.loading import Report, Section, load_row
from core.models import AppendOnly, Verification
from core.offices import Office
from core.roles import Role
from core.verifying import NotVerified, verify
from tests import make
from tests.admin_forms import fields_of
from zones.models import Figure, Milestone, Rate

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LONG_AGO = "2020-03-31"


@pytest.mark.parametrize(
    ("as_of", "published_on", "read_on", "day"),
    [
        ("2024-03-31", "", "2026-01-01", "2024-09-30"),
        # The last day a source of 2024 speaks for; of the present year no further than the day it was read.
        ("2024", "", "2026-01-01", "2025-06-30"),
        ("2026", "", "2026-05-10", "2026-11-10"),
        ("", "2025-Q1", "2026-01-01", "2025-09-30"),
        ("", "", "2026-01-01", "2026-07-01"),
    ],
)
def test_the_clock_starts_on_the_last_day_the_source_speaks_for(as_of, published_on, read_on, day):
    source = make.source(published_on=published_on, read_on=dt.date.fromisoformat(read_on))
    assert make.figure(source=source, as_of=as_of).review_due == dt.date.fromisoformat(day)


def test_months_end_on_the_last_day_there_is():
    assert add_months(dt.date(2025, 8, 31), 6) == dt.date(2026, 2, 28)
    assert add_months(dt.date(2025, 12, 15), 1) == dt.date(2026, 1, 15)


def test_each_kind_and_each_record_has_its_own_months():
    assert make.rate(as_of="2026-01-15").review_due == dt.date(2026, 4, 15)
    assert make.rate(as_of="2026-01-15", review_months=12).review_due == dt.date(2027, 1, 15)
    assert make.article(as_of=LONG_AGO).review_due is None


def test_one_rule_in_python_and_in_sql():
    figure = make.figure(as_of=LONG_AGO)
    rows = [
        figure,
        make.figure(as_of="2020-04-30", supersedes=figure),
        make.figure(as_of=TODAY.isoformat()),
        make.rate(as_of=LONG_AGO),
        make.rate(as_of=LONG_AGO, valid_to=TODAY),
        make.rate(as_of=LONG_AGO, is_sample=True),
        make.milestone(as_of=LONG_AGO, on="2020"),
        make.milestone(as_of=LONG_AGO, on="", target_on="2027"),
    ]
    found = {
        (model, pk)
        for model in (Figure, Rate, Milestone)
        for pk in model.objects.filter(stale_condition(model, TODAY)).values_list("pk", flat=True)
    }
    assert found == {(type(row), row.pk) for row in rows if is_stale(row, TODAY)}
    assert [is_stale(row, TODAY) for row in rows] == [False, True, False, True, False, False, False, True]


def test_the_desk_is_told_how_many_and_where(django_assert_max_num_queries):
    make.figure(as_of=LONG_AGO)
    make.figure(as_of=LONG_AGO, publication="draft")
    make.rate(as_of=LONG_AGO)
    user = make.user(Role.EDITOR)
    with django_assert_max_num_queries(1):
        found = stale(user, TODAY)
    assert found.count == 2 and found.url.endswith("/can-kiem-tra-lai/")


class TestVerifying:
    def test_it_writes_who_when_and_for_which_office_and_moves_the_day(self):
        figure = make.figure(as_of=LONG_AGO)
        by = make.user(Role.EDITOR, office=Office.DIVISION)
        assert verify(Figure, {figure.pk: 1}, by=by, note=" Đã gọi hỏi ") == [figure]
        figure.refresh_from_db()
        assert (figure.verified_on, figure.verified_by, figure.verified_office) == (TODAY, by, Office.DIVISION)
        assert figure.review_due == add_months(TODAY, 6) == review_day(figure)
        told = Verification.objects.get()
        assert (told.by, told.office, told.on, told.version, told.note) == (by, Office.DIVISION, TODAY, 1, "Đã gọi hỏi")
        with pytest.raises(AppendOnly):
            told.save()
        with pytest.raises(AppendOnly):
            told.delete()

    def test_twice_is_once(self):
        figure, by = make.figure(as_of=LONG_AGO), make.user(Role.EDITOR)
        verify(Figure, {figure.pk: 1}, by=by)
        assert verify(Figure, {figure.pk: 1}, by=make.user(Role.APPROVER)) == []
        assert Verification.objects.get().by == by

    def test_all_or_none_that_stand_as_seen(self):
        one, other, draft = make.figure(), make.figure(), make.figure(publication="draft")
        by = make.user(Role.EDITOR)
        for seen in ({one.pk: 1, other.pk: 7}, {one.pk: 1, draft.pk: 1}, {one.pk: 1, 10**9: 1}):
            with pytest.raises(NotVerified):
                verify(Figure, seen, by=by)
        with pytest.raises(NotVerified):
            verify(Figure, {one.pk: 1}, by=make.user(Role.AUDITOR))
        one.refresh_from_db()
        assert one.verified_on is None and not Verification.objects.exists()

    def test_it_is_no_edit_for_the_loader_for_history_or_for_an_open_form(self):
        section, row = Section("x.yaml", "figures", "zones.Figure", "key"), _row(1000)
        load_row(section, row, Report())
        figure = Figure.objects.get()
        open_form = Figure.objects.get()
        verify(Figure, {figure.pk: figure.version}, by=make.user(Role.EDITOR))
        figure.refresh_from_db()
        assert figure.version == 1 and figure.history.count() == 1
        report = Report()
        load_row(section, row | {"order": 7}, report)
        assert (report.updated, report.kept) == (1, [])
        open_form.refresh_from_db(fields=["version"])
        open_form.order = 9
        # What was read before it was verified does not take the verification back.
        open_form.save()
        figure.refresh_from_db()
        assert figure.verified_on == TODAY and figure.review_due == add_months(TODAY, 6)

    def test_what_says_something_else_now_was_verified_by_nobody(self):
        zone = make.zone(as_of=LONG_AGO)
        verify(type(zone), {zone.pk: 1}, by=make.user(Role.EDITOR))
        zone.refresh_from_db()
        zone.summary_en = "In English at last."
        zone.save()
        assert zone.verified_on == TODAY
        zone.summary_vi = "Nội dung khác."
        zone.save()
        assert (zone.verified_on, zone.verified_by, zone.review_due) == (None, None, dt.date(2020, 9, 30))


def _row(value):
    source = make.source()
    return {
        "key": "lao-dong", "topic": "labour", "measure": "workers", "label_vi": "Lao động", "value": value,
        "unit": "workers", "source": source.key, "as_of": LONG_AGO,
    }  # fmt: skip


@pytest.mark.django_db
def test_a_source_dated_anew_moves_the_days_of_what_rests_on_it(client):
    source = make.source(published_on="", read_on=dt.date(2026, 1, 1))
    figure = make.figure(source=source, as_of="")
    client.force_login(make.user(Role.EDITOR))
    page = reverse("admin:core_source_change", args=[source.pk])
    assert client.post(page, fields_of(client.get(page)) | {"read_on": "01/03/2026"}).status_code == 302
    before, figure = figure.review_due, Figure.objects.get(pk=figure.pk)
    assert figure.review_due == add_months(before, 2) and figure.version == 1


def test_years_no_calendar_holds_are_refused_or_never_due():
    with pytest.raises(ValueError):
        partialdate.parse("0000")
    assert add_months(dt.date(9999, 12, 31), 6) == dt.date.max

"""Period figures: brought in and out as a sheet, added up over quarters, and never on a public page."""

import datetime as dt
from decimal import Decimal

import pytest
import tablib
from django.urls import reverse
from django.utils import translation

from core.roles import Role
from kcn_portal.tables import TABLES
from projects.lifecycle import EventKind
from reports.admin.figures import PeriodFigureResource
from reports.facts import Facts
from reports.measures.money import capital_ended, period_figure, registered_capital
from reports.models import PeriodFigure
from reports.models.figures import Measure, Unit
from reports.periods import read_period
from tests import make, make_reports
from tests.reports_office import sentences
from zones.models import ZoneEvent

pytestmark = pytest.mark.django_db


def test_an_export_taken_back_changes_nothing():
    make_reports.record()
    sheet = PeriodFigureResource().export(PeriodFigure.objects.all())
    result = PeriodFigureResource().import_data(sheet, dry_run=False)
    assert not result.has_errors() and not result.has_validation_errors()
    assert result.totals["skip"] == PeriodFigure.objects.count() == len(sheet)


def test_rows_of_a_sheet_become_figures_and_a_wrong_one_stops_all():
    project, source = make.project(), make.source()
    headers = ["project", "zone", "period", "measure", "unit", "amount", "source"]
    good = [project.slug, "", "quý III/2026", "Doanh thu", "tỷ đồng", "1234,5", source.key]
    bad = [project.slug, "", "2026-Q3", "Doanh thu", "người", 1, source.key]
    refused = PeriodFigureResource().import_data(
        tablib.Dataset(good, bad, headers=headers), dry_run=False, rollback_on_validation_errors=True
    )
    assert refused.has_validation_errors() and not PeriodFigure.objects.exists()
    PeriodFigureResource().import_data(tablib.Dataset(good, headers=headers), dry_run=False)
    figure = PeriodFigure.objects.get()
    assert (figure.period, figure.amount, figure.unit) == ("2026-Q3", Decimal("1234.5"), Unit.VND)


def revenue(zone, code):
    return period_figure(Facts(read_period(code)), [zone], figure="revenue", currency="vnd")


def test_a_year_adds_up_its_four_quarters_only_when_all_are_known_and_its_own_row_goes_before():
    zone = make.zone()
    project = make_reports.licensed(zone, "ddi", dt.date(2020, 1, 1), "1", 5)
    for quarter in (1, 2, 3):
        make_reports.period_figure(project=project, period=f"2026-Q{quarter}", amount=10, unit=Unit.VND)
    found = revenue(zone, "2026")
    assert (found.value, len(found.unknown)) == (0, 1)
    make_reports.period_figure(project=project, period="2026-Q4", amount=10, unit=Unit.VND)
    assert revenue(zone, "2026").value == 40
    make_reports.period_figure(project=project, period="2026", amount=41, unit=Unit.VND)
    assert revenue(zone, "2026").value == 41 and revenue(zone, "2026-Q4").value == 10


def test_a_past_period_knows_only_what_had_happened_by_its_end():
    zone = make.zone()
    project = make_reports.licensed(zone, "fdi", dt.date(2026, 2, 1), "1", 5)
    make_reports.event(project, EventKind.AMEND, dt.date(2026, 7, 1), capital_usd=3)
    make_reports.event(project, EventKind.TERMINATE, dt.date(2026, 11, 1))
    values = [
        registered_capital(Facts(read_period(code)), [zone], currency="usd", origin="fdi").value
        for code in ("2025-Q4", "2026-Q1", "2026-Q3", "2026-Q4")
    ]
    assert values == [0, 5, 8, 0]
    assert capital_ended(Facts(read_period("2026-Q4")), [zone], origin="fdi").value == 8


def test_an_amendment_that_does_not_say_leaves_the_capital_unknown():
    zone = make.zone()
    project = make_reports.licensed(zone, "fdi", dt.date(2020, 2, 1), "1", 5)
    make_reports.event(project, EventKind.AMEND, dt.date(2026, 7, 1))
    found = registered_capital(Facts(read_period("2026-Q3")), [zone], currency="usd", origin="fdi")
    assert (found.value, len(found.unknown)) == (0, 1)


def test_no_public_page_or_file_shows_what_reports_are_made_of(client):
    zone = make.zone(slug="khu-mot")
    secret = Decimal("987654.321")
    project = make_reports.licensed(zone, "fdi", dt.date(2026, 7, 1), "1", secret, slug="du-an-mot")
    for measure in (Measure.REVENUE, Measure.REGISTERED_CAPITAL):
        make_reports.period_figure(project=project, measure=measure, amount=secret)
    make_reports.zone_event(zone=zone, kind=ZoneEvent.Kind.PLANNED, area=secret, decision_number="bimat-77")
    make_reports.report("2104")
    pages = [reverse("data_csv", args=[name]) for name in TABLES]
    for language in ("vi", "en"):
        with translation.override(language):
            pages += [zone.get_absolute_url(), project.get_absolute_url(), reverse("home"), reverse("projects:list")]
    for page in pages:
        answer = client.get(page)
        text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        assert answer.status_code == 200 and not any(word in text for word in ("987654", "987.654", "987,654", "bimat"))


@pytest.mark.parametrize("page", ("report", "periodfigure", "reportingperiod", "deadline"))
def test_strangers_reach_nothing_of_reports(client, page):
    assert client.get(reverse(f"admin:reports_{page}_changelist")).status_code == 302
    client.force_login(make.user(Role.EDITOR, is_staff=False))
    assert client.get(reverse(f"admin:reports_{page}_changelist")).status_code in (302, 403)


@pytest.mark.parametrize(
    ("kind", "area", "field"), (("enlarged", 5, "area"), ("reduced", 20, "area"), ("established", "-1", "area"))
)
def test_a_decision_whose_areas_contradict_it_is_told(client, kind, area, field):
    client.force_login(make.user(Role.EDITOR))
    data = {
        "zone": make.zone().pk, "kind": kind, "on": "01/08/2026", "area_before": "10", "area": str(area),
        "source": make.source().pk, "confidence": "high",
    }  # fmt: skip
    answer = client.post(reverse("admin:zones_zoneevent_add"), data)
    assert answer.status_code == 200 and field in answer.context["adminform"].form.errors
    assert not ZoneEvent.objects.exists()


def test_a_form_of_which_every_list_is_empty_is_told():
    make.zone()
    assert "đều trống" in sentences(make_reports.report("2102"))

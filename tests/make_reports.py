"""Builders for statutory reports, and a small record with figures chosen so that sums can be checked by hand."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

from core.roles import Role
from projects.lifecycle import EventKind
from projects.models import ProjectEvent
from reports.models import Deadline, PeriodFigure, Report, ReportingPeriod
from reports.models.figures import Measure, Unit
from tests import make
from zones.models import ZoneEvent

QUARTER = "2026-Q3"
RATE = Decimal(25_000)


def reporting_period(code=QUARTER, **fields):
    return ReportingPeriod.objects.get_or_create(code=code, defaults=fields)[0]


def report(form="2104", code=QUARTER, **fields):
    if "begun_by" not in fields:
        fields["begun_by"] = make.user()
    defaults = {"template_version": "2026-05", "rate": RATE, "rate_on": dt.date(2026, 9, 30), "rate_source": "SBV"}
    return Report.objects.create(form=form, period=reporting_period(code), **defaults | fields)


def period_figure(**fields):
    if "project" not in fields and "zone" not in fields:
        fields["project"] = make.project()
    defaults = {"period": QUARTER, "measure": Measure.REVENUE, "amount": Decimal("1.25"), "unit": Unit.USD}
    return PeriodFigure.objects.create(**{"source": make.source(), "as_of": "2026"} | defaults | fields)


def deadline(**fields):
    defaults = {"period_kind": "quarter", "days": 10, "valid_from": dt.date(2026, 1, 1), "basis": "Điều 1"}
    return Deadline.objects.create(**{"source": make.source()} | defaults | fields)


def zone_event(**fields):
    if "zone" not in fields:
        fields["zone"] = make.zone()
    defaults = {"kind": ZoneEvent.Kind.ESTABLISHED, "on": dt.date(2026, 8, 3), "decision_number": "77/QĐ-TTg"}
    return ZoneEvent.objects.create(**{"source": make.source()} | defaults | fields)


def event(project, kind, day, number="1/GP", **fields):
    return ProjectEvent.objects.create(project=project, kind=kind, on=day, number=number, **fields)


def licensed(zone, origin, day, number, capital, **fields):
    """A project with a certificate; its capital is million USD for FDI, billion VND for DDI."""
    project = make.project(zone=zone, origin=origin, **{"implementation": "operating"} | fields)
    event(project, EventKind.ISSUE_IRC, day, number, **{"capital_usd" if origin == "fdi" else "capital_vnd": capital})
    return project


def lease(parcel, *days_and_states, by):
    """Moves of the parcel, from available on."""
    state = "available"
    for day, target in days_and_states:
        parcel.moves.create(axis="commercial_status", from_state=state, to_state=target, on=day, by=by)
        state = target
    type(parcel).objects.filter(pk=parcel.pk).update(commercial_status=state)


def _zones():
    area = {"as_of": "2024", "source": make.source()}
    a = make.zone(
        code="KA", slug="khu-a", name_vi="KCN Suối A", name_en="Suoi A zone", location_vi="Xã A",
        location_class="outside_ez", inventory_on=dt.date(2024, 1, 1), inventory_source=make.source(), order=1,
    )  # fmt: skip
    b = make.zone(
        code="KB", slug="khu-b", name_vi="KCN Đồi B", name_en="Doi B zone", location_vi="Xã B",
        location_class="border_ez", stage="building", order=2,
    )  # fmt: skip
    c = make.zone(code="KC", slug="khu-c", name_vi="KCN Bến C", name_en="Ben C zone", stage="planning", order=3)
    for zone, measure, hectares in (
        (a, "established_area", "73.5"),
        (a, "industrial_service_area", 50),
        (c, "area", 150),
    ):
        make.figure(zone=zone, measure=measure, value=Decimal(hectares), unit="ha", **area)
    zone_event(
        zone=b, area=800_000, leasable_area=560_000, term_years=50, capital_usd=Decimal("12.5"), capital_vnd=100,
        certificate_number="9876543210", decision_number="", decision=make.instrument(number="77/QĐ-TTg"),
    )  # fmt: skip
    return a, b, c


def _infrastructure(a, b):
    one = make.project(
        zone=a, slug="ha-tang-a", name_vi="Hạ tầng Suối A", name_en="Suoi A infrastructure", kind="infrastructure",
        origin="ddi", investor=make.investor(name_vi="Công ty Hạ tầng A", country="VN"),
    )  # fmt: skip
    event(one, EventKind.PRINCIPLE_DECISION, dt.date(2016, 6, 1), "123/QĐ-UBND")
    event(one, EventKind.ISSUE_IRC, dt.date(2017, 2, 1), "1234567890", capital_vnd=Decimal("390.174"))
    two = make.project(
        zone=b, slug="ha-tang-b", name_vi="Hạ tầng Đồi B", name_en="Doi B infrastructure", kind="infrastructure",
        origin="fdi", investor=make.investor(name_vi="B Land", country="KR"),
    )  # fmt: skip
    event(two, EventKind.ISSUE_IRC, dt.date(2026, 7, 10), "9876543210", capital_usd=Decimal("12.5"), capital_vnd=100)
    period_figure(zone=a, measure=Measure.INFRASTRUCTURE_COMPLETION, amount=95, unit=Unit.PERCENT)
    period_figure(zone=b, measure=Measure.INFRASTRUCTURE_COMPLETION, amount=20, unit=Unit.PERCENT)
    period_figure(zone=a, measure=Measure.INFRASTRUCTURE_LAND, amount=Decimal("70.25"), unit=Unit.HECTARE)
    period_figure(project=one, measure=Measure.REALISED_CAPITAL, amount=Decimal("300.5"), unit=Unit.VND)


def _tenants(a, b):
    p1 = licensed(a, "fdi", dt.date(2025, 3, 1), "1000000001", 5, slug="nha-may-1", name_vi="Nhà máy 1")
    event(p1, EventKind.AMEND, dt.date(2026, 8, 1), "1000000001-DC", capital_usd=Decimal("2.5"))
    p2 = licensed(a, "ddi", dt.date(2026, 7, 15), "1000000002", 30, implementation="building", slug="nha-may-2")
    p3 = licensed(a, "ddi", dt.date(2020, 5, 1), "1000000003", 20, slug="nha-may-3")
    event(p3, EventKind.AMEND, dt.date(2026, 9, 1), "1000000003-DC", capital_vnd=-3)
    p4 = licensed(b, "ddi", dt.date(2019, 5, 1), "1000000004", 12, slug="nha-may-4")
    event(p4, EventKind.REVOKE, dt.date(2026, 8, 20), "5/QĐ-BQL")
    p5 = licensed(b, "fdi", dt.date(2024, 5, 1), "1000000005", 8, implementation="unknown", slug="nha-may-5")
    for measure, amount, unit in (
        (Measure.REVENUE, "1.25", Unit.USD), (Measure.EXPORT, "0.75", Unit.USD), (Measure.IMPORT, "0.5", Unit.USD),
        (Measure.BUDGET, "0.8", Unit.VND), (Measure.REALISED_CAPITAL, "4.2", Unit.USD),
        (Measure.LABOUR_DOMESTIC, "120", Unit.PEOPLE), (Measure.LABOUR_FOREIGN, "5", Unit.PEOPLE),
    ):  # fmt: skip
        period_figure(project=p1, measure=measure, amount=Decimal(amount), unit=unit)
    period_figure(project=p3, measure=Measure.REVENUE, amount=Decimal("1234.5"), unit=Unit.VND)
    period_figure(project=p3, measure=Measure.EXPORT, amount=Decimal("2.5"), unit=Unit.VND)
    return p1, p2, p3, p4, p5


def record():
    """Three zones with their projects, certificates, parcels and figures for the third quarter of 2026."""
    a, b, c = _zones()
    _infrastructure(a, b)
    tenants = _tenants(a, b)
    officer = make.user(Role.EDITOR)
    let, back = (
        make.parcel(zone=a, code=code, slug=f"lo-{code}", area=area) for code, area in (("1", 20_000), ("2", 5_000))
    )
    tenants[0].parcels.add(let)
    tenants[2].parcels.add(back)
    lease(let, (dt.date(2026, 7, 20), "leased"), by=officer)
    lease(back, (dt.date(2020, 6, 1), "leased"), (dt.date(2026, 8, 5), "recovered"), by=officer)
    return SimpleNamespace(zones=(a, b, c), projects=tenants, officer=officer)

"""The land balance: each parcel in one class, unknown never nought, shown only where the inventory is complete."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from core.disclosure import Publication
from core.roles import Role
from tests import make
from zones.balance.sums import CLASSES, LandRow, class_of, land_balance
from zones.lifecycle import Commercial, Readiness
from zones.models import Parcel
from zones.units import Unit

TODAY = timezone.localdate
HECTARE = 10_000


def row(commercial, hectares, readiness="serviced"):
    return LandRow(commercial, readiness, None if hectares is None else Decimal(str(hectares)) * HECTARE)


def test_the_worked_example_comes_out():
    balance = land_balance([row("leased", 93.44), row("available", 10), row("available", 3.63, "levelled")])
    assert balance.leasable.area == Decimal("1070700")
    assert balance.free.area == Decimal("136300")
    assert balance.free_serviced.area == 100_000 and balance.free_unserviced.area == 36_300
    assert balance.fill_rate == Decimal("87.27")


@pytest.mark.parametrize(
    ("commercial", "readiness", "name"),
    [
        ("not_for_lease", "serviced", None),
        ("leased", "uncleared", "leased"),
        ("reserved", "serviced", "reserved"),
        ("negotiating", "uncleared", "reserved"),
        ("available", "serviced", "free_serviced"),
        ("available", "cleared", "free_unserviced"),
        ("available", "levelled", "free_unserviced"),
        ("available", "unknown", "free_unserviced"),
        ("available", "uncleared", "uncleared"),
        ("planned", "uncleared", "uncleared"),
        ("planned", "levelled", "not_offered"),
        ("recovered", "serviced", "not_offered"),
        ("withdrawn", "serviced", "not_offered"),
        ("unknown", "serviced", "unknown"),
    ],
)
def test_a_parcel_is_in_one_class(commercial, readiness, name):
    assert class_of(commercial, readiness) == name


def test_the_classes_add_up_to_what_is_leasable_whatever_the_states():
    rows = [LandRow(state, ready, Decimal(7)) for state in Commercial.values for ready in Readiness.values]
    balance = land_balance(rows)
    assert sum(getattr(balance, name).area for name in CLASSES) == balance.leasable.area
    for_nobody = [row for row in rows if row.commercial == Commercial.NOT_FOR_LEASE]
    assert balance.total.area - balance.leasable.area == 7 * len(for_nobody)


def test_nothing_leasable_has_no_fill_rate():
    assert land_balance([]).fill_rate is None
    assert land_balance([row("not_for_lease", 5)]).fill_rate is None


def test_an_unknown_area_or_state_makes_incomplete_only_what_depends_on_it():
    balance = land_balance([row("leased", 5), row("available", None)])
    assert balance.is_complete("leased") and not balance.is_complete("free_serviced")
    assert not balance.is_complete("leasable") and balance.fill_rate is None
    balance = land_balance([row("leased", 5), row("unknown", 3)])
    assert balance.is_complete("total") and not balance.is_complete("leased") and balance.fill_rate is None


def page(client, record, language="en", query=""):
    with translation.override(language):
        response = client.get(record.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def declared(**fields):
    fields = {"inventory_on": dt.date(2024, 1, 1), "inventory_source": make.source(publisher_en="The Board")} | fields
    return make.zone(**fields)


def worked_example(zone):
    make.parcel(zone=zone, code="A", area=934_400, commercial_status="leased")
    make.parcel(zone=zone, code="B", area=136_300, commercial_status="available", readiness="serviced")
    make.parcel(zone=zone, code="C", area=50_000, commercial_status="not_for_lease")
    make.parcel(zone=zone, code="MẪU-1", area=999_999, commercial_status="leased", is_sample=True)


pytestmark = pytest.mark.django_db


def test_a_zone_with_a_complete_inventory_shows_its_balance_its_basis_and_no_sample(
    client, django_assert_max_num_queries
):
    zone = declared()
    worked_example(zone)
    make.plan_feature(zone=zone)
    make.rate(zone=zone)
    with django_assert_max_num_queries(12):
        html = page(client, zone)
    assert "107.07" in html and "93.44" in html and "13.63" in html and "87.27% of the leasable land is leased" in html
    assert "Computed from 3 parcels; the inventory is complete as of 1 January 2024." in html and "The Board" in html
    vietnamese = page(client, zone, "vi")
    assert "107,07" in vietnamese and "87,27%" in vietnamese
    assert "Leased ÷ leasable" in html and "Reserved for somebody or under negotiation" in html


@pytest.mark.parametrize(
    "fields",
    [
        {"inventory_on": None, "inventory_source": None},
        {"inventory_source": None},
        {"inventory_on": dt.date(2999, 1, 1)},
    ],
)
def test_without_a_declared_inventory_each_sum_is_not_published_and_known_parcels_stand_apart(client, fields):
    zone = declared(**fields)
    worked_example(zone)
    html = page(client, zone)
    assert "107.07" not in html and "87.27" not in html and "land-bar" not in html
    assert "Leasable land · Leased land · Free and serviced" in html and "Known parcels" in html
    assert "<a href=" in html.split("Known parcels")[1]


def test_an_unpublished_parcel_holds_the_balance_back_and_officers_are_told(client):
    zone = declared()
    worked_example(zone)
    make.parcel(zone=zone, code="KIN", publication=Publication.DRAFT)
    html = page(client, zone)
    assert "107.07" not in html and "KIN" not in html
    client.force_login(make.user(Role.EDITOR))
    desk = client.get(reverse("admin:index")).content.decode()
    assert "1 lô đất có thật trong quy hoạch chưa được đăng" in desk


def test_an_ended_reservation_counts_as_free_and_one_that_holds_does_not(client):
    zone = declared()
    for code, days in (("A", -1), ("B", 0)):
        make.parcel(
            zone=zone,
            code=code,
            area=20_000,
            readiness="serviced",
            commercial_status="reserved",
            reserved_until=TODAY() + dt.timedelta(days=days),
        )
    balance = client.get(reverse("api_zone", args=[zone.slug])).json()["balance"]
    assert balance["free_serviced"]["area"] == 20_000 and balance["reserved"]["area"] == 20_000


def test_a_sum_that_is_incomplete_says_why_and_is_never_nought(client):
    zone = declared()
    make.parcel(zone=zone, area=None, commercial_status="leased")
    make.parcel(zone=zone, area=30_000, commercial_status="unknown")
    html = page(client, zone)
    assert "incomplete: the area of 1 parcel is not published, the leasing state of 1 parcel is not known." in html
    assert "at least 3.00" in html
    balance = client.get(reverse("api_zone", args=[zone.slug])).json()["balance"]
    assert balance["leased"] == {"area": None, "parcels": 1, "without_area": 1, "incomplete": True}
    assert balance["fill_rate_pct"] is None


def test_a_zone_declared_complete_without_a_parcel_has_a_dash_for_its_rate(client):
    assert ">–</td>" in page(client, declared())


def test_what_a_decision_states_stands_beside_and_a_difference_is_told_to_officers_only(client):
    zone = declared()
    worked_example(zone)
    figure = make.figure(
        zone=zone, measure="industrial_service_area", label_vi="Đất công nghiệp", label_en="Industrial land",
        value=105, unit=Unit.HECTARE,
    )  # fmt: skip
    html = page(client, zone)
    assert "As a source states it" in html and "too much" not in html
    client.force_login(make.user(Role.EDITOR))
    told = "cộng các lô được 107,07 ha, “Đất công nghiệp” ghi 105 ha: thừa 2,07 ha"
    address = reverse("admin:zones_zone_change", args=[zone.pk])
    assert told in client.get(address).content.decode()
    desk = client.get(reverse("admin:index")).content.decode()
    assert told in desk and address in desk
    figure.value = Decimal("107.06")
    figure.save()
    assert "cộng các lô" not in client.get(reverse("admin:index")).content.decode()


def test_an_approximate_figure_is_no_measure_for_the_parcels(client):
    zone = declared()
    worked_example(zone)
    make.figure(zone=zone, measure="area", value=153, unit=Unit.HECTARE, is_approximate=True)
    client.force_login(make.user(Role.EDITOR))
    assert "cộng các lô" not in client.get(reverse("admin:index")).content.decode()


def test_a_parcel_split_away_no_longer_counts(client):
    zone = declared()
    worked_example(zone)
    old = make.parcel(zone=zone, code="D", area=10_000, commercial_status="leased")
    Parcel.objects.filter(pk=old.pk).update(exists_to=dt.date(2024, 6, 1))
    address = reverse("api_zone", args=[zone.slug])
    assert client.get(address).json()["balance"]["leased"]["area"] == 934_400
    assert client.get(f"{address}?on=2024-05-31").json()["balance"]["leased"]["area"] == 944_400
    assert client.get(f"{address}?on=2023-12-31").json()["balance"] is None


@pytest.mark.parametrize("query", ["", "?on=2025-01-01"])
def test_the_balance_asks_the_database_as_often_for_many_parcels_as_for_few(client, query):
    zone, asked = declared(), []
    for count in (2, 5):
        for _number in range(count):
            make.parcel(zone=zone, source=zone.source, commercial_status="available")
        with CaptureQueriesContext(connection) as queries:
            page(client, zone, query=query)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


def test_the_list_of_zones_shows_serviced_free_land_where_it_is_computed(client):
    worked_example(declared())
    html = client.get(reverse("zones:list")).content.decode()
    assert "13,63" in html and html.count("Đất sẵn sàng cho thuê") == 1

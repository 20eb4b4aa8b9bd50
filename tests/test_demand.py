"""Leaving a need with the Board: kept once, without a word about who left it, and read by officers as a table."""

import csv
import io
import uuid

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from core.roles import Role
from enquiries.demand import form as demand_form
from enquiries.models import Demand
from tests import make

pytestmark = pytest.mark.django_db
SERVICED = {"commercial_status": "available", "readiness": "serviced"}
LIST = "admin:enquiries_demand_changelist"


def send(client, language="vi", **fields):
    with translation.override(language):
        address = reverse("enquiries:demand")
    return client.post(address, {"submission": str(uuid.uuid4()), "area": "20000"} | fields)


def test_addresses_stand_in_both_languages():
    assert reverse("enquiries:demand") == "/nhu-cau/"
    with translation.override("en"):
        assert reverse("enquiries:demand") == "/en/land-need/"


def test_the_finders_address_fills_in_the_form(client):
    sector = make.sector()
    query = f"area=2+ha&power=2000&from=2027-01&sector={sector.slug}&budget=60000&pay=one_off"
    html = client.get(f"{reverse('enquiries:demand')}?{query}").content.decode()
    assert 'value="2 ha"' in html and 'value="2000"' in html and 'value="2027-01"' in html
    assert f'<option value="{sector.slug}" selected>' in html
    assert '<option value="one_off" selected>' in html


def test_a_need_is_kept_with_what_the_nearest_parcel_lacked(client):
    zone, sector = make.zone(), make.sector(scope="province")
    make.parcel(zone=zone, is_sample=True, area=30_000, power_kw=5000, **SERVICED)
    make.parcel(zone=zone, area=1, power_kw=1, **SERVICED)
    nearest = make.parcel(zone=zone, area=30_000, power_kw=500, **SERVICED)
    response = send(client, area="2 ha", power="2000", sector=sector.slug, **{"from": "quý I/2027"})
    assert response.status_code == 302 and response.url == "/nhu-cau/da-ghi-nhan/"
    kept = Demand.objects.get()
    assert (kept.area, kept.power_kw, kept.sector, kept.wanted_from) == (20_000, 2000, sector, "2027-Q1")
    assert (kept.nearest, kept.lacking, kept.unknown) == (nearest, "power", "sector")
    assert (kept.fitting, kept.may_fit, kept.language, kept.left_on) == (0, 0, "vi", timezone.localdate())


def test_it_says_how_many_parcels_fitted_and_keeps_the_language(client):
    make.parcel(area=30_000, **SERVICED)
    make.parcel(area=None, **SERVICED)
    send(client, language="en")
    kept = Demand.objects.get()
    assert (kept.fitting, kept.may_fit, kept.lacking, kept.language) == (1, 1, "", "en")


def test_nothing_about_the_person_is_kept():
    """No column can hold a name, a contact, an address of a computer or a time of day, and there is no history."""
    kept = {field.name: field.get_internal_type() for field in Demand._meta.concrete_fields}
    assert kept.keys() == {
        *("id", "submission", "left_on", "language", "area", "area_to", "power_kw", "water_m3_day"),
        *("wastewater_m3_day", "sector", "wanted_from", "budget", "budget_way", "fitting", "may_fit", "nearest"),
        *("lacking", "unknown"),
    }
    assert not {"DateTimeField", "TextField", "GenericIPAddressField", "EmailField"} & set(kept.values())
    assert not hasattr(Demand, "history")


def test_what_a_visitor_adds_on_her_own_is_not_kept(client):
    send(client, name="Cán bộ Kín", email="kin@example.org", message="Gọi cho tôi")
    assert "Kín" not in str(Demand.objects.values().get()) and "kin@" not in str(Demand.objects.values().get())


def test_sent_twice_it_is_one_need_and_with_other_figures_another(client):
    form = {"submission": str(uuid.uuid4())}
    for area in ("20000", "20000", "2 ha", "30000"):
        assert send(client, area=area, **form).status_code == 302
    assert sorted(Demand.objects.values_list("area", flat=True)) == [20_000, 30_000]


@pytest.mark.parametrize(
    "fields",
    [
        {"area": ""},
        {"area": "abc"},
        {"area": "NaN"},
        {"area": "9" * 30},
        {"area": "-1"},
        {"area": "12.345"},
        {"power": "1e400"},
        {"sector": "khong-co"},
        {"from": "31/02/2027"},
        {"area": "3 ha", "area_to": "2 ha"},
        {"pay": "x"},
        {"area": "\x00"},
    ],
)
def test_what_cannot_be_read_is_a_sentence_and_nothing_is_kept(client, fields):
    response = send(client, **fields)
    assert response.status_code == 200 and 'role="alert"' in response.content.decode()
    assert not Demand.objects.exists()


def test_typed_words_are_kept_in_the_form_and_escaped(client):
    html = send(client, area="<b>2</b>", power="2000").content.decode()
    assert "&lt;b&gt;2&lt;/b&gt;" in html and 'value="2000"' in html and "<b>2</b>" not in html


def test_a_robot_is_turned_away_with_what_it_typed(client):
    response = send(client, website="http://example.org")
    assert response.status_code == 422 and not Demand.objects.exists()
    assert 'value="20000"' in response.content.decode()


def test_a_flood_is_stopped_for_the_day_in_words(client, monkeypatch):
    monkeypatch.setattr(demand_form, "MOST_A_DAY", 2)
    make.demand(left_on="2026-01-01")
    first = {"submission": str(uuid.uuid4())}
    assert send(client, **first).status_code == 302 and send(client).status_code == 302
    response = send(client)
    assert response.status_code == 429 and response["Retry-After"]
    assert "tạm ngừng nhận" in response.content.decode()
    assert send(client, **first).status_code == 302
    assert Demand.objects.count() == 3


def test_a_form_without_its_token_is_refused():
    assert send(Client(enforce_csrf_checks=True)).status_code == 403
    assert not Demand.objects.exists()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_thanks_say_what_happens_and_where_an_answer_is_to_be_had(client, language):
    with translation.override(language):
        html = client.get(reverse("enquiries:demand_left")).content.decode()
        assert reverse("enquiries:ask") in html
    assert client.post(reverse("enquiries:demand_left")).status_code == 405


def listed(client, query=""):
    return client.get(f"{reverse(LIST)}?{query}")


def test_officers_read_the_needs_as_a_table_with_sums(client):
    sector = make.sector(name_vi="Chế biến gỗ")
    make.demand(area=20_000, power_kw=2000, sector=sector, lacking="power,when")
    make.demand(area=15_000, fitting=2, left_on="2025-02-01")
    client.force_login(make.user(Role.EDITOR))
    html = listed(client).content.decode().replace("\u00a0", " ")
    assert "Chế biến gỗ" in html and "20.000 m²" in html and "2.000 kW" in html
    assert "Điện, Tình trạng cho thuê" in html
    assert "3,50 ha" in html
    sums = listed(client).context["sums"]
    assert (sums["needs"], sums["unmet"]) == (2, 1)


def test_they_are_narrowed_by_sector_and_quarter_and_nonsense_narrows_nothing(client):
    sector = make.sector()
    make.demand(sector=sector, left_on="2026-05-01")
    make.demand(left_on="2026-06-30")
    make.demand(left_on="2025-02-01")
    client.force_login(make.user(Role.AUDITOR))
    assert listed(client, "quarter=2026-Q2").context["sums"]["needs"] == 2
    assert listed(client, f"sector__id__exact={sector.pk}").context["sums"]["needs"] == 1
    assert listed(client, "quarter=2019-Q9").context["sums"]["needs"] == 3
    assert "quý II/2026" in listed(client).content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_nobody_writes_a_need_and_only_who_may_deletes_one(client, role):
    kept = make.demand()
    client.force_login(make.user(role))
    change, delete = (reverse(f"admin:enquiries_demand_{page}", args=[kept.pk]) for page in ("change", "delete"))
    assert client.post(change, {"area": "1"}).status_code == 403
    assert client.get(reverse("admin:enquiries_demand_add")).status_code == 403
    may_delete = role in (Role.APPROVER, Role.ADMINISTRATOR)
    client.get(delete)
    assert Demand.objects.filter(pk=kept.pk).exists()
    assert client.post(delete, {"post": "yes"}).status_code == (302 if may_delete else 403)
    assert Demand.objects.filter(pk=kept.pk).exists() != may_delete
    if may_delete:
        assert client.post(delete, {"post": "yes"}).status_code == 302
    else:
        kept.refresh_from_db()
        assert kept.area == 20_000


def test_the_table_can_be_taken_along_as_a_sheet_and_never_read_in(client):
    make.demand(sector=make.sector(name_vi="=1+1"), lacking="power", wanted_from="2027-Q1")
    client.force_login(make.user(Role.AUDITOR))
    page = reverse("admin:enquiries_demand_export")
    assert client.get(page).status_code == 200
    fields = {name: "on" for name in client.get(page).context["form"].fields if name.startswith("demandresource_")}
    book = client.post(page, {"format": "0", "resource": "", **fields})
    heading, row = openpyxl.load_workbook(io.BytesIO(book.content)).active.iter_rows(values_only=True)
    assert heading[0] == "Ngày để lại" and "Điện" in row and "'=1+1" in row
    text = client.post(page, {"format": "1", "resource": "", **fields}).content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["Cần từ"] == "2027-Q1"
    assert client.get(reverse("admin:enquiries_demand_import")).status_code == 403


def test_the_table_asks_the_database_as_often_for_few_needs_as_for_many(client):
    client.force_login(make.user(Role.EDITOR))
    asked = []
    for count in (2, 5):
        for _number in range(count):
            make.demand(sector=make.sector(), nearest=make.parcel())
        with CaptureQueriesContext(connection) as queries:
            listed(client)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_form_asks_the_database_as_often_for_few_parcels_as_for_many(client):
    asked = []
    for count in (2, 30):
        for _number in range(count):
            make.parcel()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("enquiries:demand"))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8

"""Many rows: a page shows what fits it and says so, and asks the database as often as for few."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from core.roles import Role
from kcn_portal import pages
from kcn_portal import views as portal_views
from policies import views as policy_views
from policies.models import Incentive, Sector
from procedures import views as procedure_views
from tests import make
from zones import plan_parcels, zone_facts
from zones.asof import known_by, was_known
from zones.models import Figure, Milestone, Parcel, Utility, Zone
from zones.views import zone_lists

pytestmark = pytest.mark.django_db


def squares(zone, count, first=0, **fields):
    """`count` parcels of `zone` in a row, each with its outline."""
    return [
        make.parcel(
            zone=zone,
            code=f"CN{at:03}",
            outline=[[at * 50, 0], [at * 50 + 40, 0], [at * 50 + 40, 40], [at * 50, 40]],
            **fields,
        )
        for at in range(first, first + count)
    ]


@pytest.fixture
def small_plan(monkeypatch):
    monkeypatch.setattr(plan_parcels, "PLAN_LIMIT", 3)


def page(client, record):
    with translation.override("en"):
        return client.get(record.get_absolute_url()).content.decode()


def test_a_zone_of_more_parcels_than_fit_says_so(client, small_plan):
    zone = make.zone()
    squares(zone, 3, is_sample=True)
    html = page(client, zone)
    assert html.count("parcel__shape") == 3 and "Only the first" not in html
    squares(zone, 2, first=3)
    html = page(client, zone)
    assert "Only the first 3 parcels of this zone are listed and drawn here" in html
    assert "2 parcels of this zone are known" not in html and html.count('scope="row"><a') == 3


def test_a_parcel_is_lit_on_its_plan_however_far_down_the_list_it_stands(client, small_plan):
    parcels = squares(make.zone(), 6)
    html = page(client, parcels[5])
    assert html.count("parcel__shape") == 3 and html.count("parcel--lit") == 1
    assert "Only 3 parcels of this zone are drawn here" in html
    assert "are drawn here" not in page(client, squares(make.zone(), 3)[0])


def test_the_home_page_stays_a_page_whatever_is_on_a_step(client):
    for _number in range(portal_views.MOST_SHOWN + 4):
        make.figure(measure="workers", label_en="Workers counted")
        make.procedure(journey="approval", name_en="A procedure of the approval step")
    with CaptureQueriesContext(connection) as queries:
        html = page(client, type("Home", (), {"get_absolute_url": lambda self: reverse("home")})())
    assert html.count("A procedure of the approval step") == portal_views.MOST_SHOWN
    assert len(queries) <= 12


def test_an_outline_that_cannot_be_drawn_is_refused_and_breaks_no_page(client):
    zone, officer = make.zone(), make.client_of(Role.EDITOR)
    for outline in ([[0, 0], [1, 1]], [[0, 0], [1, "x"], [2, 2]], {"a": 1}, "text", [[1, 2, 3]] * 3, 7):
        parcel = make.parcel(zone=zone, source=zone.source)
        Parcel.objects.filter(pk=parcel.pk).update(outline=outline)
        assert client.get(parcel.get_absolute_url()).status_code == 200, outline
        assert officer.get(reverse("admin:zones_parcel_change", args=[parcel.pk])).status_code == 200, outline
        with pytest.raises(ValidationError) as refused:
            Parcel.objects.get(pk=parcel.pk).full_clean()
        assert set(refused.value.message_dict) == {"outline"}
    # Its plan leaves out each of them.
    assert client.get(zone.get_absolute_url()).status_code == 200


def test_offering_parcels_to_choose_from_asks_the_same_for_two_and_for_twenty(client):
    client.force_login(make.user(Role.EDITOR))
    address = reverse("admin:autocomplete")
    asked = []
    for count in (2, 18):
        for _number in range(count):
            make.parcel()
        with CaptureQueriesContext(connection) as queries:
            query = {"app_label": "projects", "model_name": "project", "field_name": "parcels", "term": "cn"}
            assert client.get(address, query).json()["results"]
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_page_about_the_board_bears_a_topic_of_thousands(client, django_assert_max_num_queries):
    source = make.source()
    Figure.objects.bulk_create(
        Figure(key=f"f{at}", topic="province", measure=f"m{at}", label_vi=f"Số liệu {at}", value=at, source=source,
               as_of="2024", publication="published")
        for at in range(pages.MOST_OF_A_TOPIC + 50)
    )  # fmt: skip
    with django_assert_max_num_queries(8):
        response = client.get(reverse("about"))
    ((_topic, _label, facts),) = response.context["topics"]
    assert len(facts) == response.context["limit"] == pages.MOST_OF_A_TOPIC
    assert reverse("data_csv", args=["figures"]) in response.content.decode()


def _with_many(count, **fields):
    """A zone with `count` figures, milestones and utilities; as many figures of the province's roads and sectors."""
    zone = make.zone(**fields)
    said = {"source": zone.source, "as_of": "2024", "publication": "published"}
    figures = [
        Figure(key=f"{zone.slug}-{at}-{owner}", zone=owner, topic="connectivity", measure=f"m{at}",
               label_vi=f"Số liệu {at}", value=at, order=50, **said)
        for at in range(count) for owner in (zone, None)
    ]  # fmt: skip
    sectors = [Sector(slug=f"{zone.slug}-{at}", scope="zone", name_vi=f"Ngành {at}", **said) for at in range(count)]
    for model, rows in ((Figure, figures), (Sector, sectors)):
        model.objects.bulk_create(rows)
    Milestone.objects.bulk_create(
        Milestone(key=f"{zone.slug}-{at}", zone=zone, kind="done", text_vi=f"Mốc {at}", on=f"{1800 + at}", **said)
        for at in range(count)
    )
    Utility.objects.bulk_create(
        Utility(key=f"{zone.slug}-{at}", zone=zone, kind="wastewater", capacity=at, **said) for at in range(count)
    )
    make.figure(zone=zone, measure="area", label_vi="Diện tích", value=73.5, unit="ha", order=900)
    return zone


@pytest.mark.parametrize("query", ["", "?on=2025-01-31"])
def test_the_page_of_a_zone_bears_long_lists_and_leads_to_all_of_them(client, query):
    most, asked = zone_facts.MOST, []
    for zone in (_with_many(2), _with_many(most + 100)):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(zone.get_absolute_url() + query)
        asked.append(len(queries))
    html = response.content.decode()
    assert asked[0] == asked[1] <= 10
    # The figure that decides is told although it stands last; of the rest the page says how much there is.
    assert "73,5" in html and len(re.findall(r"Số liệu \d", html)) == 2 * most
    assert f"Xem {most} trong {most + 101} số liệu đầu tiên" in html and "Còn 101 mục nữa" in html
    shown = [*response.context["milestones"]["earlier"], *response.context["milestones"]["latest"]]
    assert len(shown) == most and shown[-1]["date"] == str(1800 + most + 99)


@pytest.mark.parametrize("name", ["zone_figures", "zone_milestones", "zone_utilities"])
def test_the_lists_of_a_zone_go_on_page_by_page(client, monkeypatch, name):
    monkeypatch.setattr(zone_lists, "PER_PAGE", 6)
    zone = _with_many(zone_lists.PER_PAGE + 4)
    address = reverse(f"zones:{name}", args=[zone.slug])
    seen = []
    for query in ("?page=1", "?page=2", "?page=zzz&on=x", "?page=999&on=2024-01-31"):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address + query)
        assert response.status_code == 200 and len(queries) <= 5
        seen.append(response.context["page_obj"])
    assert [len(page) for page in seen[:3]] == [
        zone_lists.PER_PAGE,
        5 if name == "zone_figures" else 4,
        zone_lists.PER_PAGE,
    ]
    assert not {row.pk for row in seen[0]} & {row.pk for row in seen[1]}
    empty = client.get(reverse(f"zones:{name}", args=[make.zone().slug]))
    assert "Chưa công bố" in empty.content.decode()
    Zone.objects.filter(pk=zone.pk).update(publication="withdrawn")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("day", ["2024-01-01", "2024-03-31", "2024-04-01", "2024-05-02", "2024-12-31", "2025-01-01"])
def test_what_was_known_by_a_day_is_the_same_in_a_query_and_in_a_record(day):
    day, read = date.fromisoformat(day), date(2024, 5, 2)
    texts = (
        "",
        "2023",
        "2024",
        "2025",
        "2024-Q1",
        "2024-Q2",
        "2023-Q4",
        "2024-03",
        "2024-04",
        "2024-05-02",
        "2024-12-31",
    )
    for published_on in ("", "2024-Q2", "2024-12"):
        source = make.source(published_on=published_on, read_on=read)
        Figure.objects.bulk_create(
            Figure(key=f"{published_on}-{as_of}", source=source, as_of=as_of, topic="production") for as_of in texts
        )
    found = set(Figure.objects.filter(known_by(day)).values_list("pk", flat=True))
    assert found == {row.pk for row in Figure.objects.select_related("source") if was_known(row, day)}
    assert 0 < len(found) <= 3 * len(texts)


def test_sectors_and_incentives_bear_hundreds_and_say_where_the_rest_is(client):
    source, most = make.source(), policy_views.MOST
    said = {"source": source, "as_of": "2024", "publication": "published"}
    for first, count in ((0, 2), (2, most + 20)):
        Sector.objects.bulk_create(
            Sector(slug=f"{scope}-{at}", scope=scope, name_vi=f"Ngành {at}", is_known=scope != "national", **said)
            for scope in ("zone", "national") for at in range(first, first + count)
        )  # fmt: skip
        Incentive.objects.bulk_create(
            Incentive(slug=f"u{at}", kind="land_rent", name_vi=f"Ưu đãi {at}", status="in_force", **said)
            for at in range(first, first + count)
        )
        for name in ("policies:sectors", "policies:incentives"):
            with CaptureQueriesContext(connection) as queries:
                html = client.get(reverse(name)).content.decode()
            assert len(queries) <= 6
    assert len(re.findall(r"Ưu đãi \d", html)) == most and reverse("data_csv", args=["incentives"]) in html
    html = client.get(reverse("policies:sectors")).content.decode()
    assert len(re.findall(r"Ngành \d", html)) == 2 * most and 'href="?scope=zone"' in html and "Còn 22 mục nữa" in html
    second = client.get(reverse("policies:sectors"), {"scope": "zone", "page": "2"}).content.decode()
    assert f"Ngành {most + 21}<" in second and "mục nữa" not in second
    assert client.get(reverse("policies:sectors"), {"scope": "x\x00"}).status_code == 200


def test_procedures_shown_apart_lead_to_the_rest(client):
    for _number in range(procedure_views.ASIDE_LIMIT + 3):
        make.procedure(standing="name_only", name_vi="Chỉ biết tên")
    html = client.get(reverse("procedures:list"), {"q": "biet ten"}).content.decode()
    assert html.count("Chỉ biết tên") == procedure_views.ASIDE_LIMIT and "Còn 3 mục nữa" in html
    assert 'href="?q=biet+ten&amp;standing=name_only"' in html

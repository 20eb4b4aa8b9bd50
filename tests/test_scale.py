"""Many rows: a page shows what fits it and says so, and asks the database as often as for few."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from core.roles import Role
from kcn_portal import pages
from kcn_portal import views as portal_views
from tests import make
from zones.models import Figure, Parcel
from zones.views import shared

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
    monkeypatch.setattr(shared, "PLAN_LIMIT", 3)


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


@pytest.mark.parametrize(
    "outline", [[[0, 0], [1, 1]], [[0, 0], [1, "x"], [2, 2]], {"a": 1}, "text", [[1, 2, 3]] * 3, 7]
)
def test_an_outline_that_cannot_be_drawn_is_refused_and_breaks_no_page(client, outline):
    parcel = make.parcel()
    Parcel.objects.filter(pk=parcel.pk).update(outline=outline)
    for record in (parcel, parcel.zone):
        assert client.get(record.get_absolute_url()).status_code == 200
    client.force_login(make.user(Role.EDITOR))
    response = client.get(reverse("admin:zones_parcel_change", args=[parcel.pk]))
    assert response.status_code == 200
    with pytest.raises(ValidationError) as refused:
        Parcel.objects.get(pk=parcel.pk).full_clean()
    assert set(refused.value.message_dict) == {"outline"}


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

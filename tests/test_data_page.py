"""The data page and the privacy page: what they say of answers and of what is kept is what the portal does."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from kcn_portal.answers import answers
from tests import make
from zones.cost.query import EstimateQuery


def _fill(parcels=1):
    zone = make.zone(slug="tb1", inventory_on=timezone.localdate(), inventory_source=make.source())
    for number in range(parcels):
        make.parcel(zone=zone, code=f"CN-{number}", slug=f"cn-{number}")
    return zone


def _words(value):
    """Every key of a JSON answer, however deep."""
    if isinstance(value, dict):
        return set(value) | set().union(*map(_words, value.values()))
    return set().union(*map(_words, value)) if isinstance(value, list) else set()


def _english(name):
    with translation.override("en"):
        return reverse(name)


@pytest.mark.django_db
def test_each_example_answers_with_every_field_that_is_explained(client):
    _fill()
    assert len(answers()) == 4
    for answer in answers():
        response = client.get(answer.example)
        assert response.status_code == 200, answer.example
        explained = {name for names, _meaning in answer.fields for name in names}
        assert explained <= _words(json.loads(response.content)), answer.address


@pytest.mark.django_db
def test_each_thing_that_may_be_asked_of_an_estimate_is_a_field_of_its_query():
    _fill()
    [estimate] = [answer for answer in answers() if answer.address == "/api/v1/estimate/"]
    assert {name for names, _meaning in estimate.asked for name in names} <= set(EstimateQuery.base_fields)


@pytest.mark.django_db
def test_without_published_land_no_example_leads_to_it(client):
    make.parcel(zone=make.zone(publication="draft"), publication="draft")
    assert [answer.address for answer in answers()] == ["/zones.geojson"]
    assert client.get(_english("data")).status_code == 200


@pytest.mark.django_db
def test_the_data_page_links_each_example_at_the_same_cost_for_any_number_of_parcels(client):
    zone = _fill(2)
    asked = []
    for more in (0, 30):
        for number in range(more):
            make.parcel(zone=zone, code=f"N-{number}", slug=f"n-{number}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            html = client.get(_english("data")).content.decode()
        asked.append(len(queries))
        assert all(f'href="{answer.example}"'.replace("&", "&amp;") in html for answer in answers())
    assert asked[0] == asked[1] <= 8


@pytest.mark.django_db
def test_privacy_says_who_learns_of_a_visit_when_the_map_has_a_background_of_another_server(client, settings):
    alone = "No third party is contacted"
    assert alone in client.get(_english("privacy")).content.decode()
    settings.MAP_TILES_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    html = client.get(_english("privacy")).content.decode()
    assert alone not in html and "tiles.example.org" in html


@pytest.mark.django_db
def test_privacy_says_that_a_need_for_land_is_kept_without_a_person(client):
    html = client.get(_english("privacy")).content.decode()
    assert "nothing leads to you" in html


@pytest.mark.django_db
def test_privacy_says_for_how_long_the_address_of_signing_in_is_kept(client):
    for page, words in ((_english("privacy"), "for 180 days"), (reverse("privacy"), "180 ngày")):
        assert words in client.get(page).text

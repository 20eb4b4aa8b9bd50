"""Where the zones lie: the map's page, its GeoJSON, and the officers' outlines it stands on."""

import json
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from core.roles import Role
from tests import make
from tests.admin_forms import fields_of
from zones.models import PlanFeature
from zones.views.map import tile_host

pytestmark = pytest.mark.django_db

EAST, NORTH = 425_399.670, 2_420_554.699
RING = [[EAST, NORTH], [EAST + 900, NORTH], [EAST + 900, NORTH + 700], [EAST, NORTH + 700]]


def outline(zone, **fields):
    return make.plan_feature(zone=zone, **{"line": RING, "epsg": 9213} | fields)


def page(client, language="en"):
    with translation.override(language):
        return client.get(reverse("zones:map"))


def features(client):
    return {row["id"]: row for row in json.loads(client.get("/zones.geojson").content)["features"]}


def test_each_zone_says_how_precisely_its_place_is_known(client):
    zones = {
        "By its outline": make.zone(commune_code="02107"),
        "Somewhere in this commune": make.zone(commune_code="02107", location_en="Thanh Thinh commune"),
        "Not at all": make.zone(),
    }
    outline(zones["By its outline"], source=make.source(publisher_en="The Committee"))
    html = page(client).content.decode()
    for words, zone in zones.items():
        row = re.search(rf'<tr[^>]*data-zone="{zone.slug}".*?</tr>', html, re.DOTALL)[0]
        assert words in row and "2024" in row
    assert "The Committee" in html and "Thanh Thinh commune" in html
    unplaced = html[html.index("Not on the map") :]
    assert zones["Not at all"].short_name_en in unplaced[: unplaced.index("</p>")]


def test_the_page_holds_the_drawing_for_who_has_no_script_and_no_point_nobody_published(client):
    html = page(client).content.decode()
    assert "map__commune--here" in html and "National Road 3 and the towns are not drawn" in html
    assert "style=" not in html and "http" not in page(client)["Content-Security-Policy"]


def test_outlines_are_given_in_degrees_and_only_real_published_ones(client):
    zone = make.zone(commune_code="02107")
    outline(zone)
    outline(zone, publication="draft"), outline(zone, is_sample=True), outline(zone, epsg=None)
    outline(zone, kind=PlanFeature.Kind.ROAD)
    feature = features(client)[zone.slug]
    (((first, *_rest),),) = feature["geometry"]["coordinates"]
    assert first == [105.78, 21.88]
    assert feature["properties"]["precision"] == "outline" and feature["properties"]["commune_code"] == "02107"


def test_a_zone_without_an_outline_has_no_geometry_and_a_draft_is_not_there(client):
    known, hidden = make.zone(commune_code="02107"), make.zone(publication="draft")
    outline(hidden)
    found = features(client)
    assert found[known.slug]["geometry"] is None and found[known.slug]["properties"]["precision"] == "commune"
    assert hidden.slug not in found and hidden.slug not in page(client).content.decode()


def test_an_outline_off_the_earth_breaks_neither_page_nor_file(client):
    zone = make.zone()
    row = outline(zone, line=[[9e6, 9e6], [-9e6, 9e6], [9e6, -9e6]])
    assert page(client).status_code == 200 and zone.slug in features(client)
    for line in ("text", [[1, 2]], {"a": 1}, [], [[1, "x"], [2, 2], [3, 3]]):
        PlanFeature.objects.filter(pk=row.pk).update(line=line)
        assert page(client).status_code == 200 and features(client)[zone.slug]["geometry"] is None


def test_the_page_asks_the_same_for_two_zones_and_for_twelve(client):
    asked = []
    for count in (2, 10):
        for _number in range(count):
            outline(make.zone())
        with CaptureQueriesContext(connection) as queries:
            page(client)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org"),
        ("https://{s}.tiles.example.org/{z}/{x}/{y}.png", "https://*.tiles.example.org"),
        ("http://127.0.0.1:8080/{z}/{x}/{y}.png", "http://127.0.0.1:8080"),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("https://a.example; script-src */{z}", ""),
    ],
)
def test_the_host_of_tiles_is_named_as_a_policy_names_it(address, host):
    assert tile_host(address) == host


def test_tiles_are_asked_for_by_the_maps_page_alone_and_only_when_they_are_set(client, settings):
    assert "data-tiles" not in page(client).content.decode()
    settings.MAP_TILES_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    settings.MAP_TILES_ATTRIBUTION = "Bản đồ <b>mở</b>"
    response = page(client)
    html = response.content.decode()
    assert 'data-tiles="https://tiles.example.org/{z}/{x}/{y}.png"' in html and "&lt;b&gt;" in html
    policy = response["Content-Security-Policy"]
    assert re.search(r"img-src [^;]*'self'[^;]* https://tiles\.example\.org", policy)
    assert policy.count("tiles.example.org") == 1 and "unsafe" not in policy
    assert "tiles.example.org" not in client.get(reverse("zones:list"))["Content-Security-Policy"]


def test_leaflet_stands_whole_with_its_licence_and_without_a_map_of_its_source():
    folder = settings.BASE_DIR / "static/vendor/leaflet-1.9.4"
    assert "sourceMappingURL" not in (folder / "leaflet.js").read_text()
    assert "url(" not in (folder / "leaflet.css").read_text()
    assert "BSD 2-Clause" in (folder / "LICENSE.txt").read_text()


class TestTheOfficersLines:
    def fill(self, client, **changes):
        address = reverse("admin:zones_planfeature_add")
        zone, source = make.zone(), make.source()
        data = fields_of(client.get(address)) | {
            "zone": zone.pk,
            "kind": "outline",
            "line": json.dumps(RING),
            "epsg": "9213",
            "source": source.pk,
            "as_of": "2016",
        }
        return client.post(address, data | changes)

    def test_an_editor_enters_an_outline_as_a_draft(self, client):
        client.force_login(make.user(Role.EDITOR))
        assert self.fill(client).status_code == 302
        row = PlanFeature.objects.get()
        assert row.line == RING and row.publication == "draft" and row.key
        assert client.get(reverse("admin:zones_planfeature_changelist")).status_code == 200

    @pytest.mark.parametrize(
        "changes",
        [
            {"line": "[[0,0],[1,1]]"},
            {"line": "[[NaN,0],[1,1],[2,0]]"},
            {"line": "[[1e999,0],[1,1],[2,0]]"},
            {"line": json.dumps([[0, at] for at in range(50_000)])},
            {"line": "{"},
            {"epsg": "4326"},
            {"epsg": "99999999999999999999"},
            {"width": "1.2.3,4"},
            {"kind": "moat"},
        ],
    )
    def test_what_cannot_be_drawn_is_refused_with_a_sentence(self, client, changes):
        client.force_login(make.user(Role.EDITOR))
        response = self.fill(client, **changes)
        assert response.status_code == 200 and response.context["adminform"].form.errors
        assert not PlanFeature.objects.exists()

    def test_an_auditor_reads_and_changes_nothing(self, client):
        row = outline(make.zone())
        client.force_login(make.user(Role.AUDITOR))
        assert client.get(reverse("admin:zones_planfeature_change", args=[row.pk])).status_code == 200
        assert client.get(reverse("admin:zones_planfeature_add")).status_code == 403
        response = client.post(reverse("admin:zones_planfeature_change", args=[row.pk]), {"line": "[]"})
        row.refresh_from_db()
        assert response.status_code == 403 and row.line == RING

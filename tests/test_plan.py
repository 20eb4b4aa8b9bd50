"""The plan of a zone: its arithmetic, and what pages draw with it."""

import gzip
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from zones.mapping.drawing import drawn
from zones.mapping.geometry import reproject
from zones.mapping.plan import TEXT_SIZES, WIDTH, draw
from zones.models import Parcel, PlanFeature

SQUARE = [[0, 0], [100, 0], [100, 100], [0, 100]]
# Somewhere in the system of Bắc Kạn, EPSG:9213.
EAST, NORTH = 425_000, 2_420_000


def square(at=0, *, side=100, east=0, north=0):
    left = east + at * side
    return [[left, north], [left + side, north], [left + side, north + side], [left, north + side]]


def ends(path):
    """Every point a relative path passes, as (x, y)."""
    x, y = map(int, re.match(r"M(-?\d+) (-?\d+)", path).groups())
    points = [(x, y)]
    for command, numbers in re.findall(r"([hvl])([-\d ]+)", path.split("z")[0]):
        step = [int(number) for number in re.findall(r"-?\d+", numbers)]
        dx, dy = {"h": [step[0], 0], "v": [0, step[0]], "l": step}[command]
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


class TestDrawing:
    def test_nothing_to_draw_is_no_plan(self):
        assert draw([]) is None

    def test_north_is_up_and_the_number_stands_in_the_middle(self):
        plan = draw([SQUARE])
        (shape,) = plan.shapes
        middle = plan.place(50, 50)
        assert (shape.x, shape.y) == middle
        assert plan.place(0, 100)[1] < plan.place(0, 0)[1]
        assert ends(shape.path) == [plan.place(*corner) for corner in SQUARE]

    def test_a_ring_that_repeats_its_first_corner_is_the_same_shape(self):
        assert draw([[*SQUARE, SQUARE[0]]]).shapes == draw([SQUARE]).shapes

    def test_a_line_without_area_still_has_a_place_for_its_number(self):
        (shape,) = draw([[[0, 0], [50, 0], [100, 0]]]).shapes
        assert 0 <= shape.x <= WIDTH and shape.fit == 0

    def test_the_number_of_a_bent_parcel_stands_inside_it(self):
        bent = [[0, 0], [300, 0], [300, 40], [40, 40], [40, 300], [0, 300]]
        plan = draw([bent])
        (shape,) = plan.shapes
        x, y = plan.left + shape.x / plan.units, plan.top - shape.y / plan.units
        assert (x < 40 and y < 300) or (y < 40 and x < 300)

    def test_a_number_is_written_only_where_it_fits(self):
        thin = [[1000, 0], [1004, 0], [1004, 1000], [1000, 1000]]
        plan = draw([square(0, side=1000), thin], texts=["CN-01", "CN-02"])
        assert [shape.fit for shape in plan.shapes] == [len(TEXT_SIZES), 0]

    def test_the_scale_bar_is_a_round_number_of_metres_and_as_long_as_it_says(self):
        for side, bar in ((100, 20), (1140, 200), (30, 5), (40_000, 5000)):
            plan = draw([square(0, side=side)])
            assert plan.scale_bar == bar
            assert plan.scale_end - 30 == pytest.approx(bar * plan.units, abs=1)

    def test_a_road_is_as_wide_as_it_is_and_its_name_runs_along_it(self):
        plan = draw([SQUARE], roads=[([[50, -10], [50, 110]], 8), ([[-10, 50], [110, 50]], None)])
        upright, flat = plan.roads
        assert upright.width == round(8 * plan.units) and upright.is_upright
        assert flat.width == 0 and not flat.is_upright

    @given(st.lists(st.tuples(st.integers(-5000, 5000), st.integers(-5000, 5000)), min_size=3, max_size=12))
    def test_every_corner_lies_inside_the_drawing(self, corners):
        plan = draw([[list(corner) for corner in corners]])
        for x, y in ends(plan.shapes[0].path):
            assert 0 <= x <= plan.width and 0 <= y <= plan.land_height

    @given(
        st.lists(
            st.lists(
                st.tuples(st.floats(-1e7, 1e7), st.floats(-1e7, 1e7)).map(list),
                min_size=3,
                max_size=6,
            ),
            min_size=1,
            max_size=4,
        )
    )
    def test_any_outline_that_may_be_stored_can_be_drawn(self, outlines):
        plan = draw(outlines)
        assert len(plan.shapes) == len(outlines) and plan.height <= 1.4 * plan.width


def line(zone, **fields):
    defaults = {"kind": PlanFeature.Kind.OUTLINE, "line": square(east=EAST, north=NORTH, side=400), "epsg": 9213}
    return make.plan_feature(zone=zone, **defaults | fields)


def real(zone, at=0, **fields):
    return make.parcel(zone=zone, **{"outline": square(at, east=EAST, north=NORTH), "epsg": 9213} | fields)


def parcels_of(zone):
    return list(Parcel.objects.published().filter(zone=zone).select_related("zone", "source").order_by("code"))


@pytest.mark.django_db
class TestOneSystemAtATime:
    def test_real_and_sample_parcels_never_stand_in_one_drawing(self):
        zone = make.zone()
        real(zone, code="A")
        make.parcel(zone=zone, code="B", outline=SQUARE, is_sample=True)
        drawing, rows = drawn(parcels_of(zone))
        assert [row["code"] for row in rows] == ["A"] and not drawing.is_sample and not drawing.left_out
        drawing, rows = drawn([parcel for parcel in parcels_of(zone) if parcel.is_sample])
        assert [row["code"] for row in rows] == ["B"] and drawing.is_sample

    def test_parcels_of_a_neighbouring_system_are_brought_into_the_one_of_most(self):
        zone = make.zone()
        real(zone, 0), real(zone, 1)
        moved = [list(point) for point in reproject(square(2, east=EAST, north=NORTH), 9213, 9214)]
        real(zone, outline=moved, epsg=9214)
        drawing, rows = drawn(parcels_of(zone))
        assert drawing.system.endswith("(EPSG:9213)") and len(rows) == 3
        xs = sorted(row["shape"].x for row in rows)
        assert xs[2] - xs[1] == pytest.approx(xs[1] - xs[0], abs=2)

    @pytest.mark.parametrize("epsg", [None, 32648])
    def test_a_parcel_that_cannot_be_brought_there_is_counted_and_said(self, client, epsg):
        zone = make.zone()
        real(zone, 0), real(zone, 1)
        real(zone, outline=SQUARE, epsg=epsg)
        drawing, rows = drawn(parcels_of(zone))
        assert drawing.left_out == 1 and len(rows) == 2

    def test_coordinates_that_lie_nowhere_break_no_drawing(self):
        zone = make.zone()
        real(zone, 0), real(zone, 1)
        real(zone, outline=square(side=9_000_000), epsg=9214)
        drawing, rows = drawn(parcels_of(zone))
        assert len(rows) + drawing.left_out == 3

    def test_drafts_other_zones_and_sample_lines_stay_off_a_real_plan(self):
        zone = make.zone()
        real(zone)
        line(zone, publication="draft"), line(make.zone()), line(zone, is_sample=True)
        line(zone, kind=PlanFeature.Kind.ROAD, line=[[1, 1]])
        drawing, _rows = drawn(parcels_of(zone))
        assert drawing.frame.bounds == () and drawing.roads == [] and drawing.sources == []

    def test_the_outline_says_whence_and_as_of_when_it_is_once_a_source(self):
        zone, source = make.zone(), make.source(publisher_en="The Committee")
        real(zone)
        line(zone, source=source, as_of="2016-06-22")
        for at in (0, 1):
            road = [[EAST, NORTH + at], [EAST + 400, NORTH + at]]
            line(zone, kind=PlanFeature.Kind.ROAD, line=road, width=12, source=source, as_of="2016-06-22")
        with translation.override("en"):
            drawing, _rows = drawn(parcels_of(zone))
        (said,) = drawing.sources
        assert said["label"] == "Outline of the zone, roads of the plan"
        assert (said["as_of"], said["publisher"]) == ("22 June 2016", "The Committee")

    def test_a_plan_asks_once_however_many_parcels_it_holds(self):
        zone = make.zone()
        line(zone)
        asked = []
        for count in (2, 8):
            for at in range(count):
                real(zone, at)
            parcels = parcels_of(zone)
            with CaptureQueriesContext(connection) as queries:
                drawn(parcels)
            asked.append(len(queries))
        assert asked == [1, 1]


def plan_html(client, record, language="en"):
    with translation.override(language):
        html = client.get(record.get_absolute_url()).content.decode()
    return html[html.index('<figure class="plan"') : html.index("</figure>", html.index('<figure class="plan"'))]


@pytest.mark.django_db
class TestThePage:
    def test_each_parcel_is_a_link_named_by_number_area_and_state(self, client):
        zone = make.zone()
        parcel = make.parcel(
            zone=zone, code="MẪU-07", outline=SQUARE, is_sample=True, commercial_status="available", area=16_350
        )
        html = plan_html(client, zone)
        assert f'href="/en{parcel.get_absolute_url().removeprefix("/en")}"' in html or parcel.slug in html
        assert re.search(r"<title>SAMPLE 07, 1\.6[34] ha, Available, sample data</title>", html)
        assert 'role="group" aria-label="' in html and "parcel--available" in html
        assert "schematic, no north" in html and "Grid north" not in html

    def test_a_plan_with_coordinates_shows_north_and_names_its_system(self, client):
        parcel = real(make.zone())
        html = plan_html(client, parcel)
        assert "Grid north" in html and "schematic" not in html and "EPSG:9213" in html

    def test_the_plan_holds_no_inline_style_or_script(self, client):
        zone = make.zone()
        make.parcel(zone=zone, outline=SQUARE, is_sample=True)
        html = client.get(zone.get_absolute_url()).content.decode()
        assert "style=" not in html and not re.search(r"<script(?![^>]*src=)", html)

    def test_five_hundred_parcels_stay_within_25_kilobytes(self, client):
        zone = make.zone()
        Parcel.objects.bulk_create(
            Parcel(
                zone=zone,
                slug=f"lo-nhieu-{at}",
                code=f"CN-{at:03}",
                area=10_000 + at * 7,
                outline=square(at % 25, north=(at // 25) * 113, side=97 + at % 3),
                is_sample=True,
                commercial_status=("available", "leased", "planned", "unknown")[at % 4],
                publication="published",
                source=zone.source,
                as_of="2024",
            )
            for at in range(500)
        )
        html = plan_html(client, zone)
        assert html.count("parcel__shape") == 500
        assert len(gzip.compress(html.encode(), 6)) < 25_000

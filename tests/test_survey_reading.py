"""Survey tables as text: read in either language, in the style their numbers are in; every fault by row and column."""

import json
import unicodedata
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.survey_files import ENGLISH, RING, TRIANGLE, VIETNAMESE, geojson, places, points, polygon, workbook
from zones.survey.numbers import is_ambiguous, read_number, styles_of
from zones.survey.reading import read_file, read_text, reread
from zones.survey.records import Reading


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


# Tables


def test_a_vietnamese_table_is_read_with_its_areas():
    reading = read_text(VIETNAMESE)
    assert reading.faults == ()
    assert [(parcel.number, parcel.legal_area, len(parcel.vertices)) for parcel in reading.parcels] == [
        ("CN-01", Decimal(8000), 4),
        ("CN-02", None, 3),
    ]
    assert points(reading)[0] == (2420554.699, 425399.67)
    assert reading.parcels[0].vertices[1].row == 3
    assert (reading.style, reading.is_style_chosen, reading.epsg) == ("vi", False, None)


def test_an_english_table_is_read():
    reading = read_text(ENGLISH)
    assert (reading.faults, reading.style) == ((), "plain")
    assert points(reading) == TRIANGLE


@pytest.mark.parametrize("mark", ["\t", ";", "|"])
def test_the_mark_between_cells_is_recognised(mark):
    assert points(read_text(ENGLISH.replace(",", mark))) == TRIANGLE


def test_cells_parted_by_spaces_are_read_as_a_paste_from_a_document():
    spaced = "Lô   Đỉnh   X (m)   Y (m)\nCN-01   1   2.420.554,699   425.399,670\nCN-01   2   2.420.554,7   425.499,67"
    assert points(read_text(spaced)) == [(2420554.699, 425399.67), (2420554.7, 425499.67)]


@pytest.mark.parametrize(
    "heading",
    [
        "Số hiệu lô;Điểm;X (m);Y (m)",
        "so hieu lo;diem;x;y",
        "LÔ ĐẤT;STT;Tọa độ X;Tọa độ Y",
        "Thửa đất;Số hiệu mốc;X(m);Y(m)",
        "Parcel No.;Point;North (m);East (m)",
        "Plot;Vertex;X (Northing);Y (Easting)",
        unicodedata.normalize("NFD", "Ký hiệu lô đất;Đỉnh thửa;Tọa độ X (m);Tọa độ Y (m)"),
    ],
)
def test_headings_are_understood_in_either_language(heading):
    reading = read_text(f"{heading}\nCN-01;1;2420554,5;425399,5\n")
    assert reading.faults == ()
    assert points(reading) == [(2420554.5, 425399.5)]


def test_a_word_for_the_axis_outranks_its_letter():
    reading = read_text("Parcel;X (Easting);Y (Northing)\nCN-01;425399.5;2420554.5\n")
    assert points(reading) == [(2420554.5, 425399.5)]


def test_decomposed_letters_are_composed():
    table = unicodedata.normalize("NFD", "Lô;X;Y\nĐất-Ế1;2420554,5;425399,5\n")
    assert read_text(table).parcels[0].number == "Đất-Ế1"


def test_parcels_may_be_titles_and_columns_may_be_counted():
    table = """Bảng tọa độ
Lô CN-01
Điểm;X;Y
(1);(2);(3)
1;2420554,5;425399,5
Lô: CN-02
Điểm;X;Y
1;2420554,5;425499,5
"""
    reading = read_text(table)
    assert reading.faults == ()
    assert [parcel.number for parcel in reading.parcels] == ["CN-01", "CN-02"]


def test_lengths_of_sides_between_the_points_are_passed_over():
    table = "Lô;Điểm;X (m);Y (m);Cạnh (m)\nCN-01;1;2420554,5;425399,5;\n;;;;100,25\nCN-01;2;2420554,5;425499,75;\n"
    reading = read_text(table)
    assert reading.faults == ()
    assert points(reading) == [(2420554.5, 425399.5), (2420554.5, 425499.75)]


def test_hectares_become_square_metres():
    reading = read_text("Lô;X;Y;Diện tích (ha)\nCN-01;2420554,5;425399,5;1,25\n")
    assert reading.parcels[0].legal_area == Decimal(12500)


def test_degrees_are_recognised_by_their_headings():
    reading = read_text("Parcel,Latitude,Longitude\nCN-01,21.8812345678,105.7812345678\n")
    assert reading.epsg == 4326
    assert points(reading) == [(21.8812345678, 105.7812345678)]


# Faults


def test_every_fault_is_listed_by_row_and_column():
    table = """Lô;Điểm;X;Y;Diện tích
CN-01;1;2420554,5;;100
CN-01;2;NaN;425399,5;-5
CN-01;3;inf;vô cùng;100
CN-01;4;1e5;99999999999;100
CN-01;5;2420554,5;425399,5;100;thừa
;6;2420554,5;425399,5;101
"""
    reading = read_text(table)
    assert places(reading) == [
        (2, "D"),
        (3, "C"),
        (3, "E"),
        (4, "C"),
        (4, "D"),
        (5, "C"),
        (5, "D"),
        (6, "F"),
        (7, "E"),
    ]
    assert reading.faults[0].heading == "Y"
    assert all(fault.sentence.endswith(".") for fault in reading.faults)


def test_a_point_before_any_parcel_is_a_fault():
    assert places(read_text("Lô;X;Y\n;2420554,5;425399,5\n")) == [(2, "A")]


def test_the_same_meaning_twice_is_a_fault():
    assert places(read_text("Lô;X;Y;X;Y\nCN-01;2420554,5;425399,5;1;1\n")) == [(1, "D"), (1, "E")]


@pytest.mark.parametrize("table", ["a;b;c\n1;2;3\n", "just words", "Lô;X;Y\n"])
def test_a_text_without_coordinates_is_a_fault_of_the_whole_file(table):
    (fault,) = read_text(table).faults
    assert fault.row is None


# Number styles


@pytest.mark.parametrize(
    ("text", "styles"),
    [
        ("2.421.621,082", {"vi"}),
        ("2421621.082", {"plain"}),
        ("2,421,621.082", {"plain"}),
        ("2421621,082", {"vi"}),
        ("2.421.621", {"vi"}),
        ("2 421 621,082", {"vi"}),
        ("425.4", {"plain"}),
        ("0.125", {"plain"}),
        ("2421621", {"vi", "plain"}),
        ("12.345", {"vi", "plain"}),
        ("12,345", {"vi", "plain"}),
        ("1.23.456", set()),
        ("1e5", set()),
        ("٣٤", set()),
        ("", set()),
        ("NaN", set()),
    ],
)
def test_the_styles_a_number_can_be_in(text, styles):
    assert styles_of(text) == styles


def test_what_could_mean_two_numbers_is_refused_unless_the_officer_says_how_to_read_it():
    table = VIETNAMESE.replace("425.399,670", "425.399")
    reading = read_text(table)
    assert places(reading) == [(2, "D"), (5, "D")]
    assert "425399 or 425,3990" in reading.faults[0].sentence
    chosen = read_text(table, style="vi")
    assert (chosen.faults, chosen.is_style_chosen) == ((), True)
    assert points(chosen)[0] == (2420554.699, 425399.0)
    assert reread(reading, "vi") == chosen


def test_two_styles_in_one_file_are_faults_of_the_rarer_one():
    reading = read_text(VIETNAMESE.replace("2.420.634,699;425.499,670", "2420634.699;425499.670"))
    assert places(reading) == [(4, "C"), (4, "D")]


def test_a_chosen_style_is_kept_to():
    assert places(read_text(ENGLISH, style="vi")) == [(row, column) for row in (2, 3, 4) for column in "CD"]


@given(st.decimals(-9_999_999, 9_999_999, places=3), st.sampled_from(["vi", "plain"]))
def test_a_number_written_in_a_style_is_read_in_it(number, style):
    text = f"{number:,.3f}"
    written = text.translate(str.maketrans(",.", ".,")) if style == "vi" else text
    assert read_number(written, style, is_style_chosen=True) == number
    if not is_ambiguous(written):
        assert read_number(written, None) == number


def test_the_numbers_of_a_workbook_are_taken_as_they_are():
    data = workbook(["Lô", "X", "Y"], ["CN-01", 12.345, 425399.67])
    reading = read_file("a.xlsx", data)
    assert reading.faults == ()
    assert reading.parcels[0].vertices[0].north == Decimal("12.345")


# Kept


@pytest.mark.parametrize("text", [VIETNAMESE, ENGLISH, geojson(polygon(RING, name="CN-01")), "Lô;X;Y\nCN;NaN;1\n"])
def test_a_reading_survives_being_stored(text):
    reading = read_text(text)
    assert Reading.from_json(json.loads(json.dumps(reading.as_json()))) == reading

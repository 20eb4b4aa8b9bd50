"""Hostile survey files: refused in words, and none costs a worker."""

import io
import json
import zipfile

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.survey_files import geojson, polygon, with_part, workbook
from zones.survey import limits
from zones.survey.reading import read_file, read_text
from zones.survey.records import Reading, SurveyRefused


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


# Too much


def test_what_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(SurveyRefused):
        read_file("a.csv", b"x" * (limits.MOST_BYTES + 1))
    with pytest.raises(SurveyRefused, match="25,000 rows"):
        read_text("Lô;X;Y\n" + "CN-01;2420554,5;425399,5\n" * (limits.MOST_ROWS + 1))
    with pytest.raises(SurveyRefused, match="20,000 vertices"):
        read_text("Lô;X;Y\n" + "CN-01;2420554,5;425399,5\n" * 20_001)
    with pytest.raises(SurveyRefused, match="too much"):
        read_text("Lô;X;Y\n" + (";" * 39 + "x\n") * (limits.MOST_CELLS // 40 + 1))
    with pytest.raises(SurveyRefused):
        read_text(geojson(polygon([(105.78, 21.88)] * (limits.MOST_VERTICES + 1), name="CN-01")))


def test_a_zip_bomb_is_not_unpacked():
    sound = workbook(["Lô", "X", "Y"], ["CN-01", 1.5, 2.5])
    with pytest.raises(SurveyRefused, match="unpacks"):
        read_file("a.xlsx", with_part(sound, "xl/media/zeros.bin", b"\0" * 3_000_000))
    with pytest.raises(SurveyRefused, match="too much"):
        read_file("a.xlsx", with_part(sound, "xl/media/zeros.bin", b"\0" * (limits.MOST_UNPACKED + 1)))
    stream = io.BytesIO(sound)
    with zipfile.ZipFile(stream, "a") as archive:
        for at in range(600):
            archive.writestr(f"part{at}", b"")
    with pytest.raises(SurveyRefused, match="too much"):
        read_file("a.xlsx", stream.getvalue())


def test_a_workbook_of_a_million_tags_is_not_parsed():
    sound = workbook(["Lô", "X", "Y"], ["CN-01", 1.5, 2.5])
    for part, tags in (
        ("xl/styles.xml", "<xf/>" * 60_000),
        ("xl/workbook.xml", "<sheet />" * 30),
        ("xl/worksheets/sheet1.xml", "<c/>" * 900_000),
    ):
        with pytest.raises(SurveyRefused, match="too much"):
            read_file("a.xlsx", with_part(sound, part, f"<a>{tags}</a>", zipfile.ZIP_STORED))


def test_a_workbook_that_claims_a_million_rows_costs_no_more_than_it_holds():
    sheet = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
      <dimension ref="A1:XFD1048576"/>
      <sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="A1048576"><v>1</v></c></row></sheetData>
    </worksheet>"""
    data = with_part(workbook(["x"]), "xl/worksheets/sheet1.xml", sheet)
    assert [row.number for row in read_file("a.xlsx", data).rows] == [1048576]


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]>'
    with pytest.raises(SurveyRefused):
        read_text(f'<?xml version="1.0"?>{bomb}<kml><Placemark><name>&c;</name></Placemark></kml>')
    shared = f'<?xml version="1.0"?>{bomb}<sst xmlns="x"><si><t>&c;</t></si></sst>'
    with pytest.raises(SurveyRefused):
        read_file("a.xlsx", with_part(workbook(["Lô", "X", "Y"]), "xl/workbook.xml", shared))


def test_placemarks_within_placemarks_are_not_read_again_and_again():
    with pytest.raises(SurveyRefused):
        read_text("<kml>" + "<Placemark>" * 40_000 + "</Placemark>" * 40_000 + "</kml>")


def test_geojson_of_a_million_brackets_is_not_parsed():
    with pytest.raises(SurveyRefused, match="too much"):
        read_text("[" + "[]," * 1_000_000 + "[]]")


def test_macros_are_refused():
    with pytest.raises(SurveyRefused, match="macros"):
        read_file("a.xlsx", with_part(workbook(["Lô"]), "xl/vbaProject.bin", b"x"))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"type": "Polygon", "coordinates": [[[NaN, 1]]]}',
        '{"type": "Polygon", "coordinates": [[[1e999999999999, 1]]]}',
        '{"type": "Polygon", "coordinates": [[[' + "9" * 5000 + ", 1]]]}",
        '{"type": "FeatureCollection", "features": {}}',
        '{"type": "FeatureCollection", "features": [], "crs": []}',
        "[]",
        "{}",
        "<kml",
        "<html><table></table></html>",
        "a\x00b",
        "\ufeff",
        "",
    ],
)
def test_a_hostile_text_is_refused_or_a_fault(text):
    try:
        reading = read_text(text)
    except SurveyRefused as refused:
        assert str(refused)
    else:
        assert reading.faults


# Anything at all


def _reads(call):
    try:
        assert isinstance(call(), Reading)
    except SurveyRefused as refused:
        assert str(refused)


@settings(max_examples=100)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"{", b"<kml>", b"X;Y\n"]))
def test_no_bytes_raise(data, start):
    _reads(lambda: read_file("any", start + data))


cells = st.text(max_size=12) | st.from_regex(r"[-+]?[0-9.,eE]{1,12}", fullmatch=True)


@settings(max_examples=100)
@given(st.lists(st.lists(cells, max_size=6), max_size=8), st.sampled_from([None, "vi", "plain"]))
def test_no_table_raises(rows, style):
    lines = [";".join(row) for row in [["Lô", "Điểm", "X", "Y", "Diện tích"], *rows]]
    _reads(lambda: read_text("\n".join(lines), style=style))


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["Polygon", "name"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "properties", "geometry", "name", "id", "area"]), inner
        )
    ),
    max_leaves=20,
)


@settings(max_examples=100)
@given(st.lists(anything, max_size=4), anything)
def test_no_geojson_raises(features, crs):
    text = json.dumps({"type": "FeatureCollection", "features": features, "crs": crs})
    _reads(lambda: read_text(text))


@settings(max_examples=50)
@given(st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=6))
def test_no_damaged_workbook_raises(damage):
    data = bytearray(workbook(["Lô", "X", "Y"], ["CN-01", 1.5, 2.5]))
    for place, byte in damage:
        data[4 + int(place * (len(data) - 4))] = byte
    _reads(lambda: read_file("a.xlsx", bytes(data)))

"""Survey files of every kind: what is read, and every fault by row and column; nothing hostile costs a worker."""

import datetime as dt
import io
import json
import unicodedata
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from zones.survey import limits
from zones.survey.numbers import is_ambiguous, read_number, styles_of
from zones.survey.reading import read_file, read_text, reread
from zones.survey.records import Reading, SurveyRefused

VIETNAMESE = """Số hiệu lô;Điểm;X (m);Y (m);Diện tích (m²)
CN-01;1;2.420.554,699;425.399,670;8.000,0
;2;2.420.554,699;425.499,670;
;3;2.420.634,699;425.499,670;
;4;2.420.634,699;425.399,670;
CN-02;1;2.420.554,699;425.509,670;
CN-02;2;2.420.554,699;425.609,670;
CN-02;3;2.420.634,699;425.609,670;
"""
ENGLISH = """Parcel,Vertex,Northing,Easting
CN-01,1,2420554.699,425399.670
CN-01,2,2420554.699,425499.670
CN-01,3,2420634.699,425499.670
"""
TRIANGLE = [(2420554.699, 425399.67), (2420554.699, 425499.67), (2420634.699, 425499.67)]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def workbook(*rows, merged=(), **sheets):
    book = openpyxl.Workbook()
    for name, content in {"Sheet": rows, **sheets}.items():
        sheet = book.active if name == "Sheet" else book.create_sheet(name)
        for row in content:
            sheet.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(data, name, content, packing=zipfile.ZIP_DEFLATED):
    """The workbook `data` with one part of the zip replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", packing) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return stream.getvalue()


def polygon(*rings, **properties):
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": rings},
    }


def geojson(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


RING = [(105.78, 21.88), (105.781, 21.88), (105.781, 21.881), (105.78, 21.88)]


def places(reading):
    return [(fault.row, fault.column) for fault in reading.faults]


def points(reading, number="CN-01"):
    parcel = next(one for one in reading.parcels if one.number == number)
    return [(float(vertex.north), float(vertex.east)) for vertex in parcel.vertices]


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


# Workbooks


def test_headings_over_two_rows_in_merged_cells_are_read_together():
    data = workbook(
        ["BẢNG TỌA ĐỘ RANH GIỚI LÔ ĐẤT"],
        ["Số hiệu lô", "Điểm", "Tọa độ VN-2000", None, "Diện tích (m²)"],
        [None, None, "X (m)", "Y (m)", None],
        ["CN-01", 1, 2420554.699, 425399.67, 4000],
        [None, 2, 2420554.699, 425499.67, None],
        [7, 1, 2420554.699, 425499.67, None],
        merged=("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "A4:A5"),
    )
    reading = read_file("bang.xlsx", data)
    assert reading.faults == ()
    assert [(parcel.number, parcel.legal_area) for parcel in reading.parcels] == [("CN-01", Decimal(4000)), ("7", None)]
    assert reading.parcels[0].vertices[1].row == 5


def test_a_formula_is_never_run_and_counts_only_by_its_stored_result():
    data = workbook(["Lô", "X", "Y"], ["CN-01", "=1+2420554", 425399.67])
    assert places(read_file("a.xlsx", data)) == [(2, "B")]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    stored = (
        sheet.replace("<v></v>", "<v>2420555</v>").replace("<v />", "<v>2420555</v>").replace("<v/>", "<v>2420555</v>")
    )
    reading = read_file("a.xlsx", with_part(data, "xl/worksheets/sheet1.xml", stored))
    assert points(reading) == [(2420555.0, 425399.67)]


def test_dates_and_truths_in_a_number_column_are_faults():
    data = workbook(["Lô", "X", "Y"], ["CN-01", dt.date(2024, 3, 12), True])
    assert places(read_file("a.xlsx", data)) == [(2, "B"), (2, "C")]


def test_the_sheet_with_coordinates_is_found_and_two_of_them_are_refused():
    table = [["Lô", "X", "Y"], ["CN-01", *TRIANGLE[0]]]
    assert points(read_file("a.xlsx", workbook(["Bìa"], Data=table))) == TRIANGLE[:1]
    (fault,) = read_file("a.xlsx", workbook(*table, Data=table)).faults
    assert "Several sheets" in fault.sentence


# GeoJSON and KML


def test_geojson_is_read_in_degrees():
    reading = read_text(geojson(polygon(RING, so_hieu_lo="CN-01", dien_tich=8000), polygon(RING, code="CN-02")))
    assert (reading.faults, reading.epsg) == ((), 4326)
    assert [(one.number, one.legal_area) for one in reading.parcels] == [("CN-01", Decimal(8000)), ("CN-02", None)]
    assert points(reading)[0] == (21.88, 105.78)


def test_geojson_may_name_a_system_of_vn_2000():
    ring = [(425399.67, 2420554.699), (425499.67, 2420554.699), (425499.67, 2420634.699)]
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::9213"}}
    reading = read_text(geojson(polygon(ring, name="CN-01"), crs=named))
    assert reading.epsg == 9213
    assert points(reading) == TRIANGLE
    with pytest.raises(SurveyRefused):
        read_text(geojson(polygon(ring, name="CN-01"), crs={"properties": {"name": "EPSG:3857"}}))


def test_what_is_no_single_polygon_is_a_fault_of_its_feature():
    line = {"type": "Feature", "properties": {"name": "x"}, "geometry": {"type": "LineString", "coordinates": RING}}
    parts = {"type": "MultiPolygon", "coordinates": [[RING], [RING]]}
    features = [
        line,
        polygon(RING, RING, name="CN-01"),
        polygon(RING),
        {**line, "geometry": parts},
        {**line, "geometry": None},
        polygon([(1, "2"), (3,), 4], name="CN-01"),
        "feature",
    ]
    assert [fault.row for fault in read_text(geojson(*features)).faults] == [1, 2, 3, 4, 5, 6, 7]


def test_kml_is_read_with_its_names():
    ring = " ".join(f"{lon},{lat},0" for lon, lat in RING)
    text = f"""<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
      <Placemark><name>Lô 5</name><ExtendedData><SchemaData><SimpleData name="Số hiệu lô">CN-05</SimpleData>
      <SimpleData name="Diện tích (m²)">8.000,5</SimpleData></SchemaData></ExtendedData>
      <Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>
      </Placemark><Placemark><name>Đường</name><LineString/></Placemark></Document></kml>"""
    reading = read_file("a.kml", text.encode())
    assert [(one.number, one.legal_area, len(one.vertices)) for one in reading.parcels] == [
        ("CN-05", Decimal("8000.5"), 4)
    ]
    assert [fault.row for fault in reading.faults] == [2]
    assert reading.epsg == 4326


# Kept as a draft


@pytest.mark.parametrize("text", [VIETNAMESE, ENGLISH, geojson(polygon(RING, name="CN-01")), "Lô;X;Y\nCN;NaN;1\n"])
def test_a_reading_survives_being_stored(text):
    reading = read_text(text)
    assert Reading.from_json(json.loads(json.dumps(reading.as_json()))) == reading


# Hostile files


def test_what_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(SurveyRefused):
        read_file("a.csv", b"x" * (limits.MOST_BYTES + 1))
    with pytest.raises(SurveyRefused, match="25,000 rows"):
        read_text("Lô;X;Y\n" + "CN-01;2420554,5;425399,5\n" * 50_000)
    with pytest.raises(SurveyRefused, match="20,000 vertices"):
        read_text("Lô;X;Y\n" + "CN-01;2420554,5;425399,5\n" * 20_001)
    with pytest.raises(SurveyRefused, match="too much"):
        read_text("Lô;X;Y\n" + (";" * 39 + "x\n") * 20_000)
    with pytest.raises(SurveyRefused):
        read_text(geojson(polygon([(105.78, 21.88)] * 50_000, name="CN-01")))


def test_a_zip_bomb_is_not_unpacked():
    sound = workbook(["Lô", "X", "Y"], ["CN-01", 1.5, 2.5])
    with pytest.raises(SurveyRefused, match="unpacks"):
        read_file("a.xlsx", with_part(sound, "xl/media/zeros.bin", b"\0" * 30_000_000))
    with pytest.raises(SurveyRefused, match="too much"):
        read_file("a.xlsx", with_part(sound, "xl/media/zeros.bin", b"\0" * 60_000_000))
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


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "old Excel"),
        (b"PK\x03\x04 not a zip", "not a workbook"),
        (b"%PDF-1.7\xff\xfe\xfa", "is a PDF"),
        (b"", "nothing to read"),
        ("Lô".encode("cp1258", "replace") + b"\xff", "is not a workbook"),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_content(data, word):
    with pytest.raises(SurveyRefused, match=word):
        read_file("bang.xlsx", data)


def test_a_packed_kmz_is_named_as_such():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("doc.kml", "<kml/>")
    with pytest.raises(SurveyRefused, match="KMZ"):
        read_file("a.kmz", stream.getvalue())


def test_excels_unicode_text_is_read():
    assert points(read_file("a.txt", ENGLISH.replace(",", "\t").encode("utf-16"))) == TRIANGLE


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

"""Survey files that are no plain table: workbooks, GeoJSON and KML, told apart by their content."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from django.utils import translation

from tests.survey_files import ENGLISH, RING, TRIANGLE, geojson, places, points, polygon, with_part, workbook
from zones.survey.reading import read_file, read_text
from zones.survey.records import SurveyRefused


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


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


# Told apart


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

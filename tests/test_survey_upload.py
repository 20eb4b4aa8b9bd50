"""What officers upload as a survey: read by its content, refused with a sentence, never a fault of the server."""

import io
import json
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.roles import Role
from tests import make
from tests.office_client import OfficeClient
from zones.mapping.geometry import ring_to_wgs84
from zones.models import Parcel, Survey
from zones.survey.limits import MOST_BYTES, MOST_UNPACKED

pytestmark = pytest.mark.django_db
ADD = reverse("admin:zones_survey_add")
CORNERS = [(425_400, 2_420_500), (425_500, 2_420_500), (425_500, 2_420_600), (425_400, 2_420_600)]


@pytest.fixture
def calm():
    client = OfficeClient(raise_request_exception=False)
    client.force_login(make.user(Role.EDITOR))
    return client


def workbook(rows, heading=("Số hiệu lô", "X (m)", "Y (m)")):
    book = openpyxl.Workbook()
    for row in (heading, *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def send(client, data=None, name="bang-toa-do.xlsx", **fields):
    """(response, the errors of the form by field or None when it was taken)."""
    stated = {} if {"zone", "source"} <= fields.keys() else {"zone": make.zone().pk, "source": make.source().pk}
    sent = stated | {"epsg": 9213, "style": ""} | fields
    if data is not None:
        sent["file"] = SimpleUploadedFile(name, data)
    response = client.post(ADD, sent)
    assert response.status_code in (200, 302)
    return response, response.context["adminform"].form.errors if response.status_code == 200 else None


def test_a_workbook_is_taken_with_its_name_digest_and_person(calm):
    response, errors = send(calm, workbook([("CN-01", north, east) for east, north in CORNERS]))
    assert errors is None
    survey = Survey.objects.get()
    assert response.url == reverse("admin:zones_survey_change", args=[survey.pk])
    assert (survey.file_name, survey.total, survey.is_checked) == ("bang-toa-do.xlsx", 1, True)
    assert len(survey.digest) == 64 and survey.by.role == Role.EDITOR and survey.history.count() >= 1


def test_degrees_of_a_map_file_become_metres_of_the_chosen_system(calm):
    ring = [list(point) for point in ring_to_wgs84([*CORNERS, CORNERS[0]], 9213)]
    feature = {
        "type": "Feature",
        "properties": {"so_hieu_lo": "CN-01", "name": "CN-01"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    _response, errors = send(
        calm, json.dumps({"type": "FeatureCollection", "features": [feature]}).encode(), "khu.geojson"
    )
    assert errors is None
    survey = Survey.objects.get()
    calm.post(reverse("admin:zones_survey_apply", args=[survey.pk]), {"seen_version": survey.version})
    parcel = Parcel.objects.get()
    assert parcel.epsg == 9213 and abs(parcel.drawn_area - 10_000) < 1
    assert parcel.outline[0] == pytest.approx(CORNERS[0], abs=0.001)


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (MOST_UNPACKED + 1))
    return stream.getvalue()


def with_macros():
    stream = io.BytesIO(workbook([("CN-01", 1, 2)]))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    return stream.getvalue()


REFUSED = {
    "a zip bomb": (bomb, "khu.xlsx"),
    "macros": (with_macros, "khu.xlsx"),
    "another packed file": (lambda: b"PK\x03\x04" + b"\x00" * 400, "khu.xlsx"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "khu.xls"),
    "a program": (lambda: b"MZ\x90\x00" + bytes(range(256)) * 4, "khu.csv"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "khu.kml"),
    "nothing": (lambda: b" \n", "khu.csv"),
    "deep brackets": (lambda: b"[" * 100_000, "khu.geojson"),
    "entities": (
        lambda: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><kml>&b;</kml>',
        "khu.kml",
    ),
    "more than the limit": (lambda: b"a" * (MOST_BYTES + 1), "khu.csv"),
}


def test_a_file_that_is_no_table_is_refused_with_a_sentence_and_not_kept(calm):
    """And the form names the very limit it keeps."""
    limit = f"{MOST_BYTES // 2**20} MB"
    right = {"zone": make.zone().pk, "source": make.source().pk}
    for kind, (data, name) in REFUSED.items():
        response, errors = send(calm, data(), name, **right)
        # An empty file is Django's own word; the others are ours.
        assert errors and errors["file"] and not Survey.objects.exists(), kind
        assert kind != "more than the limit" or limit in errors["file"][0]
    assert f"không quá {limit}" in response.text


def test_a_table_that_is_no_table_is_refused_or_its_faults_are_told(calm):
    for pasted in ("x", "\x00", "=1+1", "lô\tX\tY\n" + "a\t1e999\tNaN\n" * 50, '"' * 999, "{}", "[]", "<kml", "\ud7ff"):
        _response, errors = send(calm, pasted=pasted)
        if errors is None:
            survey = Survey.objects.latest("pk")
            assert survey.reading["faults"] and survey.total == 0
            assert calm.get(reverse("admin:zones_survey_change", args=[survey.pk])).status_code == 200


def test_one_way_of_giving_the_table_is_asked_for(calm):
    _response, errors = send(calm)
    assert "Hãy chọn tệp hoặc dán bảng" in str(errors["file"])
    _response, errors = send(calm, workbook([("CN-01", 1, 2)]), pasted="Lô\tX\tY\nCN-01\t1\t2")
    assert "không dùng cả hai" in str(errors["pasted"])


def test_every_other_field_bears_nonsense(calm):
    names = ("epsg", "zone", "source", "instrument", "style", "as_of", "takes_area")
    table = "Lô\tX\tY\nCN-01\t1\t2"
    response, errors = send(calm, pasted=table, **dict.fromkeys(names, "NaN"))
    assert {"epsg", "zone", "source"} <= set(errors)
    form, right = type(response.context["adminform"].form), {"zone": make.zone().pk, "source": make.source().pk}
    right |= {"epsg": 9213, "style": "", "pasted": table}
    for value in ("", "-1", "NaN", "9" * 400, "4326"):
        judged = {name: form(right | {name: value}).errors for name in names}
        assert judged["zone"].get("zone") and judged["epsg"].get("epsg"), value
    assert form(right).is_valid() and not Survey.objects.exists()


def test_coordinates_off_the_earth_are_told_parcel_by_parcel(calm):
    rows = [("CN-01", 99_999_999_999 + at, 10**30 + at * at) for at in range(4)]
    _response, errors = send(calm, workbook(rows))
    assert errors is None
    survey = Survey.objects.get()
    assert survey.total == 0 or survey.has_error
    assert calm.get(reverse("admin:zones_survey_change", args=[survey.pk])).status_code == 200


@pytest.mark.parametrize("corners", [1_500, 50_000])
def test_a_ring_of_more_corners_than_a_parcel_has_is_refused(calm, corners):
    pasted = "Lô\tX\tY\n" + "".join(f"CN-01\t{2_420_000 + at}\t{425_000 + at % 7}\n" for at in range(corners))
    _response, errors = send(calm, pasted.encode(), "khu.csv")
    if errors is None:
        survey = Survey.objects.get()
        assert {finding["kind"] for finding in survey.findings} == {"too_many_corners"}
        calm.post(reverse("admin:zones_survey_apply", args=[survey.pk]), {"seen_version": survey.version})
    else:
        assert errors["file"] and corners == 50_000
    assert not Parcel.objects.exists()

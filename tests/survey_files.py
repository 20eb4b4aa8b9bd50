"""Survey files of every kind for tests, and what was read of them."""

import io
import json
import zipfile

import openpyxl

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


RING = [(105.78, 21.88), (105.781, 21.88), (105.781, 21.881), (105.78, 21.88)]


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


def places(reading):
    return [(fault.row, fault.column) for fault in reading.faults]


def points(reading, number="CN-01"):
    parcel = next(one for one in reading.parcels if one.number == number)
    return [(float(vertex.north), float(vertex.east)) for vertex in parcel.vertices]

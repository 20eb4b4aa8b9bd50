"""What a survey file holds once it is read: parcels of vertices, and every fault by row and column."""

from dataclasses import dataclass
from decimal import Decimal


class SurveyRefused(ValueError):
    """A file that is not read at all; the message is a sentence for the officer."""


@dataclass(frozen=True)
class Vertex:
    """One corner as the file gives it: metres of the plane, or degrees where `Reading.epsg` is 4326.

    `row` is the row of the file, from 1 (the feature's place in GeoJSON and KML); `label` the name the file gives it.
    """

    row: int
    north: Decimal
    east: Decimal
    label: str = ""


@dataclass(frozen=True)
class SurveyParcel:
    """A parcel of the file; `legal_area` in m², None when the file gives none. The closing point may be repeated."""

    number: str
    legal_area: Decimal | None
    vertices: tuple[Vertex, ...]

    @property
    def corners(self):
        """[(east, north), …] as floats, in the order of the file."""
        return [(float(vertex.east), float(vertex.north)) for vertex in self.vertices]


@dataclass(frozen=True)
class Fault:
    """Why the file cannot be taken: where the officer sees it, and what to do. `row` None: the whole file.

    `column` is the letter of the sheet's column ("C"), "" when no column is meant; `heading` what stands above it.
    """

    row: int | None
    column: str
    sentence: str
    heading: str = ""


@dataclass(frozen=True)
class Row:
    """One row of a table as typed: text, or a number of Excel as Decimal, or None; `number` counts from 1."""

    number: int
    cells: tuple


@dataclass(frozen=True)
class Reading:
    """A file read, whole or not at all: when there are faults, `parcels` is what could be read, for the preview only.

    `style`: "vi" (2.421.621,082), "plain" (2421621.082), None when nothing in the file decides it.
    `is_style_chosen`: the officer chose it, so that no cell is ambiguous. `epsg`: 4326 or the system the file names.
    `rows`: the table as typed, so that another style can be tried without the file; () for GeoJSON and KML.
    """

    parcels: tuple[SurveyParcel, ...]
    faults: tuple[Fault, ...]
    style: str | None = None
    is_style_chosen: bool = False
    epsg: int | None = None
    rows: tuple[Row, ...] = ()

    @property
    def vertex_count(self):
        return sum(len(parcel.vertices) for parcel in self.parcels)

    def as_json(self):
        """A dict that json.dumps takes; `from_json` gives an equal Reading back."""
        return {
            "parcels": [_parcel_as_json(parcel) for parcel in self.parcels],
            "faults": [[fault.row, fault.column, fault.sentence, fault.heading] for fault in self.faults],
            "style": self.style,
            "is_style_chosen": self.is_style_chosen,
            "epsg": self.epsg,
            "rows": [[row.number, [_cell_as_json(cell) for cell in row.cells]] for row in self.rows],
        }

    @classmethod
    def from_json(cls, stored):
        return cls(
            parcels=tuple(_parcel_from_json(parcel) for parcel in stored["parcels"]),
            faults=tuple(Fault(*fault) for fault in stored["faults"]),
            style=stored["style"],
            is_style_chosen=stored["is_style_chosen"],
            epsg=stored["epsg"],
            rows=tuple(Row(number, tuple(map(_cell_from_json, cells))) for number, cells in stored["rows"]),
        )


def _parcel_as_json(parcel):
    vertices = [[vertex.row, str(vertex.north), str(vertex.east), vertex.label] for vertex in parcel.vertices]
    area = None if parcel.legal_area is None else str(parcel.legal_area)
    return {"number": parcel.number, "legal_area": area, "vertices": vertices}


def _parcel_from_json(stored):
    area = None if stored["legal_area"] is None else Decimal(stored["legal_area"])
    vertices = tuple(
        Vertex(row, Decimal(north), Decimal(east), label) for row, north, east, label in stored["vertices"]
    )
    return SurveyParcel(stored["number"], area, vertices)


def _cell_as_json(cell):
    return {"number": str(cell)} if isinstance(cell, Decimal) else cell


def _cell_from_json(stored):
    return Decimal(stored["number"]) if isinstance(stored, dict) else stored

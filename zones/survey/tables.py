"""From the rows of a coordinate table to parcels of vertices, with every fault by row and column."""

from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from core.numbers import SQUARE_METRES_A_HECTARE, format_number
from zones.mapping.geometry import WGS84
from zones.survey import limits
from zones.survey.headings import AREA, EAST, LABEL, NORTH, NUMBER, find_columns, is_heading_row, parcel_title
from zones.survey.numbers import read_number, style_of_file
from zones.survey.records import Fault, Reading, SurveyParcel, SurveyRefused, Vertex


def interpret(rows, *, style=None, progress=None):
    """The Reading of a table in `style`, or in the style its own numbers decide."""
    rows = tuple(rows)
    columns = find_columns(rows)
    if columns is None:
        sentence = _(
            "No row of headings names X and Y. Example: “Parcel; Point; X (m); Y (m)”, where X is the northing."
        )
        return Reading((), (Fault(None, "", sentence),), style, style is not None, rows=rows)
    table = _Table(rows, columns, style)
    table.read(progress)
    degrees = columns.units[NORTH] == "degrees"
    return Reading(
        table.parcels(), tuple(table.faults), table.style, style is not None, WGS84 if degrees else None, rows
    )


class _Table:
    """Reads downwards: a parcel's number stands on each of its rows, on its first, or in a title above them."""

    def __init__(self, rows, columns, chosen):
        self.columns = columns
        self.body = [row for row in rows if row.number > columns.row and not is_heading_row(row, columns)]
        if self.body and _numbers_the_columns(self.body[0]):
            self.body = self.body[1:]
        self.titles = [parcel_title(row) for row in rows if row.number < columns.row]
        self.is_chosen = chosen is not None
        self.style = chosen or style_of_file(self._number_texts())
        self.faults = []
        self.groups = []

    def _number_texts(self):
        for row in self.body:
            for role in (NORTH, EAST, AREA):
                cell = self._cell(row, role)
                if isinstance(cell, str):
                    yield cell

    def _cell(self, row, role):
        at = self.columns.at.get(role)
        return row.cells[at] if at is not None and at < len(row.cells) else None

    def _fault(self, row, column, sentence):
        heading = self.columns.words.get(column, "") if column is not None else ""
        self.faults.append(Fault(row, "" if column is None else get_column_letter(column + 1), sentence, heading))

    def _number(self, row, role):
        """The Decimal of a cell; None when it is empty or at fault, and the fault is noted."""
        cell = self._cell(row, role)
        if cell is None:
            return None
        try:
            return read_number(cell, self.style, self.is_chosen)
        except ValueError as error:
            self._fault(row.number, self.columns.at[role], str(error))
            return None

    def read(self, progress):
        for role, column in self.columns.doubled.items():
            if role in (NORTH, EAST, NUMBER, AREA):
                self._fault(
                    self.columns.row, column, _("Another column has the same meaning: leave only one of the two.")
                )
        number = next(filter(None, reversed(self.titles)), None) if NUMBER not in self.columns.at else None
        for done, row in enumerate(self.body, start=1):
            number = self._read_row(row, number)
            if len(self.faults) >= limits.MOST_FAULTS:
                break
            if progress and not done % 500:
                progress(done, len(self.body))
        if not self.groups and not self.faults:
            self._fault(None, None, _("There is no coordinate below the headings."))

    def _read_row(self, row, number):
        """Read one row under the parcel `number` so far; the number that holds for the next row."""
        if NUMBER not in self.columns.at and (title := parcel_title(row)):
            return title
        if all(self._cell(row, role) is None for role in self.columns.at) and len(row.cells) <= self.columns.width:
            # Only a remark, or the length of a side, which printed tables write between two points.
            return number
        number = self._parcel_number(row) or number
        for column, cell in enumerate(row.cells[self.columns.width :], start=self.columns.width):
            if cell is not None:
                self._fault(row.number, column, _("This cell stands in a column without a heading."))
        if number is None:
            self._fault(
                row.number, self.columns.at.get(NUMBER), _("It is not said which parcel this point belongs to.")
            )
        elif not self.groups or self.groups[-1]["number"] != number:
            self.groups.append({"number": number, "area": None, "vertices": []})
        self._read_point(row)
        self._read_area(row)
        return number

    def _parcel_number(self, row):
        cell = self._cell(row, NUMBER)
        if cell is None:
            return None
        number = f"{cell.normalize():f}" if isinstance(cell, Decimal) else " ".join(cell.split())
        if len(number) > 40 or not number.isprintable():
            self._fault(row.number, self.columns.at[NUMBER], _("A parcel number has at most 40 printable characters."))
            return None
        return number

    def _read_point(self, row):
        for role in (NORTH, EAST):
            if self._cell(row, role) is None:
                self._fault(row.number, self.columns.at[role], _("The coordinate is missing."))
        north, east = self._number(row, NORTH), self._number(row, EAST)
        if north is None or east is None or not self.groups:
            return
        label = self._cell(row, LABEL)
        words = f"{label:f}" if isinstance(label, Decimal) else label or ""
        self.groups[-1]["vertices"].append(Vertex(row.number, north, east, words[:40]))

    def _read_area(self, row):
        area = self._number(row, AREA) if AREA in self.columns.at else None
        if area is None or not self.groups:
            return
        if self.columns.units[AREA] == "ha":
            area *= SQUARE_METRES_A_HECTARE
        known = self.groups[-1]["area"]
        if area <= 0:
            self._fault(row.number, self.columns.at[AREA], _("An area is more than zero."))
        elif known is not None and known != area:
            self._fault(
                row.number,
                self.columns.at[AREA],
                _("The parcel has another area above: %(area)s m².") % {"area": format_number(known)},
            )
        else:
            self.groups[-1]["area"] = area

    def parcels(self):
        made = tuple(SurveyParcel(group["number"], group["area"], tuple(group["vertices"])) for group in self.groups)
        if sum(len(parcel.vertices) for parcel in made) > limits.MOST_VERTICES:
            raise SurveyRefused(too_many_vertices())
        return made


def too_many_vertices():
    return _("More than %(limit)s vertices: split the file.") % {"limit": format_number(limits.MOST_VERTICES)}


def _numbers_the_columns(row):
    """Whether the row under the heading only counts the columns: (1) (2) (3), as printed forms do."""
    counted = [str(cell).strip("()") for cell in row.cells if cell is not None]
    return len(counted) > 1 and counted == [str(number) for number in range(1, len(counted) + 1)]

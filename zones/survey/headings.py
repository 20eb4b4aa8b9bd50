"""Which column of a survey table holds what: headings in Vietnamese or English, with or without diacritics."""

import re
from dataclasses import dataclass

from core.text import fold
from zones.survey.limits import MOST_CHARACTERS, MOST_TITLE_ROWS

NUMBER, LABEL, NORTH, EAST, AREA = "number", "label", "north", "east", "area"

_FILLERS = {"m", "met", "metre", "metres", "meters", "toa", "do", "vn", "2000", "vn2000", "he", "truc", "coordinate"}
# Words that say the axis outrank the letters: "X (Easting)" is an easting, though a decision's X is a northing.
_AXES = (
    (NORTH, {"northing", "north", "bac", "latitude", "lat", "vi"}),
    (EAST, {"easting", "east", "dong", "longitude", "lon", "long", "lng", "kinh"}),
    (NORTH, {"x", "n"}),
    (EAST, {"y", "e"}),
)
_AXIS_WORDS = set().union(*(words for _axis, words in _AXES))
_DEGREES = {"latitude", "lat", "vi", "longitude", "lon", "long", "lng", "kinh"}
_NUMBER = re.compile(
    r"((so|ky|ten|ma) )?(hieu )?(lo|o)( dat)?( (theo )?quy hoach)?"
    r"|parcel|plot|lot|(parcel|plot|lot) (number|no|code|id)|code|number|name"
)
_CADASTRAL_NUMBER = re.compile(r"((so|ky|ten|ma) )?(hieu )?thua( dat)?( so)?")
_LABEL = re.compile(r"((so|ky|ten|ma) )?(hieu )?(diem|dinh|moc|goc)( goc)?|(vertex|point|corner)( no| id)?")
_COUNT = re.compile(r"stt|tt|so thu tu|no")


@dataclass(frozen=True)
class Heading:
    """What a heading says: its role, and the unit where it matters ("ha" for areas, "degrees" for axes)."""

    role: str
    unit: str = ""
    rank: int = 0


def heading(cell):
    """The Heading that `cell` is, or None."""
    if not isinstance(cell, str) or len(cell) > MOST_CHARACTERS:
        return None
    words = re.findall(r"[a-z0-9]+", fold(cell).replace("²", "2").replace("_", " "))
    meant = {word for word in words if word not in _FILLERS}
    if meant and meant <= _AXIS_WORDS:
        axis = next(axis for axis, names in _AXES if meant & names)
        return Heading(axis, "degrees" if meant & _DEGREES else "")
    text = " ".join(words)
    if text.startswith("dien tich") or "area" in words:
        return Heading(AREA, "ha" if "ha" in words else "")
    ranked = ((NUMBER, _NUMBER, 0), (NUMBER, _CADASTRAL_NUMBER, 1), (LABEL, _LABEL, 0), (LABEL, _COUNT, 1))
    return next((Heading(role, rank=rank) for role, shape, rank in ranked if shape.fullmatch(text)), None)


@dataclass(frozen=True)
class Columns:
    """Where the heading row stands and which column (from 0) holds each role; `doubled` are roles found twice."""

    row: int
    at: dict
    words: dict
    units: dict
    doubled: dict

    @property
    def width(self):
        return max(self.words) + 1


def _columns_of(rows, index):
    """The Columns if the row at `index` names both axes; other headings may stand above it, in merged cells."""
    cells = rows[index].cells
    if not {NORTH, EAST} <= {found.role for found in map(heading, cells) if found}:
        return None
    above = [row.cells for row in reversed(rows[max(0, index - 3) : index])]
    words, best, doubled = {}, {}, {}
    for column in range(max(map(len, [cells, *above]))):
        candidates = [row[column] for row in (cells, *above) if column < len(row) and row[column] is not None]
        if not candidates:
            continue
        words[column] = str(candidates[0])
        found = next(filter(None, map(heading, candidates)), None)
        if found and (found.role not in best or found.rank < best[found.role][1].rank):
            best[found.role] = (column, found)
        elif found and found.rank == best[found.role][1].rank:
            doubled[found.role] = column
    at = {role: column for role, (column, _found) in best.items()}
    return Columns(rows[index].number, at, words, {role: found.unit for role, (_c, found) in best.items()}, doubled)


def find_columns(rows):
    """The Columns of the first row that names both axes, or None."""
    found = (_columns_of(rows, index) for index in range(min(len(rows), MOST_TITLE_ROWS)))
    return next(filter(None, found), None)


def is_heading_row(row, columns):
    """Whether a row below repeats the heading, as each page of a printed table does."""
    found = [heading(cell) for at in (columns.at[NORTH], columns.at[EAST]) for cell in row.cells[at : at + 1]]
    return [one and one.role for one in found] == [NORTH, EAST]


_TITLE = re.compile(r"\s*(?:lô đất|lô|thửa đất|thửa|parcel|plot)(?: số)?\s*:?\s+(\S.*?)\s*:?\s*", re.IGNORECASE)


def parcel_title(row):
    """The parcel number of a row that is only a title, "Lô CN-05"; None for any other row."""
    filled = [cell for cell in row.cells if cell not in (None, "")]
    found = _TITLE.fullmatch(filled[0]) if len(filled) == 1 and isinstance(filled[0], str) else None
    return found and found[1]

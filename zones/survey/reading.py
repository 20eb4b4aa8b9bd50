"""A survey file, whatever its kind, to a Reading: the kind is told by the content, never by the name."""

import io
import re
import zipfile

from django.utils.translation import gettext as _

from zones.survey import limits
from zones.survey.maps import read_geojson, read_kml
from zones.survey.records import Fault, Reading, SurveyRefused
from zones.survey.sheets import text_rows, workbook_rows
from zones.survey.tables import find_columns, interpret

_ZIP, _OLD_OFFICE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# What many office systems call an Excel file.
_WEB_PAGE = re.compile(r"<(!doctype\s+html|html|head|body|table)\b", re.IGNORECASE)
# Characters no table holds: everything below the space but tab and line ends.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_file(name, data, *, style=None, progress=None):
    """The Reading of the bytes of a file called `name`; SurveyRefused with a sentence when it is not read at all.

    `style`: how the officer says the file writes numbers ("vi", "plain"), or None to be recognised.
    `progress(done, total)` is called now and then with rows or parcels.
    """
    if len(data) > limits.MOST_BYTES:
        raise SurveyRefused(too_large())
    if data.startswith(_ZIP):
        return _read_zip(data, style, progress)
    if data.startswith(_OLD_OFFICE):
        raise SurveyRefused(_("This is a workbook of an old Excel, or one with a password. Save it as .xlsx."))
    if data.startswith(_PDF):
        raise SurveyRefused(_("This is a PDF. Copy the table out of it with its headings and paste it instead."))
    return read_text(_decoded(name, data), style=style, progress=progress)


def read_text(pasted, *, style=None, progress=None):
    """The Reading of a pasted table, or of the text of a GeoJSON or KML file."""
    if len(pasted) > limits.MOST_BYTES:
        raise SurveyRefused(
            _("The text is longer than %(limit)s MB. Keep only the parcels, or split it.")
            % {"limit": limits.MOST_MEGABYTES}
        )
    text = pasted.lstrip("\ufeff")
    if not text.strip():
        raise SurveyRefused(_("There is nothing to read."))
    if _CONTROL.search(text):
        raise SurveyRefused(_("The text holds control characters: it is no table."))
    start = text.lstrip()[:1]
    if start in "{[":
        return read_geojson(text, style=style, progress=progress)
    if start == "<" and _WEB_PAGE.match(text.lstrip()):
        raise SurveyRefused(_("This is a web page, not a workbook. Open it in Excel and save it as .xlsx."))
    if start == "<":
        return read_kml(text.lstrip(), style=style, progress=progress)
    return interpret(text_rows(text), style=style, progress=progress)


def too_large():
    return _("The file is larger than %(limit)s MB: split it.") % {"limit": limits.MOST_MEGABYTES}


def reread(reading, style, progress=None):
    """The same table with its numbers read in another style; maps have no style and stay as they are."""
    return interpret(reading.rows, style=style, progress=progress) if reading.rows else reading


def _read_zip(data, style, progress):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        names = set()
    if any(name.endswith(".kml") for name in names):
        raise SurveyRefused(_("This is a packed KMZ. Save it as .kml."))
    if "[content_types].xml" not in names:
        raise SurveyRefused(_("This packed file is not a workbook (.xlsx)."))
    sheets = [rows for rows in workbook_rows(data) if rows]
    if not sheets:
        raise SurveyRefused(_("There is nothing to read."))
    tables = [rows for rows in sheets if find_columns(rows)]
    if len(tables) > 1:
        sentence = _("Several sheets hold coordinates. Keep one of them, or hide the others.")
        return Reading((), (Fault(None, "", sentence),), style, style is not None)
    return interpret((tables or sheets)[0], style=style, progress=progress)


def _decoded(name, data):
    try:
        return data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError:
        raise SurveyRefused(
            _(
                "“%(name)s” is not a workbook (.xlsx), a table in UTF-8 (.csv), GeoJSON or KML. "
                "Open it in Excel and save it as .xlsx."
            )
            % {"name": name[:80]}
        ) from None

"""The record as files: CSV tables of published rows and the outlines of the communes around the zones."""

import csv
import io
from decimal import Decimal
from itertools import chain

from django.conf import settings
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.models import Board
from core.text import nfc
from kcn_portal.tables import TABLES

_ROWS_A_CHUNK = 500
# A spreadsheet runs a cell that begins so; a leading apostrophe makes it text.
_FORMULA_MARKS = tuple("=+-@\t\r\n＝＋－＠")

COMMUNES = settings.BASE_DIR / "data" / "communes.geojson"


def cell(value):
    """A value as a file holds it: plain number, ISO day, true or false, text no spreadsheet runs; unknown is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    if isinstance(value, str):
        text = nfc(value)
        return f"'{text}" if text.startswith(_FORMULA_MARKS) else text
    return value


def _chunks(table):
    """The file in pieces of some hundred rows: the whole of it is never in memory."""
    piece = io.StringIO()
    writer = csv.writer(piece)
    piece.write("\ufeff")  # without it Excel takes Vietnamese for Latin-1
    writer.writerow(table.columns)
    for number, row in enumerate(table.values().iterator(chunk_size=2000), 1):
        writer.writerow([cell(value) for value in row])
        if number % _ROWS_A_CHUNK == 0:
            yield piece.getvalue()
            piece.seek(0)
            piece.truncate()
    yield piece.getvalue()


def _kept_from_crawlers(response):
    if Board.current().is_prototype:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def table(request, name):
    if name not in TABLES:
        raise Http404(name)
    chunks = _chunks(TABLES[name])
    # The first piece is read before the answer begins, so that a database that is away is said to be away.
    first = next(chunks)
    response = StreamingHttpResponse(chain([first], chunks), content_type="text/csv; charset=utf-8")
    file_name = f"kcn-bac-kan-{name}-{timezone.localdate():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return _kept_from_crawlers(response)


@require_safe
def communes(request):
    """Five communes around the zones, WGS 84, simplified: context, not the outline of any zone."""
    if not COMMUNES.exists():
        raise Http404(COMMUNES.name)
    response = FileResponse(COMMUNES.open("rb"), as_attachment=True, content_type="application/geo+json")
    return _kept_from_crawlers(response)

"""Rows as a comma-separated file, piece by piece: the whole of it is never in memory, and no spreadsheet runs it."""

import csv
import io
from contextvars import copy_context
from decimal import Decimal
from itertools import chain

from django.http import StreamingHttpResponse

from core.crawlers import kept_from_crawlers
from core.text import nfc

_ROWS_A_CHUNK = 500
# A spreadsheet runs a cell that begins so; a leading apostrophe makes it text.
_FORMULA_MARKS = tuple("=+-@\t\r\n＝＋－＠")


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


def chunks(columns, rows):
    """The file with these headings in pieces of some hundred rows."""
    piece = io.StringIO()
    writer = csv.writer(piece)
    piece.write("\ufeff")  # without it Excel takes Vietnamese for Latin-1
    writer.writerow(columns)
    for number, row in enumerate(rows, 1):
        writer.writerow([cell(value) for value in row])
        if number % _ROWS_A_CHUNK == 0:
            yield piece.getvalue()
            piece.seek(0)
            piece.truncate()
    yield piece.getvalue()


def _as_begun(pieces):
    """`pieces`, each read as whoever asked: the view is done by then, and with it what it may read for the public."""
    context = copy_context()
    return iter(lambda: context.run(next, pieces, None), None)


def download(columns, rows, file_name):
    """The file as an answer that streams; `rows` may be read from the database meanwhile."""
    pieces = _as_begun(chunks(columns, rows))
    # The first piece is read before the answer begins, so that a database that is away is said to be away.
    first = next(pieces)
    response = StreamingHttpResponse(chain([first], pieces), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return kept_from_crawlers(response)

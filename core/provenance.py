"""Where a fact comes from, as plain words ready for a page or a file."""

from functools import cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def _is_a_newspaper(source):
    if source.kind != source.Kind.PRESS:
        return False
    name = (source.publisher or "").lower()
    return name.startswith("báo ") or "newspaper" in name


@cache
def _kinds(kind):
    return dict(kind.choices)


def _undated(source):
    return _("undated, read %(day)s") % {"day": date_format(source.read_on, "DATE_FORMAT")}


def provenance(record):
    """Day, publisher and kind of source of a Sourced record whose `source` is loaded."""
    source = record.source
    # Its name already says what kind it is: a search of ours, a sample, a "… newspaper".
    is_named = source.kind == source.Kind.SEARCH or getattr(record, "is_sample", False) or _is_a_newspaper(source)
    return {
        "as_of": record.as_of_display or _undated(source),
        "publisher": source.publisher,
        "url": source.url,
        "source_kind": "" if is_named else str(_kinds(source.Kind).get(source.kind, source.kind)),
        "note": source.note or "",
        "confidence": record.confidence,
    }

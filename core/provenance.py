"""Where a fact comes from, as plain words ready for a page or a file."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def _is_a_newspaper(source):
    name = (source.publisher or "").lower()
    return source.kind == source.Kind.PRESS and (name.startswith("báo ") or "newspaper" in name)


def provenance(record):
    """Day, publisher and kind of source of a Sourced record whose `source` is loaded."""
    source = record.source
    # Its name already says what kind it is: a search of ours, a sample, a "… newspaper".
    is_named = source.kind == source.Kind.SEARCH or getattr(record, "is_sample", False) or _is_a_newspaper(source)
    undated = _("undated, read %(day)s") % {"day": date_format(source.read_on, "DATE_FORMAT")}
    return {
        "as_of": record.as_of_display or undated,
        "publisher": source.publisher,
        "url": source.url,
        "source_kind": "" if is_named else source.get_kind_display(),
        "note": source.note or "",
        "confidence": record.confidence,
    }

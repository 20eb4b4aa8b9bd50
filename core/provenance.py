"""Where a fact comes from, as plain words ready for a page or a file."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def provenance(record):
    """Day, publisher and kind of source of a Sourced record whose `source` is loaded."""
    source = record.source
    is_search = source.kind == source.Kind.SEARCH  # "looked for, not found": its name already says what kind it is
    undated = _("undated, read %(day)s") % {"day": date_format(source.read_on, "DATE_FORMAT")}
    return {
        "as_of": record.as_of_display or undated,
        "publisher": source.publisher,
        "url": source.url,
        "source_kind": "" if is_search else source.get_kind_display(),
        "note": source.note or "",
        "confidence": record.confidence,
    }

"""Where a fact comes from, as plain words ready for a page or a file."""

from functools import cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.freshness import is_stale
from core.publication.previewing import marked


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


def due_words(record):
    """ "due for review since 3 May 2026"; blank while the record is not."""
    if not is_stale(record, timezone.localdate()):
        return ""
    return _("due for review since %(day)s") % {"day": date_format(record.review_due, "DATE_FORMAT")}


def verified_words(record):
    """ "verified by the Management Board on 3 May 2026"; blank while nobody has. Who it was is for officers only."""
    day = getattr(record, "verified_on", None)
    if day is None:
        return ""
    words = {"office": record.get_verified_office_display(), "day": date_format(day, "DATE_FORMAT")}
    return _("verified by %(office)s on %(day)s") % words


def provenance(record):
    """Day, publisher and kind of source of a Sourced record whose `source` is loaded, and how it has been checked."""
    source = record.source
    # Its name already says what kind it is: a search of ours, a sample, a "… newspaper".
    is_named = source.kind == source.Kind.SEARCH or getattr(record, "is_sample", False) or _is_a_newspaper(source)
    return {
        "as_of": record.as_of_display or _undated(source),
        "publisher": marked(record, source.publisher),
        "url": source.url,
        "source_kind": "" if is_named else str(_kinds(source.Kind).get(source.kind, source.kind)),
        "note": source.note or "",
        "confidence": record.confidence,
        "stale": due_words(record),
        "verified": verified_words(record),
    }

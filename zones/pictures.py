"""Pictures of records: those a page shows."""

from django.utils.translation import get_language

# More would be an album, not a page.
MOST = 6


def shown_pictures(record):
    """At most six pictures of `record` for its public page, each with its file; one query, or what was prefetched.

    A picture without words in the reader's language is left out: some readers would meet nothing.
    """
    rows = record.pictures.all()
    if "pictures" not in getattr(record, "_prefetched_objects_cache", {}):
        rows = rows.select_related("file")
    language = (get_language() or "vi")[:2]
    return [one for one in rows if one.is_shown and getattr(one, f"alt_{language}")][:MOST]

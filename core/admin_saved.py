"""What a page of the officers' side decides by: the record as it is saved, not as a refused form left it."""

from core.disclosure import Publication


class AsSaved:
    def get_object(self, request, object_id, from_field=None):
        record = super().get_object(request, object_id, from_field)
        if record is not None:
            # A form writes what was typed into the record before it refuses it.
            record.saved_publication = getattr(record, "publication", None)
        return record


def saved_publication(record):
    """The publication of `record` when its page was asked for; None where it has none."""
    return getattr(record, "saved_publication", getattr(record, "publication", None))


def is_published(record):
    return saved_publication(record) == Publication.PUBLISHED

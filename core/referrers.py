"""What refers to a record by a link that a removal would empty without a word, such as an enquiry about a parcel."""

from django.db import models

_EMPTIED = (models.SET_NULL, models.SET_DEFAULT)
# The page needs some of them, not all.
_MOST = 20


def quiet_referrers(record):
    """Records that refer to `record` and would silently lose it: at most twenty of each kind of link."""
    for rel in record._meta.get_fields(include_hidden=True):
        if not rel.auto_created or rel.concrete or hasattr(rel.related_model, "instance_type"):
            continue
        if rel.many_to_many or rel.on_delete in _EMPTIED:
            yield from rel.related_model._base_manager.filter(**{rel.field.name: record.pk})[:_MOST]

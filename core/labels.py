"""The words for an axis of states and for the states on it, read from the model's own field. Knows no database."""

from django.utils.text import capfirst


def axis_label(record, axis):
    """The axis as a heading names it; `record` is a row or its model."""
    return capfirst(record._meta.get_field(axis).verbose_name)


def state_label(record, axis, state):
    """The state of `axis` in words; one the field no longer knows stays as it is kept."""
    return dict(record._meta.get_field(axis).flatchoices).get(state, state)

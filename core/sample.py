"""The sample rows: which there are, and how to take all of them out, with their moves and their history."""

from django.apps import apps
from django.db import transaction
from django.db.models import ProtectedError

from core.disclosure import has_sample_flag
from core.models.links import LinkChange


class StillReferred(Exception):
    """A real record refers to a sample row; `records` name them. Nothing was removed."""

    def __init__(self, records):
        self.records = list(records)
        super().__init__(", ".join(map(str, self.records)))


def sample_models():
    """Every model whose rows can be sample rows, the dependent ones first."""
    history = {model for model in apps.get_models() if hasattr(model, "instance_type")}
    return [model for model in reversed(apps.get_models()) if has_sample_flag(model) and model not in history]


def sample_rows_exist():
    return any(model._base_manager.filter(is_sample=True).exists() for model in sample_models())


def remove_sample():
    """Remove all sample rows in one transaction and return how many there were; run again, it finds none.

    Raises StillReferred when a real record refers to one of them.
    """
    with transaction.atomic():
        return sum(_remove(model) for model in sample_models())


def _remove(model):
    rows = model._base_manager.filter(is_sample=True)
    keys = list(rows.values_list("pk", flat=True))
    if moves := getattr(model, "moves", None):
        # Moves are kept for ever because they tell what happened; what happened to a sample parcel never did.
        # A queryset's delete passes over Move.delete, which refuses.
        moves.rel.related_model._base_manager.filter(record__in=keys).delete()
    try:
        rows.delete()
    except ProtectedError as error:
        raise StillReferred(error.protected_objects) from error
    # After the rows, since removing them writes one last history row each.
    # They are removed in one statement of their own, for each by itself refuses to go.
    history = model.history.filter(is_sample=True)
    history._raw_delete(history.db)
    LinkChange.objects.filter(model=model._meta.label_lower, object_id__in=keys).delete()
    return len(keys)

"""What keeps the history: links are written down as they change, and no row of it is changed or removed.

Django tells of links and of removals by signals only, so here, and nowhere else, the portal listens to them.
"""

from django.apps import apps
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from simple_history.models import HistoricalRecords

from core.models import AppendOnly, LinkChange, Versioned


def keep_history():
    """Begin to listen; called once, when all models are there."""
    for model in apps.get_models():
        if hasattr(model, "instance_type"):
            pre_delete.connect(refuse_removal, sender=model, dispatch_uid=f"kept {model._meta.label}")
            pre_save.connect(refuse_rewriting, sender=model, dispatch_uid=f"as it was {model._meta.label}")
        elif issubclass(model, Versioned):
            for field in model._meta.local_many_to_many:
                watch(field)


def watch(field):
    def changed(*, instance, action, reverse, pk_set, **_of_the_signal):
        before, _mark, _after = action.partition("_")
        owners = _owners(field, instance, reverse, pk_set)
        if before == "pre":
            instance.__dict__[f"_{field.name}_before"] = {owner.pk: _linked(owner, field) for owner in owners}
            return
        kept = instance.__dict__.pop(f"_{field.name}_before", {})
        was_there = field.model._base_manager.filter(pk__in=kept) if reverse else [instance]
        write_down(field, was_there, kept)

    m2m_changed.connect(changed, sender=field.remote_field.through, weak=False, dispatch_uid=f"links {field}")


def write_down(field, owners, before):
    """A LinkChange for each of `owners` whose links differ from `before`: {its key: {linked key: words}}."""
    rows = []
    for owner in owners:
        old, new = before.get(owner.pk, {}), _linked(owner, field)
        if old.keys() != new.keys():
            words = {"before": [*old.values()], "after": [*new.values()]}
            rows.append(
                LinkChange(
                    by=present_user(),
                    model=owner._meta.label_lower,
                    object_id=owner.pk,
                    name=str(owner),
                    field=field.name,
                    **words,
                )
            )
    LinkChange.objects.bulk_create(rows)


def _owners(field, instance, reverse, pk_set):
    if not reverse:
        return [instance]
    if pk_set is not None:
        return field.model._base_manager.filter(pk__in=pk_set)
    return field.model._base_manager.filter(**{field.name: instance})


def _linked(owner, field):
    through, name = field.remote_field.through, field.m2m_reverse_field_name()
    keys = through._base_manager.filter(**{f"{field.m2m_field_name()}_id": owner.pk}).values(f"{name}_id")
    return {one.pk: str(one) for one in field.related_model._base_manager.filter(pk__in=keys).order_by("pk")}


def present_user():
    """Who asked for the page in whose course something is saved; None for the system."""
    request = getattr(HistoricalRecords.context, "request", None)
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def refuse_removal(instance, **_of_the_signal):
    raise AppendOnly(instance)


def refuse_rewriting(instance, raw=False, **_of_the_signal):
    if not instance._state.adding and not raw:
        raise AppendOnly(instance)

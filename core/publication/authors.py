"""Who wrote what waits for approval, read from the history, so that nobody approves her own."""

from django.db.models import Q
from django.utils import timezone
from modeltranslation.manager import get_translatable_fields_for_model

from core.models import Deputy, PublicationMove, User
from core.publication.table import APPROVALS
from core.roles import CONTENT_APPS, Role, allows

_BATCH = 200
# Kept by the portal itself, so their change is nobody's writing.
_KEPT = {"version", "search_text"}


def authors_of(records):
    """{pk: ids of the persons who changed what the record says since it was last approved} of `records` of one model.

    Rows edited on the record's page count as its own. What the loader or a day that came wrote has no author.
    """
    found = {record.pk: set() for record in records}
    for begin in range(0, len(records), _BATCH):
        batch = records[begin : begin + _BATCH]
        approved = _last_approvals(batch)
        _add_own(found, batch, approved)
        for relation in batch[0].parts:
            _add_parts(found, batch, approved, batch[0]._meta.get_field(relation))
    return found


def changed_since_approval(record):
    """Whether anybody has changed what `record` says since it was last approved."""
    return bool(authors_of([record])[record.pk])


def _last_approvals(records):
    """{pk: the PublicationMove by which it was last approved}."""
    moves = PublicationMove.objects.of(*records).filter(to_state__in=APPROVALS, by__isnull=False)
    return {move.object_id: move for move in moves.order_by("at", "id")}


def _add_own(found, records, approved):
    model = type(records[0])
    since = Q()
    for record in records:
        move = approved.get(record.pk)
        since |= Q(**{record._meta.pk.name: record.pk, "version__gte": move.version if move else 0})
    last = {}
    for row in model.history.filter(since).order_by("history_id").iterator(chunk_size=_BATCH):
        key = getattr(row, model._meta.pk.attname)
        before, last[key] = last.get(key), row
        # The row of the approval itself is only what the next one is compared with.
        is_first_of_all = before is None and key not in approved
        if row.history_user_id and (is_first_of_all or (before is not None and _is_writing(model, before, row))):
            found[key].add(row.history_user_id)


def _is_writing(model, before, after):
    """Whether two rows of the history differ in what the record says, links to other records included."""
    repeated = get_translatable_fields_for_model(model) or ()
    passed = {*repeated, *_KEPT, *getattr(model, "not_in_history", ())}
    names = [field.attname for field in model._meta.concrete_fields if field.name not in passed]
    changed = {name for name in names if _said(before, name) != _said(after, name)}
    return not changed or bool(changed - {"publication", *model.approval_fields})


def _said(row, name):
    value = getattr(row, name)
    # A form turns a translation that was never given into an empty one.
    return "" if value is None else value


def _add_parts(found, records, approved, relation):
    owner = relation.field.attname
    rows = relation.related_model.history.filter(
        **{f"{owner}__in": [record.pk for record in records], "history_user__isnull": False}
    )
    for key, person, at in rows.values_list(owner, "history_user", "history_date"):
        if key not in approved or at > approved[key].at:
            found[key].add(person)


def who_may_approve(app_label, authors=(), record=None):
    """Active persons who may publish records of `app_label` today, and `record`, and are none of `authors`, by name."""
    roles = [role for role in Role.values if allows(role, "publish", app_label)]
    lent = Deputy.objects.on(timezone.localdate()).values("deputy") if app_label in CONTENT_APPS else ()
    people = User.objects.filter(Q(role__in=roles) | Q(pk__in=lent), is_active=True, is_staff=True)
    return [one for one in people.exclude(pk__in=authors).order_by("username") if one.may("publish", app_label, record)]

"""What waits for approval over all kinds of records, and what she herself has submitted: a page of two lists."""

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.counting import Part, compiled, counted
from core.deciding import is_narrowed, kinds_of_records, leads, of_records_to_decide, to_decide
from core.disclosure import Publication
from core.models import PublicationMove
from core.proposals import waiting as waiting_proposals
from core.proposals.keep import told_open
from core.roles import CONTENT_APPS

_SHOWN = 50


class Submitted(NamedTuple):
    """One record that was submitted: the move, the record as it is now, its kind in words, its page."""

    move: PublicationMove
    record: object
    kind: str
    url: str


def submissions():
    """The moves by which records were submitted, the newest first."""
    return PublicationMove.objects.filter(to_state=Publication.IN_REVIEW).select_related("by", "content_type")


def waiting():
    """Submissions that nobody has decided on, those that wait longest first."""
    later = PublicationMove.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), pk__gt=OuterRef("pk")
    )
    return submissions().filter(~Exists(later)).order_by("at", "id")


def with_records(moves):
    """[Submitted, …] of `moves`, one query a kind of record; what was deleted since, or its whole kind, is left out."""
    moves = [move for move in moves if move.content_type.model_class()]
    keys = defaultdict(set)
    for move in moves:
        keys[move.content_type.model_class()].add(move.object_id)
    found = {model: _records(model, wanted) for model, wanted in keys.items()}
    rows = []
    for move in moves:
        model = move.content_type.model_class()
        record = found[model].get(move.object_id)
        if record is not None:
            page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[record.pk])
            rows.append(Submitted(move, record, capfirst(model._meta.verbose_name), page))
    return rows


def _records(model, keys):
    related = admin.site._registry[model].list_select_related or ()
    return model._base_manager.select_related(*related).in_bulk(list(keys))


def waiting_for(request):
    """How much waits for her own word, records and proposed changes together; the number beside the menu entry."""
    # A page asks for it more than once.
    if not hasattr(request, "waiting_for_approval"):
        person = request.user
        apps = tuple(app for app in CONTENT_APPS if person.may("publish", app))
        asked = _of_limited if is_narrowed(person) else _of_leader
        request.waiting_for_approval = counted(asked(person, apps)).all() if apps else 0
    return request.waiting_for_approval


def _of_limited(person, apps):
    # From the few records that stand so now to their moves: all the moves there ever were are many more.
    kinds = [model for model in kinds_of_records() if model._meta.app_label in apps]
    records = [Part(model._meta.label_lower, _waiting_of(model, person)) for model in kinds]
    return compiled([*records, Part("changes", waiting_proposals(person))])


def _waiting_of(model, person):
    """Those of `waiting` that are of `model` and not of her own hand; what was deleted since is none of them."""
    now = QuerySet(model).filter(to_decide(person, model), publication=Publication.IN_REVIEW)
    of_kind = {"content_type__app_label": model._meta.app_label, "content_type__model": model._meta.model_name}
    return waiting().filter(**of_kind, object_id__in=now.values("pk")).exclude(by=person)


# Every page of every leader asks it: made ready once for each of them.
_of_leader = lru_cache(maxsize=64)(_of_limited)


@require_safe
def queue(request):
    """Both lists for whoever writes or publishes; who only reads sees all that waits, who decides hers."""
    if not any(request.user.may("view", app) for app in CONTENT_APPS):
        raise PermissionDenied
    others = list(of_records_to_decide(request.user, waiting().exclude(by=request.user))[:_SHOWN])
    mine, told = [], set()
    for move in submissions().filter(by=request.user)[: 2 * _SHOWN]:
        if (move.content_type_id, move.object_id) not in told:
            told.add((move.content_type_id, move.object_id))
            mine.append(move)
    rows = with_records([*others, *mine[:_SHOWN]])
    is_mine = {move.pk for move in mine}
    context = {
        **admin.site.each_context(request),
        "title": _("Approval"),
        "waiting": [row for row in rows if row.move.pk not in is_mine],
        "mine": [row for row in rows if row.move.pk in is_mine],
        "proposals": told_open(request.user, _SHOWN),
        "is_leader": leads(request.user),
    }
    return TemplateResponse(request, "admin/publication/queue.html", context)

"""What the public has been told and when: what became public, was changed, was withdrawn. Of public fields only.

Nobody is named, and nothing is named that is not public now: of what was withdrawn only the kind and the day are told.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Max, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.manager import get_translatable_fields_for_model

from core.disclosure import NO_LONGER_PUBLIC, Publication, has_sample_flag
from core.disclosure_classes import Disclosure, class_of
from core.freshness import reviewed_models
from core.models import PublicationMove

PUBLISHED, CHANGED, WITHDRAWN = "published", "changed", "withdrawn"
DEEDS = {PUBLISHED: _("Published"), CHANGED: _("Changed"), WITHDRAWN: _("Withdrawn")}
# Savings one page looks at; a month that holds more says so.
MOST = 500

# Where records without a page of their own are shown.
_PAGES = {
    "zones.rate": "zones:prices",
    "zones.exchangerate": "zones:estimate",
    "policies.incentive": "policies:incentives",
    "policies.sector": "policies:sectors",
    "investors.investor": "projects:investors",
    "projects.opportunity": "projects:opportunities",
}
_TITLES = ("title", "name", "label", "text")


@dataclass(frozen=True)
class RecordChange:
    """One change of one public record on one day; `language` is that of the title where it is not the reader's."""

    deed: str
    kind: str
    title: str
    language: str
    url: str
    at: dt.datetime
    key: str

    @property
    def deed_words(self):
        return DEEDS[self.deed]


@dataclass(frozen=True)
class _Saving:
    """A line of the history of a record that was public then."""

    label: str
    pk: int
    history_id: int
    at: dt.datetime
    type: str


def changes(begin, end, limit=MOST):
    """([RecordChange, …] of moments from `begin` up to `end`, the newest first, whether there are more savings)."""
    models = {model._meta.label_lower: model for model in reviewed_models()}
    found = _savings(models.values(), begin, end, limit + 1)
    savings = found[:limit]
    records = _public_records(models, savings)
    told = _told_again(models, savings, records)
    kinds = _kinds(models)
    made = _became_public(kinds, begin, end, records)
    born = {(one.label, one.pk, timezone.localdate(one.at)) for one in savings if one.type == "+"}
    seen, rows = set(), []
    for one in savings:
        day = timezone.localdate(one.at)
        key, record = (one.label, one.pk, day), records[one.label].get(one.pk)
        if record is None or key in seen:
            continue
        is_new = key in made or key in born
        if not (is_new or one in told):
            continue
        seen.add(key)
        rows.append(_change(PUBLISHED if is_new else CHANGED, record, one))
    rows += _withdrawn(models, kinds, begin, end)
    return sorted(rows, key=lambda row: row.at, reverse=True), len(found) > limit


def _savings(models, begin, end, limit):
    """The newest `limit` lines of all histories: one query; each history is read backwards by its day."""
    parts = []
    for model in models:
        rows = model.history.filter(publication=Publication.PUBLISHED, history_date__gte=begin, history_date__lt=end)
        if has_sample_flag(model):
            rows = rows.filter(is_sample=False)
        columns = (model._meta.pk.name, "history_id", "history_date", "history_type")
        rows = rows.exclude(history_type="-").order_by("-history_date")[:limit]
        newest = QuerySet(rows.model).filter(pk__in=rows.values("pk")).order_by()
        parts.append(newest.annotate(of=Value(model._meta.label_lower)).values_list("of", *columns))
    found = parts[0].union(*parts[1:], all=True)
    rows = sorted((_Saving(*row) for row in found), key=lambda one: (one.at, one.history_id), reverse=True)
    return rows[:limit]


def _public_records(models, savings):
    """{label: {pk: record}} of those that are public now: a query a kind."""
    wanted = defaultdict(set)
    for one in savings:
        wanted[one.label].add(one.pk)
    found = {label: {} for label in models}
    for label, keys in wanted.items():
        model = models[label]
        related = [name for name in ("zone", "source") if name in {field.name for field in model._meta.fields}]
        found[label] = model.objects.real().select_related(*related).in_bulk(list(keys))
    return found


def _told_again(models, savings, records):
    """Those of `savings` in which something the public reads differs from the line before."""
    wanted = defaultdict(list)
    for one in savings:
        if one.type == "~" and one.pk in records[one.label]:
            wanted[one.label].append(one)
    told = set()
    for label, of_kind in wanted.items():
        lines = _public_lines(models[label], {one.pk for one in of_kind}, max(one.history_id for one in of_kind))
        told |= {one for one in of_kind if lines.get(one.history_id)}
    return told


def _public_lines(model, keys, last):
    """{number of a line of the history: whether its public fields differ from those of the line before it}."""
    columns = _public_columns(model)
    key = model._meta.pk.name
    rows = model.history.filter(**{f"{key}__in": keys}, history_id__lte=last).order_by(key, "history_id")
    differs, before = {}, {}
    for number, pk, *values in rows.values_list("history_id", key, *columns):
        said = ["" if value is None else value for value in values]
        differs[number] = before.get(pk) != said
        before[pk] = said
    return differs


def _public_columns(model):
    """The columns of the history of `model` that the public reads, whether they stand on a page or not."""
    repeated = set(get_translatable_fields_for_model(model) or ())
    kept = {field.name for field in model.history.model._meta.concrete_fields}
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.name in kept and field.name not in repeated and class_of(field) == Disclosure.PUBLIC
    ]


def _became_public(kinds, begin, end, records):
    """{(label, pk, day)} of those of `records` that an officer, or a day that was set, made public: a row a day."""
    wanted = Q(pk__in=())
    for label, of_kind in records.items():
        if of_kind:
            wanted |= Q(content_type=kinds[label], object_id__in=list(of_kind))
    moves = PublicationMove.objects.filter(wanted, at__gte=begin, at__lt=end, to_state=Publication.PUBLISHED)
    rows = moves.order_by().values_list("content_type_id", "object_id", TruncDate("at")).distinct()
    labels = {kind.pk: label for label, kind in kinds.items()}
    return {(labels[kind], pk, day) for kind, pk, day in rows}


def _kinds(models):
    """{label: ContentType} of `models`, which Django keeps once they are read."""
    found = ContentType.objects.get_for_models(*models.values())
    return {model._meta.label_lower: kind for model, kind in found.items()}


def _withdrawn(models, kinds, begin, end):
    """One entry a kind and a day, which says nothing but how many there were; counted by the database."""
    samples = Q(pk__in=())
    for label, model in models.items():
        if has_sample_flag(model):
            rows = model._base_manager.filter(is_sample=True)
            samples |= Q(content_type=kinds[label], object_id__in=rows.values("pk"))
    moves = PublicationMove.objects.filter(
        at__gte=begin, at__lt=end, from_state=Publication.PUBLISHED, to_state__in=NO_LONGER_PUBLIC
    )
    labels = {kind.pk: label for label, kind in kinds.items()}
    days = (
        moves.filter(content_type__in=labels).exclude(samples).order_by().values("content_type_id", day=TruncDate("at"))
    )
    counted = days.annotate(count=Count("pk"), last=Max("at")).values_list("content_type_id", "day", "count", "last")
    return [
        RecordChange(
            WITHDRAWN, _kind_of(models[labels[kind]]), str(count) if count > 1 else "", "", "", last,
            f"{labels[kind]}/{day}/{WITHDRAWN}",
        )
        for kind, day, count, last in counted
    ]  # fmt: skip


def _kind_of(model):
    return capfirst(str(model._meta.verbose_name))


def _change(deed, record, saving):
    title, language = _title(record)
    day = timezone.localdate(saving.at)
    key = f"{saving.label}/{saving.pk}/{day}/{deed}"
    return RecordChange(deed, _kind_of(type(record)), title, language, page_of(record), saving.at, key)


def _title(record):
    """(title, its language where that is not the reader's)."""
    translated = get_translatable_fields_for_model(type(record)) or ()
    name = next((name for name in _TITLES if name in translated), None)
    if name is None or not getattr(record, f"{name}_vi"):
        return str(record), ""
    language = (get_language() or "vi")[:2]
    own = getattr(record, f"{name}_{language}")
    place = getattr(record, "zone", None)
    words = own or getattr(record, f"{name}_vi")
    return (f"{words}, {place.short_name}" if place else words), "" if own else "vi"


def page_of(record):
    """The public page that shows `record`."""
    if hasattr(record, "get_absolute_url"):
        return record.get_absolute_url()
    if page := _PAGES.get(record._meta.label_lower):
        return reverse(page)
    zone = getattr(record, "zone", None)
    return zone.get_absolute_url() if zone else reverse("about")


def neighbours(begin, end):
    """(a moment before `begin`, one from `end` on) at which something public was saved, the nearest; None for none."""
    before, after = [], []
    for model in reviewed_models():
        rows = model.history.filter(publication=Publication.PUBLISHED).exclude(history_type="-").order_by()
        before.append(rows.filter(history_date__lt=begin).order_by("-history_date").values_list("history_date")[:1])
        after.append(rows.filter(history_date__gte=end).order_by("history_date").values_list("history_date")[:1])
    return max(_moments(before), default=None), min(_moments(after), default=None)


def _moments(parts):
    wrapped = [QuerySet(part.model).filter(pk__in=part.values("pk")).order_by() for part in parts]
    rows = [one.values_list(F("history_date")) for one in wrapped]
    return [moment for (moment,) in rows[0].union(*rows[1:], all=True)]

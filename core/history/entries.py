"""Every entry of the history, of all records, as one list in order of time: one query a page, however long it is.

An entry is a history row, a move, a change of publication, a change of links or an event of signing in.
"""

import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import F, Func, OuterRef, Q, Subquery, TextField, Value
from django.utils import timezone
from modeltranslation.manager import get_translatable_fields_for_model

from core.models import Erasure, LinkChange, Move, PublicationMove, SecurityEvent, Verification

# Functions of either database take no more arguments than a hundred; no model of ours has more than three times these.
_A_PACK, _PACKS = 45, 3


@dataclass(frozen=True)
class Kind:
    """A table whose rows are entries. `record` is the model they are about; None where each row says it itself."""

    table: type
    record: type | None
    at: str = "at"
    by: str = "by_id"
    of: str = "record_id"

    @property
    def is_history(self):
        return hasattr(self.table, "instance_type")

    @property
    def columns(self):
        """Attribute names that are read of each entry, without those that only repeat or serve searching."""
        repeated = (
            set((self.record and get_translatable_fields_for_model(self.record)) or ()) if self.is_history else ()
        )
        left_out = {*repeated, "search_text"}
        return tuple(field.attname for field in self.table._meta.concrete_fields if field.name not in left_out)


@cache
def kinds():
    """Every Kind there is, found among the models."""
    found = []
    for model in apps.get_models():
        if hasattr(model, "instance_type"):
            found.append(
                Kind(
                    model, model.instance_type, "history_date", "history_user_id", model.instance_type._meta.pk.attname
                )
            )
        elif issubclass(model, Move):
            found.append(Kind(model, model._meta.get_field("record").related_model))
        elif model in (LinkChange, PublicationMove, Verification):
            found.append(Kind(model, None, of="object_id"))
    events = Kind(SecurityEvent, apps.get_model("core.User"), of="person_id")
    return (*found, events, Kind(Erasure, Erasure, of="id"))


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see: of the models she may read, by whom, about which record, in which days."""

    models: tuple
    by: int | None = None
    record: int | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None


@dataclass(frozen=True)
class Entry:
    """`values` and `before` hold the row and, of a history row, the one before it: {attribute name: value}."""

    kind: Kind
    place: str
    values: dict
    before: dict | None

    @property
    def record_model(self):
        if self.kind.record:
            return self.kind.record
        if self.kind.table is LinkChange:
            return apps.get_model(self.values["model"])
        return ContentType.objects.get_for_id(self.values["content_type_id"]).model_class()


class Packed(Func):
    """Values as the text of a JSON list, alike in both databases."""

    output_field = TextField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="json_array", **extra)

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(
            compiler, connection, function="json_build_array", template="%(function)s(%(expressions)s)::text", **extra
        )


def entries(asked, most, after=None):
    """At most `most` entries, the newest first, that come after the place `after` of an entry."""
    arms, values = [], []
    for number, kind in enumerate(kinds()):
        rows = _arm(number, kind, asked, after and _read_place(after))
        if rows is not None:
            statement, parameters = rows[:most].query.get_compiler(connection=connection).as_sql()
            arms.append(f"SELECT * FROM ({statement}) AS arm{number}")
            values += parameters
    if not arms:
        return []
    statement = f"{' UNION ALL '.join(arms)} ORDER BY 2 DESC, 1, 3 DESC LIMIT {int(most)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [_entry(row) for row in cursor.fetchall()]


def _arm(number, kind, asked, after):
    of_models = _of_models(kind, asked.models)
    if of_models is None:
        return None
    wanted = of_models
    if asked.by:
        wanted &= Q(**{kind.by: asked.by}) | (
            Q(person=asked.by, by=None) if kind.table is SecurityEvent else Q(pk=None)
        )
    if asked.record:
        wanted &= Q(**{kind.of: asked.record})
    if asked.first_day:
        wanted &= Q(**{f"{kind.at}__gte": _midnight(asked.first_day)})
    if asked.last_day:
        wanted &= Q(**{f"{kind.at}__lt": _midnight(asked.last_day + dt.timedelta(days=1))})
    if after:
        wanted &= _after(number, kind, *after)
    packs = _packs(kind)
    return (
        kind.table._base_manager.filter(wanted)
        .annotate(arm=Value(number, models.IntegerField()), place=F(kind.at), **packs)
        .order_by(f"-{kind.at}", "-pk")
        .values_list("arm", "place", "pk", *packs)
    )


def _of_models(kind, wanted):
    """The condition on rows of `kind` that they are about one of the models `wanted`; None where none can be."""
    if kind.record:
        return Q() if kind.record in wanted else None
    if kind.table is LinkChange:
        return Q(model__in=[model._meta.label_lower for model in wanted])
    return Q(content_type__in=[one.pk for one in ContentType.objects.get_for_models(*wanted).values()])


def _after(number, kind, at, arm, pk):
    earlier, same = Q(**{f"{kind.at}__lt": at}), Q(**{kind.at: at})
    if number == arm:
        return earlier | (same & Q(pk__lt=pk))
    return earlier | same if number > arm else earlier


def _packs(kind):
    """The columns of an entry, and of the history row before it, as lists that both databases can make."""
    columns = kind.columns
    parts = [columns[at : at + _A_PACK] for at in range(0, _A_PACK * _PACKS, _A_PACK)]
    empty = Value(None, TextField())
    packs = {f"now{at}": Packed(*map(F, part)) if part else empty for at, part in enumerate(parts)}
    older = kind.table._base_manager.filter(**{kind.of: OuterRef(kind.of), "pk__lt": OuterRef("pk")}).order_by("-pk")
    for at, part in enumerate(parts):
        is_told = part and kind.is_history
        packs[f"before{at}"] = Subquery(older.values(pack=Packed(*map(F, part)))[:1]) if is_told else empty
    return packs


def _entry(row):
    number, at, pk, *packs = row
    kind = kinds()[number]
    now, before = packs[:_PACKS], packs[_PACKS:]
    return Entry(kind, f"{_moment(at).isoformat()},{number},{pk}", _unpacked(kind, now), _unpacked(kind, before))


def _unpacked(kind, packs):
    if packs[0] is None:
        return None
    fields = {field.attname: field for field in kind.table._meta.concrete_fields}
    values = [one for pack in packs if pack for one in json.loads(pack, parse_float=Decimal)]
    return {name: _value(fields[name], value) for name, value in zip(kind.columns, values, strict=True)}


def _value(field, value):
    if isinstance(field, models.DateTimeField):
        return None if value is None else _moment(field.to_python(value))
    if isinstance(field, models.JSONField):
        return json.loads(value) if isinstance(value, str) and connection.vendor == "sqlite" else value
    return field.to_python(value)


def _moment(at):
    at = dt.datetime.fromisoformat(at) if isinstance(at, str) else at
    return timezone.make_aware(at, dt.UTC) if timezone.is_naive(at) else at


def _midnight(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _read_place(place):
    """(moment, arm, key) of the place of an entry; None for anything else."""
    try:
        at, arm, pk = place.split(",")
        return _moment(at), int(arm), int(pk)
    except (ValueError, OverflowError):
        return None

"""Parcels in the order in which they answer a need, however many there are: the judgement of zones.finding.fit in SQL.

The database counts and orders ids only, in groups that plain column conditions describe, each up to a bound; the rows
of one page are then read by their ids.
"""

from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from itertools import chain, islice
from operator import add, and_, or_

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, IntegerField, Q, Value, When

from core.disclosure import Publication
from zones.asof import in_state, states_of
from zones.finding import fit
from zones.finding.fit import Verdict
from zones.lifecycle import Commercial, Readiness
from zones.models import Parcel

COUNTED = 1_000
_ALL, _NONE = ~Q(pk__in=[]), Q(pk__in=[])
_COLUMNS = {"power": "power_kw", "water": "water_m3_day", "wastewater": "wastewater_m3_day"}
# Zones in the order they entered the record: their own order would cost a join.
_BY_NUMBER = ("zone_id", "code", "pk")


def land_of(parcel, prices=None):
    """What zones.finding.fit judges, from a parcel."""
    states = states_of(parcel)
    return fit.Land(
        area=parcel.area,
        power=parcel.power_kw,
        water=parcel.water_m3_day,
        wastewater=parcel.wastewater_m3_day,
        state=states.public,
        held_until=states.reserved_until,
        readiness=states.readiness,
        price=prices.of(parcel) if prices else None,
    )


def _area(need):
    short = _NONE
    fits = Q(area__isnull=False)
    if need.area is not None:
        fits, short = fits & Q(area__gte=need.area), Q(area__lt=need.area)
    if need.area_to is not None:
        fits, short = fits & Q(area__lte=need.area_to), short | Q(area__gt=need.area_to)
    return {Verdict.FITS: fits, Verdict.SHORT: short, Verdict.UNKNOWN: Q(area__isnull=True)}


def _when(need):
    free, held = in_state(Commercial.AVAILABLE), in_state(fit.ON_HOLD)
    never = Q(commercial_status__in=(Commercial.LEASED, Commercial.NOT_FOR_LEASE, Commercial.WITHDRAWN))
    unknown = Q(commercial_status__in=(Commercial.PLANNED, Commercial.RECOVERED, Commercial.UNKNOWN))
    if need.is_for_later:
        short = never | (held & Q(reserved_until__gte=need.wanted_on))
        unknown |= held & (Q(reserved_until__isnull=True) | Q(reserved_until__lt=need.wanted_on))
    else:
        short = never | held
    if need.wanted_on is not None:
        unknown |= free & ~Q(readiness=Readiness.SERVICED)
        free &= Q(readiness=Readiness.SERVICED)
    return {Verdict.FITS: free, Verdict.SHORT: short, Verdict.UNKNOWN: unknown}


def _quantity(column, asked):
    return {
        Verdict.FITS: Q(**{f"{column}__gte": asked}),
        Verdict.SHORT: Q(**{f"{column}__lt": asked}),
        Verdict.UNKNOWN: Q(**{f"{column}__isnull": True}),
    }


def _budget(need, prices, is_sample):
    def verdict(price):
        land = fit.Land(None, None, None, None, "", None, "", price)
        return fit.judge(fit.Need(need.today, budget=need.budget), land)[-1].verdict

    return {one: prices.where(is_sample, lambda price, one=one: verdict(price) == one) for one in Verdict}


def conditions(need, prices, is_sample):
    """{criterion: {verdict: condition on a parcel}}; the three conditions of a criterion shut each other out."""
    found = {}
    for name in need.criteria:
        if name == "area":
            found[name] = _area(need)
        elif name == "when":
            found[name] = _when(need)
        elif name == "sector":
            found[name] = {one: _ALL if one == need.sector else _NONE for one in Verdict}
        elif name == "budget":
            found[name] = _budget(need, prices, is_sample)
        else:
            found[name] = _quantity(_COLUMNS[name], getattr(need, name))
    return found


@dataclass(frozen=True, eq=False)
class Group:
    """Parcels of one verdict; `parts` are querysets listed one after the other."""

    verdict: Verdict | None
    is_sample: bool
    rows: object
    parts: tuple

    @property
    def countable(self):
        """What is counted of it. How many parcels lack one thing, how many two, needs no counting: see `ids`."""
        return (self.rows,) if self.verdict == Verdict.SHORT else self.parts


def _judged(rows, need, prices, is_sample):
    """The three groups of `rows`: smallest first among those that fit or may, fewest shortfalls first of the others."""
    judged = conditions(need, prices, is_sample)
    fits = reduce(and_, (by[Verdict.FITS] for by in judged.values()))
    not_short = reduce(and_, (by[Verdict.FITS] | by[Verdict.UNKNOWN] for by in judged.values()))
    unknown = reduce(or_, (by[Verdict.UNKNOWN] for by in judged.values()))
    short = reduce(or_, (by[Verdict.SHORT] for by in judged.values()))
    maybe = rows.filter(not_short & unknown)
    if "area" in judged:
        by_area = ("area", *_BY_NUMBER)
        best = (rows.filter(fits).order_by(*by_area),)
        next_best = (
            maybe.filter(area__isnull=False).order_by(*by_area),
            maybe.filter(area__isnull=True).order_by(*_BY_NUMBER),
        )
    else:
        best, next_best = (rows.filter(fits).order_by(*_BY_NUMBER),), (maybe.order_by(*_BY_NUMBER),)
    one_each = (
        Case(When(by[Verdict.SHORT], then=Value(1)), default=Value(0), output_field=IntegerField())
        for by in judged.values()
    )
    lacking = reduce(add, one_each)
    counted = rows.alias(lacking=lacking)
    misses = tuple(counted.filter(lacking=many).order_by(*_BY_NUMBER) for many in range(1, len(judged) + 1))
    return [
        Group(Verdict.FITS, is_sample, rows.filter(fits), best),
        Group(Verdict.UNKNOWN, is_sample, maybe, next_best),
        Group(Verdict.SHORT, is_sample, rows.filter(short), misses),
    ]


def _plain(rows, order, is_sample):
    """All `rows` in one group, by number or by area; an unknown area goes last whichever way the list runs."""
    if not order:
        return [Group(None, is_sample, rows, (rows.order_by(*_BY_NUMBER),))]
    known = rows.filter(area__isnull=False).order_by(order, *_BY_NUMBER)
    return [Group(None, is_sample, rows, (known, rows.filter(area__isnull=True).order_by(*_BY_NUMBER)))]


class Shortlist:
    """Published parcels of today's plan in the order of their answer to `need`, real ones before samples.

    `narrow` narrows a queryset of parcels; `order` is "", "area" or "-area" and then goes before the verdict;
    `only` lists the parcels of one Verdict.
    """

    def __init__(self, zones, need, *, narrow=lambda rows: rows, prices=None, order="", only=""):
        self.need, self.prices = need, prices
        # The same rows as published().in_plan(), said without the join that would cost the index.
        rows = Parcel.objects.filter(publication=Publication.PUBLISHED, zone_id__in=[zone.pk for zone in zones])
        rows = narrow(rows.in_plan())
        self.judged, self.groups = [], []
        for is_sample in (False, True):
            # As a list, for an index to serve: the bare column would be no comparison to it.
            own = rows.filter(is_sample__in=[is_sample])
            groups = [] if need.is_empty else _judged(own, need, prices, is_sample)
            self.judged += groups
            listed = [group for group in groups if group.verdict == only or not only]
            if order or need.is_empty:
                listed = _plain(listed[0].rows if listed and only else own, order, is_sample)
            self.groups += listed

    def counts(self, up_to=COUNTED):
        """({(is_sample, verdict): parcels}, [parcels of each part listed]), each up to `up_to` + 1; one query."""
        unlisted = [group for group in self.judged if group not in self.groups]
        asked = [*(part for group in self.groups for part in group.countable), *(group.rows for group in unlisted)]
        numbers = [rows[0] if rows else 0 for rows in _run([_counted(rows, up_to + 1) for rows in asked])]
        left, judged = iter(numbers), {}
        for group in self.groups:
            judged[group.is_sample, group.verdict] = sum(next(left) for _part in group.countable)
        judged |= {(group.is_sample, group.verdict): number for group, number in zip(unlisted, left, strict=True)}
        return judged, numbers[: len(numbers) - len(unlisted)]

    def ids(self, start, stop, numbers):
        """Ids of the parcels from place `start` up to `stop`; `numbers` as `counts` gave them; at most one query."""
        asked, cuts, passed, numbers = [], [], 0, iter(numbers)
        for group in self.groups:
            for part in group.countable:
                number = next(numbers)
                first, last = max(start - passed, 0), min(stop - passed, number)
                passed += number
                if first >= last:
                    continue
                if group.verdict == Verdict.SHORT:
                    # How many lack one thing, how many two, nobody has counted: the first of each, cut afterwards.
                    cuts.append((len(asked), len(asked) + len(group.parts), first, last))
                    asked += [rows[:last] for rows in group.parts]
                else:
                    cuts.append((len(asked), len(asked) + 1, 0, last - first))
                    asked.append(part[first:last])
        found = _run([_placed(rows) for rows in asked])
        return [pk for begin, end, first, last in cuts for pk in islice(chain(*found[begin:end]), first, last)]

    def every(self):
        """Every parcel listed, in order, read bit by bit."""
        for group in self.groups:
            for part in group.parts:
                yield from part.select_related("zone", "source").iterator(chunk_size=2000)


def _counted(rows, limit):
    return "SELECT %s, 0, COUNT(*) FROM ({}) AS found", rows.order_by().values("pk")[:limit]


def _placed(rows):
    return "SELECT %s, ROW_NUMBER() OVER (), found.* FROM ({}) AS found", rows.values("pk")


def _run(asked):
    """For each (statement, rows) the values it gives, in order: one query, however many there are."""
    statements, values = [], []
    for at, (statement, rows) in enumerate(asked):
        # No row can satisfy conditions that shut each other out; Django then writes no SQL at all.
        with suppress(EmptyResultSet):
            sql, given = rows.query.sql_with_params()
            statements.append(statement.format(sql))
            values += [at, *given]
    found = [[] for _statement in asked]
    if statements:
        with connection.cursor() as cursor:
            cursor.execute(f"{' UNION ALL '.join(statements)} ORDER BY 1, 2", values)
            for at, _place, value in cursor.fetchall():
                found[at].append(value)
    return found

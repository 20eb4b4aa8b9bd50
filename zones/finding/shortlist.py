"""Parcels in the order in which they answer a need, however many there are: the judgement of zones.finding.fit in SQL.

The database counts and orders ids only, in groups that plain column conditions describe, each up to a bound; the rows
of one page are then read by their ids.
"""

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from itertools import chain, islice
from operator import add, and_, or_

from django.db.models import Case, IntegerField, Q, Value, When

from core.disclosure import Publication
from core.together import ask, counted, placed
from zones.asof import in_state, states_of
from zones.finding import fit
from zones.finding.fit import Verdict
from zones.lifecycle import ON_HOLD, Commercial, Readiness
from zones.models import Parcel

COUNTED = 1_000
_NEVER = (Commercial.LEASED, Commercial.NOT_FOR_LEASE, Commercial.WITHDRAWN)
_OPEN = tuple(state for state in Commercial if state not in _NEVER)
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
    free, held = in_state(Commercial.AVAILABLE), in_state(ON_HOLD)
    never = Q(commercial_status__in=fit.NEVER)
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


def _all(judged, *verdicts):
    """The condition that every criterion has one of these verdicts."""
    return reduce(and_, (reduce(or_, (by[one] for one in verdicts)) for by in judged.values()), _ALL)


def _any(judged, verdict):
    return reduce(or_, (by[verdict] for by in judged.values()), _NONE)


def _may_fit(judged):
    """Conditions on those that may fit: of known area, hence a fitting one, which an index finds; and of unknown."""
    others = {name: by for name, by in judged.items() if name != "area"}
    not_short = _all(others, Verdict.FITS, Verdict.UNKNOWN)
    gap = not_short & _any(others, Verdict.UNKNOWN)
    if "area" not in judged:
        return (gap,)
    return judged["area"][Verdict.FITS] & gap, judged["area"][Verdict.UNKNOWN] & not_short


def _misses(rows, judged):
    """Of `rows` those that lack one thing, those that lack two, and so on."""
    one_each = (
        Case(When(by[Verdict.SHORT], then=Value(1)), default=Value(0), output_field=IntegerField())
        for by in judged.values()
    )
    weighed = rows.alias(lacking=reduce(add, one_each))
    return tuple(_ordered(weighed, Q(lacking=many)) for many in range(1, len(judged) + 1))


def _ordered(rows, condition=_ALL, order=()):
    """`rows` of today's plan on a condition. The plan is asked last: few parcels are not in it, so it rules out few."""
    return rows.filter(condition).in_plan().order_by(*order, *_BY_NUMBER)


def _judged(rows, need, prices, is_sample):
    """The three groups of `rows`: smallest first among those that fit or may, fewest shortfalls first of the others."""
    judged = conditions(need, prices, is_sample)
    order = ("area",) if "area" in judged else ()
    fits, maybe = _ordered(rows, _all(judged, Verdict.FITS), order), _may_fit(judged)
    # Said besides the judgement, for an index to serve.
    still_open = rows.filter(commercial_status__in=_OPEN)
    may_fit = tuple(_ordered(still_open, condition, order) for condition in maybe)
    short = _ordered(rows, _any(judged, Verdict.SHORT))
    return [
        Group(Verdict.FITS, is_sample, fits, (fits,)),
        Group(Verdict.UNKNOWN, is_sample, _ordered(still_open, reduce(or_, maybe)), may_fit),
        Group(Verdict.SHORT, is_sample, short, _misses(rows, judged)),
    ]


def _plain(rows, order, is_sample):
    """All `rows` in one group, by number or by area; an unknown area goes last whichever way the list runs."""
    if not order:
        return [Group(None, is_sample, rows, (_ordered(rows),))]
    by_area = _ordered(rows, Q(area__isnull=False), ("area",))
    # An index is read from either end: so among equal areas, too, the largest first is the other way round.
    known = by_area.reverse() if order == "-area" else by_area
    return [Group(None, is_sample, rows, (known, _ordered(rows, Q(area__isnull=True))))]


class Shortlist:
    """Published parcels of today's plan in the order of their answer to `need`, real ones before samples.

    `narrow` narrows a queryset of parcels; `order` is "", "area" or "-area" and then goes before the verdict;
    `only` lists the parcels of one Verdict.
    """

    def __init__(self, zones, need, *, narrow=lambda rows: rows, prices=None, order="", only=""):
        self.need, self.prices = need, prices
        # The same rows as published().in_plan(), said without the join that would cost the index.
        rows = Parcel.objects.filter(publication=Publication.PUBLISHED, zone_id__in=[zone.pk for zone in zones])
        rows = narrow(rows)
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
        parts = [(group, part) for group in (*self.groups, *unlisted) for part in group.countable]
        numbers = [found[0] if found else 0 for found in ask([counted(part, up_to + 1) for _group, part in parts])]
        judged = Counter()
        for (group, _part), number in zip(parts, numbers, strict=True):
            judged[group.is_sample, group.verdict] += number
        return judged, numbers[: sum(len(group.countable) for group in self.groups)]

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
        found = ask([placed(rows) for rows in asked])
        return [pk for begin, end, first, last in cuts for pk in islice(chain(*found[begin:end]), first, last)]

    def every(self):
        """Every parcel listed, in order, read bit by bit."""
        for group in self.groups:
            for part in group.parts:
                yield from part.select_related("zone", "source").iterator(chunk_size=2000)

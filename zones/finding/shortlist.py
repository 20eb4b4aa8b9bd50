"""Parcels in the order in which they answer a need, however many there are: the judgement of zones.finding.fit in SQL.

The database counts and orders ids only, in groups that plain column conditions describe, each up to a bound; the rows
of one page are then read by their ids.
"""

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import add, and_, or_

from django.db import connection
from django.db.models import Case, F, IntegerField, Q, Value, When

from core.disclosure import Publication
from core.together import ask, chained, counted, placed, sorted_few
from zones.asof import in_state, states_of
from zones.finding import fit
from zones.finding.fit import Verdict
from zones.lifecycle import ON_HOLD, Commercial, Readiness
from zones.models import Parcel

COUNTED = 1_000
# So few are found and then sorted; of more, the first in an index that is in order come soon.
_FEW = 250
# More than so many of one range are many.
_MANY = 1_000
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


def _area(need, column="area"):
    short = _NONE
    fits = Q(**{f"{column}__isnull": False})
    if need.area is not None:
        fits, short = fits & Q(**{f"{column}__gte": need.area}), Q(**{f"{column}__lt": need.area})
    if need.area_to is not None:
        fits, short = fits & Q(**{f"{column}__lte": need.area_to}), short | Q(**{f"{column}__gt": need.area_to})
    return {Verdict.FITS: fits, Verdict.SHORT: short, Verdict.UNKNOWN: Q(**{f"{column}__isnull": True})}


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
class Parcels:
    """Parcels as one queryset, and the same as several that share none, each of which an index finds quickly."""

    rows: object
    arms: tuple = ()

    def filter(self, condition):
        return Parcels(self.rows.filter(condition), tuple(arm.filter(condition) for arm in self.arms))

    def ordered(self, *order):
        """In this order, then by number. The plan is asked last: few parcels are not in it, so it rules out few."""
        return Parcels(self.rows.in_plan().order_by(*order, *_BY_NUMBER), tuple(arm.in_plan() for arm in self.arms))

    def backwards(self):
        return Parcels(self.rows.order_by(*(f"-{name}" for name in self.rows.query.order_by)), self.arms)

    @property
    def counted(self):
        return self.arms or (self.rows,)


@dataclass(frozen=True, eq=False)
class Group:
    """Parcels of one verdict: all of them, and the parts listed one after the other."""

    verdict: Verdict | None
    is_sample: bool
    land: Parcels
    parts: tuple

    @property
    def countable(self):
        """What is counted of it. How many parcels lack one thing, how many two, needs no counting: see `ids`."""
        return (self.land,) if self.verdict == Verdict.SHORT else self.parts


def _all(judged, *verdicts):
    """The condition that every criterion has one of these verdicts."""
    return reduce(and_, (reduce(or_, (by[one] for one in verdicts)) for by in judged.values()), _ALL)


def _any(judged, verdict):
    return reduce(or_, (by[verdict] for by in judged.values()), _NONE)


def _gaps(judged):
    """That of some criterion it is unknown whether it fits, and none is short, as conditions that shut each other out:
    what is unknown can be looked up in an index, what fits or is unknown cannot.
    """
    not_short, gap = _all(judged, Verdict.FITS, Verdict.UNKNOWN), _any(judged, Verdict.UNKNOWN)
    by_quantity = [name for name in _COLUMNS if name in judged]
    if not by_quantity:
        return [not_short & gap]
    if by_quantity == ["power", "wastewater"]:
        by_quantity.reverse()  # as the columns of an index follow each other
    first, *others = (judged[name] for name in by_quantity)
    unknown = first[Verdict.UNKNOWN] & not_short
    split = [others[0][Verdict.FITS], others[0][Verdict.UNKNOWN]] if others else [_ALL]
    return [first[Verdict.FITS] & not_short & gap, *(unknown & condition for condition in split)]


def _of_fitting_area(rows, need):
    """`rows` of an area that fits, asked so that the database finds them by what is rarer, this or another condition.

    PostgreSQL knows how many rows lie within a range. SQLite does not: it is looked whether many have such an area, and
    if so areas are compared in a way no index serves, so that another is taken. One query on SQLite.
    """
    if need.area is None and need.area_to is None:
        return rows
    fits = _area(need)[Verdict.FITS]
    if connection.vendor != "sqlite" or not rows.filter(fits).values("pk")[_MANY : _MANY + 1].exists():
        return rows.filter(fits)
    return rows.alias(size=F("area") + 0).filter(_area(need, "size")[Verdict.FITS])


def _misses(rows, judged):
    """Of `rows` those that lack one thing, those that lack two, and so on."""
    one_each = (
        Case(When(by[Verdict.SHORT], then=Value(1)), default=Value(0), output_field=IntegerField())
        for by in judged.values()
    )
    weighed = rows.alias(lacking=reduce(add, one_each))
    return tuple(Parcels(weighed.filter(lacking=many)).ordered() for many in range(1, len(judged) + 1))


def _together(parts):
    return Parcels(
        reduce(or_, (part.rows for part in parts)), tuple(chain.from_iterable(part.counted for part in parts))
    )


def _judged(rows, need, prices, is_sample):
    """The three groups of `rows`: smallest first among those that fit or may, fewest shortfalls first of the others."""
    judged = conditions(need, prices, is_sample)
    area, others = judged.get("area"), {name: by for name, by in judged.items() if name != "area"}
    order, fitting_area = (("area",), area[Verdict.FITS]) if area else ((), _ALL)
    all_fit, gaps = _all(others, Verdict.FITS), _gaps(others)
    # Said besides the judgement, for an index to serve.
    still_open = Q(commercial_status__in=_OPEN)
    fits = Parcels(rows.filter(fitting_area, all_fit))
    may_fit = Parcels(rows.filter(still_open, fitting_area, reduce(or_, gaps)))
    # Samples are few however they are looked for.
    if not is_sample:
        found = _of_fitting_area(rows, need)
        fits = Parcels(fits.rows, (found.filter(all_fit),))
        may_fit = Parcels(may_fit.rows, tuple(found.filter(still_open, gap) for gap in gaps))
    fits, may_fit = fits.ordered(*order), may_fit.ordered(*order)
    parts = (may_fit,)
    if area:
        of_unknown_area = rows.filter(area[Verdict.UNKNOWN], _all(others, Verdict.FITS, Verdict.UNKNOWN))
        parts = (may_fit, Parcels(of_unknown_area).ordered(*order))
    short = Parcels(rows.filter(_any(judged, Verdict.SHORT))).ordered()
    return [
        Group(Verdict.FITS, is_sample, fits, (fits,)),
        Group(Verdict.UNKNOWN, is_sample, _together(parts), parts),
        Group(Verdict.SHORT, is_sample, short, _misses(rows, judged)),
    ]


def _plain(land, order, is_sample):
    """All of `land` in one group, by number or by area; an unknown area goes last whichever way the list runs."""
    if not order:
        return [Group(None, is_sample, land, (land.ordered(),))]
    by_area = land.filter(Q(area__isnull=False)).ordered("area")
    # An index is read from either end: so among equal areas, too, the largest first is the other way round.
    known = by_area.backwards() if order == "-area" else by_area
    return [Group(None, is_sample, land, (known, land.filter(Q(area__isnull=True)).ordered()))]


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
                listed = _plain(listed[0].land if listed and only else Parcels(own), order, is_sample)
            self.groups += listed

    def counts(self, up_to=COUNTED):
        """({(is_sample, verdict): parcels}, [parcels of each part listed]), each up to `up_to` + 1; one query."""
        unlisted = [group for group in self.judged if group not in self.groups]
        parts = [(group, land) for group in (*self.groups, *unlisted) for land in group.countable]
        found = ask([counted(up_to + 1, *land.counted) for _group, land in parts])
        numbers = [min(sum(number), up_to + 1) for number in found]
        judged = Counter()
        for (group, _land), number in zip(parts, numbers, strict=True):
            judged[group.is_sample, group.verdict] += number
        return judged, numbers[: sum(len(group.countable) for group in self.groups)]

    def ids(self, start, stop, numbers):
        """Ids of the parcels from place `start` up to `stop`; `numbers` as `counts` gave them; at most one query."""
        asked, passed, numbers = [], 0, iter(numbers)
        for group in self.groups:
            for land in group.countable:
                number = next(numbers)
                first, last = max(start - passed, 0), min(stop - passed, number)
                passed += number
                if first >= last:
                    continue
                if group.verdict == Verdict.SHORT:
                    # How many lack one thing, how many two, nobody has counted.
                    asked.append(chained(first, last, *(part.rows for part in group.parts)))
                elif number <= _FEW:
                    asked.append(sorted_few(first, last, land.rows.query.order_by, *land.counted))
                else:
                    asked.append(placed(land.rows[first:last]))
        return list(chain.from_iterable(ask(asked)))

    def every(self):
        """Every parcel listed, in order, read bit by bit."""
        for group in self.groups:
            for part in group.parts:
                yield from part.rows.select_related("zone", "source").iterator(chunk_size=2000)

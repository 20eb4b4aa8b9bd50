"""From a need and what the record says of a parcel: what fits, what falls short and by how much, what is unknown."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from zones.lifecycle import ON_HOLD, Commercial, Readiness

NEVER = (Commercial.LEASED, Commercial.NOT_FOR_LEASE, Commercial.WITHDRAWN)


class Verdict(StrEnum):
    FITS = "fits"
    UNKNOWN = "unknown"
    SHORT = "short"


@dataclass(frozen=True)
class Need:
    """What is asked: areas in m², power in kW, water and wastewater in m³/day, `budget` in VND/m²; None: not asked.

    `sector` is the verdict on the sector asked for, the same for every parcel: no zone has published its own list.
    `wanted_on` is the first day the land is needed; None or a day not after `today`: now.
    """

    today: dt.date
    area: Decimal | None = None
    area_to: Decimal | None = None
    power: Decimal | None = None
    water: Decimal | None = None
    wastewater: Decimal | None = None
    sector: Verdict | None = None
    wanted_on: dt.date | None = None
    budget: Decimal | None = None

    @property
    def is_empty(self):
        asked = (self.area, self.area_to, self.power, self.water, self.wastewater, self.sector, self.wanted_on)
        return all(value is None for value in (*asked, self.budget))

    @property
    def is_for_later(self):
        return self.wanted_on is not None and self.wanted_on > self.today

    @property
    def criteria(self):
        """The names of what is judged, in reading order. Whoever asks anything asks for land that is free."""
        asked = {
            "area": self.area is not None or self.area_to is not None,
            "when": not self.is_empty,
            "power": self.power is not None,
            "water": self.water is not None,
            "wastewater": self.wastewater is not None,
            "sector": self.sector is not None,
            "budget": self.budget is not None,
        }
        return tuple(name for name, is_asked in asked.items() if is_asked)


@dataclass(frozen=True)
class Land:
    """What the record says of a parcel, in the units of Need; None: not published.

    `state` is the leasing state as the public reads it today, `price` the lowest and the highest VND/m² asked for it.
    """

    area: Decimal | None
    power: Decimal | None
    water: Decimal | None
    wastewater: Decimal | None
    state: str
    held_until: dt.date | None
    readiness: str
    price: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True)
class Check:
    """One criterion judged. `reason` says why in a code; `gap` is what is lacking (or too much), in the unit asked."""

    criterion: str
    verdict: Verdict
    reason: str = ""
    gap: Decimal | None = None


def _quantity(name):
    def check(need, land):
        asked, offered = getattr(need, name), getattr(land, name)
        if offered is None:
            return Check(name, Verdict.UNKNOWN, "unpublished")
        if offered < asked:
            return Check(name, Verdict.SHORT, "less", asked - offered)
        return Check(name, Verdict.FITS)

    return check


def _area(need, land):
    if land.area is None:
        return Check("area", Verdict.UNKNOWN, "unpublished")
    if need.area is not None and land.area < need.area:
        return Check("area", Verdict.SHORT, "less", need.area - land.area)
    if need.area_to is not None and land.area > need.area_to:
        return Check("area", Verdict.SHORT, "more", land.area - need.area_to)
    return Check("area", Verdict.FITS)


def _when(need, land):
    """Free when it is wanted; for a later day also serviced, since nobody has published when land will be."""
    if land.state in NEVER:
        return Check("when", Verdict.SHORT, land.state)
    if land.state == ON_HOLD:
        frees_before = land.held_until is None or (need.wanted_on is not None and land.held_until < need.wanted_on)
        return Check("when", Verdict.UNKNOWN if need.is_for_later and frees_before else Verdict.SHORT, ON_HOLD)
    if land.state != Commercial.AVAILABLE:
        return Check("when", Verdict.UNKNOWN, land.state)
    if need.wanted_on is not None and land.readiness != Readiness.SERVICED:
        return Check("when", Verdict.UNKNOWN, "not_serviced")
    return Check("when", Verdict.FITS)


def _sector(need, _land):
    return Check("sector", need.sector, "" if need.sector == Verdict.FITS else "unpublished")


def _budget(need, land):
    if land.price is None:
        return Check("budget", Verdict.UNKNOWN, "unpublished")
    lowest, highest = land.price
    if lowest > need.budget:
        return Check("budget", Verdict.SHORT, "dearer", lowest - need.budget)
    # Within a published range nobody can say what this parcel would cost.
    return Check("budget", Verdict.FITS) if highest <= need.budget else Check("budget", Verdict.UNKNOWN, "range")


_CHECKS: dict[str, Callable[[Need, Land], Check]] = {
    "area": _area,
    "when": _when,
    "power": _quantity("power"),
    "water": _quantity("water"),
    "wastewater": _quantity("wastewater"),
    "sector": _sector,
    "budget": _budget,
}


def judge(need, land):
    """A Check of each criterion of `need`, in reading order."""
    return tuple(_CHECKS[name](need, land) for name in need.criteria)


def overall(checks):
    """The verdict on all: short if anything is short, else unknown if anything is; unknown never counts as fitting."""
    verdicts = {check.verdict for check in checks}
    return next((one for one in (Verdict.SHORT, Verdict.UNKNOWN) if one in verdicts), Verdict.FITS)


def shortfalls(checks):
    return sum(check.verdict == Verdict.SHORT for check in checks)

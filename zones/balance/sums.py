"""The land balance of a zone: its parcels, each in one class, added up. Knows no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zones.lifecycle import Commercial, Readiness

# A difference up to this, in m² (0.01 ha), is rounding.
TOLERANCE = Decimal(100)


@dataclass(frozen=True)
class LandRow:
    """Parcels of one state taken together: `area` in m² is the sum of those whose area is known (None: of none)."""

    commercial: str
    readiness: str
    area: Decimal | None
    parcels: int = 1
    without_area: int = 0


@dataclass(frozen=True)
class Sum:
    """An area in m², from how many parcels, and how many of these have no known area and are missing from it."""

    area: Decimal
    parcels: int
    without_area: int


@dataclass(frozen=True)
class LandBalance:
    """Sums of real parcels in m². `total` is all of them, `leasable` all but those not for lease.

    Each leasable parcel is in exactly one class, so the classes add up to `leasable`:
    `leased`; `reserved`: on hold, reserved or under negotiation; `free_serviced`: offered, with infrastructure to the
    boundary; `free_unserviced`: offered, cleared or levelled, or no source says how far it is; `uncleared`: neither
    leased nor on hold and not yet cleared, offered or not; `not_offered`: only planned, taken back or paused, and not
    known to be uncleared; `unknown`: nobody has said whether it is leased, so no class that could hold it is complete.
    """

    total: Sum
    leasable: Sum
    leased: Sum
    reserved: Sum
    free_serviced: Sum
    free_unserviced: Sum
    uncleared: Sum
    not_offered: Sum
    unknown: Sum

    @property
    def free(self):
        """What an investor can ask for today, serviced or not."""
        both = (self.free_serviced, self.free_unserviced)
        return Sum(
            sum(part.area for part in both),
            sum(part.parcels for part in both),
            sum(part.without_area for part in both),
        )

    def is_complete(self, name):
        """Whether the sum `name` leaves out nothing: no parcel without an area, none of unknown state."""
        return not getattr(self, name).without_area and (name == "total" or not self.unknown.parcels)

    @property
    def fill_rate(self):
        """Leased ÷ leasable in %, two decimals; None when nothing is leasable or either sum is incomplete."""
        if not self.leasable.area or not (self.is_complete("leased") and self.is_complete("leasable")):
            return None
        share = self.leased.area * 100 / self.leasable.area
        return share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


# The classes in the order in which they are shown.
CLASSES = ("leased", "reserved", "free_serviced", "free_unserviced", "uncleared", "not_offered", "unknown")


def class_of(commercial, readiness):
    """The class of LandBalance a leasable parcel is in; None for land not for lease."""
    settled = {
        Commercial.NOT_FOR_LEASE: None,
        Commercial.LEASED: "leased",
        Commercial.RESERVED: "reserved",
        Commercial.NEGOTIATING: "reserved",
        Commercial.UNKNOWN: "unknown",
    }
    if commercial in settled:
        return settled[commercial]
    if readiness == Readiness.UNCLEARED:
        return "uncleared"
    if commercial != Commercial.AVAILABLE:
        return "not_offered"
    return "free_serviced" if readiness == Readiness.SERVICED else "free_unserviced"


def _sum(rows: Iterable[LandRow]):
    rows = list(rows)
    return Sum(
        sum((row.area or Decimal(0) for row in rows), Decimal(0)),
        sum(row.parcels for row in rows),
        sum(row.without_area or (row.parcels if row.area is None else 0) for row in rows),
    )


def land_balance(rows):
    """The LandBalance of `rows`, which are all parcels of one zone and real."""
    rows = list(rows)
    classes = {name: [row for row in rows if class_of(row.commercial, row.readiness) == name] for name in CLASSES}
    return LandBalance(
        total=_sum(rows),
        leasable=_sum(row for name in CLASSES for row in classes[name]),
        **{name: _sum(members) for name, members in classes.items()},
    )


def differs(computed, decided):
    """computed − decided in m² when it is more than rounding, else None."""
    difference = computed - decided
    return difference if abs(difference) > TOLERANCE else None

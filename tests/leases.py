"""When a parcel was leased, read from its moves: what tests of moves and reshaping compare."""

from core.chain import periods
from zones.lifecycle import Commercial


def lease_periods(parcel):
    """[(first day, day it ended or None)] of every lease in order; of the first the day may be unknown, None.

    A lease that goes on when the parcel is split or merged ends here on that day: the parcels made of it go on with it.
    """
    found = periods(parcel.moves_in_order("commercial_status"), parcel.commercial_status)
    leased = [period for period in found if period.state == Commercial.LEASED]
    return [(period.start, period.end or parcel.exists_to) for period in leased]

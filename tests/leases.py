"""A parcel that was leased, and when it was, read from its moves: what tests of moves and reshaping compare."""

import datetime as dt

from core.chain import periods
from tests import make
from zones.lifecycle import Commercial

LEASING = "commercial_status"


def day(text):
    return dt.date.fromisoformat(text)


def leased_once(**fields):
    """A parcel leased from 1 May 2021 and recovered on 2 June 2023, free since 1 July 2023."""
    parcel, officer = make.parcel(commercial_status=Commercial.NEGOTIATING, **fields), make.user()
    parcel.move_to("leased", axis=LEASING, by=officer, on=day("2021-05-01"), decision_number="7/HĐ")
    parcel.move_to(
        "recovered", axis=LEASING, by=officer, on=day("2023-06-02"), decision_number="9/QĐ", note="Chậm tiến độ"
    )
    parcel.move_to("available", axis=LEASING, by=officer, on=day("2023-07-01"))
    return parcel, officer


def lease_periods(parcel):
    """[(first day, day it ended or None)] of every lease in order; of the first the day may be unknown, None.

    A lease that goes on when the parcel is split or merged ends here on that day: the parcels made of it go on with it.
    """
    found = periods(parcel.moves_in_order(LEASING), parcel.commercial_status)
    leased = [period for period in found if period.state == Commercial.LEASED]
    return [(period.start, period.end or parcel.exists_to) for period in leased]

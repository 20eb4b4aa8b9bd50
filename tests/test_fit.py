"""A need against what the record says of a parcel: what fits, by how much it falls short, what is unknown."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.finding.fit import Land, Need, Verdict, judge, overall, shortfalls

TODAY = dt.date(2026, 11, 22)
FITS, SHORT, UNKNOWN = Verdict.FITS, Verdict.SHORT, Verdict.UNKNOWN


def land(**said):
    nothing = {"area": None, "power": None, "water": None, "wastewater": None}
    return Land(**nothing | {"state": "available", "held_until": None, "readiness": "serviced"} | said)


def check(criterion, land, **need):
    return next(one for one in judge(Need(TODAY, **need), land) if one.criterion == criterion)


@pytest.mark.parametrize("name", ["area", "power", "water", "wastewater"])
def test_a_quantity_fits_falls_short_by_a_number_or_is_unknown(name):
    asked = {name: Decimal(2000)}
    assert check(name, land(**{name: Decimal(2000)}), **asked).verdict == FITS
    short = check(name, land(**{name: Decimal("1500.5")}), **asked)
    assert (short.verdict, short.gap) == (SHORT, Decimal("499.5"))
    unknown = check(name, land(), **asked)
    assert (unknown.verdict, unknown.reason) == (UNKNOWN, "unpublished")


def test_zero_is_a_published_quantity_and_not_an_unknown_one():
    assert check("power", land(power=Decimal(0)), power=Decimal(1)).verdict == SHORT


def test_a_parcel_may_also_be_too_large():
    found = check("area", land(area=Decimal(30_000)), area=Decimal(10_000), area_to=Decimal(20_000))
    assert (found.verdict, found.reason, found.gap) == (SHORT, "more", Decimal(10_000))


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        ("available", FITS),
        ("leased", SHORT),
        ("not_for_lease", SHORT),
        ("withdrawn", SHORT),
        ("on_hold", SHORT),
        ("planned", UNKNOWN),
        ("recovered", UNKNOWN),
        ("unknown", UNKNOWN),
    ],
)
def test_whoever_asks_for_anything_asks_for_land_that_is_free(state, verdict):
    assert check("when", land(state=state), area=Decimal(1)).verdict == verdict


@pytest.mark.parametrize(
    ("wanted", "until", "verdict"),
    [
        (dt.date(2027, 6, 1), dt.date(2027, 5, 31), UNKNOWN),  # may be free by then, or leased
        (dt.date(2027, 6, 1), dt.date(2027, 6, 1), SHORT),
        (dt.date(2027, 6, 1), None, UNKNOWN),
        (TODAY, dt.date(2026, 11, 1), SHORT),
        (None, dt.date(2027, 5, 31), SHORT),
    ],
)
def test_land_on_hold_is_not_free_now_and_nobody_knows_whether_it_is_later(wanted, until, verdict):
    found = check("when", land(state="on_hold", held_until=until), area=Decimal(1), wanted_on=wanted)
    assert found.verdict == verdict


def test_when_unserviced_land_will_be_ready_is_unknown():
    asked = {"wanted_on": dt.date(2027, 1, 1)}
    for readiness in ("uncleared", "cleared", "levelled", "unknown"):
        assert check("when", land(readiness=readiness), **asked).reason == "not_serviced"
    assert check("when", land(), **asked).verdict == FITS


def test_a_budget_meets_a_price_a_range_and_no_price():
    asked = {"budget": Decimal(60_000)}
    assert check("budget", land(price=(Decimal(60_000), Decimal(60_000))), **asked).verdict == FITS
    dear = check("budget", land(price=(Decimal(75_000), Decimal(80_000))), **asked)
    assert (dear.verdict, dear.gap) == (SHORT, Decimal(15_000))
    assert check("budget", land(price=(Decimal(50_000), Decimal(70_000))), **asked).verdict == UNKNOWN
    assert check("budget", land(), **asked).verdict == UNKNOWN


def test_a_sector_no_zone_has_published_is_unknown():
    assert check("sector", land(), sector=UNKNOWN).verdict == UNKNOWN
    assert check("sector", land(), sector=FITS).verdict == FITS


def test_an_empty_need_judges_nothing():
    assert Need(TODAY).is_empty and judge(Need(TODAY), land()) == ()


amounts = st.none() | st.decimals(0, 100_000, places=2)


@given(
    st.builds(Need, st.just(TODAY), amounts, amounts, amounts, amounts, amounts),
    st.builds(land, area=amounts, power=amounts, water=amounts, wastewater=amounts),
)
def test_unknown_never_counts_as_fitting_and_every_shortfall_has_a_number(need, land):
    checks = judge(need, land)
    assert [one.criterion for one in checks] == list(need.criteria)
    if overall(checks) == FITS:
        assert all(getattr(land, name) is not None for name in need.criteria if name != "when")
    assert (overall(checks) == SHORT) == bool(shortfalls(checks))
    assert all(one.gap > 0 for one in checks if one.verdict == SHORT)

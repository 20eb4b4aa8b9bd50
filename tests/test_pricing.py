"""The worked example and the corners of the whole-life cost of a lease."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zones.cost.pricing import (
    Escalation,
    Line,
    Term,
    annual_payments,
    break_even_years,
    indifference_rate,
    line,
    passing_payment,
    present_value,
    total,
)

D = Decimal
# Prices of a zone in another province, for the arithmetic only.
AREA, RENT, ONE_OFF, INFRASTRUCTURE = D(10_000), D(95_500), D(2_150_000), D(14_950)
TERM = Term(dt.date(2026, 11, 22), dt.date(2054, 8, 8))
PAYMENTS = annual_payments(AREA * RENT, TERM)


def billions(amount):
    return round(amount / 10**9, 4)


def test_the_term_is_counted_in_days_and_years_of_365_25():
    assert TERM.days == 10_121
    assert round(TERM.years, 4) == D("27.7098")
    assert len(TERM.days_paid()) == 28


def test_a_whole_number_of_years_has_no_last_part():
    term = Term(dt.date(2026, 1, 1), dt.date(2030, 1, 1))
    assert term.days == 1461
    assert term.days_paid() == [D("365.25")] * 4


@pytest.mark.parametrize(("rate", "worth"), [(0, "26.4628"), (5, "14.8649"), (8, "11.3634"), (10, "9.7554")])
def test_the_annual_rent_is_worth_what_the_example_says(rate, worth):
    # The example prints four decimals, cut or rounded; a unit of the last place is the most they may differ.
    assert abs(present_value(PAYMENTS, D(rate)) / 10**9 - D(worth)) < D("0.0001")


def test_the_example_in_nominal_terms():
    infrastructure = annual_payments(AREA * INFRASTRUCTURE, TERM)
    lines = [line("rent_annual", PAYMENTS, D(0)), line("infra_fee", infrastructure, D(0))]
    assert lines[0].first_year == 955_000_000
    assert lines[1].first_year == 149_500_000
    assert abs(billions(total(lines).nominal) - D("30.6055")) <= D("0.0001")


def test_break_even_and_the_payment_that_passes_the_one_off():
    assert round(break_even_years(AREA * ONE_OFF, AREA * RENT), 3) == D("22.513")
    assert passing_payment(AREA * ONE_OFF, PAYMENTS) == 23
    assert passing_payment(10**12, PAYMENTS) is None
    assert break_even_years(D(5), D(0)) is None


def test_the_indifference_rate_makes_both_ways_worth_the_same():
    rate = indifference_rate(AREA * ONE_OFF, PAYMENTS)
    assert round(rate, 4) == D("1.6304")
    assert abs(present_value(PAYMENTS, rate) - AREA * ONE_OFF) < 10**5


def test_there_is_no_indifference_rate_where_only_one_payment_falls_due():
    assert indifference_rate(D(5), [D(5)]) is None


def test_escalation_compounds_from_the_anniversaries_and_exempt_years_come_first():
    term = Term(dt.date(2026, 1, 1), dt.date(2034, 1, 1))
    payments = annual_payments(D(100), term, Escalation(D(10), every=3), exempt_years=2)
    assert [round(payment, 2) for payment in payments] == [0, 0, 100, 110, 110, 110, 121, 121]


def test_less_than_a_year_is_one_payment_pro_rata():
    payments = annual_payments(D(365_250), Term(dt.date(2026, 1, 1), dt.date(2026, 1, 11)))
    assert payments == [D(10_000)]


def test_what_is_not_published_has_no_amount_and_makes_the_total_incomplete():
    known = line("rent_annual", [D("0.5"), D("0.4")], D(0))
    assert (known.first_year, known.nominal) == (1, 1)
    both = total([known, line("infra_fee", None, D(0))])
    assert both.is_incomplete and both.nominal == 1
    assert Line("x").is_published is False


@pytest.mark.parametrize("end", [dt.date(2026, 1, 1), dt.date(2025, 12, 31)])
def test_a_term_ends_after_it_starts(end):
    with pytest.raises(ValueError):
        Term(dt.date(2026, 1, 1), end)


@pytest.mark.parametrize(("percent", "every"), [(D(5), 0), (D(-100), 1)])
def test_an_escalation_that_makes_no_sense_is_refused(percent, every):
    with pytest.raises(ValueError):
        Escalation(percent, every)


terms = st.builds(
    lambda start, days: Term(start, start + dt.timedelta(days=days)),
    st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)),
    st.integers(1, 36_500),
)


@given(terms, st.decimals(1, 10**9, places=2))
def test_nominal_is_the_yearly_amount_times_the_years(term, amount):
    assert abs(sum(annual_payments(amount, term)) - amount * term.years) < D("0.0001")


@given(terms, st.decimals(1, 10**9, places=2), st.decimals("0.1", 30, places=2), st.decimals("0.1", 30, places=2))
def test_a_higher_rate_is_never_worth_more(term, amount, one, other):
    payments = annual_payments(amount, term)
    assert present_value(payments, max(one, other)) <= present_value(payments, min(one, other))


@given(st.lists(st.lists(st.decimals(0, 10**9, places=3), min_size=1, max_size=40), min_size=1, max_size=6))
def test_printed_lines_add_up_to_the_printed_total(rows):
    lines = [line(str(at), payments, D(7)) for at, payments in enumerate(rows)]
    assert total(lines).present_value == sum(one.present_value for one in lines)

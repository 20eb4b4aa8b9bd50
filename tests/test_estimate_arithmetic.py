"""The estimate beside an independent computation on exact fractions, and the corners of terms, rises and free years."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from zones.cost.pricing import Escalation, Term, add_years, annual_payments, end_after, monthly, total, with_vat

D = Decimal
pytestmark = pytest.mark.django_db


def half_up(amount):
    return floor(amount + Fraction(1, 2))


def by_hand(area, price, days, discount, percent=0, every=1, exempt=0):
    """(first year, nominal, present value) of a yearly price, payment by payment, on exact fractions."""
    years = Fraction(days) / Fraction("365.25")
    payments, year = [], 0
    while year < years:
        share = min(Fraction(1), years - year)
        rise = (1 + Fraction(percent) / 100) ** (year // every)
        payments.append(Fraction(0) if year < exempt else Fraction(area) * Fraction(price) * rise * share)
        year += 1
    worth = sum(payment / (1 + Fraction(discount) / 100) ** at for at, payment in enumerate(payments))
    return half_up(payments[0]), half_up(sum(payments)), half_up(worth)


def ask(client, **query):
    response = client.get(reverse("api_estimate"), query)
    assert response.status_code == 200, response.json()
    return response.json()


def amounts(answer, code):
    line = next(line for line in answer["lines"] if line["code"] == code)
    return line["first_year"], line["nominal"], line["present_value"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)),
    st.integers(1, 25_000),
    st.decimals("0.01", 10**7, places=2),
    st.decimals(0, 10**6, places=2),
    st.decimals(-20, 120, places=2),
    st.decimals(-20, 40, places=1),
    st.integers(1, 12),
    st.integers(0, 80),
)
@example(dt.date(2024, 2, 29), 1, D("0.01"), D("0.5"), D(0), D(0), 1, 0)
@example(dt.date(2026, 1, 1), 3652, D(10_000), D(95_500), D(0), D(5), 5, 2)
@example(dt.date(2026, 1, 1), 1461, D(10_000), D(95_500), D(-20), D(-20), 3, 0)
@example(dt.date(2026, 1, 1), 364, D(1), D(1), D(120), D(40), 1, 1)
def test_any_answer_is_that_of_an_independent_computation(
    client, start, days, area, price, discount, percent, every, exempt
):
    answer = ask(
        client,
        start=start.isoformat(),
        end=(start + dt.timedelta(days=days)).isoformat(),
        area=str(area),
        rent=str(price),
        infra_fee=str(price),
        one_off=str(price),
        discount_rate=str(discount),
        escalation_pct=str(percent),
        escalation_years=str(every),
        exempt_years=str(exempt),
    )
    assert answer["days"] == days
    # JSON numbers carry 15 digits for certain; amounts here have fewer.
    assert amounts(answer, "rent_annual") == by_hand(area, price, days, discount, percent, every, exempt)
    assert amounts(answer, "infra_fee") == by_hand(area, price, days, discount)
    once = half_up(Fraction(area) * Fraction(price))
    assert amounts(answer, "rent_one_off") == (once, once, once)
    for way, code in (("annual", "rent_annual"), ("one_off", "rent_one_off")):
        sums = next(row for row in answer["totals"] if row["code"] == way)
        assert sums["nominal"] == amounts(answer, code)[1] + amounts(answer, "infra_fee")[1]
        assert sums["present_value"] == amounts(answer, code)[2] + amounts(answer, "infra_fee")[2]


def test_ten_calendar_years_of_3652_days_are_ten_payments_the_last_pro_rata():
    payments = annual_payments(D("365.25"), Term(dt.date(2026, 1, 1), dt.date(2036, 1, 1)))
    assert payments == [D("365.25")] * 9 + [D("364.75")]


def test_half_a_dong_is_rounded_up_even_where_days_do_not_divide_evenly(client):
    # 1461 m² × 0.125 VND × 1 day ÷ 365.25 is half a dong exactly.
    answer = ask(client, area="1461", rent="0.125", start="2026-01-01", end="2026-01-02", mode="annual")
    assert amounts(answer, "rent_annual")[0] == 1


def test_the_rise_runs_on_through_free_years():
    payments = annual_payments(
        D(100), Term(dt.date(2026, 1, 1), dt.date(2030, 1, 1)), Escalation(D(10), every=1), exempt_years=2
    )
    assert [round(payment, 2) for payment in payments] == [0, 0, 121, D("133.1")]


def test_free_for_the_whole_term_costs_no_rent_and_compares_with_nothing(client):
    term = {"start": "2026-01-01", "end": "2030-01-01"}
    answer = ask(client, area="100", rent="10", one_off="50", infra_fee="1", exempt_years="9", **term)
    assert amounts(answer, "rent_annual") == (0, 0, 0)
    assert answer["break_even_years"] == 5
    assert answer["passing_payment"] is None and answer["indifference_rate_pct"] is None


def test_a_price_of_zero_is_a_price(client):
    answer = ask(client, area="100", rent="0", one_off="0", infra_fee="0", start="2026-01-01", end="2030-01-01")
    assert amounts(answer, "rent_annual") == (0, 0, 0)
    assert answer["incomplete"] is False and answer["break_even_years"] is None


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        (dt.date(2026, 1, 1), D(10), dt.date(2036, 1, 1)),
        (dt.date(2024, 2, 29), D(1), dt.date(2025, 2, 28)),
        (dt.date(2024, 2, 29), D(4), dt.date(2028, 2, 29)),
        (dt.date(2026, 1, 1), D("0.5"), dt.date(2026, 7, 3)),
        (dt.date(2026, 1, 1), D("1.002"), dt.date(2027, 1, 2)),
    ],
)
def test_a_term_in_years_ends_on_the_anniversary(start, years, end):
    assert end_after(start, years) == end


def test_payments_fall_due_on_anniversaries_and_never_after_the_end():
    term = Term(dt.date(2024, 2, 29), dt.date(2028, 2, 29))
    assert [term.due_on(number) for number in (1, 2, 4)] == [
        dt.date(2024, 2, 29),
        dt.date(2025, 2, 28),
        dt.date(2027, 2, 28),
    ]
    drifting = Term(dt.date(2027, 1, 1), dt.date(2037, 1, 1))
    assert len(drifting.days_paid()) == 11 and drifting.due_on(11) == dt.date(2036, 12, 31)
    assert add_years(dt.date(2024, 2, 29), 4) == dt.date(2028, 2, 29)


def test_years_beyond_the_calendar_are_refused():
    with pytest.raises(OverflowError):
        end_after(dt.date(9990, 1, 1), D(20))


@pytest.mark.parametrize(
    ("amount", "stated", "percent", "wanted", "expected"),
    [
        (D(100), "excluded", D(10), "included", (D(110), True)),
        (D(110), "included", D(10), "excluded", (D(100), True)),
        (D(100), "excluded", None, "excluded", (D(100), True)),
        (D(100), "excluded", None, "included", (D(100), False)),
        (D(100), "exempt", None, "included", (D(100), True)),
        (D(100), "unknown", D(10), "included", (D(100), False)),
        (D(100), "excluded", D(0), "included", (D(100), True)),
    ],
)
def test_vat_is_put_on_or_taken_off_only_where_its_rate_is_stated(amount, stated, percent, wanted, expected):
    assert with_vat(amount, stated, percent, wanted) == expected


def test_nothing_published_has_no_total_rather_than_zero():
    sums = total([])
    assert sums.nominal is None and not sums.is_incomplete


def test_per_square_metre_and_month_is_the_nominal_over_the_months_of_the_term():
    term = Term(dt.date(2026, 1, 1), dt.date(2030, 1, 1))
    assert monthly(D(4_800), D(10), term) == 10

"""Which stored prices an estimate takes, how it turns them into money, and what it warns of."""

import datetime as dt

import pytest

from tests import make
from tests.estimating import ask, first, lines, rate
from zones.models import Rate
from zones.units import RateKind, RateUnit

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone():
    return make.zone(slug="khu")


def test_vat_is_added_where_its_rate_is_stated_and_a_warning_stands_where_not(client, zone):
    rate(zone=zone, amount=100, vat_percent=10)
    rate(RateKind.INFRASTRUCTURE, zone=zone, amount=10, vat="unknown")
    rate(RateKind.MANAGEMENT, zone=zone, amount=11, vat="included", vat_percent=10)
    within = ask(client, zone="khu", area="100", mode="annual", vat="included")
    assert [first(within, code) for code in ("rent_annual", "infra_fee", "management_fee")] == [11_000, 1_000, 1_100]
    assert any(said.startswith("VAT is not stated for: Infrastructure use fee") for said in within["warnings"])
    assert lines(within)["infra_fee"]["vat_unclear"] is True
    without = ask(client, zone="khu", area="100", mode="annual")
    assert [first(without, code) for code in ("rent_annual", "infra_fee", "management_fee")] == [10_000, 1_000, 1_000]


def test_own_prices_with_vat_need_its_rate(client):
    own = {"area": "100", "rent": "10", "infra_fee": "1", "mode": "annual", "vat": "included"}
    assert first(ask(client, **own, vat_percent="8"), "rent_annual") == 1_080
    unclear = ask(client, **own)
    assert first(unclear, "rent_annual") == 1_000 and "VAT is not stated" in unclear["warnings"][0]


def test_dollars_at_the_stored_rate_of_the_day_with_both_amounts(client, zone):
    rate(zone=zone, amount=100)
    make.exchange_rate(on=dt.date(2026, 11, 20), vnd=25_000)
    make.exchange_rate(on=dt.date(2026, 11, 30), vnd=99_999)
    make.exchange_rate(on=dt.date(2026, 11, 21), vnd=1, publication="draft")
    answer = ask(client, zone="khu", area="1000", mode="annual", currency="USD")
    line = lines(answer)["rent_annual"]
    assert (answer["currency"], line["first_year"], line["usd"]["first_year"]) == ("USD", 4, 4)
    assert line["vnd"]["first_year"] == 100_000
    assert answer["exchange_rate"] == {
        "vnd_for_one_usd": 25_000,
        "on": "2026-11-20",
        "publisher": "Test newspaper",
        "given_by_reader": False,
    }


def test_the_readers_own_exchange_rate_wins_and_is_named_so(client):
    answer = ask(client, area="1000", rent="333", mode="annual", currency="USD", exchange_rate="26000")
    assert first(answer, "rent_annual") == 12.81
    assert answer["exchange_rate"]["given_by_reader"] is True and answer["exchange_rate"]["on"] is None


def test_own_prices_take_the_stored_exchange_rate_too(client):
    make.exchange_rate(on=dt.date(2026, 11, 20), vnd=25_000)
    answer = ask(client, area="1000", rent="100", mode="annual", currency="USD")
    assert first(answer, "rent_annual") == 4
    assert "known=" in answer["permalink"] and "on=2026-11-22" in answer["permalink"]


def test_without_an_exchange_rate_amounts_stay_in_dong_and_say_so(client, zone):
    rate(zone=zone, amount=100)
    answer = ask(client, zone="khu", area="1000", mode="annual", currency="USD")
    assert answer["currency"] == "VND" and first(answer, "rent_annual") == 100_000
    assert any("No exchange rate" in said for said in answer["warnings"])


def test_a_price_in_dollars_is_brought_to_dong_or_left_out(client, zone):
    rate(zone=zone, amount=2, currency="USD")
    left_out = ask(client, zone="khu", area="1000", mode="annual")
    assert first(left_out, "rent_annual") is None and left_out["incomplete"]
    assert any("priced in USD" in said for said in left_out["warnings"])
    assert (
        first(ask(client, zone="khu", area="1000", mode="annual", exchange_rate="25000"), "rent_annual") == 50_000_000
    )


def test_power_is_priced_by_hours_for_twelve_months(client, zone):
    for band, amount in (("normal", 2_000), ("peak", 3_500), ("off_peak", 1_500)):
        rate(RateKind.ELECTRICITY, RateUnit.KWH, zone=zone, amount=amount, band=band)
    used = {"power_normal": "1000", "power_peak": "100", "power_off_peak": "10"}
    answer = ask(client, zone="khu", area="1", mode="annual", **used)
    codes = ("electricity_normal", "electricity_peak", "electricity_off_peak")
    assert [first(answer, code) for code in codes] == [24_000_000, 4_200_000, 180_000]


def test_a_price_for_all_hours_serves_every_hour_and_a_range_prices_nothing(client, zone):
    rate(RateKind.ELECTRICITY, RateUnit.KWH, zone=None, amount=1_800, amount_max=2_400)
    ranged = ask(client, zone="khu", area="1", mode="annual", power_peak="10")
    assert first(ranged, "electricity_peak") is None
    assert any("only as a range" in said and "1,800" in said for said in ranged["warnings"])
    rate(RateKind.ELECTRICITY, RateUnit.KWH, zone=None, amount=2_000)
    assert first(ask(client, zone="khu", area="1", mode="annual", power_peak="10"), "electricity_peak") == 240_000


def test_power_by_voltage_asks_which(client, zone):
    rate(RateKind.ELECTRICITY, RateUnit.KWH, zone=zone, amount=1_000, voltage="110 kV")
    rate(RateKind.ELECTRICITY, RateUnit.KWH, zone=zone, amount=1_100, voltage="22 kV")
    asked = ask(client, zone="khu", area="1", mode="annual", power_normal="1")
    assert first(asked, "electricity_normal") is None
    assert any("110 kV; 22 kV" in said for said in asked["warnings"])
    told = ask(client, zone="khu", area="1", mode="annual", power_normal="1", voltage=" 22 KV")
    assert first(told, "electricity_normal") == 13_200


def test_wastewater_is_measured_or_a_share_of_the_water(client, zone):
    metered = rate(RateKind.WASTEWATER, RateUnit.M3, zone=zone, amount=10, basis="metered")
    use = {"zone": "khu", "area": "1", "mode": "annual"}
    assert first(ask(client, **use, wastewater="40"), "wastewater") == 40 * 365 * 10
    assert "wastewater" not in lines(ask(client, **use, water="100"))
    Rate.objects.filter(pk=metered.pk).update(basis="share_of_water", basis_percent=80)
    by_share = ask(client, **use, water="100", wastewater="1")
    assert first(by_share, "wastewater") == 80 * 365 * 10
    assert any("80% of the water used" in said for said in by_share["warnings"])
    # Daily use is counted for 365 days, and a year of 365.25 days is paid as one.
    assert lines(by_share)["wastewater"]["nominal"] == 4 * 80 * 365 * 10


def test_the_least_that_is_charged_a_year_is_charged(client, zone):
    rate(RateKind.WATER, RateUnit.M3, zone=zone, amount=10, minimum=1_000_000)
    answer = ask(client, zone="khu", area="1", mode="annual", water="1")
    assert first(answer, "water") == 1_000_000
    assert any("at least VND\u00a01,000,000 a year" in said for said in answer["warnings"])


def test_a_price_for_a_sector_counts_for_that_sector_only(client, zone):
    wood = make.sector(slug="go")
    rate(zone=zone, amount=100)
    rate(zone=zone, amount=70, sector=wood)
    assert first(ask(client, zone="khu", area="10", mode="annual"), "rent_annual") == 1_000
    assert first(ask(client, zone="khu", area="10", mode="annual", sector="go"), "rent_annual") == 700


def test_a_price_of_the_parcel_counts_before_that_of_its_zone(client, zone):
    parcel = make.parcel(zone=zone, slug="lo", area=10, readiness="serviced")
    rate(zone=zone, amount=100)
    rate(zone=zone, parcel=parcel, amount=80)
    rate(zone=zone, parcel=make.parcel(zone=zone), amount=1)
    assert first(ask(client, parcel="lo", mode="annual"), "rent_annual") == 800
    assert first(ask(client, zone="khu", area="10", mode="annual"), "rent_annual") == 1_000


def test_a_known_gap_is_a_line_not_published_and_never_hides_a_price(client, zone):
    rate(RateKind.MANAGEMENT, zone=zone, amount=None)
    rate(zone=zone, amount=None)
    rate(zone=None, amount=100)
    answer = ask(client, zone="khu", area="10", mode="annual")
    assert first(answer, "management_fee") is None and answer["incomplete"]
    assert first(answer, "rent_annual") == 1_000


def test_a_later_end_than_the_one_off_price_buys_makes_its_total_incomplete(client, zone):
    rate(zone=zone, amount=100)
    rate(RateKind.INFRASTRUCTURE, zone=zone, amount=1)
    rate(RateKind.LAND_RENT_ONE_OFF, RateUnit.M2_TERM, zone=zone, amount=1_000, term_end=dt.date(2030, 1, 1))
    answer = ask(client, zone="khu", area="10")
    totals = {row["code"]: row for row in answer["totals"]}
    assert lines(answer)["rent_one_off"]["nominal"] == 10_000 and lines(answer)["rent_one_off"]["partial"]
    assert (totals["annual"]["incomplete"], totals["one_off"]["incomplete"]) == (False, True)
    assert answer["incomplete"] and any("buys to 1 January 2030 only" in said for said in answer["warnings"])
    assert answer["break_even_years"] == 10 and answer["indifference_rate_pct"] is None


def test_warnings_name_what_is_old_negotiable_announced_and_left_out(client, zone):
    rate(zone=zone, amount=100, as_of="2024", is_negotiable=True, valid_to=dt.date(2027, 6, 1))
    rate(zone=zone, amount=120, valid_from=dt.date(2027, 6, 1))
    rate(RateKind.SECURITY, RateUnit.MONTH, zone=zone, amount=5)
    said = "\n".join(ask(client, zone="khu", area="10", mode="annual")["warnings"])
    assert "nobody has verified this price since 31 December 2024; it was due for review on 31 March 2025" in said
    assert "negotiable, as of 2024" in said
    assert "from 1 June 2027 another price is announced, VND\u00a0120\u00a0per m² a year" in said
    assert "not in this estimate: Security" in said


def test_a_parcel_that_is_not_serviced_says_so(client, zone):
    make.parcel(zone=zone, slug="lo", area=10, readiness="cleared", term_end=dt.date(2030, 1, 1))
    said = "\n".join(ask(client, parcel="lo")["warnings"])
    assert "No source says that this parcel is serviced" in said and "ends on 1 January 2030" in said


def test_only_an_announced_price_that_would_price_the_line_is_told(client, zone):
    parcel = make.parcel(zone=zone, slug="lo", area=100, readiness="serviced")
    rate(zone=zone, parcel=parcel, amount=40)
    rate(zone=zone, amount=50)
    rate(zone=zone, amount=60, valid_from=dt.date(2028, 1, 1))
    rate(zone=zone, amount=70, valid_from=dt.date(2029, 1, 1), sector=make.sector())
    power = {"kind": RateKind.ELECTRICITY, "unit": RateUnit.KWH, "zone": zone, "voltage": "22 kV"}
    rate(**power, band="normal", amount=2_000)
    rate(**power, band="peak", amount=3_000, valid_from=dt.date(2028, 1, 1))
    asked = {"mode": "annual", "power_normal": "10", "voltage": "22 kV"}
    of_zone = [said for said in ask(client, zone="khu", area="100", **asked)["warnings"] if "announced" in said]
    assert of_zone == [
        "Land rent, paid every year: from 1 January 2028 another price is announced, "
        "VND\u00a060\u00a0per m² a year. It is not included here."
    ]
    assert not [said for said in ask(client, parcel="lo", **asked)["warnings"] if "announced" in said]

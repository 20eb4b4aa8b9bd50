"""What an investor reads on the pages of land when parcels, prices and plans are real ones."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from tests import make

SQUARE = [[0, 0], [100, 0], [100, 100], [0, 100]]


def page(client, name, *args, language="en", **query):
    with translation.override(language):
        return client.get(reverse(name, args=args), query)


def test_a_price_announced_for_later_stands_after_the_one_in_force(db, client):
    zone, today = make.zone(), timezone.localdate()
    soon = today + dt.timedelta(days=40)
    make.rate(zone=zone, amount=47_800, valid_from=soon)
    make.rate(zone=zone, amount=45_500, valid_from=today - dt.timedelta(days=200), valid_to=soon)
    for response in (page(client, "zones:zone", zone.slug), page(client, "zones:prices")):
        words = response.content.decode()
        table = words[words.index('<table class="table table--rows table--prices') :]
        assert table.index("VND\u00a045,500") < table.index("VND\u00a047,800")


def test_two_parcels_of_one_number_are_told_apart_by_their_zones(db, client):
    here, there, other = make.parcel(code="CN-02"), make.parcel(code="CN-02"), make.parcel(code="CN-03")
    response = page(client, "zones:compare", parcel=[here.slug, there.slug, other.slug])
    names = [column["heading"] for column in response.context["columns"]]
    assert names[:2] == [f"Parcel CN-02 · {row.zone.short_name_en}" for row in (here, there)]
    assert names[2] == "Parcel CN-03"
    assert f'data-label="{names[1]}"' in response.content.decode()


@pytest.mark.parametrize("years", [None, -1, 20])
def test_a_parcel_whose_term_is_known_leads_straight_to_what_it_costs_to_its_end(db, client, years):
    today = timezone.localdate()
    end = today.replace(year=today.year + years, day=1) if years else None
    parcel = make.parcel(term_end=end)
    make.rate(zone=parcel.zone, valid_from="2020-01-01")
    words = page(client, "zones:parcel", parcel.slug).content.decode()
    (address,) = re.findall(r'href="(/en/estimate/\?[^"]+)"', words)
    answer = client.get(address.replace("&amp;", "&"))
    assert ("result" in answer.context) == (years == 20)
    assert words.index(address) < words.index("On the plan")


def test_the_plan_opens_on_the_zone_of_the_first_parcel_that_fits(db, client):
    small = make.parcel(zone=make.zone(order=1), area=5_000, outline=SQUARE, commercial_status="available")
    fits = make.parcel(zone=make.zone(order=2), area=30_000, outline=SQUARE, commercial_status="available")
    response = page(client, "zones:parcel_list", area="2 ha", view="plan")
    assert response.context["plan_zone"] == fits.zone and response.context["plan_lit"] == 1
    assert page(client, "zones:parcel_list", view="plan").context["plan_zone"] == small.zone


def test_the_home_page_does_not_say_that_no_rent_is_published_once_one_is(db, client):
    zone = make.zone()
    assert "No rent, fee or tariff" in page(client, "home").content.decode()
    make.rate(zone=zone, valid_from="2020-01-01")
    assert "No rent, fee or tariff" not in page(client, "home").content.decode()


def test_who_chose_a_parcel_is_not_sent_to_a_sample(db, client):
    parcel = make.parcel()
    assert page(client, "zones:estimate", parcel=parcel.slug).context["actions"] == []


@pytest.mark.parametrize(("language", "total"), [("en", r">VND\s95,[\d,]+<"), ("vi", r">95\.[\d.]+\sđồng<")])
def test_totals_carry_the_currency_as_prices_do(db, client, language, total):
    parcel = make.parcel(area=1_000)
    make.rate(zone=parcel.zone, valid_from="2020-01-01")
    query = {"parcel": parcel.slug, "start": "2026-11-22", "years": "1", "mode": "annual"}
    assert re.search(total, page(client, "zones:estimate", language=language, **query).content.decode())

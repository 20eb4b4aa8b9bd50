"""What is asked of the finder: amounts, days, budgets and sectors as people write them, and what cannot be read."""

from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from core.disclosure import Publication
from tests import make
from tests.addresses import read
from tests.finding import NEED, SERVICED, codes_on, four, order_of, page, tally, tally_on
from zones.models import Rate
from zones.units import RateKind, RateUnit

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone():
    return make.zone(slug="tb")


def test_power_is_read_in_megawatts_too_and_apparent_power_is_asked_for_again(client, zone):
    four(zone)
    assert tally(client, "area=2+ha&power=1+MW") == tally(client, NEED) == [2, 1, 1]
    html = page(client, "power=2+MVA", "en").content.decode()
    assert "“2 MVA” is apparent power" in html and 'value="2 MVA"' in html


def test_hectares_are_read_and_an_old_address_in_hectares_still_leads_to_its_answer(client, zone):
    four(zone)
    assert order_of(client, "area=2+ha&power=1000") == order_of(client, NEED)
    response = client.get(reverse("zones:parcel_list") + "?area_min=2&area_max=3&power=1000")
    assert response.status_code == 302
    assert response.url.endswith("?power=1000&area=2+ha&area_to=3+ha")
    assert tally(client, response.url.partition("?")[2]) == [1, 1, 2]


def test_the_home_page_asks_in_words_the_finder_understands(client, zone):
    four(zone)
    sector = make.sector()
    html = client.get(reverse("home")).content.decode()
    asked = ("area_min", "power", "water", "from", "sector")
    assert [name for name in asked if f'name="{name}"' not in html] == [] and f'value="{sector.slug}"' in html
    query = "?area_min=2&power=1000&water=&from=&sector="
    response = client.get(reverse("zones:parcel_list") + query, follow=True)
    assert response.context["summary"]["real"]["fits"]["number"] == 2


def test_the_day_wanted_is_read_as_people_write_it(client, zone):
    make.parcel(zone=zone, code="SAN", area=30_000, **SERVICED)
    make.parcel(zone=zone, code="CHUA", area=30_000, commercial_status="available", readiness="levelled")
    for day in ("2027-01", "01/2027", quote("quý I/2027"), "2027", "15/01/2027"):
        assert order_of(client, f"from={day}&show=fits") == ["SAN"], day
    assert "chưa công bố khi nào đủ hạ tầng" in page(client, "from=2027-01").content.decode()


def test_a_budget_is_held_against_the_price_in_force_for_that_land(client, zone):
    other = make.zone()
    for code, where in (("RE", zone), ("KHONG", other)):
        make.parcel(zone=where, code=code, **SERVICED)
    own = make.parcel(zone=zone, code="DAT", **SERVICED)
    make.parcel(zone=zone, code="MẪU-1", is_sample=True, **SERVICED)
    make.rate(zone=zone, amount=50_000)
    make.rate(zone=zone, amount=90_000, valid_to=timezone.localdate())
    make.rate(zone=zone, amount=None)  # looked for and not found, beside the one that was
    make.rate(zone=zone, parcel=own, amount=70_000)
    answer = page(client, "budget=60000")
    assert codes_on(answer) == ["RE", "KHONG", "DAT", "1"]
    html = answer.content.decode()
    assert "cao hơn 10.000 đồng/m²" in html and "50.000 đồng" in html
    assert tally_on(answer, "samples") == [0, 1, 0]
    make.rate(zone=zone, kind=RateKind.LAND_RENT_ONE_OFF, unit=RateUnit.M2_TERM, amount=2_000_000)
    assert tally(client, "budget=60000&pay=one_off") == [0, 1, 2]


def test_a_price_in_dollars_is_no_price_in_dong_and_the_one_it_replaces_does_not_stand_in(client, zone):
    own = make.parcel(zone=zone, code="DO", **SERVICED)
    make.rate(zone=zone, amount=50_000)
    make.rate(zone=zone, parcel=own, amount=3, currency="USD")
    assert tally(client, "budget=60000") == [0, 1, 0]


def test_a_price_for_a_sector_holds_for_that_sector_only(client, zone):
    make.parcel(zone=zone, **SERVICED)
    sector = make.sector()
    make.rate(zone=zone, amount=80_000)
    make.rate(zone=zone, amount=50_000, sector=sector)
    assert tally(client, "budget=60000") == [0, 0, 1]
    assert tally(client, f"budget=60000&sector={sector.slug}") == [1, 0, 0]


def test_a_draft_price_is_no_price(client, zone):
    make.parcel(zone=zone, **SERVICED)
    make.rate(zone=zone, amount=1000, publication=Publication.DRAFT)
    assert Rate.objects.count() == 1 and tally(client, "budget=60000") == [0, 1, 0]


def test_a_sector_fits_only_where_a_source_seeks_it(client, zone):
    make.parcel(zone=zone, **SERVICED)
    sought, oriented = make.sector(), make.sector(scope="province")
    make.sector(slug="an", publication=Publication.DRAFT)
    assert tally(client, f"sector={sought.slug}") == [1, 0, 0]
    assert tally(client, f"sector={oriented.slug}") == [0, 1, 0]
    assert "field--error" in page(client, "sector=an").content.decode()


# Each field is read alone, and tells of itself alone.
UNREADABLE = (
    "area=abc&power=1e400&from=2027-13&sector=khong-co&pay=%00",
    "area=12.345&from=0000&zone=khong-co",
    "area=-1&from=31/02/2027&order=drop",
    "area=NaN",
    "area=Infinity+ha",
    "area=" + "9" * 20,
    "area=30000&area_to=20000",
)


def test_what_cannot_be_read_is_a_sentence_beside_its_field(client, zone):
    make.parcel(zone=zone, area=15_000, **SERVICED)
    for at, query in enumerate(UNREADABLE):
        answer = page(client, query + ("&view=plan" if at % 2 else ""))
        html, wrong = answer.content.decode(), query.count("=") - query.count("area_to")
        assert html.count(" field--error") == wrong and " data-filters open>" in html, query
        assert read(page(client, query, name="zones:parcel_csv")), query


def test_the_rest_of_a_need_is_still_judged(client, zone):
    four(zone)
    assert tally(client, "area=abc&power=1000") == [2, 1, 1]


def test_chips_say_what_is_asked_and_lead_to_the_answer_without_it(client, zone):
    four(zone)
    html = page(client, "area=20000&from=2027-01&zone=tb&pay=one_off").content.decode()
    assert "20.000 m² (2,00 ha)" in html and "Cần từ: 01/2027" in html
    assert html.count('class="chip"') == 3
    assert 'class="chip" href="?area=20000&amp;from=2027-01&amp;pay=one_off"' in html

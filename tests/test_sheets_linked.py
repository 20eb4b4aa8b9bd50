"""Fact sheets of an estimate, what cannot be told on any sheet, and the ways that lead to them."""

import pytest
from django.urls import reverse

from tests import make
from tests.fact_sheets import TERM, addresses, get, pdf, text, words_of
from zones.cost.query import EstimateForm
from zones.cost.sheet import sheet as answer_of
from zones.models import Rate
from zones.units import RateKind, RateUnit

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone():
    return make.zone(slug="thanh-binh")


def test_the_estimate_shows_the_figures_of_its_page_to_the_dong(client, zone):
    make.rate(zone=zone, amount=95_500)
    make.rate(zone=zone, kind=RateKind.LAND_RENT_ONE_OFF, unit=RateUnit.M2_TERM, amount=2_150_000)
    make.rate(zone=zone, kind=RateKind.INFRASTRUCTURE, unit=RateUnit.M2_YEAR, amount=14_950)
    query = {"zone": zone.slug, "area": "10000", "escalation_pct": "3", "escalation_years": "5", **TERM}
    form = EstimateForm(query)
    assert form.is_valid()
    rows = answer_of(form.answer())["rows"]
    for kind in ("", "full"):
        response = get(client, "estimate", form=kind, **query)
        reader = pdf(response)
        words = words_of(reader)
        for row in rows:
            assert row["label"] in words
            for name in ("first_year", "nominal", "present_value", "monthly"):
                assert row[name] and row[name] in words
        assert any("/uoc-tinh/?" in address and "on=" in address for address in addresses(response))
        assert kind or len(reader.pages) == 1


def test_an_estimate_without_a_price_is_incomplete_on_paper_too(client, zone):
    words = text(get(client, "estimate", language="en", zone=zone.slug, area="10000", **TERM))
    assert "(incomplete)" in words and "not published yet" in words


def test_an_estimate_of_a_sample_is_marked(client, zone):
    sample = make.parcel(zone=zone, code="MẪU-07", is_sample=True, slug="mau-07")
    Rate.objects.filter(pk=make.rate(zone=zone).pk).update(is_sample=True)
    words = text(get(client, "estimate", language="en", parcel=sample.slug, **TERM))
    assert "SAMPLE 07" in words and "sample data" in words


def test_what_cannot_be_estimated_leads_to_the_form_that_says_why(client):
    for query in ({}, {"zone": "khong-co", **TERM}, {"area": "NaN", "start": "x", "end": "\x00"}):
        response = get(client, "estimate", **query)
        assert response.status_code == 302 and response["Location"].startswith("/uoc-tinh/"), query
    assert client.get(response["Location"]).status_code == 200


def test_a_query_that_no_address_holds_is_refused_in_a_sentence_and_alarms_nobody(client, zone, caplog):
    for answer in (
        get(client, "estimate", area="9" * 17_000),
        get(client, "zone", zone.slug, on="9" * 17_000),
        client.get(reverse("zones:parcel_list"), {"area_min": "9" * 17_000}),
    ):
        assert answer.status_code == 400 and "không hiểu yêu cầu" in answer.text
    assert not [record for record in caplog.records if record.name.startswith("django.security")]


def test_pages_lead_to_their_sheets(client, zone):
    parcel = make.parcel(zone=zone)
    for row, kind in ((zone, "zone"), (parcel, "parcel")):
        address = reverse(f"zones:{kind}_sheet", args=[row.slug])
        html = client.get(row.get_absolute_url()).content.decode()
        assert f'href="{address}"' in html and f'href="{address}?form=full"' in html
        html = client.get(row.get_absolute_url(), {"on": "2024-03-31"}).content.decode()
        assert f'href="{address}?on=2024-03-31"' in html
    make.rate(zone=zone)
    html = client.get(reverse("zones:estimate"), {"zone": zone.slug, "area": "100", **TERM}).content.decode()
    link = html.partition(f"{reverse('zones:estimate_sheet')}?")[2].partition('"')[0].replace("&amp;", "&")
    assert pdf(client.get(f"{reverse('zones:estimate_sheet')}?{link}"))

"""Asking for an estimate in tests, of prices laid down for it."""

from django.urls import reverse

from tests import make
from zones.units import RateKind, RateUnit

TERM = {"start": "2027-01-01", "end": "2031-01-01"}


DAY = "2026-11-22"


def rate(kind=RateKind.LAND_RENT_ANNUAL, unit=RateUnit.M2_YEAR, **fields):
    return make.rate(**{"kind": kind, "unit": unit, "vat": "excluded", "as_of": DAY} | fields)


def ask(client, **query):
    response = client.get(reverse("api_estimate"), {"on": DAY, "lang": "en", **TERM} | query)
    assert response.status_code == 200, response.json()
    return response.json()


def lines(answer):
    return {line["code"]: line for line in answer["lines"]}


def first(answer, code):
    return lines(answer)[code]["first_year"]

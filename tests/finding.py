"""Looking for land in tests: parcels that answer a need, and what the page and its file list of them."""

import csv
import io

from django.urls import reverse
from django.utils import translation

from tests import make
from tests.addresses import read
from zones.models import Parcel

SERVICED = {"commercial_status": "available", "readiness": "serviced"}
NEED = "area=20000&power=1000"


def page(client, query="", language="vi", name="zones:parcel_list"):
    with translation.override(language):
        address = reverse(name)
    response = client.get(f"{address}?{query}")
    assert response.status_code == 200
    return response


def codes_on(answer):
    """Codes of the parcels listed on a page, in order."""
    return [row["code"] for row in answer.context["rows"]]


def order_of(client, query):
    return codes_on(page(client, query))


def tally_on(answer, who="real"):
    """How many parcels fit, may fit and fall short, as a page tells it."""
    summary = answer.context["summary"]
    return [summary[who][verdict]["number"] for verdict in ("fits", "unknown", "short")]


def tally(client, query):
    return tally_on(page(client, query))


def four(zone):
    """One parcel that fits 2 ha with 1,000 kW, a larger one that does too, one that may, and one that does not."""
    make.parcel(zone=zone, code="KEM", area=15_000, power_kw=500, **SERVICED)
    make.parcel(zone=zone, code="LON", area=50_000, power_kw=3000, **SERVICED)
    make.parcel(zone=zone, code="VUA", area=21_000, power_kw=1000, **SERVICED)
    make.parcel(zone=zone, code="AN", area=20_000, **SERVICED)


def many(rows):
    """Published parcels of these fields, written in one go."""
    stated = {"as_of": "2024", "confidence": "high", "publication": "published"}
    return Parcel.objects.bulk_create(
        Parcel(slug=f"nhieu-{at}", **stated | {"source": fields["zone"].source} | fields)
        for at, fields in enumerate(rows)
    )


def squares(zone, count, **fields):
    for at in range(count):
        corners = [[at * 50, 0], [at * 50 + 40, 0], [at * 50 + 40, 40], [at * 50, 40]]
        make.parcel(zone=zone, source=zone.source, code=f"V{at:03}", outline=corners, **fields)


def rows_of_file(client, query):
    response = page(client, query, name="zones:parcel_csv")
    assert response["Content-Type"].startswith("text/csv") and "attachment" in response["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(read(response).decode("utf-8-sig"))))

"""Importing a survey in tests: tables to paste, and the buttons of the preview."""

import re

from django.urls import reverse

from tests import make
from zones.models import Survey

EAST, NORTH = 425_400, 2_420_500


def vietnamese(number):
    return f"{number:,.3f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def table(parcels, area=None):
    """A pasted table in the Vietnamese style of {number: [(east, north), …]}, with the same `area` in m² for each."""
    lines = ["Số hiệu lô\tĐiểm\tX (m)\tY (m)\tDiện tích (m²)"]
    for number, corners in parcels.items():
        for at, (east, north) in enumerate(corners, start=1):
            said = vietnamese(area) if area and at == 1 else ""
            lines.append(f"{number}\t{at}\t{vietnamese(north)}\t{vietnamese(east)}\t{said}")
    return "\n".join(lines)


def square(at=0, side=100, above=0):
    """Corners of a square, the `at`-th of a row that stands every 100 m and `above` m north of the first row."""
    west, south = EAST + 100 * at, NORTH + above
    return [(west, south), (west + side, south), (west + side, south + side), (west, south + side)]


def outline(corners):
    return [[float(east), float(north)] for east, north in corners]


def on_record(zone, number, corners, **fields):
    return make.parcel(zone=zone, code=number, outline=outline(corners), epsg=9213, **{"area": 10_000} | fields)


def page(name, *args):
    return reverse(f"admin:zones_survey_{name}", args=args)


def sent(zone, **fields):
    return {"zone": zone.pk, "source": make.source().pk, "epsg": 9213, "style": "", "as_of": "03/2024"} | fields


def take(client, zone, pasted, **fields):
    """The survey the officer made of a pasted table."""
    response = client.post(page("add"), sent(zone, pasted=pasted, **fields))
    assert response.status_code == 302, response.context["adminform"].form.errors
    return Survey.objects.latest("pk")


def press(client, survey, name, *, follow=False, **fields):
    """Press a button of the preview as it stands now; the answer, or with `follow` the page it leads to."""
    survey.refresh_from_db()
    return client.post(page(name, survey.pk), {"seen_version": survey.version} | fields, follow=follow)


def step(client, survey, name, **fields):
    """Press a button; the words of the page that follows."""
    return words(press(client, survey, name, follow=True, **fields))


def look(client, survey, query=""):
    return words(client.get(page("change", survey.pk) + query))


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def kinds(survey):
    survey.refresh_from_db()
    return {(finding["number"], finding["kind"]) for finding in survey.findings}

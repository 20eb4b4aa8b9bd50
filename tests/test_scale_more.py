"""Pages that list what belongs to one record stay pages, however much of it there is, and lead to the rest."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procedures import views as procedure_views
from procedures.models import Paper, Step
from projects import views as project_views
from projects.models import Project, ProjectEvent
from tests import make
from zones.models import Figure, Parcel
from zones.views import zone_lists
from zones.zone_facts import MOST

pytestmark = pytest.mark.django_db


def _asked(client, address):
    """(page, how many queries it asked)."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return response.content.decode(), len(queries)


def _figures(topic, first, count, **fields):
    said = {"source": make.source(), "as_of": "2024", "publication": "published", "label_vi": "Số liệu"}
    Figure.objects.bulk_create(
        Figure(key=f"{topic}-{at}", topic=topic, measure=f"m{at}", statement_vi=f"Lời {at}.", **said, **fields)
        for at in range(first, first + count)
    )


def test_statements_on_prices_are_a_beginning_and_the_rest_stands_page_by_page(client):
    make.zone()
    asked = []
    for first, count in ((0, 2), (2, MOST + 40)):
        _figures("prices", first, count)
        html, queries = _asked(client, reverse("zones:prices"))
        asked.append(queries)
    every = reverse("zones:topic_figures", args=["prices"])
    assert asked[0] == asked[1] and len(re.findall(r"Lời \d", html)) == MOST
    assert f'href="{every}"' in html and "Còn 42 mục nữa" in html
    seen = [len(re.findall(r"Lời \d", _asked(client, f"{every}?page={number}")[0])) for number in (1, 2, 3)]
    assert seen == [zone_lists.PER_PAGE, zone_lists.PER_PAGE, MOST + 42 - 2 * zone_lists.PER_PAGE]


def test_roads_that_find_no_room_on_a_zone_stand_all_on_their_own_page(client):
    zone = make.zone()
    _figures("connectivity", 0, MOST + 5)
    every = reverse("zones:topic_figures", args=["connectivity"])
    assert f'href="{every}"' in _asked(client, zone.get_absolute_url())[0]
    assert f'href="{every}?on=2025-01-31"' in _asked(client, f"{zone.get_absolute_url()}?on=2025-01-31")[0]
    assert len(re.findall(r"Lời \d", _asked(client, f"{every}?page=2")[0])) == MOST + 5 - zone_lists.PER_PAGE
    assert "Lời 0" not in _asked(client, f"{every}?on=2020-01-01")[0]
    assert client.get(reverse("zones:topic_figures", args=["no-topic"])).status_code == 404


def _parcels_and_events(project, count):
    """`project` on `count` more parcels, after as many more legal events."""
    said = {"source": project.source, "as_of": "2024", "publication": "published"}
    held = Parcel.objects.count()
    parcels = Parcel.objects.bulk_create(
        Parcel(zone=project.zone, slug=f"p{at}", code=f"P{at:05}", **said) for at in range(held, held + count)
    )
    project.parcels.add(*parcels)
    ProjectEvent.objects.bulk_create(
        ProjectEvent(project=project, kind="amend", on=dt.date(2000, 1, 1) + dt.timedelta(at), source=project.source)
        for at in range(held, held + count)
    )


def test_a_project_of_hundreds_of_parcels_and_events_stays_a_page(client):
    project = make.project()
    most, asked = project_views.MOST_PARCELS, []
    for count in (2, most + 60):
        _parcels_and_events(project, count)
        html, queries = _asked(client, project.get_absolute_url())
        asked.append(queries)
    assert asked[0] == asked[1] <= 12
    assert len(re.findall(r">P0\d+<", html)) == most and html.count("timeline__date") == project_views.MOST_EVENTS
    every = reverse("projects:project_parcels", args=[project.slug])
    assert f'href="{every}"' in html and "?page=2" in html
    last, queries = _asked(client, f"{every}?page=5")
    assert "P00101" in last and queries <= 8


def test_an_investor_of_hundreds_of_projects_names_some_and_leads_to_all(client):
    investor, project = make.investor(), make.project()
    most, asked = project_views.MOST_PROJECTS, []
    for count in (2, most + 20):
        Project.objects.bulk_create(
            Project(slug=f"du-an-{count}-{at}", name_vi=f"Dự án {at}", zone=project.zone, investor=investor,
                    source=project.source, as_of="2024", publication="published")
            for at in range(count)
        )  # fmt: skip
        html, queries = _asked(client, reverse("projects:investors"))
        asked.append(queries)
    assert asked[0] == asked[1] and len(re.findall(r"Dự án \d", html)) == most
    every = f"{reverse('projects:list')}?investor={investor.slug}"
    assert f'href="{every}"' in html
    shown = _asked(client, every)[0]
    assert f"{project.slug}/" not in shown and "du-an-2-0/" in shown and 'type="hidden" name="investor"' in shown
    assert client.get(reverse("projects:list"), {"investor": "no\x00body"}).status_code == 200


def test_a_procedure_of_hundreds_of_steps_shows_a_hundred_and_all_when_asked(client):
    procedure = make.procedure(standing="reference")
    most = procedure_views.MOST_PARTS
    Step.objects.bulk_create(Step(procedure=procedure, order=at, text_vi=f"Bước {at}.") for at in range(most + 30))
    Paper.objects.bulk_create(Paper(procedure=procedure, order=at, name_vi=f"Giấy {at}.") for at in range(3))
    html, queries = _asked(client, procedure.get_absolute_url())
    assert len(set(re.findall(r"Bước (\d+)", html))) == most and 'href="?all=1"' in html
    every, asked = _asked(client, f"{procedure.get_absolute_url()}?all=1")
    assert len(set(re.findall(r"Bước (\d+)", every))) == most + 30 and asked == queries

"""A figure the public has seen is not rewritten: the new one is a row of its own, and the old one stays."""

import pytest
from django.urls import reverse

from core.roles import Role
from tests import make
from tests.admin_forms import fields_of
from tests.workbooks import book_of, confirmed, exported, previewed, refusals, rows_of
from zones.models import Figure
from zones.succession import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def zone():
    return make.zone()


@pytest.fixture
def editor(client):
    client.force_login(make.user(Role.EDITOR))
    return client


@pytest.fixture
def figure(zone):
    return make.figure(
        zone=zone, key="lao-dong", measure="workers", label_vi="Lao động", label_en="Workers", value=900, as_of="2024"
    )


def changed(client, figure, **values):
    address = reverse("admin:zones_figure_change", args=[figure.pk])
    return client.post(address, fields_of(client.get(address)) | values)


def test_another_value_of_a_public_figure_is_a_draft_beside_it(editor, figure):
    assert changed(editor, figure, value="1000", as_of="2025").status_code == 302
    figure.refresh_from_db()
    later = figure.successors.get()
    assert (figure.value, figure.as_of, figure.publication, figure.version) == (900, "2024", "published", 1)
    assert (later.value, later.as_of, later.publication, later.key) == (1000, "2025", "draft", "lao-dong-2025")
    assert list(Figure.objects.shown()) == [figure]
    # The old row's own history holds no change; the new one begins its own.
    assert figure.history.count() == 1 and later.history.get().history_type == "+"


def test_the_public_reads_the_new_one_first_and_the_old_one_as_earlier(client, figure, zone):
    later = make.figure(
        zone=zone,
        key="lao-dong-2025",
        measure="workers",
        label_vi="Lao động",
        label_en="Workers",
        value=1000,
        as_of="2025",
        supersedes=figure,
    )
    told = client.get(zone.get_absolute_url()).text
    assert "Số liệu trước đây" in told and told.index("1.000") < told.index("900")
    Figure._base_manager.filter(pk=later.pk).update(publication="withdrawn")
    told = client.get(zone.get_absolute_url()).text
    assert "Số liệu trước đây" not in told and "1.000" not in told and "900" in told


def test_a_past_day_still_shows_what_was_known_then(client, figure, zone):
    make.figure(
        zone=zone,
        key="lao-dong-2025",
        measure="workers",
        label_vi="Lao động",
        value=1000,
        as_of="2025",
        supersedes=figure,
    )
    told = client.get(zone.get_absolute_url(), {"on": "2024-12-31"}).text
    assert "900" in told and "1.000" not in told


def test_two_sources_that_disagree_stay_side_by_side(client, figure, zone):
    make.figure(zone=zone, key="lao-dong-khac", measure="workers", label_vi="Lao động", value=950, as_of="2024")
    told = client.get(zone.get_absolute_url()).text
    assert "900" in told and "950" in told and "Số liệu trước đây" not in told


def test_a_sheet_follows_the_same_rule(editor, figure):
    rows = rows_of(exported(editor, Figure))
    at = {head: place for place, head in enumerate(rows[0])}
    rows[1][at["Giá trị"]], rows[1][at["Tính đến"]] = 1000, "2025"
    preview = previewed(editor, Figure, book_of(rows))
    confirmed(editor, Figure, preview)
    figure.refresh_from_db()
    later = figure.successors.get()
    assert (figure.value, later.value, later.publication, later.supersedes_id) == (900, 1000, "draft", figure.pk)
    # The same file once more: the new figure waits already, and the row says so.
    assert "lao-dong-2025" in str(refusals(previewed(editor, Figure, book_of(rows))))
    assert Figure.objects.count() == 2


def test_a_wording_is_changed_in_place_and_so_is_what_nobody_has_seen(editor, figure, zone):
    assert changed(editor, figure, label_vi="Số lao động").status_code == 302
    draft = make.figure(zone=zone, key="nhap", measure="jobs", label_vi="Việc làm", value=5, publication="draft")
    assert changed(editor, draft, value="7").status_code == 302
    draft.refresh_from_db()
    figure.refresh_from_db()
    assert (figure.label_vi, draft.value, Figure.objects.count()) == ("Số lao động", 7, 2)


def test_only_one_figure_at_a_time_waits_to_take_the_place_of_another(editor, figure):
    changed(editor, figure, value="1000")
    refused = changed(editor, figure, value="1100")
    assert refused.status_code == 200 and "lao-dong-2024" in refused.text and 'value="1100"' in refused.text
    assert Figure.objects.count() == 2
    figure.successors.update(publication="published")
    assert "đã thay" in changed(editor, figure, value="1200").text


def test_what_was_replaced_does_not_come_back_when_the_one_between_is_withdrawn(figure):
    between = make.figure(zone=figure.zone, measure="workers", value=1000, as_of="2025", supersedes=figure)
    latest = make.figure(zone=figure.zone, measure="workers", value=1100, as_of="2026", supersedes=between)
    Figure.objects.filter(pk=between.pk).update(publication="withdrawn")
    assert list(Figure.objects.shown()) == [latest]
    assert Figure.objects.get(pk=figure.pk).is_superseded
    assert latest.key in refusal(figure)


@pytest.mark.parametrize("name", ["zone", "measure"])
def test_a_public_figure_is_not_given_to_another_zone_or_measure(editor, figure, name):
    changed(editor, figure, **{name: make.zone().pk if name == "zone" else "jobs"})
    figure.refresh_from_db()
    assert (figure.zone.figures.count(), figure.measure, figure.successors.count()) == (
        2 - (name == "zone"),
        "workers",
        1,
    )


def test_a_topics_page_of_a_past_day_shows_what_held_then(client):
    old = make.figure(topic="connectivity", label_vi="Đường cũ", value=90, as_of="2023")
    make.figure(topic="connectivity", label_vi="Đường mới", value=95, as_of="2025", supersedes=old)
    told = client.get(reverse("zones:topic_figures", args=["connectivity"]), {"on": "2024-01-01"}).text
    assert "Đường cũ" in told and "Đường mới" not in told

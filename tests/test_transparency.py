"""How complete and fresh the record is, and what has changed in it: counted right, nothing told that is not public."""

import xml.etree.ElementTree as ET

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import PublicationMove
from core.roles import Role
from core.verifying import verify
from kcn_portal.facts_published import tallies
from kcn_portal.record_changes import changes
from tests import make
from tests.publishing import press
from zones.models import Figure

pytestmark = pytest.mark.django_db
LONG_AGO = "2020-03-31"
ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_counts_are_right_and_samples_and_drafts_never_count():
    figure = make.figure(as_of=LONG_AGO, label_en="", statement_en="")
    make.figure(as_of=timezone.localdate().isoformat())
    make.figure(publication="draft")
    make.rate(is_sample=True)
    make.figure(as_of=LONG_AGO, source=make.source(kind="search"), is_known=False, value=None)
    areas, total = tallies()
    figures = next(area for area in areas if "milestones" in str(area.title) or "mốc" in str(area.title))
    assert (figures.published, figures.sourced, figures.stale, figures.without_english) == (3, 2, 2, 1)
    assert (figures.stale_share, figures.verified_share, total.published) == (66, 0, 3)
    verify(Figure, {figure.pk: 1}, by=make.user(Role.EDITOR))
    figures = next(area for area in tallies()[0] if area.published)
    assert (figures.stale, figures.verified, figures.verified_share) == (1, 1, 33)


def test_both_pages_stand_in_both_languages_in_few_queries(client):
    make.figure(as_of=LONG_AGO)
    with CaptureQueriesContext(connection) as queries:
        vi = client.get(reverse("transparency"))
    assert len(queries) <= 8 and "Minh bạch" in vi.text
    assert "Transparency" in client.get("/en/transparency/").text
    assert client.get("/minh-bach/thay-doi/").status_code == client.get("/en/transparency/changes/").status_code == 200


def changes_of(client, **asked):
    return client.get(reverse("record_changes"), asked).text


def test_changes_tell_what_became_public_was_changed_and_was_withdrawn(client):
    article = make.article(title_vi="Tin mới", publication="draft")
    assert "Tin mới" not in changes_of(client)
    leader = make.client_of(Role.APPROVER)
    assert press(leader, article, "published") is None
    assert "Tin mới" in changes_of(client)
    zone = make.zone(name_vi="Khu Một")
    type(zone).history.update(history_date=timezone.now() - timezone.timedelta(days=40))
    assert "Khu Một" not in changes_of(client)
    zone.summary_vi = "Khác"
    zone.save()
    assert "Đã sửa" in changes_of(client) and "Khu Một" in changes_of(client)
    assert press(leader, article, "withdrawn", note="Nhầm") is None
    told = changes_of(client)
    assert "Tin mới" not in told and "nay không còn công bố" in told and "Nhầm" not in told


def test_what_officers_alone_read_is_no_change(client):
    project = make.project(name_vi="Dự án Một")
    type(project).history.update(history_date=timezone.now() - timezone.timedelta(days=40))
    project.refresh_from_db()
    project.lost_to = "Tỉnh bạn"
    project.save()
    assert "Dự án Một" not in changes_of(client)


@pytest.mark.parametrize("month", ["2026-13", "x", "1999-01", "9999-12", "2026-11-01"])
def test_a_month_there_is_not_is_not_found(client, month):
    assert client.get(reverse("record_changes"), {"month": month}).status_code == 404


class TestTheFeed:
    def feed(self, client, address=None, **headers):
        return client.get(address or reverse("record_changes_feed"), headers=headers)

    def test_it_is_an_atom_feed_with_stable_ids(self, client):
        by = make.user(Role.EDITOR, last_name="Hoàng", first_name="Lan")
        figure = make.figure(label_vi="Lao động", zone=make.zone())
        make.figure(label_vi="Bản nháp", publication="draft")
        verify(Figure, {figure.pk: 1}, by=by)
        response = self.feed(client)
        root = ET.fromstring(response.content)
        assert response["Content-Type"].startswith("application/atom+xml")
        entries = root.findall(f"{ATOM}entry")
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(ids)) == len(ids) == 2 and all(one.startswith("tag:") for one in ids)
        assert all(root.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
        assert all(entry.findtext(f"{ATOM}{name}") for entry in entries for name in ("title", "updated"))
        assert "Bản nháp" not in response.text and "Hoàng" not in response.text
        again = ET.fromstring(self.feed(client).content)
        assert [entry.findtext(f"{ATOM}id") for entry in again.findall(f"{ATOM}entry")] == ids

    def test_an_unchanged_one_is_not_sent_again(self, client):
        make.figure()
        first = self.feed(client)
        assert self.feed(client, **{"If-None-Match": first["ETag"]}).status_code == 304
        make.zone()
        assert self.feed(client, **{"If-None-Match": first["ETag"]}).status_code == 200

    def test_it_is_bounded_and_pages_lead_to_it(self, client):
        source = make.source()
        for number in range(55):
            make.figure(label_vi=f"Số {number}", source=source)
        response = self.feed(client, "/en/transparency/changes.atom")
        assert len(ET.fromstring(response.content).findall(f"{ATOM}entry")) == 50
        assert "/en/transparency/changes.atom" in client.get("/en/transparency/").text
        assert "minh-bach" in client.get("/sitemap-pages.xml").text
        assert ".atom" not in client.get("/sitemap-pages.xml").text


def test_a_control_character_in_a_title_leaves_the_feed_well_formed(client):
    # Written past the forms, as an import or an old row may be.
    make.article(title_vi="Tin\x0b một\x1f \ufffemới & <b>")
    response = client.get(reverse("record_changes_feed"))
    title = ET.fromstring(response.content).findtext(f"{ATOM}entry/{ATOM}title")
    assert response.status_code == 200 and title.endswith("Tin một mới & <b>")


@pytest.fixture
def moves_read(monkeypatch):
    """What is read of the moves of publication, a row each."""
    read, results = [], SQLCompiler.results_iter

    def note(compiler, *args, **kwargs):
        for row in results(compiler, *args, **kwargs):
            if compiler.query.model is PublicationMove:
                read.append(row)
            yield row

    monkeypatch.setattr(SQLCompiler, "results_iter", note)
    return read


def moved(pks, before, after):
    kind, by = ContentType.objects.get_for_model(Figure), make.user(Role.EDITOR)
    deed = {"content_type": kind, "from_state": before, "to_state": after, "by": by, "version": 1}
    PublicationMove.objects.bulk_create(PublicationMove(object_id=pk, **deed) for pk in pks)


def test_moves_of_other_records_are_neither_read_nor_asked_for_one_by_one(moves_read):
    figure = make.figure(zone=make.zone())
    Figure.history.filter(id=figure.pk).update(history_type="~")
    moved([figure.pk] * 3, "draft", "published")
    now, costs = timezone.now(), []
    for many in (3, 60):
        others = range(10**6, 10**6 + many)
        moved(others, "draft", "published")
        moved(others, "published", "withdrawn")
        moves_read.clear()
        with CaptureQueriesContext(connection) as queries:
            rows, _is_cut = changes(now - timezone.timedelta(days=366), now + timezone.timedelta(days=1))
        costs.append((len(queries), len(moves_read)))
    told = [(row.deed, row.title) for row in rows if row.key.startswith("zones.figure/")]
    assert sorted(deed for deed, _title in told) == ["published", "withdrawn"] and ("withdrawn", "63") in told
    # One row says that the figure became public, one how many others were withdrawn.
    assert costs[0] == costs[1] and costs[0][0] <= 8 and costs[0][1] == 2


def test_a_last_change_is_that_of_the_newest_public_line(django_assert_max_num_queries):
    figure = make.figure()
    public = figure.history.latest().history_date
    figure.publication = "draft"
    figure.save()
    with django_assert_max_num_queries(2):
        areas, _total = tallies()
    assert [area.changed_at for area in areas if "milestones" in str(area.title) or "mốc" in str(area.title)] == [
        public
    ]


def test_a_last_change_reads_its_history_backwards_by_day():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table this small is read as a whole unless that is forbidden.
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
            )
    with CaptureQueriesContext(connection) as queries:
        tallies()
    [asked] = [query["sql"] for query in queries if "zones_historicalfigure" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{asked}")
        assert "zones_historicalfigure_history_date" in str(cursor.fetchall())

"""However many parcels there are, lists, counts and answers to a need read an index in order, never the rows."""

import re
from copy import deepcopy

import pytest
from django.db import connection
from django.urls import reverse

from core.disclosure import Publication
from kcn_portal.management.commands.prepare import take_statistics
from kcn_portal.search import find
from tests import make
from tests.once import once
from zones import plan_parcels
from zones.finding.filters import FindForm, ParcelFilter
from zones.finding.shortlist import Shortlist
from zones.models import Parcel, Zone

pytestmark = pytest.mark.django_db


def _zone():
    zone = make.zone()
    said = {"zone": zone, "source": zone.source}
    for number in range(30):
        kind = {"commercial_status": ("available", "negotiating")[number % 2], "readiness": "serviced"}
        make.parcel(area=1000 + number, power_kw=number, outline=[[0, 0], [9, 0], [9, 9]], **kind, **said)
    make.parcel(area=2000, is_sample=True, **said)
    make.parcel(zone=make.zone(), area=3000)
    return zone


_made = once(_zone)


@pytest.fixture(autouse=True)
def zone(_made, db):
    return deepcopy(_made)


def asked(act, *, of):
    """The (statement, values) that `act` asks and in which the words `of` occur."""
    found = []

    def note(execute, sql, values, many, context):
        if of in sql:
            found.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        act()
    assert found
    return found


def steps(sql, values):
    """How the database would read the parcels: a line a step, the table's own rows only where nothing else serves."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
            return [row[3] for row in cursor.fetchall() if "zones_parcel" in row[3] or "TEMP B-TREE" in row[3]]
        # A table this small is read as a whole unless that is forbidden.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {sql}", values)
        lines = [row[0] for row in cursor.fetchall()]
        return [line for line in lines if "on zones_parcel" in line or "Sort Key: zones_parcel" in line]


def is_flat(step):
    """Whether a step reads an index that holds all it asks, without sorting parcels."""
    return "COVERING INDEX parcel_" in step or re.search(r"Index Only Scan (Backward )?using parcel_", step)


def sorts_the_answer(step):
    # The few numbers that come back are sorted by statement and place.
    return "TEMP B-TREE FOR ORDER BY" in step


def shortlist(**query):
    zones = list(Zone.objects.published())
    form, filters = FindForm(query, sectors=[]), ParcelFilter(query, queryset=Parcel.objects.none(), zones=zones)
    return Shortlist(
        zones, form.need(), narrow=filters.narrow, order=query.get("order", ""), only=query.get("show", "")
    )


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"order": "area"},
        {"order": "-area"},
        {"status": "available"},
        {"status": "on_hold", "readiness": "serviced"},
        {"area": "1000"},
        {"area": "1000", "power": "3"},
        {"power": "900", "water": "5"},
        {"area": "1000", "show": "fits"},
        {"power": "3", "order": "-area"},
    ],
)
def test_counting_and_listing_reads_an_index_alone(zone, query):
    found = shortlist(**query)
    counted = asked(found.counts, of="COUNT(*)")
    _judged, numbers = found.counts()
    listed = asked(lambda: found.ids(0, 25, numbers), of="ROW_NUMBER")
    for sql, values in counted + listed:
        read = [step for step in steps(sql, values) if not sorts_the_answer(step)]
        assert read and all(map(is_flat, read)), read


def test_the_first_page_by_number_and_by_area_needs_no_sorting(zone):
    for order, index in (("", "parcel_by_number"), ("area", "parcel_by_area"), ("-area", "parcel_by_area")):
        rows = shortlist(order=order).groups[0].parts[0].rows[:25].values("pk")
        found = steps(*rows.query.sql_with_params())
        assert len(found) == 1 and index in found[0] and is_flat(found[0])


def test_a_state_nobody_has_is_found_missing_without_reading_the_others(zone):
    rows = shortlist(status="withdrawn").groups[0].parts[0].rows.order_by().values("pk")[:1001]
    (step,) = steps(*rows.query.sql_with_params())
    assert "parcel_by_state" in step or connection.vendor == "postgresql"


@pytest.mark.parametrize("outlined", [False, True])
def test_the_parcels_of_a_plan_come_in_order_from_an_index(zone, outlined):
    for sql, values in asked(lambda: plan_parcels.first_parcels(zone, outlined=outlined), of="ROW_NUMBER"):
        read = [step for step in steps(sql, values) if not sorts_the_answer(step)]
        assert len(read) == 2 and all("parcel_drawn" in step if outlined else is_flat(step) for step in read), read


def test_a_plan_draws_the_first_that_have_an_outline_and_counts_no_other(zone, monkeypatch):
    monkeypatch.setattr(plan_parcels, "PLAN_LIMIT", 3)
    bare = [make.parcel(zone=zone, code=f"00{number}", outline=None) for number in range(5)]
    found, limit = plan_parcels.first_parcels(zone, outlined=True)
    assert len(found) == limit == 3 and not {parcel.pk for parcel in bare} & {parcel.pk for parcel in found}
    every, _limit = plan_parcels.first_parcels(zone)
    assert [parcel.pk for parcel in every] == [parcel.pk for parcel in bare[:3]]


def test_a_plan_holds_real_parcels_before_samples_and_no_draft(zone):
    make.parcel(zone=zone, code="000", publication=Publication.DRAFT)
    found, limit = plan_parcels.first_parcels(zone)
    assert limit is None and [parcel.is_sample for parcel in found] == [False] * 30 + [True]
    assert [parcel.is_sample for parcel in plan_parcels.first_parcels(zone, of=[True])[0]] == [True]


def test_the_search_for_a_part_of_a_word_has_an_index(zone):
    (sql, values), *_others = asked(lambda: find("lo cn"), of='FROM "zones_parcel"')
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
            assert any("COVERING INDEX parcel_search" in row[3] for row in cursor.fetchall())
        else:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
            cursor.execute("EXPLAIN SELECT id FROM zones_parcel WHERE search_text LIKE '%%binh%%'")
            assert any("parcel_search" in row[0] for row in cursor.fetchall())


def test_a_table_under_a_large_plan_ends_early_and_says_where_it_goes_on(client, monkeypatch, zone):
    monkeypatch.setattr("zones.views.zones.TABLE_LIMIT", 4)
    html = client.get(zone.get_absolute_url()).content.decode()
    assert html.count("parcel__shape") == 30 and html.count('<th scope="row"><a') == 4 + 1
    assert "4 lô đất đầu tiên" in html and f"{reverse('zones:parcel_list')}?zone={zone.slug}" in html
    past = client.get(zone.get_absolute_url(), {"on": "2025-01-01"}).content.decode()
    assert past.count('<th scope="row"><a') == 30 + 1 and "lô đất đầu tiên" not in past


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes statistics by itself")
def test_sqlite_knows_how_full_its_tables_are_once_the_portal_starts(zone):
    take_statistics()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl = 'zones_parcel' AND idx = 'parcel_by_number'")
        assert cursor.fetchone() == (1,)


def test_a_parcel_withdrawn_since_it_was_found_is_not_read(zone):
    parcel = zone.parcels.first()
    Parcel.objects.filter(pk=parcel.pk).update(publication=Publication.WITHDRAWN)
    assert plan_parcels.read([parcel.pk, 10**9]) == []

"""A database made when the tables of land came in two steps goes on to today's, with all that stands in it."""

from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from zones.models import Figure, Parcel, ParcelMove, Rate

OLD = "old"
ONE_STEP = "0001_one_step"
# Made by those two migrations on a database of each kind, with a few rows: making it anew takes ten seconds.
DUMP = Path(__file__).with_name("old_database") / f"{connection.vendor}.sql"


@pytest.fixture
def old_database(django_db_setup, django_db_blocker):
    """A database of its own beside the tests', of the same kind, as such a portal left it."""
    settings = {**connection.settings_dict, "NAME": ":memory:", "CONN_MAX_AGE": 0}
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            settings["NAME"] = f"{connection.settings_dict['NAME']}_{OLD}"
            _beside(f'DROP DATABASE IF EXISTS "{settings["NAME"]}"', f'CREATE DATABASE "{settings["NAME"]}"')
        connections.settings[OLD] = settings
        _load(DUMP.read_text(encoding="utf-8"))
        yield connections[OLD]
        connections[OLD].close()
        del connections[OLD], connections.settings[OLD]
        if connection.vendor == "postgresql":
            _beside(f'DROP DATABASE "{settings["NAME"]}"')


def _beside(*statements):
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _load(statements):
    with connections[OLD].cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executescript(statements)
        else:
            cursor.execute(statements)


def test_a_database_of_two_steps_becomes_todays_and_keeps_its_rows(old_database):
    executor = MigrationExecutor(old_database)
    executor.loader.check_consistent_history(old_database)
    # The floors of the house that stand in it; what is above only gets new tables.
    today = [leaf for app in ("core", "policies", "zones") for leaf in executor.loader.graph.leaf_nodes(app)]
    executor.migrate(today)
    parcel = Parcel._base_manager.using(OLD).select_related("zone", "source").get()
    assert (parcel.code, parcel.area, parcel.zone.name_vi, parcel.source.key) == (
        "CN-09", 8700, "Khu Thanh Bình", "bao-2024",
    )  # fmt: skip
    move = ParcelMove._base_manager.using(OLD).select_related("by").get()
    assert (move.to_state, move.decision_number, move.by.username) == ("available", "1234/QĐ-UBND", "can-bo")
    assert Rate._base_manager.using(OLD).get().amount == 95_500
    assert str(Figure._base_manager.using(OLD).get().value) == "153.9300"
    # From now on it counts as made in one step, and the next start finds nothing to do.
    again = MigrationExecutor(old_database)
    assert ("zones", ONE_STEP) in again.loader.applied_migrations and again.migration_plan(today) == []


@pytest.mark.parametrize("app", [app for app, name in MigrationLoader(None).disk_migrations if name == ONE_STEP])
def test_one_step_makes_what_those_before_it_made(app):
    loader = MigrationLoader(None)
    in_one = loader.project_state([(app, ONE_STEP)])
    last = loader.get_migration(app, ONE_STEP).replaces[-1]
    loader.replace_migrations = False
    loader.build_graph()
    in_many = loader.project_state([last])
    assert {at for at in in_one.models if at[0] == app} == {at for at in in_many.models if at[0] == app} != set()
    assert [at for at in in_one.models if at[0] == app and in_one.models[at] != in_many.models[at]] == []

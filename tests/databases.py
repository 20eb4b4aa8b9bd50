"""Which tests may touch the database: the others show the same on either."""

import inspect
from unittest import TestCase

import pytest

OPENING_THE_DATABASE = {
    *("db", "transactional_db", "live_server", "request", "client", "admin_client", "admin_user", "async_client"),
    *("django_db_setup", "django_db_blocker", "django_db_reset_sequences", "django_db_serialized_rollback"),
    *("django_assert_num_queries", "django_assert_max_num_queries", "django_capture_on_commit_callbacks"),
}


def needs_database(item):
    """Whether a test may touch the database; in doubt it does.

    It does when it is marked, is of a class of unittest's, or has, itself or by a fixture of ours, one of those of
    pytest-django that open the database, or `request`, by which any can be had. Without one every query is refused.
    """
    if not isinstance(item, pytest.Function) or item.get_closest_marker("django_db"):
        return True
    if item.cls is not None and issubclass(item.cls, TestCase):
        return True
    ours = [item.function] + [
        fixture.func
        for fixtures in item._fixtureinfo.name2fixturedefs.values()
        for fixture in fixtures
        if fixture.func.__module__.startswith("tests.")
    ]
    names = {name for function in ours for name in inspect.signature(function).parameters}
    return bool(names & OPENING_THE_DATABASE)

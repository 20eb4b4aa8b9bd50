"""What all tests of a module begin with, made once: what a test changes of it is rolled back after the test."""

import pytest
from django.db import transaction
from django.utils import translation


def once(build):
    """A fixture of a module that holds what `build()` made, for as long as the module runs.

    Rows stand in the database for every test that comes after, so that all tests of the module ask for it (autouse);
    each takes a `deepcopy` of the objects, for the rows are as at first and the objects of another test are not.
    """

    @pytest.fixture(scope="module")
    def made(django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), transaction.atomic(), translation.override("vi"):
            yield build()
            transaction.set_rollback(True)

    return made

"""Who may do what with a survey: buttons are pressed and never only looked at, an auditor looks and does nothing."""

from copy import deepcopy

import pytest

from core.roles import Role
from tests import make
from tests.once import once
from tests.surveying import page, sent, square, table, take
from zones.models import Parcel, Survey

pytestmark = pytest.mark.django_db
STEPS = ("check", "recheck", "fix", "undo", "apply", "discard")
_survey = once(lambda: take(make.client_of(Role.EDITOR), make.zone(), table({"CN-01": square()})))


@pytest.fixture(autouse=True)
def survey(_survey, db):
    return deepcopy(_survey)


@pytest.fixture
def officer(client):
    client.force_login(make.user(Role.EDITOR))
    return client


@pytest.mark.parametrize("name", STEPS)
def test_every_step_refuses_to_be_only_looked_at(officer, survey, name):
    before = Survey.objects.filter(pk=survey.pk).values().get()
    for method in (officer.get, officer.head, officer.put):
        assert method(page(name, survey.pk)).status_code == 405
    assert officer.post(page("change", survey.pk), {"zone": 1}).status_code == 405
    assert Survey.objects.filter(pk=survey.pk).values().get() == before


def test_an_auditor_looks_and_does_nothing(client, survey):
    client.force_login(make.user(Role.AUDITOR))
    for name in STEPS:
        assert client.post(page(name, survey.pk), {"seen_version": survey.version}).status_code == 403, name
    assert client.post(page("add"), sent(survey.zone, pasted="x")).status_code == 403
    html = client.get(page("change", survey.pk)).content.decode()
    assert 'class="survey-parcel"' in html and page("apply", survey.pk) not in html
    assert client.get(page("found", survey.pk)).status_code == 200
    assert Survey.objects.count() == 1 and not Parcel.objects.exists()


def test_nobody_sees_it_without_signing_in(client, survey):
    for name in ("change", "found"):
        assert client.get(page(name, survey.pk)).status_code == 302
    assert client.post(page("apply", survey.pk)).status_code == 302 and not Parcel.objects.exists()


def test_an_address_that_names_no_survey_leads_to_a_page(officer):
    for word in ("0", "x", "9" * 30, "%00"):
        for address in (f"/admin/zones/survey/{word}/change/", f"/admin/zones/survey/{word}/found.csv"):
            assert officer.get(address).status_code == 404
        assert officer.post(f"/admin/zones/survey/{word}/apply/").status_code == 404

"""Two officers apply surveys of one zone at the same moment: each parcel is written once, and nothing overlaps."""

from django.urls import reverse

from core.roles import Role
from tests import make
from zones.models import Parcel, Survey


def apply(client, survey):
    address = reverse("admin:zones_survey_apply", args=[survey.pk])
    return lambda: client.post(address, {"seen_version": survey.version}).status_code


def checked(zone, number="CN-01"):
    survey = make.survey(zone=zone)
    survey.reading["parcels"][0]["number"] = number
    survey.checked, survey.seen = 1, {number: None}
    survey.save()
    return survey


def test_one_survey_applied_twice_at_once_is_written_once(together):
    survey = checked(make.zone())
    assert together([apply(make.client_of(Role.EDITOR), survey), apply(make.client_of(Role.EDITOR), survey)]) == [
        302,
        302,
    ]
    parcel = Parcel.objects.get()
    assert parcel.version == 1 and parcel.history.count() == 1


def test_of_two_surveys_of_the_same_ground_one_is_told(together):
    zone = make.zone()
    first, second = checked(zone, "CN-01"), checked(zone, "CN-02")
    assert together([apply(make.client_of(Role.EDITOR), first), apply(make.client_of(Role.EDITOR), second)]) == [
        302,
        302,
    ]
    assert Parcel.objects.count() == 1
    assert Survey.objects.filter(applied_at__isnull=False).count() == 1

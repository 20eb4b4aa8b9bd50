"""What libraries make anew at each query is made once, and behaves as theirs does."""

import copy
import pickle

import pytest
from modeltranslation.manager import MultilingualQuerySet

from tests import make
from zones.models import Parcel, Zone

pytestmark = pytest.mark.django_db


def test_the_class_of_a_translated_queryset_is_made_once_and_is_its_own():
    assert type(Zone.objects.all()) is type(Zone.objects.filter(name="x").order_by("name"))
    assert isinstance(Zone.objects.all(), MultilingualQuerySet)
    assert type(Zone.objects.all()) is not type(Parcel.objects.all())


def test_a_translated_queryset_can_be_copied_and_kept():
    zone = make.zone()
    assert list(copy.deepcopy(Zone.objects.all())) == [zone]
    assert list(pickle.loads(pickle.dumps(Zone.objects.all()))) == [zone]


def test_the_history_of_a_record_is_only_its_own():
    first, second = make.zone(name_vi="Một"), make.zone(name_vi="Hai")
    first.save()
    assert type(first.history) is type(second.history) is type(Zone.history)
    assert [row.name_vi for row in first.history.all()] == ["Một", "Một"]
    assert second.history.get().name_vi == "Hai" and Zone.history.count() == 3
    assert make.parcel().history.count() == 1

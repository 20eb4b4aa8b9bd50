"""Nothing that is published or referred to can be deleted in the officers' side, whatever kind of record it is."""

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.urls import reverse

from core.disclosure import Publication
from core.roles import Role
from tests import make
from tests.every_record import BUILDERS


@pytest.fixture
def leader(db, client):
    client.force_login(make.user(Role.ADMINISTRATOR))
    return client


def deleted(client, record):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_delete"
    return client.post(reverse(name, args=[record.pk]), {"post": "yes"})


@pytest.mark.parametrize("model", sorted(BUILDERS, key=lambda model: model.__name__), ids=lambda model: model.__name__)
def test_a_published_record_and_one_with_what_happened_stays(leader, model):
    page = admin.site._registry[model]
    record = BUILDERS[model]()
    has_page = page.has_delete_permission(_asked_by_administrator())
    if hasattr(record, "publication"):
        model._base_manager.filter(pk=record.pk).update(publication=Publication.PUBLISHED)
    elif has_page:
        return  # no state of publication: the next test is about it
    answer = deleted(leader, record)
    assert model._base_manager.filter(pk=record.pk).exists()
    assert answer.status_code == (302 if has_page else 403)
    if has_page:
        assert [message for message in get_messages(answer.wsgi_request) if "gỡ" in str(message).lower()]
    listed = leader.post(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
                         {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"})  # fmt: skip
    assert listed.status_code in (200, 302, 403) and model._base_manager.filter(pk=record.pk).exists()


def _asked_by_administrator():
    class Asked:
        user = make.user(Role.ADMINISTRATOR)

    return Asked()


def further_source():
    source = make.source()
    make.article().other_sources.add(source)
    return source


def parcel_of_a_project():
    parcel = make.parcel(publication=Publication.DRAFT)
    make.project(zone=parcel.zone).parcels.add(parcel)
    return parcel


def parcel_somebody_asks_about():
    parcel = make.parcel(publication=Publication.DRAFT)
    make.enquiry(parcel=parcel)
    return parcel


def parcel_that_moved():
    parcel = make.parcel(publication=Publication.DRAFT, commercial_status="available")
    parcel.move_to("withdrawn", axis="commercial_status", by=make.user(), note="Chờ", decision_number="1/QĐ")
    return parcel


def law_a_draft_rests_on():
    law = make.instrument(publication=Publication.DRAFT)
    make.procedure(publication=Publication.DRAFT).legal_basis.add(law)
    return law


@pytest.mark.parametrize(
    "build", [further_source, parcel_of_a_project, parcel_somebody_asks_about, parcel_that_moved, law_a_draft_rests_on]
)
def test_what_others_refer_to_stays_and_the_page_names_them(leader, build):
    record = build()
    answer = deleted(leader, record)
    assert answer.status_code == 200 and answer.context["protected"]
    assert type(record)._base_manager.filter(pk=record.pk).exists()


def test_what_nobody_refers_to_is_deleted(leader):
    for record in (make.source(), make.article(publication=Publication.DRAFT)):
        assert deleted(leader, record).status_code == 302
        assert not type(record)._base_manager.filter(pk=record.pk).exists()

"""What each role may do on the officers' side. Who is let in where: tests/test_role_doors.py."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import authenticate
from django.urls import reverse

from core.disclosure import Publication
from core.models import Source, User
from core.roles import Role
from news.models import Article
from procedures.models import Procedure
from projects.models import Project
from tests import make
from tests.admin_forms import fields_of
from zones.models import (
    Parcel,
    Rate,
    Zone,
)


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_somebody_who_left_can_no_longer_enter(db, client):
    person = make.user(Role.ADMINISTRATOR)
    client.force_login(person)
    person.is_active = False
    person.save()
    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize(
    ("model", "build"),
    [
        (Zone, make.zone),
        (Parcel, make.parcel),
        (Project, make.project),
        (Procedure, make.procedure),
        (Article, make.article),
        (Rate, make.rate),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_an_auditor_saves_nothing(db, client, model, build):
    record = build()
    page = url(model, "change", record.pk)
    client.force_login(make.user(Role.EDITOR))
    data = fields_of(client.get(page))
    client.force_login(make.user(Role.AUDITOR))
    assert client.post(page, data).status_code == 403
    assert client.post(url(model, "delete", record.pk), {"post": "yes"}).status_code == 403
    assert client.post(url(model, "add"), data).status_code == 403
    record.refresh_from_db()
    assert record.version == 1


def test_an_old_version_cannot_be_posted_back(db, client):
    article = make.article()
    client.force_login(make.user(Role.AUDITOR))
    page = url(Article, "simple_history", article.pk, article.history.first().pk)
    assert client.get(page).status_code == 200
    assert client.post(page, {}).status_code == 403


@pytest.mark.parametrize("role", (Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR))
def test_nobody_publishes_by_a_field_of_the_form(db, client, role):
    article = make.article(publication=Publication.DRAFT)
    page = url(Article, "change", article.pk)
    client.force_login(make.user(role))
    data = fields_of(client.get(page))
    assert "publication" not in data
    client.post(page, data | {"publication": "published", "title_vi": "Tên mới"})
    article.refresh_from_db()
    assert (article.publication, article.title_vi) == ("draft", "Tên mới")


def test_an_address_once_published_is_fixed(db, client):
    article = make.article()
    client.force_login(make.user(Role.APPROVER))
    assert "slug" not in fields_of(client.get(url(Article, "change", article.pk)))


@pytest.mark.parametrize("role", (Role.EDITOR, Role.AUDITOR))
def test_these_roles_delete_nothing(db, client, role):
    article = make.article(publication=Publication.DRAFT)
    client.force_login(make.user(role))
    assert client.post(url(Article, "delete", article.pk), {"post": "yes"}).status_code == 403
    assert Article.objects.filter(pk=article.pk).exists()


def test_a_draft_is_deleted_and_a_second_time_finds_nothing(db, client):
    article = make.article(publication=Publication.DRAFT)
    client.force_login(make.user(Role.APPROVER))
    page = url(Article, "delete", article.pk)
    assert client.get(page).status_code == 200
    assert Article.objects.filter(pk=article.pk).exists()
    assert client.post(page, {"post": "yes"}).status_code == 302
    assert not Article.objects.filter(pk=article.pk).exists()
    assert client.post(page, {"post": "yes"}).status_code == 302


@pytest.mark.parametrize("role", (Role.APPROVER, Role.ADMINISTRATOR))
def test_what_is_published_is_withdrawn_not_deleted(db, client, role):
    article = make.article()
    client.force_login(make.user(role))
    response = client.post(url(Article, "delete", article.pk), {"post": "yes"}, follow=True)
    assert Article.objects.filter(pk=article.pk).exists()
    assert [str(message) for message in response.context["messages"]]


def test_what_others_refer_to_is_not_deleted(db, client):
    zone = make.zone(publication=Publication.DRAFT)
    parcel = make.parcel(zone=zone)
    client.force_login(make.user(Role.APPROVER))
    page = url(Zone, "delete", zone.pk)
    assert str(parcel) in client.get(page).content.decode()
    response = client.post(page, {"post": "yes"})
    assert response.status_code == 200
    assert Zone.objects.filter(pk=zone.pk).exists()


def test_an_administrator_adds_a_person_who_can_sign_in(db, client):
    client.force_login(make.user(Role.ADMINISTRATOR))
    data = {"username": "lan", "role": "editor", "password1": make.PASSWORD, "password2": make.PASSWORD}
    assert client.post(url(User, "add"), data).status_code == 302
    person = authenticate(username="lan", password=make.PASSWORD)
    assert person.is_staff and person.must_change_password


def test_an_administrator_resets_a_password(db, client):
    client.force_login(make.user(Role.ADMINISTRATOR))
    person = make.user(Role.EDITOR)
    page = reverse("admin:auth_user_password_change", args=[person.pk])
    assert client.get(page).status_code == 200
    new = "mật-khẩu-mới-2027"
    assert client.post(page, {"password1": new, "password2": new, "usable_password": "true"}).status_code == 302
    assert authenticate(username=person.username, password=new).must_change_password


@pytest.mark.parametrize("role", (Role.EDITOR, Role.APPROVER, Role.AUDITOR))
def test_nobody_else_touches_people(db, client, role):
    client.force_login(make.user(role))
    person = make.user(Role.EDITOR)
    assert client.post(url(User, "change", person.pk), {"role": "administrator"}).status_code == 403
    page = reverse("admin:auth_user_password_change", args=[person.pk])
    assert client.post(page, {"password1": "x", "password2": "x"}).status_code == 403


def test_the_person_form_shows_no_raw_rights(db, client):
    client.force_login(make.user(Role.ADMINISTRATOR))
    fields = fields_of(client.get(url(User, "change", make.user(Role.EDITOR).pk)))
    assert "role" in fields
    assert not {"is_superuser", "is_staff", "groups", "user_permissions"} & set(fields)


def test_the_last_administrator_stays_one(db, client):
    person = make.user(Role.ADMINISTRATOR)
    client.force_login(person)
    page = url(User, "change", person.pk)
    data = fields_of(client.get(page))
    assert client.post(page, data | {"role": "editor"}).status_code == 200
    data.pop("is_active")
    assert client.post(page, data).status_code == 200
    person.refresh_from_db()
    assert (person.role, person.is_active) == (Role.ADMINISTRATOR, True)


def test_people_are_never_deleted(db, client):
    client.force_login(make.user(Role.ADMINISTRATOR))
    assert client.post(url(User, "delete", make.user().pk), {"post": "yes"}).status_code == 403


def test_createsuperuser_makes_an_administrator(db):
    assert User.objects.create_superuser("goc", password=make.PASSWORD).role == Role.ADMINISTRATOR


def test_editors_may_look_up_and_add_sources(db, client):
    source = make.source(publisher_vi="Báo Đường Sắt")
    client.force_login(make.user(Role.EDITOR))
    asked = {"term": "duong sat", "app_label": "zones", "model_name": "zone", "field_name": "source"}
    found = client.get(reverse("admin:autocomplete"), asked)
    assert [row["id"] for row in found.json()["results"]] == [str(source.pk)]
    assert client.get(url(Source, "add")).status_code == 200


def test_what_officers_do_is_logged(db, client):
    article = make.article(publication=Publication.DRAFT)
    client.force_login(make.user(Role.EDITOR))
    page = url(Article, "change", article.pk)
    client.post(page, fields_of(client.get(page)) | {"title_vi": "Khác"})
    assert LogEntry.objects.count() == 1
    assert article.history.first().history_user.role == Role.EDITOR

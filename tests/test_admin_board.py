"""The Board's own row, its adoption of the portal, and the end of the sample."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from core.models import Board
from core.roles import Role
from core.sample import sample_rows_exist
from tests import make
from tests.admin_forms import fields_of
from zones.models import Parcel, ParcelMove, Rate


@pytest.fixture
def administrator(db, client):
    person = make.user(Role.ADMINISTRATOR)
    client.force_login(person)
    return person


def board_form(client):
    page = reverse("admin:core_board_change", args=[Board.objects.get().pk])
    return page, fields_of(client.get(page))


def test_the_board_is_one_row(client, administrator):
    assert client.get(reverse("admin:core_board_changelist")).url == reverse("admin:core_board_add")
    board = make.board()
    assert client.get(reverse("admin:core_board_changelist")).url == reverse("admin:core_board_change", args=[board.pk])
    assert client.get(reverse("admin:core_board_add")).status_code == 403
    assert client.post(reverse("admin:core_board_delete", args=[board.pk]), {"post": "yes"}).status_code == 403


def test_no_adoption_while_sample_rows_exist_or_nobody_can_be_reached(client, administrator):
    make.board(), make.parcel(is_sample=True)
    page, data = board_form(client)
    data |= {"adopting_body_vi": "UBND tỉnh", "phone": "0209 3 870 000"}
    refused = client.post(page, data)
    assert refused.status_code == 200 and refused.context["adminform"].form.errors["adopting_body_vi"]
    client.post(reverse("admin:core_board_remove_sample"))
    refused = client.post(page, data | {"phone": ""})
    assert refused.context["adminform"].form.errors["phone"]
    assert client.post(page, data).status_code == 302
    assert not Board.objects.get().is_prototype


def sample():
    parcel = make.parcel(is_sample=True, commercial_status="planned")
    parcel.move_to("available", axis="commercial_status", by=make.user())
    make.rate(is_sample=True, zone=parcel.zone, parcel=parcel)
    return parcel


def test_the_sample_goes_once_whole_and_alone(client, administrator):
    parcel, real = sample(), make.parcel()
    real_rate, project = make.rate(), make.project()
    project.parcels.add(parcel, real)
    real.move_to("available", axis="commercial_status", by=administrator)
    address = reverse("admin:core_board_remove_sample")
    assert client.get(address).status_code == 200
    assert sample_rows_exist()
    for _twice in range(2):
        response = client.post(address, follow=True)
        assert response.status_code == 200 and [str(said) for said in response.context["messages"]]
    assert not sample_rows_exist()
    assert list(Parcel.objects.all()) == [real] and list(Rate.objects.all()) == [real_rate]
    assert ParcelMove.objects.count() == 1
    assert not Parcel.history.filter(is_sample=True).exists() and Parcel.history.filter(id=real.pk).exists()
    assert list(project.parcels.all()) == [real]


@pytest.mark.parametrize("role", (Role.EDITOR, Role.APPROVER, Role.AUDITOR))
def test_only_an_administrator_removes_the_sample(db, client, role):
    sample()
    client.force_login(make.user(role))
    address = reverse("admin:core_board_remove_sample")
    assert client.get(address).status_code == client.post(address).status_code == 403
    assert sample_rows_exist()


def test_a_sample_row_that_a_real_one_refers_to_stays_with_all_others(client, administrator):
    parcel = sample()
    real = make.rate(parcel=parcel)
    response = client.post(reverse("admin:core_board_remove_sample"), follow=True)
    assert str(real) in " ".join(str(said) for said in response.context["messages"])
    assert Rate.objects.filter(is_sample=True).exists()
    with pytest.raises(CommandError):
        call_command("remove_sample")


def test_the_command_removes_the_sample_too(db, capsys):
    sample()
    call_command("remove_sample")
    call_command("remove_sample")
    assert capsys.readouterr().out.splitlines()[0].startswith("2 ")
    assert not sample_rows_exist()

"""Two officers at one record: nobody overwrites the other unseen, and nobody loses what she typed."""

import pytest
import unfold.admin
from django.urls import reverse

from core.models import EditConflict, Versioned
from core.roles import Role
from investors.models import Contact
from procedures.models import Step
from tests import make
from tests.admin_forms import fields_of
from tests.office_client import OfficeClient
from zones.models import Parcel


def officer(name):
    client = OfficeClient()
    client.force_login(make.user(Role.APPROVER, username=name, first_name=name.title()))
    return client


@pytest.fixture
def two(db):
    return officer("hoa"), officer("lan")


def change_url(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def told(response):
    return " ".join(response.context["adminform"].form.non_field_errors())


def test_the_second_officer_is_told_and_keeps_what_she_typed(two):
    hoa, lan = two
    parcel = make.parcel(power_kw=100, water_m3_day=10)
    page = change_url(parcel)
    hers, his = fields_of(lan.unwritten("get", page)), fields_of(hoa.unwritten("get", page))
    assert hoa.post(page, his | {"power_kw": "250,5"}).status_code == 302
    response = lan.post(page, hers | {"note_vi": "Gần cổng chính", "power_kw": "300"})
    assert response.status_code == 200
    assert "Hoa" in told(response) and "100 → 250,5" in told(response)
    form = response.context["adminform"].form
    assert (form["note_vi"].value(), form["power_kw"].value()) == ("Gần cổng chính", "300")
    parcel.refresh_from_db()
    assert parcel.power_kw == 250.5 and not parcel.note_vi


def test_having_read_it_she_may_save_again(two):
    hoa, lan = two
    parcel = make.parcel(power_kw=100, water_m3_day=10)
    page = change_url(parcel)
    hers, his = fields_of(lan.unwritten("get", page)), fields_of(hoa.unwritten("get", page))
    hoa.post(page, his | {"water_m3_day": "55", "power_kw": "250"})
    response = lan.unwritten("post", page, hers | {"power_kw": "300"})
    assert lan.post(page, fields_of(response)).status_code == 302
    parcel.refresh_from_db()
    # Hers stands where she typed; where she did not, the other's stays.
    assert (parcel.power_kw, parcel.water_m3_day) == (300, 55)


def test_a_third_saving_in_between_is_told_again(two):
    hoa, lan = two
    parcel = make.parcel(power_kw=100)
    page = change_url(parcel)
    hers = fields_of(lan.unwritten("get", page))
    for kilowatts in ("200", "250"):
        assert hoa.post(page, fields_of(hoa.unwritten("get", page)) | {"power_kw": kilowatts}).status_code == 302
    first = lan.unwritten("post", page, hers | {"power_kw": "300"})
    assert "100 → 200" in told(first) and "200 → 250" in told(first)
    hoa.post(page, fields_of(hoa.unwritten("get", page)) | {"power_kw": "260"})
    second = lan.unwritten("post", page, fields_of(first))
    assert "250 → 260" in told(second) and "100 → 200" not in told(second)


def test_a_move_in_between_is_told_too(two):
    _hoa, lan = two
    parcel = make.parcel(commercial_status="planned")
    page = change_url(parcel)
    hers = fields_of(lan.unwritten("get", page))
    Parcel.objects.get(pk=parcel.pk).move_to("available", axis="commercial_status", by=make.user())
    response = lan.unwritten("post", page, hers | {"power_kw": "300"})
    assert "Còn trống" in told(response)
    parcel.refresh_from_db()
    assert parcel.commercial_status == "available"


def test_a_saving_between_the_check_and_the_update_is_caught(two, monkeypatch):
    _hoa, lan = two
    parcel = make.parcel(power_kw=100)
    page = change_url(parcel)
    hers = fields_of(lan.unwritten("get", page))
    save, look, late = Versioned.save, unfold.admin.ModelAdmin.changeform_view, []

    def refused_once(self, **kwargs):
        if not late:
            late.append(True)
            raise EditConflict(self)
        return save(self, **kwargs)

    def saved_by_another_in_between(*args, **kwargs):
        try:
            return look(*args, **kwargs)
        except EditConflict:
            # Here the transaction is undone, and what made the UPDATE miss is in the database.
            Parcel.objects.get(pk=parcel.pk).save()
            raise

    monkeypatch.setattr(Versioned, "save", refused_once)
    monkeypatch.setattr(unfold.admin.ModelAdmin, "changeform_view", saved_by_another_in_between)
    response = lan.post(page, hers | {"power_kw": "300"})
    assert response.status_code == 200 and told(response)
    parcel.refresh_from_db()
    assert parcel.power_kw == 100


def test_the_model_itself_refuses_a_stale_save(db):
    parcel = make.parcel()
    stale = Parcel.objects.get(pk=parcel.pk)
    parcel.save()
    with pytest.raises(EditConflict):
        stale.save()
    assert stale.version == 1


def test_a_form_without_a_version_saves_nothing(two):
    hoa, _lan = two
    parcel = make.parcel(power_kw=100)
    page = change_url(parcel)
    data = fields_of(hoa.unwritten("get", page)) | {"power_kw": "300"}
    data.pop("seen_version")
    assert hoa.post(page, data).status_code == 200
    parcel.refresh_from_db()
    assert parcel.power_kw == 100


def test_a_form_nobody_touched_leaves_no_trace(two):
    hoa, _lan = two
    parcel = make.parcel(note_vi="Dòng một\nDòng hai", power_kw="100.50")
    page = change_url(parcel)
    data = fields_of(hoa.unwritten("get", page))
    # A browser sends the ends of lines in its own way.
    assert hoa.post(page, data | {"note_vi": "Dòng một\r\nDòng hai"}).status_code == 302
    parcel.refresh_from_db()
    assert parcel.version == 1 and parcel.history.count() == 1


def procedure_with_steps():
    procedure = make.procedure(publication="draft")
    steps = [Step.objects.create(procedure=procedure, order=at, text_vi=f"Bước {at}") for at in (1, 2)]
    return procedure, steps


def test_a_row_changed_by_another_is_not_overwritten(two):
    hoa, lan = two
    procedure, _steps = procedure_with_steps()
    page = change_url(procedure)
    hers, his = fields_of(lan.unwritten("get", page)), fields_of(hoa.unwritten("get", page))
    assert hoa.post(page, his | {"steps-0-text_vi": "Nộp hồ sơ"}).status_code == 302
    response = lan.post(page, hers | {"steps-0-text_vi": "Gửi hồ sơ", "name_vi": "Tên khác"})
    assert response.status_code == 200
    assert "Nộp hồ sơ" in response.content.decode()
    procedure.refresh_from_db()
    assert procedure.name_vi != "Tên khác"
    assert procedure.steps.get(order=1).text_vi == "Nộp hồ sơ"
    assert lan.post(page, fields_of(response)).status_code == 302
    assert procedure.steps.get(order=1).text_vi == "Gửi hồ sơ"


def test_a_row_she_did_not_touch_takes_the_others_words(two):
    hoa, lan = two
    procedure, _steps = procedure_with_steps()
    page = change_url(procedure)
    hers, his = fields_of(lan.unwritten("get", page)), fields_of(hoa.unwritten("get", page))
    hoa.post(page, his | {"steps-1-text_vi": "Thẩm định"})
    response = lan.unwritten("post", page, hers | {"name_vi": "Tên khác"})
    assert response.status_code == 200
    assert lan.post(page, fields_of(response)).status_code == 302
    procedure.refresh_from_db()
    assert procedure.name_vi == "Tên khác"
    assert procedure.steps.get(order=2).text_vi == "Thẩm định"


def test_a_row_changed_by_another_is_not_removed(two):
    hoa, lan = two
    procedure, _steps = procedure_with_steps()
    page = change_url(procedure)
    hers, his = fields_of(lan.unwritten("get", page)), fields_of(hoa.unwritten("get", page))
    hoa.post(page, his | {"steps-0-text_vi": "Nộp hồ sơ"})
    response = lan.unwritten("post", page, hers | {"steps-0-DELETE": "on"})
    assert response.status_code == 200
    assert procedure.steps.count() == 2


def test_a_row_removed_by_another_does_not_come_back(two):
    hoa, lan = two
    investor = make.investor(publication="draft")
    contact = Contact.objects.create(investor=investor, name="Bà Nguyệt")
    page = change_url(investor)
    hers, his = fields_of(lan.unwritten("get", page)), fields_of(hoa.unwritten("get", page))
    assert hoa.post(page, his | {"contacts-0-DELETE": "on"}).status_code == 302
    assert lan.post(page, hers | {"contacts-0-phone": "0209"}).status_code == 200
    assert not Contact.objects.filter(pk=contact.pk).exists()


def test_a_record_removed_meanwhile_is_told(two):
    hoa, lan = two
    article = make.article(publication="draft")
    page = change_url(article)
    hers = fields_of(lan.unwritten("get", page))
    hoa.post(reverse("admin:news_article_delete", args=[article.pk]), {"post": "yes"})
    response = lan.post(page, hers | {"title_vi": "Tên mới"}, follow=True)
    assert [str(message) for message in response.context["messages"]]


def administrator(name):
    client = OfficeClient()
    client.force_login(make.user(Role.ADMINISTRATOR, username=name, first_name=name.title()))
    return client


def test_two_administrators_at_one_account_tell_each_other(db):
    hoa, lan = administrator("hoa"), administrator("lan")
    person = make.user(Role.EDITOR, first_name="Minh")
    page = change_url(person)
    hers, his = fields_of(lan.unwritten("get", page)), fields_of(hoa.unwritten("get", page))
    assert hoa.post(page, his | {"role": "auditor"}).status_code == 302
    response = lan.unwritten("post", page, hers | {"email": "minh@example.org"})
    assert response.status_code == 200 and "Hoa" in told(response)
    person.refresh_from_db()
    assert (person.role, person.email) == (Role.AUDITOR, "")
    assert lan.post(page, fields_of(response)).status_code == 302
    person.refresh_from_db()
    assert (person.role, person.email) == (Role.AUDITOR, "minh@example.org")


def test_signing_in_is_no_new_version_of_the_person(db, client):
    person = make.user(Role.EDITOR)
    assert client.login(username=person.username, password=make.PASSWORD)
    person.refresh_from_db()
    assert person.last_login and person.version == 1 and person.history.count() == 1


def test_the_history_of_a_person_holds_no_password(db):
    assert not {"password", "last_login"} & {field.name for field in make.user().history.model._meta.fields}

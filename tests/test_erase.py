"""A person's lawful request: what is held about her is found, handed out and blanked, in the history as well."""

import io
import json

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection, models

from core.models import AppendOnly, Erasure
from core.roles import Role
from core.uploads.storing import keep
from investors.models import Contact
from kcn_portal.personal.fields import HELD, MARKS, OF_OFFICES
from kcn_portal.personal.search import find
from policies.models import LegalInstrument
from tests import make, uploads
from tests.proposing import proposed_change

NAME, EMAIL, PHONE = "Hoàng Thị Mẫu Đơn", "mau.don@example.org", "+84 912.345.678"
DECISION = "45/QĐ-BQL ngày 22/11/2026"


def told(command, **options):
    out = io.StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def hers(db):
    """(enquiry, contact, account): three records of one person, each with a history, and one of somebody else."""
    enquiry = make.enquiry(name="Sai", email=EMAIL.upper(), phone="0912 345 678", message=f"Tôi là {NAME}")
    enquiry.name = NAME
    enquiry.save()
    contact = Contact.objects.create(investor=make.investor(), name=NAME, email="cu@example.org", phone=PHONE)
    contact.email = EMAIL
    contact.save()
    account = make.user(username="maudon", last_name="Hoàng Thị", first_name="Mẫu Đơn", email=EMAIL)
    words = [{"changed": {"object": NAME}}]
    LogEntry.objects.create(
        user=account,
        object_id="1",
        object_repr=NAME,
        action_flag=CHANGE,
        change_message=json.dumps(words, ensure_ascii=False),
    )
    make.enquiry(name="Người khác", email="khac@example.org")
    return enquiry, contact, account


def everything_kept():
    """Every value of every table as one text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found.append(repr(cursor.fetchall()))
    return "".join(found)


def test_a_list_changes_nothing_and_a_blanking_leaves_nothing(hers):
    enquiry, contact, account = hers
    before = everything_kept()
    listed = told("erase_person", email=EMAIL)
    assert all(label in listed for label in HELD) and "Nothing was changed" in listed and NAME not in listed
    assert everything_kept() == before
    versions = enquiry.version, contact.version
    done = told("erase_person", email=EMAIL, confirm=True, decision=DECISION)
    assert "Blanked" in done
    left = everything_kept().lower()
    traces = (NAME, EMAIL, "cu@example.org", "345 678", "345.678", "mẫu đơn", "hoang thi", "maudon")
    assert not [word for word in traces if word.lower() in left]
    assert "Người khác".lower() in left
    for record in hers:
        record.refresh_from_db()
    assert (enquiry.version, contact.version) == (versions[0] + 1, versions[1] + 1)
    assert enquiry.code and contact.name == "–" and not account.is_active
    assert authenticate(None, username=account.username, password=make.PASSWORD) is None


def test_it_is_noted_once_without_the_data_and_never_changed(hers):
    told("erase_person", enquiry=hers[0].code, confirm=True, decision=DECISION)
    again = told("erase_person", enquiry=hers[0].code, confirm=True, decision=DECISION)
    assert "blank already" in again
    (noted,) = Erasure.objects.all()
    assert (noted.decision, noted.counts) == (DECISION, {"enquiries.enquiry": 3, "admin.logentry": 2})
    for attempt in (noted.delete, noted.save):
        with pytest.raises(AppendOnly):
            attempt()
    page = make.client_of(Role.AUDITOR).get("/admin/lich-su/?kind=core.erasure").text
    assert DECISION in page and "Đã xóa dữ liệu cá nhân" in page


def test_she_is_found_by_telephone_and_by_what_only_the_history_still_knows(hers):
    """Where she is mentioned elsewhere is told to whoever decides."""
    _enquiry, contact, _account = hers
    project = make.project(status_note_vi=f"Gặp {NAME} ngày 3/4")
    proposal = proposed_change(typed={"note_vi": [f"Theo bà {NAME}"]})
    key = contact.pk
    contact.delete()
    assert [(one.model, one.keys) for one in find(email="cu@example.org")] == [(Contact, {key})]
    by_phone = told("erase_person", phone="0084-912345678")
    assert "enquiries.Enquiry: 1" in by_phone and f"no. {key}" in by_phone
    assert f"projects.Project {project.pk}" in by_phone and f"core.Proposal {proposal.pk}" in by_phone
    blanked = told("erase_person", contact=key, confirm=True, decision=DECISION)
    assert "investors.Contact: 0 records" in blanked
    assert not Contact.history.filter(id=key).exclude(name="–").exists()


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_what_is_held_is_handed_out_with_its_history(hers, tmp_path, kind):
    file, law = tmp_path / f"hers.{kind}", uploads.taken(uploads.PDF, "quyết định 7.pdf")
    keep(law, by=hers[2], used_in=LegalInstrument)
    told("export_person", email=EMAIL, format=kind, output=file)
    text = file.read_text(encoding="utf-8")
    assert (
        all(word in text for word in (NAME, "cu@example.org", "Sai", "maudon", law.label)) and "Người khác" not in text
    )
    assert "pbkdf2" not in text and "md5$" not in text and file.stat().st_mode & 0o077 == 0
    if kind == "json":
        assert len(json.loads(text)["records"]) == 3
    with pytest.raises(CommandError):
        told("export_person", email=EMAIL, output=file)


@pytest.mark.parametrize(
    "options", [{}, {"email": EMAIL, "confirm": True}, {"email": EMAIL, "confirm": True, "decision": " x "}]
)
def test_a_command_that_names_nobody_or_no_decision_is_refused(db, options):
    with pytest.raises(CommandError):
        told("erase_person", **options)
    assert told("erase_person", email="nobody@example.org") == "Nothing is held under this.\n"


def test_every_text_field_of_a_model_of_persons_is_in_the_table():
    text = (models.CharField, models.TextField)
    ours = [model for model in apps.get_models() if not hasattr(model, "instance_type")]
    for model in ours:
        fields = {field.name: field for field in model._meta.concrete_fields}
        marked = any(name in MARKS or isinstance(field, models.EmailField) for name, field in fields.items())
        if model._meta.label in HELD:
            held = HELD[model._meta.label]
            named = {*held.personal, *held.other}
            assert {name for name, field in fields.items() if isinstance(field, text)} == named, model
            assert set(held.required) <= set(held.personal) and hasattr(model, "history")
        else:
            assert not marked or model._meta.label in OF_OFFICES, (
                f"{model} holds persons: kcn_portal/personal/fields.py"
            )

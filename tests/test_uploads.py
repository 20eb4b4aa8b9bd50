"""Decision files: who may send one, who may read it, and that nothing of what was sent is lost or taken twice."""

import io
import os

import pytest
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.urls import reverse

from core.history.entries import Asked, entries
from core.history.telling import told
from core.models import AppendOnly, Proposal, StoredFile
from core.proposals.carry_out import accept
from core.roles import Role
from core.uploads.storing import folder_of
from policies.models import LegalInstrument
from projects.models import ProjectEvent, ProjectMove
from tests import make
from tests.admin_forms import fields_of
from tests.test_moves import asked, move_url
from tests.uploads import PDF, page_of, sent, stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def saved(client, record, **fields):
    """What came of sending the record's form with `fields` added, and the record as it is then."""
    data = {**fields_of(client.unwritten("get", page_of(record))), **fields}
    answer = client.post(page_of(record), data)
    record.refresh_from_db()
    return answer


def test_a_file_is_for_officers_until_it_is_ticked_and_its_record_is_public(client):
    law = make.instrument(publication="draft")
    officer = make.client_of(Role.EDITOR)
    assert saved(officer, law, upload=sent(PDF, "QĐ 12.pdf"), is_file_public="on").status_code == 302
    address, page = law.file.get_absolute_url(), reverse("policies:instrument", args=[law.slug])
    assert client.get(address).status_code == 404, "its record is a draft"
    assert officer.get(address).getvalue() == PDF
    LegalInstrument.objects.filter(pk=law.pk).update(publication="published")
    answer = client.get(address)
    assert answer.getvalue() == PDF and address in client.get(page).content.decode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Type"]) == ("nosniff", "application/pdf")
    assert "Set-Cookie" not in answer.headers and "public" not in answer.headers["Cache-Control"]
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.post(address).status_code == 405
    for changed in ({"is_file_public": False}, {"is_file_public": True, "publication": "withdrawn"}):
        LegalInstrument.objects.filter(pk=law.pk).update(**changed)
        assert client.get(address).status_code == 404
        assert officer.get(address).headers["Cache-Control"] == "private, no-store"
    assert client.get(reverse("stored_file", args=["0" * 32])).status_code == 404
    folder_of(law.file.token).joinpath("file").unlink()
    assert officer.get(address).status_code == 404


def test_on_a_public_record_a_file_waits_for_another_person(client):
    law = make.instrument()
    officer, leader = make.client_of(Role.EDITOR), make.client_of(Role.APPROVER)
    saved(officer, law, upload=sent(PDF), is_file_public="on")
    file = StoredFile.objects.get()
    assert law.file is None and client.get(file.get_absolute_url()).status_code == 404
    assert officer.get(file.get_absolute_url()).status_code == 200
    proposal = Proposal.objects.get()
    accept(proposal, leader.unwritten("get", "/admin/").wsgi_request, admin.site)
    law.refresh_from_db()
    assert law.file == file and client.get(file.get_absolute_url()).getvalue() == PDF


def test_only_who_may_change_the_record_sends_a_file(client):
    law = make.instrument(publication="draft")
    data = fields_of(make.client_of(Role.EDITOR).unwritten("get", page_of(law))) | {"upload": sent(PDF)}
    auditor = make.client_of(Role.AUDITOR)
    assert auditor.unwritten("get", page_of(law)).status_code == 200
    assert auditor.post(page_of(law), data).status_code == 403
    assert client.post(page_of(law), data).status_code in (200, 302) and not StoredFile.objects.exists()
    file = stored(PDF, LegalInstrument)
    assert auditor.get(file.get_absolute_url()).status_code == 200
    assert client.get(file.get_absolute_url()).status_code == 404


def test_the_same_file_again_changes_nothing_and_another_leaves_the_first(media):
    law = make.instrument(publication="draft")
    officer = make.client_of(Role.EDITOR)
    saved(officer, law, upload=sent(PDF, "một.pdf"))
    first, version = law.file, law.version
    saved(officer, law, upload=sent(PDF, "hai.pdf"))
    assert law.file == first and StoredFile.objects.count() == 1
    saved(officer, law, upload=sent(PDF + b"\n", "ba.pdf"))
    assert law.file != first and law.version > version and folder_of(first.token).is_dir()
    lines = " ".join(str(change) for line in told(entries(Asked((LegalInstrument,)), 9)) for change in line.changes)
    assert "một.pdf → ba.pdf" in lines, "the history names both"
    for deed in (first.save, first.delete):
        with pytest.raises(AppendOnly):
            deed()


def test_the_file_of_a_legal_event_follows_its_project(client):
    project = make.project(publication="draft")
    event = make.project_event(project, "principle_decision", "2024-03-10")
    officer = make.client_of(Role.EDITOR)
    answer = saved(officer, project, **{"events-0-upload": sent(PDF), "events-0-is_file_public": "on"})
    assert answer.status_code == 302
    event.refresh_from_db()
    address = event.file.get_absolute_url()
    assert client.get(address).status_code == 404
    type(project).objects.filter(pk=project.pk).update(publication="published")
    assert client.get(address).status_code == 200
    assert address in client.get(project.get_absolute_url()).content.decode()
    ProjectEvent.objects.filter(pk=event.pk).update(is_file_public=False)
    assert address not in client.get(project.get_absolute_url()).content.decode()


def test_a_move_takes_the_file_of_its_decision_once_and_shows_it_to_officers_only(client):
    project = make.project(implementation="procedures")
    project.parcels.add(make.parcel())
    officer = make.client_of(Role.EDITOR)
    page = move_url(project, "implementation", "closed")
    form = officer.unwritten("get", page).context["form"]
    assert "quyết định" in str(form.fields["upload"].help_text) and not form.fields["upload"].required
    data = asked(project, "implementation", "closed", decision_number="9/QĐ", note="Đã đóng")
    refused = officer.post(page, data | {"decision_number": "", "upload": sent(PDF)})
    assert "chọn lại tệp" in " ".join(refused.context["form"].errors["upload"])
    broken = officer.post(page, data | {"upload": sent(b"<html>")})
    assert "PDF, Word" in " ".join(broken.context["form"].errors["upload"]) and not StoredFile.objects.exists()
    assert officer.post(page, data | {"upload": sent(PDF, "QĐ 9.pdf")}).status_code == 302
    assert officer.post(page, data | {"upload": sent(PDF, "QĐ 9.pdf")}).status_code in (200, 302)
    move = project.moves.get()
    assert move.file.label == "QĐ 9.pdf" and StoredFile.objects.count() == 1
    address = move.file.get_absolute_url()
    assert client.get(address).status_code == 404 and officer.get(address).status_code == 200
    assert address in officer.get(page_of(project)).content.decode()
    assert address not in client.get(project.get_absolute_url()).content.decode()
    assert "QĐ 9.pdf" in " ".join(line.note for line in told(entries(Asked((type(project),)), 20)))


def test_a_move_is_undone_when_its_file_cannot_be_written(media):
    project = make.project(implementation="building")
    media.write_text("no folder can be made here")
    data = asked(project, "implementation", "paused", note="Chờ vốn")
    answer = make.client_of(Role.EDITOR).post(
        move_url(project, "implementation", "paused"), data | {"upload": sent(PDF)}
    )
    assert "không ghi được" in " ".join(answer.context["form"].errors["upload"])
    project.refresh_from_db()
    assert project.implementation == "building" and not ProjectMove.objects.exists()


def test_what_is_missing_changed_or_of_nobody_is_told(media):
    def checked(**options):
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("check_files", stdout=out, stderr=err, **options)
        except CommandError as fault:
            err.write(str(fault))
        return out.getvalue(), err.getvalue()

    good, changed, missing = (stored(PDF + b" " * n, LegalInstrument) for n in range(3))
    assert checked()[1] == ""
    folder_of(changed.token).joinpath("file").write_bytes(b"other")
    folder_of(missing.token).joinpath("file").unlink()
    orphan = media / "ab" / ("ab" * 16)
    orphan.mkdir(parents=True)
    said, faults = checked()
    assert "changed: " + changed.token in faults and "missing: " + missing.token in faults and good.token not in faults
    assert str(orphan) not in said, "it may be being written"
    os.utime(orphan, (0, 0))
    assert str(orphan) in checked()[0]
    assert "1 folders" in checked(remove_orphans=True)[0] and not orphan.exists() and folder_of(good.token).is_dir()

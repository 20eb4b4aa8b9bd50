"""What is public already is not changed into what may not be: by its form, by a sheet, by an acceptance."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Proposal, PublicationMove
from core.roles import Role
from tests import make, uploads
from tests.proposing import accept, propose, save, signed_in
from tests.workbooks import book_of, confirmed, exported, previewed, refusals, rows_of
from zones.models import Parcel
from zones.resources import ParcelResource

HIDDEN = "Công ty TNHH Gỗ Ánh Dương"
FIELDS = ("summary_vi", "note_vi", "description_vi", "statement_vi", "jobs_vi")


@pytest.fixture
def officer(db):
    return signed_in(Role.EDITOR)


def as_saved(record):
    return type(record)._base_manager.get(pk=record.pk)


def article(**fields):
    return make.article(**{"summary_vi": "Tin", "summary_en": "News"} | fields)


def said_by(answer):
    return [str(one) for one in get_messages(answer.wsgi_request)]


class TestAForm:
    @pytest.mark.parametrize("build", (article, make.zone, make.project, make.figure, make.opportunity))
    def test_of_a_public_record_names_no_hidden_investor(self, officer, build):
        make.investor(publication="draft", name_vi=HIDDEN, name_en="Anh Duong Wood Co., Ltd")
        record = build()
        field = next(name for name in FIELDS if hasattr(record, name))
        lines = record.history.count()
        answer = save(officer, record, **{field: f"{HIDDEN} thuê đất"})
        form = answer.context["adminform"].form
        assert HIDDEN in str(form.non_field_errors()) and form[field].value() == f"{HIDDEN} thuê đất"
        assert as_saved(record).version == record.version and record.history.count() == lines

    @pytest.mark.parametrize("text", ("Gọi 0912 345 678", "CCCD số 001 199 012345"))
    def test_gives_no_number_of_a_person_away(self, officer, text):
        record = article()
        assert save(officer, record, summary_vi=text).status_code == 200
        assert as_saved(record).summary_vi == "Tin"
        draft = article(publication="draft")
        assert save(officer, draft, summary_vi=text).status_code == 302, "a draft is asked when it is to be public"

    def test_leaves_no_picture_behind_when_it_is_refused(self, officer, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        record = article()
        row = {"pictures-TOTAL_FORMS": "1", "pictures-0-record": record.pk, "pictures-0-order": "1"}
        sent = row | {"pictures-0-upload": uploads.sent(uploads.picture(), "anh.jpg")}
        answer = save(officer, record, summary_vi="Gọi 0912 345 678", **sent)
        assert answer.status_code == 200 and "Ảnh đã lưu" not in answer.text
        assert not record.pictures.exists() and not [one for one in tmp_path.rglob("*") if one.is_file()]
        sent["pictures-0-upload"] = uploads.sent(uploads.picture(), "anh.jpg")
        answer = save(officer, record, summary_vi="Khác", **sent)
        assert answer.status_code == 302 and "Ảnh đã lưu" in " ".join(said_by(answer))
        assert record.pictures.count() == len([*tmp_path.glob("??/*")]) == 1 and as_saved(record).summary_vi == "Khác"

    def test_is_saved_with_what_stood_there_before(self, officer):
        record = article(body_vi="Gọi 0912 345 678", body_en="Call")
        answer = save(officer, record, title_vi="Tên khác", title_en="Another", _continue="1")
        assert answer.status_code == 302 and answer.url.endswith("/change/")
        assert as_saved(record).title_vi == "Tên khác" and len(said_by(answer)) == 1

    def test_tells_a_new_warning_once_it_is_saved(self, officer):
        record = article()
        answer = save(officer, record, summary_vi="Hỏi nguyen.a@gmail.com", summary_en="Ask the office")
        _done, warning = said_by(answer)
        assert answer.status_code == 302 and "gmail.com" in warning and "gmail" in as_saved(record).summary_vi
        assert len(said_by(save(officer, record, summary_en="Ask"))) == 1, "known by now"


class TestASheet:
    def sheet(self, client, changes):
        """The parcels as a sheet, with the Vietnamese note of each code in `changes` set."""
        heads, *rows = rows_of(exported(client, Parcel))
        columns = ParcelResource().columns()
        code, note = (heads.index(columns[name].column_name) for name in ("code", "note_vi"))
        for row in rows:
            row[note] = changes.get(row[code], row[note])
        return book_of([heads, *rows])

    def test_names_no_hidden_investor_on_a_public_row(self, officer):
        make.investor(publication="draft", name_vi=HIDDEN)
        zone = make.zone()
        for code, state in (("CN-01", "published"), ("CN-02", "published"), ("CN-03", "draft")):
            make.parcel(zone=zone, code=code, publication=state, note_vi="Lô", note_en="Lot")
        told = refusals(
            previewed(officer, Parcel, self.sheet(officer, {"CN-01": "Khác", "CN-02": f"Giữ cho {HIDDEN}"}))
        )
        assert list(told) == [3] and HIDDEN in told[3]
        preview = previewed(officer, Parcel, self.sheet(officer, {"CN-01": "Khác", "CN-03": f"Giữ cho {HIDDEN}"}))
        assert not refusals(preview)
        confirmed(officer, Parcel, preview)
        assert Parcel.objects.get(code="CN-01").note_vi == "Khác" and HIDDEN in Parcel.objects.get(code="CN-03").note_vi

    def test_asks_as_much_for_many_rows_as_for_few(self, officer):
        zone, asked = make.zone(), []
        for many in (2, 6):
            codes = [f"L{many}-{number}" for number in range(many)]
            for code in codes:
                make.parcel(zone=zone, code=code, note_vi="Lô", note_en="Lot")
            book = self.sheet(officer, dict.fromkeys(codes, f"Khác {many}"))
            with CaptureQueriesContext(connection) as queries:
                assert not refusals(previewed(officer, Parcel, book))
            asked.append(sum(1 for one in queries if not one["sql"].startswith("INSERT")))
        assert asked[0] == asked[1]


def test_who_changed_an_approved_record_does_not_approve_it_by_accepting_anothers_proposal(officer):
    leader, other = signed_in(Role.APPROVER), signed_in(Role.APPROVER)
    project = make.project(publication="approved")
    assert save(leader, project, jobs_vi="300").status_code == 302
    row = {"kind": "issue_irc", "on": "02/06/2024", "number": "9/QĐ", "project": project.pk, "id": ""}
    rows = {"events-TOTAL_FORMS": "1"} | {f"events-0-{name}": value for name, value in row.items()}
    proposal = propose(officer, project, **rows)
    assert str(other.user) in accept(leader, proposal)
    assert Proposal.objects.get().is_open and not PublicationMove.objects.of(project).exists()
    assert accept(other, proposal) is None and project.events.count() == 1

"""What stands against a record becoming public: each check, and that errors block and warnings ask, wherever it is."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import PublicationMove, Source
from core.publication import due, guard
from core.publication.private_data import found_in
from core.roles import Role
from tests import make, make_procedures
from tests.office_client import OfficeClient
from tests.publishing import deed_page, press
from zones.models import Parcel
from zones.publishing import judged

PERSONAL = {
    "Liên hệ anh A: 0912 345 678": "mobile",
    "+84 912.345.678": "mobile",
    "(+84)912345678": "mobile",
    "0084 912345678": "mobile",
    "(091-234-5678)": "mobile",
    "ĐT 09 1234 5678": "mobile",
    "zalo 0912-345 678": "mobile",
    "SĐT: 0312345678": "mobile",
    "CCCD số 001 199 012345": "identity",
    "mang số 001199012345 cấp tại": "identity",
    "CMND 095123456": "identity",
    "Chứng minh nhân dân số: 095 123 456": "identity",
    "hỏi Nguyen.A@gmail.com": "mailbox",
}
HARMLESS = (
    "Điện thoại 0209 3870 123",
    "Quyết định số 0912/QĐ-UBND ngày 07-08-2024 10:30",
    "Quyết định 351987654/QĐ",
    "từ 07.08.2024 đến 09.10.2025",
    "05 03 2024 12 lô",
    "105.8901234, 21.9876543",
    "X 2421621.082; Y 425400.123",
    "0,912345678 ha",
    "160.000.000.000 đồng",
    "84.912.345.678 đồng",
    "912345678 đồng",
    "Mã số thuế 0312345678",
    "GCNĐKĐT số 0987654321",
    "thủ tục 1.009748.000.00.00.H03",
    "banquanly@backan.gov.vn",
    "lô CN-095123456",
)


@pytest.mark.parametrize(("text", "kind"), PERSONAL.items())
def test_what_belongs_to_a_person_is_found(text, kind):
    assert [one.kind for one in found_in(text)] == [kind]


def test_numbers_of_decisions_places_and_money_are_no_persons():
    assert {text: found_in(text) for text in HARMLESS if found_in(text)} == {}


pytestmark = pytest.mark.django_db


def told(record):
    """{(level, field), …} of what is found about it."""
    return {(one.level, one.field) for one in guard.findings(record)}


def test_a_number_in_any_public_text_is_an_error_and_told_without_giving_it_away():
    article = make.article(body_en="Call 0912 345 678 or a.b@gmail.com", body_vi="Gọi văn phòng")
    found = guard.findings(article)
    assert [(one.level, one.field) for one in found] == [("error", "body_en"), ("warning", "body_en")]
    assert "0912…78" in found[0].sentence and "345" not in found[0].sentence
    step = make_procedures.full_procedure()
    step.steps.update(text_vi="Gọi 0912345678")
    assert told(step) == {("error", "text_vi")}
    assert told(make.project(lost_to="0912345678")) == set(), "what no page shows may hold it"


def test_the_boards_own_number_may_stand_anywhere():
    make.board(phone="0912.345.678", email="bqlkcn@gmail.com")
    assert told(make.article(summary_vi="Gọi 091 234 5678, bqlkcn@gmail.com")) == set()


class TestInvestors:
    def test_one_that_is_not_public_is_named_nowhere(self):
        make.investor(publication="draft", name_vi="Công ty TNHH Gỗ Ánh Dương", name_en="Anh Duong Wood Co., Ltd")
        make.investor(name_vi="Công ty CP Govina", name_en="Govina JSC")
        for text in ("CÔNG TY TNHH  Gỗ Ánh Dương đã ký", "gặp Go Anh Duong, sáng nay", "with Anh-Duong Wood"):
            assert ("error", "summary_vi") in told(make.article(summary_vi=text)), text
        for text in ("Govina mở rộng", "Ánh Dương", "gỗ ánh dương xanh lá".replace("ánh", "ảnh hưởng")):
            assert told(make.article(summary_vi=text)) == set(), text
        assert told(make.parcel(note_vi="Giữ cho Gỗ Ánh Dương", note_en="Held")) == {("error", "note_vi")}

    def test_its_own_row_needs_a_decision_or_must_be_public_already(self):
        met = make.investor(publication="draft", source=make.source(kind=Source.Kind.COMPANY))
        assert ("error", "name_vi") in told(met)
        project = make.project(investor=met)
        make.project_event(project, "report", "2024-01-01")
        assert ("error", "name_vi") in told(met), "a report of its own is no decision"
        make.project_event(project, "issue_irc", "2024-01-01")
        assert told(met) == set()
        assert told(make.investor(publication="draft")) == {("warning", "source")}

    def test_many_are_looked_up_once(self):
        for _number in range(3):
            make.investor(publication="draft")
        zone = make.zone()
        asked = []
        for many in (2, 6):
            rows = [make.parcel(zone=zone, note_vi="Lô", note_en="Lot", publication="draft") for _one in range(many)]
            with CaptureQueriesContext(connection) as queries:
                guard.findings_of(rows)
            asked.append(len(queries))
        assert asked[0] == asked[1] <= 3


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"kind": "land_rent_oneoff", "unit": "m2_term", "note_vi": "450.000 đồng/m²/năm"}, {("error", "note_vi")}),
        ({"kind": "land_rent_oneoff", "unit": "m2_term", "label_vi": "Trả hằng năm"}, {("error", "label_vi")}),
        ({"kind": "land_rent_oneoff", "unit": "m2_term", "note_vi": "Đến năm 2057"}, set()),
        ({"note_vi": "Trả tiền một lần"}, {("warning", "note_vi")}),
        ({"note_vi": "Tính theo năm"}, set()),
    ],
)
def test_a_one_off_price_and_a_price_by_the_year_are_told_apart(fields, expected):
    english = {name.replace("_vi", "_en"): "Text" for name in fields if name.endswith("_vi")}
    assert told(make.rate(**fields | english)) == expected


def test_what_stands_on_law_that_is_gone_is_not_published():
    new = make.instrument(number="2/QĐ")
    gone, over = make.instrument(replaced_by=new), make.instrument(status="ended")
    assert told(make.rate(legal_basis=gone)) == {("error", "legal_basis")} == told(make.rate(legal_basis=over))
    assert told(make.rate(legal_basis=new)) == told(make.rate(legal_basis=gone, valid_to=dt.date(2020, 1, 1))) == set()
    incentive, procedure = make.incentive(), make.procedure()
    for row in (incentive, procedure):
        row.legal_basis.add(gone, new)
    assert "2/QĐ" in guard.findings(incentive)[0].sentence and told(incentive) == {("error", "legal_basis")}
    assert told(procedure) == {("warning", "legal_basis")}
    incentive.status = "superseded"
    assert told(incentive) == set()


def test_english_that_is_missing_or_older_is_a_warning():
    article = make.article()
    assert told(article) == set()
    article.title_vi = "Tên khác"
    assert told(article) == {("warning", "title_en")}, "also before it is saved"
    article.save()
    assert told(article) == {("warning", "title_en")}
    article.title_en = "Another title"
    article.save()
    assert told(article) == set()
    article.body_vi = "Bài"
    assert told(article) == {("warning", "body_en")}


class TestWhereItIsAsked:
    @pytest.fixture
    def leader(self):
        client = OfficeClient()
        client.force_login(make.user(Role.APPROVER))
        return client

    def test_an_error_blocks_every_step_and_stands_on_the_page_beforehand(self, leader):
        article = make.article(publication="draft", body_vi="Gọi 0912345678", body_en="Call")
        change = reverse("admin:news_article_change", args=[article.pk])
        panel = leader.get(change).context["publication"]
        assert "0912…78" in panel["missing"][0] and all(is_closed for _label, _url, is_closed in panel["deeds"])
        for target in ("in_review", "published"):
            assert "0912…78" in press(leader, article, target) and article.publication == "draft"
        article.publication = "in_review"
        article.save()
        for target, fields in (("approved", {}), ("scheduled", {"on": "01/01/2100"})):
            assert "0912…78" in press(leader, article, target, **fields) and article.publication == "in_review"
        assert press(leader, article, "draft", note="Có số riêng") is None, "what leads back is never blocked"

    def test_a_warning_asks_for_a_tick_which_the_history_keeps(self, leader):
        article = make.article(publication="draft", body_vi="Bài")
        shown = leader.get(deed_page(article, "published"))
        (warning,) = shown.context["form"].warnings
        assert f'name="warning_{warning.key}"' in shown.content.decode()
        sent = {"seen_version": article.version, "note": "Gấp"}
        for ticks in ({}, {"warning_abc": "on"}):
            assert leader.post(deed_page(article, "published"), sent | ticks).status_code == 200
        assert leader.post(deed_page(article, "published"), sent | {f"warning_{warning.key}": "on"}).status_code == 302
        note = PublicationMove.objects.of(article).get().note
        assert note.startswith("Gấp\n") and warning.sentence in note
        assert warning.sentence in leader.get(reverse("admin:news_article_change", args=[article.pk])).content.decode()

    def test_what_became_wrong_by_the_day_is_not_published_and_waits_with_the_reason(self, leader):
        article = make.article(publication="in_review", summary_vi="Nhà máy Gỗ Ánh Dương khởi công")
        assert press(leader, article, "scheduled", on="01/01/2100") is None
        make.investor(publication="draft", name_vi="Công ty Gỗ Ánh Dương")
        due.carry_out(dt.date(2100, 1, 1))
        article.refresh_from_db()
        assert article.publication == "in_review"
        assert "Gỗ Ánh Dương" in PublicationMove.objects.of(article).first().note
        queue = leader.get(reverse("admin:publication_queue"))
        assert "Gỗ Ánh Dương" in queue.context["waiting"][0].move.note

    def test_many_parcels_at_once_are_asked_alike(self, leader):
        zone, by = make.zone(), make.user(Role.APPROVER)
        wrong = make.parcel(zone=zone, publication="draft", note_vi="Gọi 0912345678", note_en="Call")
        asked = make.parcel(zone=zone, publication="draft", note_vi="Gần cổng")
        fine = make.parcel(zone=zone, publication="draft")
        assert [bool(one.reasons) for one in judged([wrong, asked, fine], by)] == [True, False, False]
        address = reverse("admin:zones_parcel_publish")
        seen = " ".join(f"{row.pk}-{row.version}" for row in (wrong, asked, fine))
        page = leader.post(address, {"seen": seen})
        ((tick, sentence, count),) = page.context["warnings"]
        assert count == 1 and tick in page.content.decode()
        leader.post(address, {"seen": seen, "confirm": "1"})
        public = Parcel.objects.filter(publication="published")
        assert set(public) == {fine}
        leader.post(address, {"seen": seen, "confirm": "1", tick: "on"})
        assert set(public.all()) == {fine, asked}
        assert sentence in PublicationMove.objects.of(asked).get().note

    def test_the_queue_asks_the_guard_of_no_row(self, leader, monkeypatch):
        assert press(leader, make.article(publication="draft"), "in_review") is None
        monkeypatch.setattr(guard, "findings_of", None)
        assert len(leader.get(reverse("admin:publication_queue")).context["mine"]) == 1

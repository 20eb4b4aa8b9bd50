"""Writing to the Board: the pages, and a letter kept once, with consent, in the reader's language."""

import re

import pytest
from django.utils import translation
from django.utils.html import escape

from core.disclosure import Publication
from core.models import Board
from enquiries import forms, subject, views
from enquiries.consent import PRIVACY_VERSION, WORDINGS
from enquiries.models import Consent, Enquiry, new_code
from tests import make
from tests.asking import LANGUAGES, MESSAGE, address, letter, send

pytestmark = pytest.mark.django_db


# The pages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["ask", "report_error"])
def test_the_forms_are_never_cached_and_bring_the_token(client, name, language):
    response = client.get(address(name, language=language))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"] and "Cookie" in response["Vary"]
    assert "csrftoken" in response.cookies
    assert "checked" not in re.search(r"<input[^>]*id=\"id_consent\"[^>]*>", response.content.decode())[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_boards_blanks_are_said_to_be_unpublished_and_its_phone_is_a_link(client, language):
    board = make.board()
    page = client.get(address("ask", language=language)).content.decode()
    with translation.override(language):
        for blank in ("Phone", "E-mail", "Address", "Office hours"):
            assert translation.gettext(f"{blank}: not published yet") in page
    Board.objects.filter(pk=board.pk).update(phone="0209 3 870 000")
    assert 'href="tel:02093870000"' in client.get(address("ask")).content.decode()


def test_a_prototype_says_that_nobody_has_undertaken_to_answer(client):
    sentence = "Nobody has undertaken to answer here yet"
    assert sentence in client.get(address("ask", language="en")).content.decode()
    make.board(adopting_body_vi="UBND", phone="0209")
    assert sentence not in client.get(address("ask", language="en")).content.decode()


def test_only_published_things_named_in_the_link_are_asked_about(client):
    place = make.zone(slug="thanh-binh-1", name_vi="KCN <Thanh> Bình")
    make.parcel(zone=place, slug="tb1-cn09", code="CN09", is_sample=True)
    make.zone(slug="nhap", publication=Publication.DRAFT, name_vi="Khu bí mật")
    query = "?zone=thanh-binh-1&parcel=tb1-cn09&project=khong-co&procedure=%00&about=<b>Giá&page=//evil.example/"
    page = client.get(address("ask") + query).content.decode()
    assert escape("KCN <Thanh> Bình") in page and "CN09" in page and escape("<b>Giá") in page
    assert 'class="ribbon"' in page
    assert "evil.example" not in page.partition("<main")[2].partition("</main>")[0]
    assert "Khu bí mật" not in client.get(address("ask") + "?zone=nhap").content.decode()


def test_a_parcel_of_an_unpublished_zone_is_not_named(client):
    make.parcel(slug="tb1-cn09", zone=make.zone(publication=Publication.DRAFT))
    assert subject.subjects_of({"parcel": "tb1-cn09"}) == []


def test_what_it_is_about_stays_through_a_refused_form_and_goes_when_unticked(client):
    make.zone(slug="thanh-binh-1")
    assert 'value="thanh-binh-1" checked' in send(client, zone="thanh-binh-1", message="").content.decode()
    assert "thanh-binh-1" not in send(client, message="").content.decode()


@pytest.mark.parametrize("rows", [3, 60])
def test_the_page_asks_the_database_little_however_much_there_is(client, rows, django_assert_max_num_queries):
    place = make.zone(slug="thanh-binh-1")
    for number in range(rows):
        make.parcel(slug=f"lo-{number}", zone=place)
    with django_assert_max_num_queries(4):
        client.get(address("ask") + "?zone=thanh-binh-1&parcel=lo-1&about=x&page=/gia/")


# What is kept


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_kept_with_the_consent_as_it_was_read(client, language):
    lot = make.parcel(slug="tb1-cn09")
    response = send(client, language=language, parcel="tb1-cn09", page="/gia/", name="Chị", phone="0912 345 678")
    kept = Enquiry.objects.get()
    assert response.status_code == 302 and response["Location"] == address("sent", kept.code, language=language)
    assert (kept.parcel, kept.zone, kept.page, kept.language) == (lot, lot.zone, "/gia/", language)
    assert (kept.message, kept.name, kept.status, kept.kind) == (MESSAGE, "Chị", "new", "question")
    assert "che bien go" in kept.search_text
    consent = Consent.objects.get()
    assert (consent.enquiry, consent.purpose, consent.notice_version) == (kept, "answer", PRIVACY_VERSION)
    assert consent.wording == WORDINGS["answer"][language]
    assert consent.wording in client.get(address("ask", language=language)).content.decode()


def test_the_words_of_the_link_are_kept_above_the_question(client):
    send(client, language="en", about="Land rent")
    assert Enquiry.objects.get().message == f"[About: Land rent]\n\n{MESSAGE}"


def test_a_topic_and_an_instrument_read_in_the_language_of_the_page(client):
    make.instrument(slug="35-2022-nd-cp", title_vi="Nghị định về khu công nghiệp", title_en="Decree on zones")
    query = "?about=procedures&instrument=35-2022-nd-cp"
    seen = {language: client.get(address("ask", language=language) + query).content.decode() for language in LANGUAGES}
    assert ">Thủ tục</label>" in seen["vi"] and "Nghị định về khu công nghiệp</label>" in seen["vi"]
    assert ">Procedures</label>" in seen["en"] and "Decree on zones</label>" in seen["en"]
    send(client, about="procedures", instrument="35-2022-nd-cp")
    kept = Enquiry.objects.get().message
    assert kept.endswith(f"[Về: Thủ tục]\n\n{MESSAGE}") and "Nghị định về khu công nghiệp" in kept.splitlines()[0]


def test_text_is_composed_and_freed_of_control_characters(client):
    send(client, message="Gia\u0302\u0301 \x00\x07\u202ethuê\r\nhai", name=" Ngu\u031bo\u031b\u0300i\x00\nhỏi ")
    kept = Enquiry.objects.get()
    assert (kept.message, kept.name) == ("Giấ thuê\nhai", "Người hỏi")


def test_the_same_form_sent_twice_is_one_enquiry_with_one_code(client):
    form = letter()
    places = {client.post(address("ask"), form)["Location"] for _click in range(2)}
    assert len(places) == Enquiry.objects.count() == Consent.objects.count() == 1


def test_two_clicks_at_the_same_moment_are_one_enquiry(client, monkeypatch):
    form = letter()
    first = client.post(address("ask"), form)["Location"]
    real, looks = forms._kept_as, []

    def look_too_early(submission):
        looks.append(submission)
        return real(submission) if len(looks) > 1 else None

    monkeypatch.setattr(forms, "_kept_as", look_too_early)
    assert client.post(address("ask"), form)["Location"] == first
    assert len(looks) == 2 and Enquiry.objects.count() == Consent.objects.count() == 1


def test_the_same_form_sent_again_with_other_words_loses_nothing(client):
    form = letter()
    client.post(address("ask"), form)
    client.post(address("ask"), {**form, "message": "Thêm: cần nước 50 m³"})
    assert Enquiry.objects.count() == 2


@pytest.mark.parametrize("spoilt", [None, "", "x", "\x00", "1" * 5000])
def test_a_spoilt_mark_of_the_form_does_not_stop_a_question(client, spoilt):
    assert send(client, submission=spoilt).status_code == 302


# The code


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_page_shows_the_code_and_nothing_of_the_question(client, language):
    send(client, language=language, name="Chị Tư", organisation="HTX Bí Xanh", zone="thanh-binh-1")
    code = Enquiry.objects.get().code
    response = client.get(address("sent", code, language=language))
    page = response.content.decode()
    assert response.status_code == 200 and code in page
    assert response["X-Robots-Tag"] == "noindex" and "no-store" in response["Cache-Control"]
    assert "csrftoken" not in response.cookies
    for secret in (MESSAGE, "Chị Tư", "HTX Bí Xanh", "chi@example.com"):
        assert secret not in page


def test_an_unknown_code_is_not_said_to_be_kept(client):
    page = client.get(address("sent", "BK-AAAA-2222", language="en")).content.decode()
    assert "BK-AAAA-2222" in page and "Nothing is kept under this code" in page


@pytest.mark.parametrize("code", ["x", "BK-AAAA", "bk-aaaa-2222", "BK-AAAA-OOOO", "BK-AAAA-2222-", "<b>"])
def test_what_is_no_code_is_not_found(client, code):
    assert client.get(address("sent", "BK-AAAA-2222").replace("BK-AAAA-2222", code)).status_code == 404


def test_every_new_code_has_its_page(client):
    assert all(views._CODE.fullmatch(new_code()) for _number in range(500))

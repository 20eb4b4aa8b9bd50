"""Search: every word, however it is written, in everything real and published, and in nothing else."""

import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from kcn_portal import search
from kcn_portal.snippets import snippet
from tests import make

pytestmark = pytest.mark.django_db


def english(**query):
    with translation.override("en"):
        return reverse("search", query=query)


def page(client, words):
    response = client.get(english(q=words))
    assert response.status_code == 200
    return response.content.decode()


def found(words):
    return {group.kind.name: [hit.title for hit in group.hits] for group in search.find(words)}


@pytest.mark.parametrize(
    "typed",
    ["đường số chín", "duong so chin", "DUONG SO CHIN", "chin duong", unicodedata.normalize("NFD", "Đường số chín")],
)
def test_words_are_found_with_or_without_diacritics_in_any_form_and_order(typed):
    make.zone(name_vi="Khu ở Đường Số Chín")
    assert found(typed) == {"zones": ["Khu ở Đường Số Chín"]}


def test_every_word_must_occur():
    make.zone(name_vi="Thanh Bình", summary_vi="Chế biến gỗ")
    assert found("thanh go") and not found("thanh thep")


def test_every_kind_is_searched_and_leads_to_a_page_that_exists(client):
    zone = make.zone(name_vi="Pơ mu")
    make.parcel(zone=zone, code="po mu 1")
    make.figure(zone=zone, label_vi="Pơ mu")
    make.figure(label_vi="Pơ mu", topic="province")
    make.figure(label_vi="Pơ mu", topic="prices")
    make.procedure(name_vi="Pơ mu")
    make.instrument(title_vi="Pơ mu")
    make.incentive(name_vi="Pơ mu")
    make.sector(name_vi="Pơ mu")
    make.project(name_vi="Pơ mu")
    make.investor(name_vi="Pơ mu")
    make.opportunity(title_vi="Pơ mu")
    make.article(title_vi="Pơ mu")
    groups = search.find("po mu")
    assert {group.kind.name for group in groups} == {kind.name for kind in search.KINDS}
    for group in groups:
        for hit in group.hits:
            address, _hash, anchor = hit.url.partition("#")
            response = client.get(address)
            assert response.status_code == 200, hit.url
            assert not anchor or f'id="{anchor}"'.encode() in response.content, hit.url


def test_nothing_unpublished_and_no_sample_is_found():
    make.zone(name_vi="Mật", publication="draft")
    hidden = make.zone(publication="draft")
    make.parcel(zone=hidden, code="Mật 1")
    make.parcel(code="Mật 2", is_sample=True)
    make.project(zone=hidden, name_vi="Mật")
    make.figure(zone=hidden, label_vi="Mật")
    make.article(title_vi="Mật", publication="withdrawn")
    assert found("mat") == {}


def test_a_certificate_number_is_not_found_by_the_public(client):
    make.project(certificate_number="4720001", certificate_date="2019-03-02")
    assert found("4720001") == {}


def test_a_group_shows_the_nearest_eight_and_the_count(client):
    for number in range(12):
        make.article(title_vi=f"Chuyện gỗ {number}", title_en=f"About wood {number}")
    make.article(title_vi="Gỗ", title_en="Wood itself")
    (group,) = search.find("go")
    assert group.count == 13 and len(group.hits) == search.SHOWN and group.hits[0].title == "Gỗ"
    html = page(client, "go")
    assert "13 results" in html and "Wood itself" in html and "q=go" in html


def test_more_than_a_thousand_are_not_counted_out(client, monkeypatch):
    monkeypatch.setattr(search, "MOST_COUNTED", 3)
    for _number in range(6):
        make.article(title_vi="Gỗ")
    (group,) = search.find("go")
    assert group.is_capped and group.count == 4


def test_the_words_are_marked_in_the_text_and_the_text_is_escaped(client):
    make.article(summary_vi="Xe <b>chở</b> gỗ", summary_en="A lorry <script>carries</script> wood")
    html = page(client, "wood")
    assert "<b>wood</b>" in html and "<script>carries" not in html


def test_where_english_is_missing_the_vietnamese_is_marked(client):
    make.sector(name_vi="Gỗ ép", name_en="")
    assert '<span lang="vi">Gỗ ép</span>' in page(client, "go ep")


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        *((typed, "vi") for typed in ("", "\x00", "x" * 20000, "%", "\\", "\u202e", "<script>")),
        *((typed, "en") for typed in ("   ", "\x00\x01\x02", "_", "' OR 1=1 --", "a " * 500, "<script>")),
    ],
)
def test_any_input_gets_a_page(client, typed, language):
    make.article()
    with translation.override(language):
        response = client.get(reverse("search"), {"q": typed})
    assert response.status_code == 200
    assert b"<script>&" not in response.content and b'value="<script>' not in response.content


def test_broken_bytes_in_the_address_get_a_page(client):
    assert client.get(english() + "?q=%ff%fe%00&q=2").status_code == 200


def test_a_wildcard_is_a_letter_like_others():
    make.article(title_vi="Tăng 22% năm", title_en="Up 22%")
    make.article(title_vi="Khác", title_en="Other")
    assert found("22%") == {"news": ["Tăng 22% năm"]}
    assert found("_") == {}


def test_the_empty_page_and_the_page_without_results_help_on(client):
    assert "What are you looking for?" in page(client, "")
    html = page(client, "khongcogi")
    assert "Nothing published contains" in html and "Ask the Board" in html


def test_results_stay_out_of_search_engines_even_when_the_portal_is_official(client):
    make.board(adopting_body_vi="UBND tỉnh", phone="0209")
    assert '<meta name="robots" content="noindex">' in page(client, "go")


def test_it_asks_the_same_of_the_database_for_few_rows_and_for_many(client):
    asked = []
    for count in (2, 9):
        zone = make.zone(name_vi="Gỗ")
        said = {"source": zone.source}
        for _number in range(count):
            make.project(zone=zone, name_vi="Gỗ", **said)
            make.figure(zone=zone, label_vi="Gỗ", **said)
            make.article(title_vi="Gỗ", **said)
            make.opportunity(title_vi="Gỗ", zone=zone, **said)
        with CaptureQueriesContext(connection) as queries:
            page(client, "go")
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


def test_an_empty_query_searches_nothing(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        page(client, "")


def test_a_snippet_is_cut_around_the_first_word():
    text = "Đầu câu rất dài. " * 20 + "Ở đây có đường sắt chạy qua." + " Cuối câu." * 30
    pieces = snippet(text, ["duong"])
    assert [piece for piece, is_word in pieces if is_word] == ["đường"]
    assert pieces[0][0].startswith("…") and pieces[-1][0].endswith("…")
    assert 100 < sum(len(piece) for piece, _is_word in pieces) < 260


def test_a_snippet_marks_decomposed_text_too():
    pieces = snippet(unicodedata.normalize("NFD", "một lô đất"), ["dat"])
    assert ("đất", True) in pieces


def test_a_snippet_of_nothing_is_nothing():
    assert snippet("", ["x"]) == ()

"""The list of procedures and the page of one: what is stated, what is not, and from whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from core.disclosure import Publication
from procedures.display import official_table, time_limit
from procedures.models import Paper, Procedure, Step
from procedures.questions import QUESTIONS
from tests import make, make_procedures

pytestmark = pytest.mark.django_db
LANGUAGES = ("vi", "en")
Standing = Procedure.Standing


def address(*args, language="en"):
    with translation.override(language):
        return reverse("procedures:procedure" if args else "procedures:list", args=args)


def list_text(client, language="en", **query):
    answer = client.get(address(language=language), query)
    assert answer.status_code == 200
    return answer.content.decode()


def page_text(client, procedure, language="en"):
    answer = client.get(address(procedure.slug, language=language))
    assert answer.status_code == 200
    return answer.content.decode()


def queries_of(client, url):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_list_and_page_answer_in_both_languages(client, language):
    assert list_text(client, language).count("<h1>") == 1
    procedure = make_procedures.full_procedure()
    assert address(procedure.slug, language=language) in list_text(client, language)
    assert page_text(client, procedure, language).count("<h1>") == 1


def test_pages_only_answer_to_reading(client):
    assert client.post(address()).status_code == 405
    assert client.post(address(make.procedure().slug)).status_code == 405


@pytest.mark.parametrize("publication", [Publication.DRAFT, Publication.WITHDRAWN])
def test_what_is_not_published_stands_nowhere(client, publication):
    law = make.instrument(number="99/2099/NĐ-CP", publication=publication)
    make.procedure().legal_basis.add(law)
    for standing in (Standing.REFERENCE, Standing.OLD, Standing.NAME_ONLY):
        hidden = make.procedure(name_en="Hidden procedure", standing=standing, publication=publication)
        assert client.get(address(hidden.slug)).status_code == 404
    assert "Hidden procedure" not in list_text(client)
    for procedure in Procedure.objects.published():
        assert "99/2099" not in page_text(client, procedure)


def test_the_list_says_whose_procedures_these_are(client):
    assert "No page of Bac Kan’s own procedures was found" in list_text(client)
    make_procedures.full_procedure(standing=Standing.OFFICIAL)
    page = list_text(client)
    assert "No page of Bac Kan’s own procedures was found" not in page
    assert "are the Board’s own" in page


def test_rows_stand_under_their_field_with_time_fee_result_and_source(client):
    make_procedures.full_procedure(name_en="Permit to build", field="construction")
    make_procedures.full_procedure(name_en="Certificate", field="investment")
    page = list_text(client)
    assert page.index("Certificate</a>") < page.index("Permit to build</a>")
    for words in ("15 days", "Free of charge", "The certificate", "Test newspaper"):
        assert words in page


def test_unknown_time_and_fee_are_not_published_yet_and_never_zero(client):
    procedure = make.procedure(time_note_vi="Chưa rõ", time_note_en="Days were not found")
    for page in (list_text(client), page_text(client, procedure)):
        assert "not published yet" in page
        assert "Days were not found" in page
        assert "0 days" not in page
        assert "Free of charge" not in page


def test_names_without_content_and_old_rules_stand_at_the_end(client):
    make.procedure(name_en="Lease of land", standing=Standing.NAME_ONLY)
    make.procedure(name_en="Old extension", standing=Standing.OLD)
    make.procedure(name_en="Certificate")
    page = list_text(client)
    order = [
        page.index(words) for words in ("Certificate</a>", "Known by name only</h2>", "Lease of land", "Old extension")
    ]
    assert order == sorted(order)
    assert page.index('<details class="more"') < page.index("Old extension")
    assert "1 procedure" in page


def test_asking_for_a_standing_shows_just_those(client):
    make.procedure(name_en="Old extension", standing=Standing.OLD)
    make.procedure(name_en="Certificate")
    page = list_text(client, standing="old")
    assert "Old extension" in page
    assert "Certificate</a>" not in page


def test_every_question_finds_its_procedures_by_field_and_order(client):
    expected = {
        "start": make.procedure(name_en="Begin it", field="investment", order=30),
        "change": make.procedure(name_en="Change it", field="investment", order=110),
        "stop": make.procedure(name_en="End it", field="investment", order=210),
        "build": make.procedure(name_en="Build it", field="construction", order=410),
        "workers": make.procedure(name_en="Permit a worker", field="labour", order=500),
        "certify": make.procedure(name_en="Certify it", field="zones", order=600),
    }
    assert set(expected) == {question.code for question in QUESTIONS}
    for code, wanted in expected.items():
        page = list_text(client, question=code)
        for procedure in expected.values():
            assert (f"{procedure.name_en}</a>" in page) == (procedure == wanted)


def test_every_field_is_reached_by_some_question():
    asked = {part.field for question in QUESTIONS for part in question.slices}
    assert asked == set(Procedure.Field)


def test_the_list_is_searched_without_diacritics_and_by_code(client):
    make.procedure(name_vi="Cấp giấy phép môi trường", name_en="Environmental permit", code="1.010727")
    make.procedure(name_vi="Cấp giấy phép xây dựng", name_en="Construction permit")
    for words in ("giay phep moi truong", "1.010727", "ENVIRONMENTAL"):
        page = list_text(client, q=words)
        assert "Environmental permit" in page
        assert "Construction permit" not in page


@pytest.mark.parametrize(
    "query",
    [
        {"field": "nonsense"},
        {"question": "why"},
        {"standing": "x" * 500},
        {"q": "x" * 5000},
        {"page": "½"},
    ],
)
def test_a_nonsense_query_is_answered_not_refused(client, query):
    make.procedure(name_en="Certificate")
    page = list_text(client, **query)
    if "page" in query:
        assert "Certificate</a>" in page
    else:
        assert "field__error" in page


def test_applied_filters_can_be_taken_away_one_by_one(client):
    page = list_text(client, field="labour", question="workers")
    assert 'href="?question=workers"' in page and 'href="?field=labour"' in page
    assert "No procedure that can be filed under fits these filters" in page


def test_a_page_gives_steps_papers_and_the_official_table(client):
    page = page_text(client, make_procedures.full_procedure())
    for words in ("File the papers", "The application", "A.I.1", "15 days", "At the desk", "The investor", "1.009748"):
        assert words in page
    assert "Components not published yet" not in page


def test_none_is_said_only_where_it_is_stated():
    def words(**fields):
        rows = [row for _group, rows in official_table(make_procedures.full_procedure(**fields)) for row in rows]
        return {str(row.label): row for row in rows}

    with translation.override("en"):
        stated = words()
        assert stated["Requirements and conditions"].words == "None"
        unknown = words(has_conditions=None, has_forms=None, fee=Procedure.Fee.UNKNOWN)
        assert not unknown["Requirements and conditions"].is_stated
        assert not unknown["Application and declaration forms"].is_stated
        assert not unknown["Fees and charges"].is_stated
        named = words(has_conditions=True, conditions_vi="Đủ vốn", conditions_en="Enough capital")
        assert named["Requirements and conditions"].shown_fields == ["conditions"]
        unnamed = words(has_conditions=True)
        assert unnamed["Requirements and conditions"].words == "Required; which ones is not published yet"


def test_missing_components_are_named_with_a_way_to_ask(client):
    procedure = make.procedure()
    page = page_text(client, procedure)
    assert "Components not published yet" in page
    assert "national code" in page
    assert f"?procedure={procedure.slug}" in page


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing.REFERENCE, "confirm with the Board before you file"),
        (Standing.TO_CHECK, "the rules may have changed"),
        (Standing.OLD, "do not file under it"),
        (Standing.NAME_ONLY, "Only its name is known"),
    ],
)
def test_a_page_says_what_it_is_before_the_steps(client, standing, said):
    page = page_text(client, make.procedure(standing=standing))
    assert page.index(said) < page.index('id="table-title"')
    assert ('id="steps-title"' in page) is (standing != Standing.NAME_ONLY), "what is not known is not said twice"


def test_the_boards_own_procedure_carries_no_warning_and_can_be_asked_about(client):
    procedure = make_procedures.full_procedure(standing=Standing.OFFICIAL)
    page = page_text(client, procedure)
    assert "notice--warning" not in page
    assert f"?procedure={procedure.slug}" in page


def test_every_source_is_shown_with_where_it_was_published(client):
    procedure = make_procedures.full_procedure(locality_vi="Lào Cai", locality_en="Lào Cai")
    procedure.other_sources.add(make.source(publisher_en="Another portal", url=""))
    page = page_text(client, procedure)
    for words in ("Lào Cai", "Test newspaper", "Newspaper", "Another portal"):
        assert words in page


def test_legal_basis_links_to_the_register_and_keeps_the_words_of_the_source(client):
    law = make.instrument(number="31/2021/NĐ-CP", status="replaced")
    procedure = make_procedures.full_procedure(legal_basis_text_vi="Điều 33", legal_basis_text_en="Article 33")
    procedure.legal_basis.add(law)
    page = page_text(client, procedure)
    assert "31/2021/ND-CP" in page and "Replaced" in page and "Article 33" in page


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1, "day", "1 day"),
        (15, "day", "15 days"),
        (1, "working_day", "1 working day"),
        (8, "hour", "8 hours"),
        (None, "", ""),
    ],
)
def test_a_time_limit_reads_in_its_own_unit(value, unit, words):
    with translation.override("en"):
        assert time_limit(Procedure(time_value=value, time_unit=unit)) == words


def test_vietnamese_stands_in_for_missing_english_and_is_marked(client):
    procedure = make.procedure(name_vi="Cấp giấy phép", name_en="", result_vi="Giấy phép", result_en="")
    for page in (list_text(client), page_text(client, procedure)):
        assert '<span lang="vi">Cấp giấy phép</span>' in page
        assert '<span lang="vi">Giấy phép</span>' in page


def test_what_officers_type_is_escaped(client):
    procedure = make_procedures.full_procedure(name_en="<script>alert(1)</script>", note_vi="x", note_en="<img src=x>")
    Step.objects.create(
        procedure=procedure, order=2, text_vi="<script>alert(2)</script>", text_en="<script>alert(2)</script>"
    )
    for page in (list_text(client), page_text(client, procedure)):
        assert "<script>alert" not in page and "<img src=x>" not in page


def test_the_list_asks_the_database_as_often_for_many_rows_as_for_few(client):
    def grow(rows):
        for _row in range(rows):
            for standing in (Standing.REFERENCE, Standing.OLD, Standing.NAME_ONLY):
                make.procedure(standing=standing)

    grow(2)
    few = queries_of(client, address())
    grow(5)
    assert queries_of(client, address() + "?page=99") == few <= 12


def test_a_page_asks_the_database_as_often_however_long_it_is(client):
    procedure = make.procedure()

    def grow(first, last):
        for order in range(first, last):
            Step.objects.create(procedure=procedure, order=order, text_vi="Bước", text_en="Step")
            Paper.objects.create(procedure=procedure, order=order, name_vi="Giấy", name_en="Paper")
            procedure.legal_basis.add(make.instrument(source=procedure.source))
            procedure.other_sources.add(make.source())

    grow(1, 3)
    few = queries_of(client, address(procedure.slug))
    grow(3, 9)
    assert queries_of(client, address(procedure.slug)) == few <= 12

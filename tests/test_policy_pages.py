"""Sectors, incentives and the legal register: what is known, what is not published, and what rests on what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from core.disclosure import Publication
from core.models import Source
from policies import citations
from policies.models import Incentive, LegalInstrument
from tests import make
from zones.units import RateKind

pytestmark = pytest.mark.django_db
LANGUAGES = ("vi", "en")


def address(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"policies:{name}", args=args)


def text_of(client, name, *args, language="en", **query):
    answer = client.get(address(name, *args, language=language), query)
    assert answer.status_code == 200
    return answer.content.decode()


def queries_of(client, url):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["sectors", "incentives", "law"])
def test_pages_answer_with_and_without_rows(client, name, language):
    assert text_of(client, name, language=language).count("<h1>") == 1
    make.sector(), make.incentive(), make.instrument()
    assert text_of(client, name, language=language).count("<h1>") == 1


@pytest.mark.parametrize("name", ["sectors", "incentives", "law"])
def test_pages_only_answer_to_reading(client, name):
    assert client.post(address(name)).status_code == 405


@pytest.mark.parametrize("publication", [Publication.DRAFT, Publication.WITHDRAWN])
def test_what_is_not_published_stands_nowhere(client, publication):
    law = make.instrument(title_en="Hidden law", publication=publication)
    make.sector(name_en="Hidden sector", publication=publication)
    make.incentive(name_en="Hidden incentive", publication=publication)
    shown = make.incentive(name_en="Shown incentive")
    shown.legal_basis.add(law)
    for name in ("sectors", "incentives", "law"):
        page = text_of(client, name)
        assert "Hidden" not in page
        assert law.number not in page
    assert client.get(address("instrument", law.slug)).status_code == 404


def test_sectors_stand_under_their_scope_with_their_source(client):
    make.sector(name_en="Plywood", note_en="Priority of 2022", note_vi="Ưu tiên", scope="zone")
    make.sector(name_en="Lead and zinc", scope="province")
    page = text_of(client, "sectors")
    assert page.index("Sought for the zones") < page.index("Plywood") < page.index("Orientation of the province")
    assert "Priority of 2022" in page
    assert page.count("Test newspaper") == 2
    assert "National incentive list" not in page


def test_a_list_the_board_has_not_published_is_said_first_and_not_shown_as_a_sector(client):
    make.sector(name_en="Plywood")
    make.sector(name_en="Official list for each zone", is_known=False, confidence="none")
    page = text_of(client, "sectors")
    said = page.index("is not published yet")
    assert said < page.index("Official list for each zone") < page.index("Plywood")
    assert "?about=sectors" in page
    assert page.count("Official list for each zone") == 1


def test_without_unpublished_lists_no_warning_is_made_up(client):
    make.sector()
    assert "admits or refuses is not published yet" not in text_of(client, "sectors")


def test_every_incentive_page_asks_the_reader_to_confirm(client):
    page = text_of(client, "incentives")
    assert "confirm with the Board or the tax office" in page


def test_an_incentive_shows_state_dates_basis_and_source(client):
    law = make.instrument(number="67/2025/QH15", slug="67-2025-qh15")
    incentive = make.incentive(
        name_en="Ten per cent",
        status=Incentive.Status.TO_CHECK,
        status_note_vi="Cần kiểm tra",
        status_note_en="Check the amendment",
        valid_from="2025-10-01",
        legal_basis_text_vi="Điều 13",
        legal_basis_text_en="Article 13",
    )
    incentive.legal_basis.add(law)
    incentive.other_sources.add(make.source(publisher_en="Second opinion"))
    page = text_of(client, "incentives")
    for words in (
        "Ten per cent",
        "to be checked",
        "Check the amendment",
        "1 October 2025",
        "Article 13",
        "Second opinion",
    ):
        assert words in page
    assert address("instrument", law.slug) in page


def test_old_and_unfound_incentives_stand_apart_from_those_in_force(client):
    make.incentive(name_en="Old holiday", status=Incentive.Status.SUPERSEDED)
    make.incentive(name_en="Nowhere stated", confidence="none", summary_en="No copy was found.")
    make.incentive(name_en="In force now", status=Incentive.Status.IN_FORCE)
    page = text_of(client, "incentives")
    in_force, unfound, old = (page.index(name) for name in ("In force now", "Nowhere stated", "Old holiday"))
    assert in_force < page.index("Looked for and not found") < unfound < page.index('<details class="more"') < old
    assert "No copy was found." in page


def test_an_incentive_without_basis_says_that_it_is_not_published(client):
    make.incentive()
    assert "not published yet" in text_of(client, "incentives")


def test_the_register_is_searched_without_diacritics(client):
    make.instrument(number="35/2022/NĐ-CP", title_vi="Quản lý khu công nghiệp", title_en="Industrial zones")
    make.instrument(number="103/2024/NĐ-CP", title_vi="Tiền thuê đất", title_en="Land rent")
    for words in ("quan ly khu cong nghiep", "35/2022/nd-cp", "Quản LÝ"):
        page = text_of(client, "law", q=words)
        assert "35/2022/ND-CP" in page
        assert "103/2024/ND-CP" not in page


def test_the_register_is_narrowed_by_type_and_status_and_says_by_what(client):
    make.instrument(number="1/L", type="law", status="in_force")
    make.instrument(number="2/D", type="decree", status="in_force")
    make.instrument(number="3/D", type="decree", status="replaced")
    page = text_of(client, "law", type="decree", status="in_force")
    assert "2/D" in page
    assert "1/L" not in page and "3/D" not in page
    assert 'href="?status=in_force"' in page and 'href="?type=decree"' in page


@pytest.mark.parametrize(
    "query",
    [{"type": "nonsense"}, {"status": "x" * 500}, {"q": "x" * 5000}, {"page": "last"}, {"page": "-3"}],
)
def test_a_nonsense_query_is_answered_not_refused(client, query):
    make.instrument(number="1/L")
    page = text_of(client, "law", **query)
    if "page" in query:
        assert "1/L" in page
    else:
        assert "field__error" in page


def test_nothing_found_says_what_to_do(client):
    make.instrument()
    assert "No instrument fits these filters" in text_of(client, "law", q="zzz")


def test_dates_the_sources_do_not_give_are_said_to_be_not_found_never_unpublished(client):
    law = make.instrument(issued_on="", effective_on="")
    for page in (text_of(client, "law"), text_of(client, "instrument", law.slug)):
        assert page.count("not found yet") >= 2
        assert "not published yet" not in page


def test_an_instrument_shows_what_replaced_it_and_what_it_replaces(client):
    new = make.instrument(number="143/2025/QH15")
    old = make.instrument(number="61/2020/QH14", status=LegalInstrument.Status.REPLACED, replaced_by=new)
    assert "143/2025/QH15" in text_of(client, "instrument", old.slug)
    assert "61/2020/QH14" in text_of(client, "instrument", new.slug)


def test_an_unpublished_successor_is_not_named(client):
    new = make.instrument(number="143/2025/QH15", publication=Publication.DRAFT)
    old = make.instrument(status=LegalInstrument.Status.REPLACED, replaced_by=new)
    assert "143/2025/QH15" not in text_of(client, "instrument", old.slug)


def test_an_instrument_shows_the_published_rows_that_name_it(client):
    law = make.instrument()
    make.procedure(name_en="Cited procedure").legal_basis.add(law)
    make.procedure(name_en="Draft procedure", publication=Publication.DRAFT).legal_basis.add(law)
    make.incentive(name_en="Cited incentive").legal_basis.add(law)
    make.rate(kind=RateKind.LAND_RENT_ANNUAL, label_vi="Giá", label_en="Cited rate", legal_basis=law)
    make.milestone(text_en="Cited milestone", decision=law)
    make.milestone(text_en="Draft zone's milestone", decision=law, zone=make.zone(publication=Publication.DRAFT))
    make.opportunity(title_en="Cited opportunity", decision=law)
    page = text_of(client, "instrument", law.slug)
    for name in ("procedure", "incentive", "rate", "milestone", "opportunity"):
        assert f"Cited {name}" in page
    assert "Draft" not in page


def test_a_sample_price_that_names_an_instrument_wears_its_ribbon(client):
    law = make.instrument()
    make.rate(legal_basis=law, is_sample=True)
    assert "ribbon" in text_of(client, "instrument", law.slug)


@pytest.mark.parametrize("kind", [Source.Kind.PRESS, Source.Kind.LAW, Source.Kind.FIRM])
def test_the_page_linked_to_is_never_passed_off_as_the_law_itself(client, kind):
    law = make.instrument(source=make.source(kind=kind, url="https://example.org/page"))
    page = text_of(client, "instrument", law.slug)
    assert "Page where it was found" in page
    assert "not the text of the instrument" in page or "may be that of another instrument" in page
    assert 'href="https://example.org/page"' in page


def test_vietnamese_stands_in_for_missing_english_and_is_marked(client):
    law = make.instrument(title_vi="Luật Đầu tư", title_en="")
    assert '<span lang="vi">Luật Đầu tư</span>' in text_of(client, "instrument", law.slug)


def test_what_officers_type_is_escaped(client):
    law = make.instrument(title_en="<script>alert(1)</script>", note_vi="<b>x</b>", note_en="<img src=x>")
    make.sector(name_en="<script>alert(2)</script>")
    make.incentive(name_en="<script>alert(3)</script>", summary_en="<i>x</i><script>")
    for page in (
        *(text_of(client, name) for name in ("sectors", "incentives", "law")),
        text_of(client, "instrument", law.slug),
    ):
        assert "<script>alert" not in page
        assert "<img src=x>" not in page


def test_pages_ask_the_database_as_often_for_many_rows_as_for_few(client):
    source = make.source()

    def grow(rows):
        for _row in range(rows):
            law = make.instrument(source=source)
            make.sector(source=source)
            make.incentive(source=source).legal_basis.add(law)

    def queries():
        return {name: queries_of(client, address(name)) for name in ("sectors", "incentives", "law")}

    grow(2)
    few = queries()
    grow(5)
    assert queries() == few and max(few.values()) <= 12


def test_an_instrument_asks_the_database_as_often_however_much_names_it(client, monkeypatch):
    monkeypatch.setattr(citations, "MOST", 5)
    law = make.instrument()
    said = {"source": law.source}

    def grow(rows):
        for _row in range(rows):
            zone = make.zone(**said)
            make.procedure(**said).legal_basis.add(law)
            make.incentive(**said).legal_basis.add(law)
            make.rate(legal_basis=law, zone=zone, **said)
            make.milestone(decision=law, zone=zone, **said)
            make.opportunity(decision=law, zone=zone, **said)
            make.instrument(replaced_by=law, **said)

    grow(2)
    few = queries_of(client, address("instrument", law.slug))
    grow(5)
    assert queries_of(client, address("instrument", law.slug)) == few <= 12
    assert "Only the first of them are listed." in text_of(client, "instrument", law.slug)


def test_a_zero_byte_is_read_as_a_letter_nothing_contains(client):
    make.instrument(number="1/L")
    assert "1/L" not in text_of(client, "law", q="a\x00b")

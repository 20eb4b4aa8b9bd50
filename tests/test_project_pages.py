"""Projects, investors and opportunities: what the public sees of them, and what it never sees."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from core.roles import Role
from projects.lifecycle import EventKind, Implementation
from projects.models import ProjectEvent
from tests import make

pytestmark = pytest.mark.django_db
LISTS = ("projects:list", "projects:investors", "projects:opportunities")


def english(name, *args):
    with translation.override("en"):
        return reverse(name, args=args)


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("rows", [0, 1])
def test_every_list_stands_in_both_languages_full_or_empty(client, language, name, rows):
    if rows:
        make.project(investor=make.investor())
        make.opportunity()
    with translation.override(language):
        html = page(client, reverse(name))
    assert f'lang="{language}"' in html
    assert html.count("<h1") == 1


def test_a_project_shows_what_its_source_says_and_says_what_is_not_published(client):
    row = make.project(
        name_en="Plywood plant",
        investor=make.investor(name_en="Govina JSC"),
        capital=160,
        capital_note_en="Phase 1, 2017",
        capital_note_vi="Giai đoạn 1, 2017",
        implementation=Implementation.OPERATING,
    )
    html = page(client, english("projects:project", row.slug))
    for words in ("Plywood plant", "Govina JSC", "VND 160 billion", "Phase 1, 2017", "In operation, as reported"):
        assert words in html
    assert "not published yet" in html  # capacity, jobs, land
    assert row.source.publisher_en in html
    assert f"project={row.slug}" in html


def test_capital_reads_in_the_readers_style(client):
    row = make.project(capital="1100.5")
    assert "VND 1,100.5 billion" in page(client, english("projects:project", row.slug))


def test_a_project_without_a_named_company_says_so(client):
    row = make.project()
    for address in (english("projects:list"), english("projects:project", row.slug)):
        assert "Company not named in any public source" in page(client, address)


def test_an_unpublished_investor_is_not_named_by_its_published_project(client):
    row = make.project(investor=make.investor(name_vi="Công ty Kín", name_en="Secret Co", publication="draft"))
    for address in (
        english("projects:list"),
        english("projects:project", row.slug),
        english("projects:investors"),
        english("data_csv", "projects"),
    ):
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"Secret Co" not in body and "Công ty Kín".encode() not in body


def test_nothing_unpublished_is_listed_or_opened(client):
    hidden = make.project(name_en="Hidden plant", publication="draft")
    in_hidden_zone = make.project(name_en="Plant in a hidden zone", zone=make.zone(publication="draft"))
    make.opportunity(title_en="Hidden call", publication="withdrawn")
    html = "".join(page(client, english(name)) for name in LISTS)
    assert "Hidden" not in html and "hidden zone" not in html
    for row in (hidden, in_hidden_zone):
        page(client, english("projects:project", row.slug), status=404)


def test_the_totals_stand_as_published_and_the_unnamed_are_counted(client):
    zone = make.zone()
    make.figure(measure="investors", zone=zone, value=14, as_of="2024", label_en="Investors")
    make.figure(measure="investors", zone=zone, value=4, as_of="2015", label_en="Investors")
    make.figure(measure="operating_projects", zone=zone, value=8, as_of="2024", label_en="In production")
    for _number in range(5):
        make.investor()
    for name in ("projects:list", "projects:investors"):
        html = page(client, english(name))
        assert "Of the 14 investors counted, 5 are named in public sources" in html
        assert "the other 9 are not named anywhere" in html
        assert "In production" in html


def test_without_a_published_total_none_is_invented(client):
    html = page(client, english("projects:list"))
    assert "not published yet" in html and "figure__number" not in html


def test_the_pipeline_and_the_certificate_stay_inside(client):
    row = make.project(
        pipeline="dossier",
        certificate_number="4720-SECRET",
        certificate_date=dt.date(2019, 3, 2),
        implementation=Implementation.NOT_STARTED,
        outcome="delayed",
        lost_to="Other province",
        start_by=dt.date(2020, 2, 3),
        handed_over_on=dt.date(2020, 2, 3),
    )
    officer = make.user(Role.EDITOR, first_name="Cán bộ Kín")
    row.move_to("procedures", axis="implementation", by=officer, note="inner reason", decision_number="12/QĐ-BQL")
    row.move_to("active", axis="pipeline", by=officer, note="went back")
    ProjectEvent.objects.create(
        project=row, kind=EventKind.ISSUE_IRC, on=dt.date(2019, 3, 2), number="4720-SECRET", note="inner note"
    )
    for kind in (EventKind.REPORT, EventKind.DEPOSIT, EventKind.EXTEND_SCHEDULE):
        days = {"finish_by": dt.date(2020, 2, 3)} if kind == EventKind.EXTEND_SCHEDULE else {}
        make.project_event(row, kind, dt.date(2020, 1, 5), number="BC-77", **days)
    html = page(client, english("projects:project", row.slug)) + page(client, english("projects:list"))
    assert "12/QĐ-BQL" in html and "Investment certificate issued" in html
    for secret in (
        "SECRET",
        "inner",
        "Kín",
        officer.username,
        "File submitted",
        "Being supported",
        "went back",
        "BC-77",
        "Put off",
        "Other province",
        "2020",
        "late",
    ):
        assert secret not in html


def test_the_legal_status_follows_the_newest_event(client):
    row = make.project()
    for kind, year in ((EventKind.PRINCIPLE_DECISION, 2016), (EventKind.REVOKE, 2020)):
        ProjectEvent.objects.create(project=row, kind=kind, on=dt.date(year, 6, 14), number=f"{year}/QĐ")
    html = page(client, english("projects:project", row.slug))
    assert "badge--revoked" in html and "2016/QĐ" in html and "14 June 2016" in html


def test_an_event_tells_who_decided_it_and_where_it_is_stated(client):
    row, source = make.project(), make.source(publisher_en="Gazette of the province")
    fields = {"number": "12/QĐ-UBND", "decided_by": "province", "source": source}
    make.project_event(row, EventKind.PRINCIPLE_DECISION, dt.date(2022, 6, 14), **fields)
    html = page(client, english("projects:project", row.slug))
    assert "In-principle decision (Provincial People&#x27;s Committee)" in html
    assert "Gazette of the province" in html and source.url in html


def test_the_list_narrows_by_zone_state_and_words_without_diacritics(client):
    zone = make.zone(slug="thanh-binh-1")
    make.project(name_vi="Nhà máy ván dán", name_en="Plywood plant", zone=zone, implementation="operating")
    make.project(name_vi="Xưởng đá", name_en="Stone yard")
    for query in ("q=VAN+DAN", "zone=thanh-binh-1", "implementation=operating", "q=va%CC%81n"):
        html = page(client, f"{english('projects:list')}?{query}")
        assert "Plywood plant" in html and "Stone yard" not in html
    assert "No project fits" in page(client, f"{english('projects:list')}?q=zzz")


@pytest.mark.parametrize(
    "query",
    # The page and the words are read apart: neither hides the other.
    ["zone=nowhere", "implementation=zzz", "page=abc&q=" + "x" * 3000, "page=-4&q=%00", "page=99&q=%FF"],
)
def test_nonsense_in_the_address_is_answered_not_broken(client, query):
    make.project()
    for name in LISTS:
        page(client, f"{english(name)}?{query}")


def test_a_bad_filter_says_so_beside_the_field(client):
    assert "field__error" in page(client, f"{english('projects:list')}?implementation=zzz")


def test_what_an_officer_types_is_escaped(client):
    bad = "<script>alert(1)</script>"
    row = make.project(name_en=bad, name_vi=bad, activity_en=bad, activity_vi=bad, investor=make.investor(name_en=bad))
    make.opportunity(title_en=bad, summary_en=bad)
    for address in (*(english(name) for name in LISTS), english("projects:project", row.slug)):
        assert "<script>alert" not in page(client, address)


def test_vietnamese_in_an_english_page_is_marked(client):
    row = make.project(name_en="", activity_vi="Ván dán", activity_en="")
    assert '<span lang="vi">Ván dán</span>' in page(client, english("projects:project", row.slug))


def test_an_opportunity_of_unknown_state_says_since_when_nothing_is_known(client):
    make.opportunity(
        as_of="2024-06-10", called_on="2024-06-10", area_ha=300, decision=make.instrument(number="1004/QĐ")
    )
    html = page(client, english("projects:opportunities"))
    assert "Present state not known" in html and "Nothing newer than 10 June 2024 has been published." in html
    assert "1004/QD" in html and "300 ha" in html


def test_an_opportunity_does_not_name_an_unpublished_decision(client):
    make.opportunity(decision=make.instrument(number="77/MẬT", publication="draft"))
    assert "77/MẬT" not in page(client, english("projects:opportunities"))


def _fill(count):
    zone = make.zone()
    said = {"source": zone.source}
    for _number in range(count):
        row = make.project(zone=zone, investor=make.investor(**said), sector=make.sector(**said), **said)
        ProjectEvent.objects.create(project=row, kind=EventKind.PROPOSE, on=dt.date(2020, 1, 1), number="1")
        make.opportunity(zone=zone, decision=make.instrument(**said), **said)
        make.figure(measure="investors", zone=zone, **said)


def test_a_list_asks_the_database_the_same_for_few_rows_and_for_more(client):
    asked = []
    for count in (2, 6):
        _fill(count)
        asked.append({})
        for name in LISTS:
            with CaptureQueriesContext(connection) as queries:
                page(client, english(name))
            asked[-1][name] = len(queries)
    assert asked[0] == asked[1] and max(asked[0].values()) <= 12


def test_a_project_page_asks_little(client, django_assert_max_num_queries):
    row = make.project(investor=make.investor())
    with django_assert_max_num_queries(8):
        page(client, english("projects:project", row.slug))


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_only_answer_reading(client, name):
    assert client.post(english(name)).status_code == 405

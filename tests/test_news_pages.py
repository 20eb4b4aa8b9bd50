"""The news: by year, with the day as far as it is known and the one who reported it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from core.models import Source
from tests import make

pytestmark = pytest.mark.django_db


def english(name, *args):
    with translation.override("en"):
        return reverse(name, args=args)


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("rows", [0, 2])
def test_the_list_stands_in_both_languages_full_or_empty(client, language, rows):
    for _number in range(rows):
        make.article()
    with translation.override(language):
        html = page(client, reverse("news:list"))
    assert f'lang="{language}"' in html and html.count("<h1") == 1


def test_items_stand_under_their_year_newest_first(client):
    make.article(title_en="Older", happened_on="2023")
    make.article(title_en="Newest", happened_on="2025-03-01")
    make.article(title_en="Newer", happened_on="2025-Q1")
    html = page(client, english("news:list"))
    places = [html.index(words) for words in ('id="y2025"', "Newest", 'id="y2023"', "Older")]
    assert places == sorted(places)
    assert "Q1 2025" in html and "1 March 2025" in html


def test_an_item_names_its_publisher_and_what_kind_it_is(client):
    row = make.article(source=make.source(kind=Source.Kind.PRESS, publisher_en="The Paper"), happened_on="2024-02")
    for address in (english("news:list"), english("news:article", row.slug)):
        html = page(client, address)
        assert "The Paper" in html and "Newspaper" in html and "February 2024" in html


def test_a_source_without_an_address_says_so(client):
    row = make.article(source=make.source(url=""))
    assert "The address of the page is not known." in page(client, english("news:article", row.slug))


def test_a_weak_source_is_called_weak(client):
    row = make.article(confidence="low")
    assert "to be confirmed" in page(client, english("news:article", row.slug))


def test_an_item_leads_to_the_one_before_and_the_one_after_in_time(client):
    first = make.article(slug="a", title_en="First", happened_on="2023-01-01")
    middle = make.article(slug="b", title_en="Middle", happened_on="2023-05-01")
    twin = make.article(slug="c", title_en="Twin", happened_on="2023-05-01")
    make.article(title_en="Draft", happened_on="2023-03-01", publication="draft")
    html = page(client, english("news:article", middle.slug))
    assert f'rel="prev" href="{english("news:article", twin.slug)}"' in html
    assert 'rel="next"' not in html
    html = page(client, english("news:article", twin.slug))
    assert f'rel="next" href="{english("news:article", middle.slug)}"' in html
    assert f'rel="prev" href="{english("news:article", first.slug)}"' in html
    assert "Draft" not in html


def test_an_unpublished_item_is_nowhere(client):
    row = make.article(title_en="Hidden", publication="draft", kind="legal")
    html = page(client, english("news:list"))
    assert "Hidden" not in html and "kind=legal" not in html
    page(client, english("news:article", row.slug), status=404)


def test_the_list_narrows_by_kind_and_by_words_without_diacritics(client):
    make.article(title_vi="Khởi công đường", title_en="Road begun", kind="planning")
    make.article(title_en="Visit", kind="event")
    for query in ("kind=planning", "q=khoi+cong", "q=KHỞI&kind=planning"):
        html = page(client, f"{english('news:list')}?{query}")
        assert "Road begun" in html and "Visit" not in html
    assert "No news item fits" in page(client, f"{english('news:list')}?q=khoi&kind=event")


@pytest.mark.parametrize(
    "query", ["kind=zzz", "q=%00", "q=" + "x" * 3000, "page=zzz", "page=-1", "kind=planning&page=9"]
)
def test_nonsense_in_the_address_is_answered_not_broken(client, query):
    make.article()
    page(client, f"{english('news:list')}?{query}")


def test_a_bad_kind_is_named_as_bad(client):
    assert 'role="alert"' in page(client, f"{english('news:list')}?kind=zzz")


def test_what_an_officer_types_is_escaped(client):
    bad = "<script>alert(1)</script>"
    row = make.article(title_en=bad, title_vi=bad, summary_en=bad, summary_vi=bad, body_en=bad, body_vi=bad)
    for address in (english("news:list"), english("news:article", row.slug)):
        assert "<script>alert" not in page(client, address)


def test_the_list_asks_the_same_for_three_items_and_for_sixty(client):
    asked = []
    for count in (3, 57):
        for _number in range(count):
            make.article()
        with CaptureQueriesContext(connection) as queries:
            page(client, english("news:list"))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8


def test_a_long_list_has_pages_that_keep_the_filter(client):
    for _number in range(30):
        make.article(kind="event")
    assert "kind=event&amp;page=2" in page(client, f"{english('news:list')}?kind=event")

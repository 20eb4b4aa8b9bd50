"""The head of the home page and of the zones' list follows the data."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from core.models import Board
from core.templatetags.ui import in_words
from tests import make

pytestmark = pytest.mark.django_db


def _head(client, name, language):
    with translation.override(language):
        html = client.get(reverse(name)).content.decode()
    start = html.index("<h1>") + len("<h1>")
    return html[start : html.index("</h1>", start)].strip()


HEADS = {
    0: ("Khu công nghiệp Bắc Kạn, ưu tiên", "Industrial zones of Bac Kan, with", "Khu công nghiệp", "Industrial zones"),
    1: (
        "Một khu công nghiệp Bắc Kạn, ưu tiên",
        "One industrial zone of Bac Kan, with",
        "Một khu công nghiệp",
        "One industrial zone",
    ),
    5: (
        "Năm khu công nghiệp Bắc Kạn, ưu tiên",
        "Five industrial zones of Bac Kan, with",
        "Năm khu công nghiệp",
        "Five industrial zones",
    ),
}


@pytest.mark.parametrize("count", HEADS)
def test_the_head_counts_the_published_zones(client, count):
    for _number in range(count):
        make.zone()
    make.zone(publication="draft")
    home_vi, home_en, list_vi, list_en = HEADS[count]
    assert _head(client, "home", "vi").startswith(home_vi)
    assert _head(client, "home", "en").startswith(home_en)
    assert _head(client, "zones:list", "vi") == list_vi
    assert _head(client, "zones:list", "en") == list_en


def test_from_ten_on_a_count_is_written_in_digits():
    with translation.override("en"):
        assert [in_words(9), in_words(10), in_words(1200)] == ["Nine", "10", "1,200"]
    with translation.override("vi"):
        assert [in_words(4), in_words(1200)] == ["Bốn", "1.200"]


def test_the_phone_number_stands_in_the_first_screen_and_in_the_menu_once_it_is_known(client):
    make.board()
    assert 'href="tel:' not in client.get("/").content.decode()
    Board.objects.update(phone="0209 387 0000")
    html = client.get("/").content.decode()
    first_screen, menu = html[html.index("hero__links") :], html[html.index("data-menu") :]
    assert 'href="tel:02093870000"' in first_screen[: first_screen.index("</ul>")]
    assert 'href="tel:02093870000"' in menu[: menu.index("</nav>")]


def test_a_printed_page_bears_the_code_of_its_own_address(client):
    pages = [client.get(address).content.decode() for address in ("/", "/?q=1", "/en/", "/khong-co/")]
    codes = [re.findall(r'<svg[^>]*class="qr".*?</svg>', page, re.DOTALL) for page in pages]
    assert [len(found) for found in codes] == [1, 1, 1, 0]  # an address that leads nowhere is not carried on
    assert len({found[0] for found in codes[:3]}) == 3

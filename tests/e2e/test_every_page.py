"""Every kind of public page, with the whole record, in a browser: accessible, whole in its language, no cookie."""

import re
import urllib.error
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import translation

pytestmark = pytest.mark.e2e

VIETNAMESE = re.compile("[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)
# Text nodes, codes and addresses apart, with the language that their nearest marked ancestor gives them.
TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!parent.closest('script, style, template, code, .print-foot') && node.textContent.trim())
      found.push([parent.closest('[lang]').lang, node.textContent.trim()]);
  }
  return found;
}"""
# English words an officer's page would hold only by mistake; names of companies and papers may be English.
ENGLISH = re.compile(
    r"\b(the|and|not published|source|search|parcel|zone|procedure|price|of the|undated|sample|newspaper|read)\b",
    re.IGNORECASE,
)

FORMS = ("/lien-he/", "/en/contact/")


def _addresses(language):
    """One address of every kind of page, the richest and the poorest record of each kind."""
    fixed = [
        "home",
        "zones:list",
        "zones:map",
        "zones:parcel_list",
        "zones:prices",
        "zones:estimate",
        "policies:sectors",
        "policies:incentives",
        "policies:law",
        "procedures:list",
        "projects:list",
        "projects:investors",
        "projects:opportunities",
        "news:list",
        "about",
        "data",
        "search",
        "accessibility",
        "privacy",
        "enquiries:ask",
        "enquiries:report_error",
    ]
    records = {
        "zones:zone": ("thanh-binh-1", "cho-moi-1"),
        "zones:parcel": ("thanh-binh-1-cn2", "sample-03"),
        "procedures:procedure": ("cap-giay-chung-nhan-dang-ky-dau-tu", "thue-thue-lai-dat"),
        "policies:instrument": ("61-2020-qh14", "luat-dat-dai-2024"),
        "projects:project": ("pallet-furniture",),
    }
    with translation.override(language):
        addresses = [reverse(name) for name in fixed] + [
            reverse(name, args=[slug]) for name, slugs in records.items() for slug in slugs
        ]
        addresses += [
            reverse("zones:estimate") + "?parcel=sample-03&start=2027-01-01&end=2057-01-01",
            reverse("search") + "?q=thanh+binh",
            reverse("zones:parcel_list") + "?area=abc&zone=thanh-binh-1",
            reverse("zones:parcel_list") + "?area=20000&power=1000&budget=60000&view=plan",
        ]
        addresses += ["/khong-co-trang-nay/" if language == "vi" else "/en/no-such-page/"]
    return addresses


# Colours know no language (a test below), and no other rule of axe knows colours: each is asked once of every page.
SCHEMES = {"vi": "light", "en": "dark"}
PARTS = 3


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("language", SCHEMES)
def test_every_page_is_accessible_whole_in_its_language_and_fits_the_screen(
    served, new_page, complaints, language, part
):
    page, axe, found = new_page(color_scheme=SCHEMES[language]), Axe(), []
    wrong = VIETNAMESE if language == "en" else ENGLISH
    for address in _addresses(language)[part::PARTS]:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(served + address)
        found += _violations(axe, page, address)
        assert page.locator("html").get_attribute("lang") == language, address
        assert page.locator("h1").count() == 1, address
        texts = page.evaluate(TEXTS)
        found += [(address, "mixes", text) for lang, text in texts if lang == language and wrong.search(text)]
        for width in (1440, 768, 360):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append((address, "scrolls sideways at", width))
        if not address.startswith(FORMS):
            found += [(address, "sets a cookie", cookie["name"]) for cookie in page.context.cookies()]
        page.context.clear_cookies()
    assert not found, "\n".join(map(str, found))
    assert [line for line in complaints if "404" not in line] == []


def _violations(axe, page, address):
    """Each axe violation as (address, rule, where)."""
    return [
        (address, violation["id"], [node["target"] for node in violation["nodes"]][:3])
        for violation in axe.run(page).response["violations"]
    ]


def test_titles_tell_pages_apart_and_both_languages_wear_the_same_dress(served):
    titles, classes = {}, {"vi": set(), "en": set()}
    for language in classes:
        for address in _addresses(language):
            html = _html(served + address)
            classes[language].update(re.findall(r'<([a-z]\w*)\b[^>]*?\sclass="([^"]*)"', html))
            if "?" not in address:
                titles.setdefault(re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1].strip(), []).append(address)
    assert {title: pages for title, pages in titles.items() if len(pages) > 1} == {}
    assert classes["vi"] == classes["en"] and len(classes["vi"]) > 100


def _html(address):
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


def test_reading_works_without_script(served, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(served + "/")
    page.fill("#f-area", "2")
    page.click(".finder button")
    assert page.locator(".tally").is_visible()
    assert page.context.cookies() == []


def test_the_browser_reaches_nobody_else_and_asking_is_noticed(new_page, foreign_requests):
    page = new_page()
    page.set_content('<img src="http://example.org/a.png"><img src="http://192.0.2.1/b.png">', wait_until="load")
    assert sorted(foreign_requests) == ["http://192.0.2.1/b.png", "http://example.org/a.png"]
    assert page.evaluate("[...document.images].every(image => image.complete && !image.naturalWidth)")
    foreign_requests.clear()


def test_the_keyboard_reaches_the_content_first_and_sees_where_it_is(served, page):
    page.goto(served + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_the_home_page_comes_within_150_kilobytes(served, page):
    received, session = [], page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(served + "/", wait_until="networkidle")
    assert 5 < len(received) < 25
    assert sum(received) < 150_000


def test_a_page_prints_with_its_address_and_day(served, page):
    page.goto(served + "/gia-va-phi/")
    page.emulate_media(media="print")
    assert page.locator(".print-foot").is_visible()
    assert "/gia-va-phi/" in page.locator(".print-foot").inner_text()
    assert not page.locator(".site-nav").is_visible()

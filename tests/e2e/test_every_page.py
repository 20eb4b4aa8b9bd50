"""Every kind of public page, with the whole record, in a browser: accessible, whole in its language, no cookie."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from tests.e2e.accessibility import axe_faults

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


# Colours know no language (the dress of both is compared), and no rule of axe but contrast knows colours.
SCHEMES = {"vi": "light", "en": "dark"}

CLASSES = re.compile(r'<([a-z]\w*)\b[^>]*?\sclass="([^"]*)"')


def test_every_page_is_accessible_whole_in_its_language_and_fits_the_screen(served, new_page, complaints):
    found, titles, classes = [], {}, {}
    for language, scheme in SCHEMES.items():
        page, dress = new_page(color_scheme=scheme), classes.setdefault(language, set())
        for address in _addresses(language):
            html = page.goto(served + address).text()
            dress.update(CLASSES.findall(html))
            if "?" not in address:
                titles.setdefault(page.title(), []).append(address)
            found += [(address, *fault) for fault in _faults(page, address, language)]
    assert not found, "\n".join(map(str, found))
    assert [line for line in complaints if "404" not in line] == []
    assert {title: pages for title, pages in titles.items() if len(pages) > 1} == {}
    assert classes["vi"] == classes["en"] and len(classes["vi"]) > 100, "both languages wear the same dress"


def _faults(page, address, language):
    """What is wrong with the page that is open at `address`; it is left as it was found."""
    yield from axe_faults(page)
    if (said := page.locator("html").get_attribute("lang")) != language:
        yield "says that its language is", said
    if (heads := page.locator("h1").count()) != 1:
        yield "main headings:", heads
    wrong = VIETNAMESE if language == "en" else ENGLISH
    yield from (("mixes", text) for lang, text in page.evaluate(TEXTS) if lang == language and wrong.search(text))
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
            yield "scrolls sideways at", width, needed
    if not address.startswith(FORMS):
        yield from (("sets a cookie", cookie["name"]) for cookie in page.context.cookies())
    page.context.clear_cookies()


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

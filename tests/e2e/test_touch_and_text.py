"""What the hand and the eye need: two fingers enlarge the plan and the map, and letters of twice the size fit."""

import pytest

from tests.conftest import CHROMIUM, QUIET_CHROMIUM

pytestmark = pytest.mark.e2e

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def _touch(session, kind, *points):
    fingers = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})


def _spread(page, place, start=30, end=100):
    """Two fingers put on the middle of `place` and moved apart sideways, from `start` to `end` px off the middle."""
    box, session = place.bounding_box(), page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    _touch(session, "touchStart", (x - start, y), (x + start, y))
    for step in range(1, 9):
        apart = start + (end - start) * step / 8
        _touch(session, "touchMove", (x - apart, y), (x + apart, y))
    _touch(session, "touchEnd")


def test_two_fingers_enlarge_the_plan_and_bring_it_back(served, new_page):
    page = new_page(**PHONE)
    page.emulate_media(reduced_motion="reduce")
    page.goto(served + "/khu-cong-nghiep/thanh-binh-1/")
    view = page.locator(".plan__view")
    view.evaluate("view => view.scrollIntoView({ block: 'center' })")
    _spread(page, view)
    page.wait_for_function("document.querySelector('[data-land]').classList.contains('is-zoomed')")
    assert page.evaluate("visualViewport.scale") == 1
    _spread(page, view, 100, 20)
    page.wait_for_function("!document.querySelector('[data-land]').classList.contains('is-zoomed')")


def test_one_finger_moves_about_in_an_enlarged_map_and_scrolls_the_page_over_a_whole_one(served, new_page):
    page = new_page(**PHONE)
    page.emulate_media(reduced_motion="reduce")
    page.goto(served + "/ban-do/")
    place = page.locator(".zone-map__live")
    place.locator("path[tabindex]").first.wait_for()
    place.evaluate("place => place.scrollIntoView({ block: 'center' })")
    action = "getComputedStyle(document.querySelector('.zone-map__live')).touchAction"
    assert page.evaluate(action) == "pan-x pan-y"
    _spread(page, place)
    page.wait_for_function(f"{action} === 'none'")


@pytest.mark.parametrize("width", [360, 1280])
def test_letters_of_twice_the_size_fit_the_screen(served, browser, width):
    """A reader's own size of letters in the browser's settings, which neither zoom nor a page's style can stand for."""
    large = [*QUIET_CHROMIUM, "--blink-settings=defaultFontSize=32"]
    reader, wide = browser.browser_type.launch(executable_path=CHROMIUM, args=large), []
    page = reader.new_page(viewport={"width": width, "height": 900})
    for address in ("/", "/en/", "/khu-cong-nghiep/thanh-binh-1/", "/lo-dat/?area=20000&power=1000", "/en/prices/"):
        page.goto(served + address)
        if (there := page.evaluate("document.documentElement.scrollWidth")) > width:
            wide.append((address, there))
    reader.close()
    assert wide == []

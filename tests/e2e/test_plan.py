"""The plan and the map in a real browser: with mouse, keyboard and finger, on a phone, and without script."""

import pytest

pytestmark = pytest.mark.e2e

ZONE = "/khu-cong-nghiep/thanh-binh-1/"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def view_box(page):
    return [float(number) for number in page.locator("[data-land]").get_attribute("viewBox").split()]


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.fixture
def plan(served, page):
    page.emulate_media(reduced_motion="reduce")  # so that where the page stands can be read at once
    page.goto(served + ZONE)
    page.locator(".plan__view").scroll_into_view_if_needed()
    return page


def test_the_buttons_zoom_and_bring_the_whole_plan_back(plan):
    whole = view_box(plan)
    assert plan.get_by_role("button", name="Thu nhỏ").is_disabled()
    bar = plan.locator("[data-scale] text").text_content()
    plan.get_by_role("button", name="Phóng to").click(click_count=3)
    x, y, width, height = view_box(plan)
    assert width < whole[2] / 3 and x > 0 and y > 0
    assert width / height == pytest.approx(whole[2] / whole[3], abs=0.01)
    metres = plan.locator("[data-scale] text").text_content()
    assert metres != bar and metres.endswith(" m")
    plan.get_by_role("button", name="Toàn sơ đồ").click()
    assert view_box(plan) == whole


def test_the_wheel_scrolls_the_page_and_with_ctrl_enlarges_what_is_under_the_pointer(plan):
    whole, before = view_box(plan), plan.evaluate("scrollY")
    plan.mouse.move(*middle(plan.locator(".plan__view")))
    plan.mouse.wheel(0, 200)
    plan.wait_for_function("before => scrollY > before", arg=before)
    assert view_box(plan) == whole
    plan.locator(".plan__view").scroll_into_view_if_needed()
    parcel = plan.locator('.parcel[href*="sample-20"] path')
    before = middle(parcel)
    plan.mouse.move(*before)
    plan.keyboard.down("Control")
    plan.mouse.wheel(0, -150)
    plan.keyboard.up("Control")
    plan.wait_for_function("document.querySelector('[data-land]').classList.contains('is-zoomed')")
    assert view_box(plan)[2] < whole[2]
    assert middle(parcel) == pytest.approx(before, abs=3)


def test_dragging_moves_a_zoomed_plan_and_opens_no_parcel(plan):
    plan.get_by_role("button", name="Phóng to").click(click_count=3)
    before, here = view_box(plan), plan.url
    x, y = middle(plan.locator(".plan__view"))
    plan.mouse.move(x, y)
    plan.mouse.down()
    plan.mouse.move(x - 60, y - 40, steps=6)
    plan.mouse.up()
    after = view_box(plan)
    assert after[0] > before[0] and after[1] > before[1] and after[2:] == before[2:]
    assert plan.url == here
    plan.locator('.parcel[href*="sample-13"]').click(force=True)
    plan.wait_for_url("**/sample-13/")


def test_the_card_says_what_the_table_says_and_lights_its_row(plan):
    plan.locator(".plan__view").hover()
    parcel = plan.locator('.parcel[href*="sample-03"]')
    plan.mouse.move(*middle(parcel.locator("path")))
    card, row = plan.locator("[data-plan-card]"), plan.locator('tr:has(a[href*="sample-03"])')
    assert card.is_visible() and "is-lit" in row.get_attribute("class")
    for cell in row.locator("td[data-label]").all():
        assert cell.get_attribute("data-label") in card.text_content()
        assert cell.text_content().strip() in card.text_content()
    plan.mouse.move(5, 5)
    assert card.is_hidden() and plan.locator("tr.is-lit").count() == 0


def test_the_keyboard_walks_the_parcels_sees_where_it_is_and_leaves(plan):
    parcels = plan.locator(".parcel")
    plan.get_by_role("button", name="Phóng to").focus()
    seen = []
    for _number in range(parcels.count() + 1):
        plan.keyboard.press("Tab")
        seen.append(plan.evaluate("document.activeElement.getAttribute('href')"))
    assert seen[:-1] == [parcel.get_attribute("href") for parcel in parcels.all()]
    assert seen[-1] not in seen[:-1]
    plan.keyboard.press("Shift+Tab")
    stroke = "getComputedStyle(document.activeElement.querySelector('path')).strokeWidth"
    assert plan.evaluate(stroke) == "7px"
    whole = view_box(plan)
    for key in "+++":
        plan.keyboard.press(key)
    x, _y, width, _height = view_box(plan)
    assert width < whole[2] / 3
    plan.keyboard.press("ArrowLeft")
    assert view_box(plan)[0] < x
    plan.keyboard.press("0")
    assert view_box(plan) == whole
    before = plan.evaluate("scrollY")
    plan.keyboard.press("ArrowDown")
    plan.wait_for_function("before => scrollY > before", arg=before)


def test_a_focused_parcel_out_of_sight_is_brought_into_sight(plan):
    plan.locator('.parcel[href*="sample-01"]').focus()
    for _time in range(4):
        plan.keyboard.press("+")
    plan.locator('.parcel[href*="sample-26"]').focus()
    x, y = middle(plan.locator('.parcel[href*="sample-26"] path'))
    view = plan.locator(".plan__view").bounding_box()
    assert view["x"] < x < view["x"] + view["width"] and view["y"] < y < view["y"] + view["height"]


@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_the_plan_fits_and_its_numbers_can_be_read(served, new_page, script):
    page = new_page(java_script_enabled=script, **PHONE)
    page.goto(served + ZONE)
    view = page.locator(".plan__view > svg").bounding_box()
    assert view["x"] >= 0 and view["x"] + view["width"] <= 360
    shown = [text for text in page.locator(".parcel text").all() if text.is_visible()]
    assert len(shown) > 10 and all(text.bounding_box()["height"] >= 9 for text in shown)
    assert page.locator("[data-plan-tools]").is_visible() == script
    if script:
        _one_finger_scrolls_over_a_whole_plan(page)
        _more_numbers_the_closer_one_looks(page)


def _one_finger_scrolls_over_a_whole_plan(page):
    action = "getComputedStyle(document.querySelector('.plan__view')).touchAction"
    assert page.evaluate(action) in ("pan-x pan-y", "pan-y pan-x")
    page.get_by_role("button", name="Phóng to").click()
    assert page.evaluate(action) == "none"
    page.get_by_role("button", name="Toàn sơ đồ").click()


def _more_numbers_the_closer_one_looks(page):
    text = page.locator('.parcel[href*="sample-02"] text')
    assert text.is_hidden()
    page.locator('.parcel[href*="sample-02"]').focus()
    for _time in range(4):
        page.keyboard.press("+")
    assert text.is_visible()
    assert text.bounding_box()["height"] < 30


class TestTheMap:
    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_the_keyboard_opens_communes_and_no_marker_stands_where_no_point_is_known(
        self, served, page, complaints, language
    ):
        page.goto(served + ("/ban-do/" if language == "vi" else "/en/map/"))
        commune = page.locator("path.map__commune--here[tabindex]")
        commune.focus()
        # No point of a zone is known, and no tile is fetched by default.
        assert page.locator(".leaflet-marker-icon, path.map__zone, .leaflet-tile").count() == 0
        page.keyboard.press("Enter")
        popup = page.locator(".leaflet-popup")
        assert [link.inner_text() for link in popup.locator("li a").all()] == (
            ["Thanh Bình I", "Thanh Bình II"] if language == "vi" else ["Thanh Binh I", "Thanh Binh II"]
        )
        page.keyboard.press("Enter")
        page.wait_for_url("**/thanh-binh-1/")
        assert complaints == []

    def test_without_script_the_drawing_stands(self, served, new_page):
        page = new_page(java_script_enabled=False)
        page.goto(served + "/ban-do/")
        assert page.locator(".zone-map__still svg").is_visible()
        assert page.locator(".zone-map").get_by_text("Thanh Thịnh").is_visible()

    def test_its_scripts_come_within_60_kilobytes_and_only_here(self, served, page):
        sizes, session = {}, page.context.new_cdp_session(page)
        addresses = {}
        session.send("Network.enable")
        session.on(
            "Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]})
        )
        session.on(
            "Network.loadingFinished",
            lambda event: sizes.update({addresses[event["requestId"]]: event["encodedDataLength"]}),
        )
        page.goto(served + "/ban-do/")
        page.locator("path.map__commune--here[tabindex]").wait_for()
        scripts = {address: size for address, size in sizes.items() if address.endswith(".js")}
        assert any("leaflet" in address for address in scripts) and sum(scripts.values()) < 60_000
        sizes.clear()
        page.goto(served + "/khu-cong-nghiep/", wait_until="networkidle")
        assert not any("leaflet" in address for address in sizes)

"""What somebody who has forty tabs open sees before scrolling: the land finder, and the zones with their stages."""

import pytest

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_every_zone_shows_name_and_stage_within_the_first_screen_of_a_laptop(served, page, path):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(served + path)
    assert page.locator(".finder .btn").bounding_box()["y"] < 900
    cards = page.locator(".grid--zones > .card")
    assert cards.count() == 4
    for number in range(4):
        stage = cards.nth(number).locator(".stage").bounding_box()
        assert stage["y"] + stage["height"] < 900

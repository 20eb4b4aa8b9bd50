"""The portal stands: in a real browser it opens in both languages, and an officer signs in."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation

from core.roles import Role

pytestmark = pytest.mark.e2e


def test_the_home_page_opens_in_both_languages_without_a_complaint_of_the_browser(live_portal, page, complaints):
    for language in ("vi", "en"):
        with translation.override(language):
            path = reverse("home")
        response = page.goto(live_portal.url + path)
        assert response.status == 200
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1
        assert complaints == []


def test_an_administrator_signs_in_and_sees_the_desk(live_portal, page, complaints):
    get_user_model().objects.create_user("lan", password="a long test password", role=Role.ADMINISTRATOR, is_staff=True)
    page.goto(live_portal.url + reverse("admin:index"))
    page.fill("[name=username]", "lan")
    page.fill("[name=password]", "a long test password")
    page.keyboard.press("Enter")
    page.wait_for_url(live_portal.url + reverse("admin:index"))
    assert page.locator("main, #content").first.is_visible()
    assert complaints == []

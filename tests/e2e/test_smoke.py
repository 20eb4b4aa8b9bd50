"""The portal stands: in a real browser it opens in both languages, and an officer signs in."""

import pytest
from django.urls import reverse
from django.utils import translation

from core.roles import Role
from tests import make
from tests.signing_in import sign_in

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
    sign_in(page, live_portal.url, make.user(Role.ADMINISTRATOR))
    assert page.locator("main, #content").first.is_visible()
    assert complaints == []

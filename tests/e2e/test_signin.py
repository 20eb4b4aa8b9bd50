"""Signing in in a real browser, at 360 px: a first time with all its steps; and what was typed is not lost."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.roles import Role
from tests import make
from tests.signing_in import code_of, connect_phone, sign_in_by_cookie

pytestmark = pytest.mark.e2e
OWN = "nương ngô vùng cao 88"


def test_from_a_one_time_password_to_the_desk(live_portal, new_page, complaints):
    person = make.user(Role.EDITOR, must_change_password=True)
    page, axe, found = new_page(viewport={"width": 360, "height": 740}), Axe(), []

    def look(at):
        found.extend((at, fault["id"]) for fault in axe.run(page).response["violations"])
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            found.append((at, "scrolls sideways"))

    page.goto(live_portal.url + reverse("admin:zones_parcel_changelist"))
    look("sign in")
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/password/")
    look("new password")
    page.fill("[name=new_password1]", OWN)
    page.fill("[name=new_password2]", OWN)
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/phone/")
    look("phone")
    page.fill("[name=code]", code_of(TOTPDevice.objects.get(user=person)))
    page.keyboard.press("Enter")
    page.locator(".signin-codes li").nth(9).wait_for()
    look("recovery codes")
    page.get_by_role("link", name="Tôi đã cất giữ").click()
    page.wait_for_url(re.compile(reverse("admin:zones_parcel_changelist")))
    page.goto(live_portal.url + reverse("admin:signin_account"))
    look("account")
    assert found == [] and complaints == []


def test_what_she_typed_outlives_her_session(live_portal, new_page, complaints):
    person = make.user(Role.EDITOR)
    phone = connect_phone(person)
    page = sign_in_by_cookie(new_page(), live_portal.url, person)
    page.goto(live_portal.url + reverse("admin:investors_investor_add"))
    page.locator("[name=name_vi]").fill("Công ty “Gỗ Việt”")
    page.context.clear_cookies(name="sessionid")
    page.click("[name=_save]")
    page.get_by_text("nội dung bạn vừa nhập vẫn được giữ").wait_for()
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/code/")
    page.fill("[name=code]", code_of(phone))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Gửi lại").click()
    page.wait_for_url(live_portal.url + reverse("admin:investors_investor_add"))
    assert page.input_value("[name=name_vi]") == "Công ty “Gỗ Việt”"
    assert complaints == []

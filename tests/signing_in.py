"""Signing in: through the real pages, by a client or in a browser, with the code a phone would show; or at once."""

import re

from django.conf import settings
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests import make
from tests.office_client import OfficeClient


def connect_phone(person):
    """Her phone, connected: give it to `code_of`."""
    return TOTPDevice.objects.create(user=person, name="phone", confirmed=True)


def code_of(phone, steps=0):
    """What the phone shows, `steps` of 30 seconds from now."""
    return f"{totp(phone.bin_key, drift=steps):06d}"


def post_password(client, person, password=make.PASSWORD, **fields):
    data = {"username": person.username, "password": password} | fields
    return client.post(reverse("admin:login"), data)


def sign_in(page, url, person):
    """Sign `person` in through the real pages of the portal at `url`, in a browser; ends on the desk."""
    phone = TOTPDevice.objects.filter(user=person, confirmed=True).first() or connect_phone(person)
    page.goto(url + reverse("admin:index"))
    page.fill("[name=username]", person.username)
    page.fill("[name=password]", make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(url + reverse("admin:signin_code"))))
    page.fill("[name=code]", code_of(phone))
    page.keyboard.press("Enter")
    page.wait_for_url(url + reverse("admin:index"))
    return page


def sign_in_by_cookie(page, url, person):
    """Sign `person` in without the pages: the browser gets the cookie of a session that has passed both steps."""
    client = OfficeClient()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
    return page

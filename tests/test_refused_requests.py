"""Requests no page was made for: too large, by the wrong method, with a slash too many, in the other language."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import make

pytestmark = pytest.mark.django_db


def _address(name, language):
    with translation.override(language):
        return reverse(name)


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "Gửi quá nhiều trong một lần"), ("en", "Too much was sent at once")]
)
def test_a_form_of_nine_megabytes_is_too_large_and_says_so(settings, language, words):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = Client(enforce_csrf_checks=True).post(_address("enquiries:ask", language), {"message": "x" * 2000})
    html = response.content.decode()
    assert response.status_code == 413 and f'<html lang="{language}"' in html
    assert "413" in html and words in html


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("name", ["home", "zones:prices", "api_estimate", "robots"])
def test_a_page_that_takes_no_form_says_so_instead_of_calling_one_expired(method, name):
    response = getattr(Client(enforce_csrf_checks=True), method)(reverse(name))
    assert response.status_code == 405 and "GET" in response["Allow"]


def test_a_form_without_its_token_has_still_expired_but_not_for_a_method_it_never_takes():
    client, address = Client(enforce_csrf_checks=True), reverse("enquiries:ask")
    assert client.post(address, {"message": "x"}).status_code == 403
    assert client.delete(address).status_code in (403, 405)


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_printed_code_leads_to_its_page_with_and_without_a_slash(client, slash):
    zone, parcel = make.zone(code="TB9"), make.parcel()
    for code, record in ((f"/z/tb9{slash}", zone), (f"/l/{parcel.slug.upper()}{slash}", parcel)):
        response = client.get(code, headers={"accept-language": "vi"})
        assert response.status_code == 302 and response["Location"] == record.get_absolute_url()
    assert reverse("short_zone", args=["TB9"]) == "/z/TB9"


def test_words_of_one_language_do_not_cross_the_language_switch(client):
    vietnamese, english = _address("enquiries:ask", "vi"), _address("enquiries:ask", "en")
    free = client.get(vietnamese, {"about": "Giá đất", "zone": "x"}).content.decode()
    assert f'class="lang-switch" href="{english}?zone=x"' in free
    coded = client.get(vietnamese, {"about": "land-need"}).content.decode()
    assert f'class="lang-switch" href="{english}?about=land-need"' in coded

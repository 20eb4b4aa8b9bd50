"""Letters to the Board that are refused: nothing typed is lost by a mistake; and errors reported on a page."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from enquiries import forms, typed
from enquiries.models import Consent, Enquiry, new_code
from tests.asking import LANGUAGES, MESSAGE, address, letter, send

pytestmark = pytest.mark.django_db


# With everything typed kept


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"message": ""}, "message"),
        ({"message": "\x00 \n"}, "message"),
        ({"message": "a" * 5001}, "message"),
        ({"email": "", "phone": ""}, "email"),
        ({"email": "khong-phai"}, "email"),
        ({"email": "a" * 300 + "@example.com"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"phone": "1" * 41}, "phone"),
        ({"name": "n" * 121}, "name"),
        ({"organisation": "o" * 161}, "organisation"),
        ({"kind": "error"}, "kind"),
        ({"consent": None}, "consent"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_typed_is_lost(client, language, changes, field):
    response = send(client, language=language, **{"name": "Chị <Tư>", "organisation": "HTX", **changes})
    page = response.content.decode()
    assert response.status_code == 200 and Enquiry.objects.count() == 0
    assert list(response.context["form"].errors) == [field]
    assert f'id="id_{field}_error"' in page and "<Tư>" not in page
    for name, value in {**letter(), **changes}.items():
        if name in ("message", "email", "phone") and value and "\x00" not in value:
            assert value in page


def test_a_paste_of_exactly_the_limit_is_kept_whole(client):
    text = ("ấ\r\n" * 2500)[:-2]
    send(client, message=text)
    assert len(Enquiry.objects.get().message) == 4999


def test_robots_that_fill_the_hidden_field_are_stopped_and_people_can_send_again(client):
    response = send(client, website="http://spam.example/")
    page = response.content.decode()
    assert response.status_code == 422 and Enquiry.objects.count() == 0
    assert MESSAGE in page and "spam.example" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_flood_is_asked_to_wait_and_what_was_typed_stays(client, language):
    Enquiry.objects.bulk_create(
        Enquiry(message="x", language="vi", code=new_code()) for _number in range(forms.FLOOD_LIMIT)
    )
    response = send(client, language=language)
    assert response.status_code == 429 and response["Retry-After"]
    assert MESSAGE in response.content.decode() and Enquiry.objects.count() == forms.FLOOD_LIMIT
    Enquiry.objects.update(created_at=timezone.now() - forms.FLOOD_SPAN)
    assert send(client).status_code == 302


def test_without_the_database_the_form_says_that_nothing_was_saved(client, monkeypatch):
    def away(*_args, **_kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", away)
    response = send(client, language="en", zone="thanh-binh-1")
    page = response.content.decode()
    assert response.status_code == 503 and "Nothing was saved" in page
    assert MESSAGE in page and 'name="zone" value="thanh-binh-1"' in page


def test_a_form_without_the_token_is_refused(client):
    assert Client(enforce_csrf_checks=True).post(address("ask"), letter()).status_code == 403
    assert Enquiry.objects.count() == 0


# An error on a page


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_is_reported_without_saying_who_one_is(client, language):
    response = send(client, "report_error", language, page="/gia/", message="Sai số", email="", consent=None)
    kept = Enquiry.objects.get()
    assert response["Location"] == address("sent", kept.code, language=language)
    assert (kept.kind, kept.page, kept.email, kept.consents.count()) == ("error", "/gia/", "", 0)


def test_an_e_mail_with_the_report_needs_consent(client):
    page = send(client, "report_error", consent=None, page="/gia/").content.decode()
    assert 'id="id_consent_error"' in page and Enquiry.objects.count() == 0
    send(client, "report_error", page="/gia/")
    assert Consent.objects.get().purpose == "correction"


OUTSIDE = ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example", "///evil", "x" * 9000]


@pytest.mark.parametrize("page", [*OUTSIDE, '"><script>alert(1)</script>', "/" + "a" * 300])
def test_only_pages_of_this_portal_are_taken_from_the_link(client, page):
    form = client.get(address("report_error"), {"page": page}).context["form"]
    assert form["page"].value() == ""
    refused = send(client, "report_error", page=page)
    assert "page" in refused.context["form"].errors and "<script>alert" not in refused.content.decode()


def test_the_whole_address_of_a_page_here_is_taken_as_its_path(settings):
    assert typed.local_path(f"{settings.SITE_URL}/gia/?zone=a") == "/gia/?zone=a"
    assert typed.local_path(f"{settings.SITE_URL}.evil.example/") == ""

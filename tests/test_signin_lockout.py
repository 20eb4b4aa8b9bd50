"""Wrong tries lock an account at one address for a while, and nobody else; an administrator unlocks it, with a log."""

import time

import pytest
from axes.models import AccessAttempt
from django.conf import settings as installed
from django.test import RequestFactory
from django.urls import reverse

from core.models import SecurityEvent
from core.roles import Role
from kcn_portal.signin import events, lockout, second_factor
from kcn_portal.signin.addresses import client_address
from tests import make
from tests.office_client import OfficeClient
from tests.signing_in import code_of, connect_phone, post_password

Kind = SecurityEvent.Kind
OFFICE, ELSEWHERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def counted(settings, db):
    settings.AXES_ENABLED = True


def visitor(address=OFFICE):
    return OfficeClient(REMOTE_ADDR=address)


def try_wrongly(client, person, times):
    wrong = {"username": person.username, "password": "sai-mật-khẩu-này"}
    return [client.unwritten("post", "/admin/login/", wrong).status_code for _try in range(times)][-1]


def kinds():
    return list(SecurityEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_the_tenth_wrong_try_locks_the_account_at_that_address_only():
    person, colleague = make.user(), make.user()
    assert try_wrongly(visitor(), person, 9) == 200
    refused = post_password(visitor(), person, "sai-mật-khẩu-này")
    assert refused.status_code == 429 and "30 phút" in refused.content.decode()
    assert post_password(visitor(), person).status_code == 429, "the right password does not help while locked"
    assert post_password(visitor(), colleague).status_code == 302, "the office behind the same address works on"
    assert post_password(visitor(ELSEWHERE), person).status_code == 302, "she herself can come from elsewhere"
    assert kinds() == [Kind.WRONG_PASSWORD] * 10 + [Kind.LOCKED]


def test_a_name_that_nobody_has_is_locked_in_the_same_words():
    known, unknown = make.user(), make.user(is_active=False)
    said = set()
    for name in (known.username, unknown.username, "khong-co-ai"):
        one = visitor()
        for _try in range(10):
            one.unwritten("post", "/admin/login/", {"username": name, "password": "sai-mật-khẩu-này"})
        answer = one.post("/admin/login/", {"username": name, "password": "sai-mật-khẩu-này"})
        said.add((answer.status_code, str(answer.context["form"].non_field_errors())))
    assert len(said) == 1
    assert "khong-co-ai" not in str(list(AccessAttempt.objects.values())), "what was typed as a name is kept"


def test_wrong_codes_count_like_wrong_passwords():
    person = make.user()
    phone = connect_phone(person)
    one = visitor()
    try_wrongly(one, person, 7)
    post_password(one, person)
    for _try in range(3):
        type(phone).objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
        answer = one.post("/admin/login/code/", {"code": "000000"})
    assert "30 phút" in str(answer.context["form"].errors)
    type(phone).objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert one.post("/admin/login/code/", {"code": code_of(phone)}).status_code == 429
    assert kinds()[-4:] == [Kind.WRONG_CODE] * 3 + [Kind.LOCKED]


def test_a_password_alone_does_not_make_wrong_tries_forgotten_but_signing_in_does():
    person = make.user()
    phone = connect_phone(person)
    one = visitor()
    try_wrongly(one, person, 5)
    post_password(one, person)
    assert lockout.attempts_at(person).exists()
    one.post("/admin/login/code/", {"code": code_of(phone)})
    assert not lockout.attempts_at(person).exists()


def test_a_lock_ends_by_itself():
    person = make.user()
    try_wrongly(visitor(), person, 10)
    AccessAttempt.objects.update(attempt_time=events.timezone.now() - installed.AXES_COOLOFF_TIME)
    assert post_password(visitor(), person).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.1.1.1", "10.0.0.9"),
        (1, "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        (2, "6.6.6.6, 203.0.113.7, 10.0.0.1", "203.0.113.7"),
        (1, "", "10.0.0.9"),
        (1, "không phải địa chỉ", None),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_the_address_is_the_one_our_outermost_proxy_wrote(settings, proxies, forwarded, address):
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


def test_a_flood_of_wrong_names_fills_no_log(monkeypatch):
    monkeypatch.setattr(events, "FAILURES_RECORDED", 5)
    one = visitor()
    for number in range(8):
        one.post("/admin/login/", {"username": f"ten-{number}", "password": "sai-mật-khẩu-này"})
    assert kinds().count(Kind.WRONG_PASSWORD) == 5


@pytest.mark.parametrize(
    ("deed", "kind"),
    (
        ("unlock", Kind.UNLOCKED),
        ("reset_second_factor", Kind.SECOND_FACTOR_RESET),
        ("end_sessions", Kind.SESSIONS_ENDED),
    ),
)
def test_an_administrator_helps_and_it_is_logged_and_told(mailoutbox, deed, kind):
    person, administrator = make.user(email="lan@example.org"), make.user(Role.ADMINISTRATOR)
    connect_phone(person), second_factor.make_codes(person)
    try_wrongly(visitor(), person, 10)
    hers, client = OfficeClient(), OfficeClient()
    hers.force_login(person), client.force_login(administrator)
    page = reverse("admin:core_user_signing_in", args=[person.pk])
    before = SecurityEvent.objects.count()
    assert OFFICE in client.get(page, {"deed": deed}).content.decode() and SecurityEvent.objects.count() == before
    assert client.post(page, {"deed": deed}).status_code == 302
    event = SecurityEvent.objects.first()
    assert (event.kind, event.person, event.by) == (kind, person, administrator)
    assert client.post(page, {"deed": deed}).status_code == 302, "twice is harmless"
    assert client.post(page, {"deed": "nonsense"}).status_code == 302
    wait_for(mailoutbox, 1)
    assert mailoutbox[0].to == ["lan@example.org"] and str(administrator) in mailoutbox[0].body
    assert (deed == "unlock") == (not lockout.locks_of(person))
    assert (deed == "reset_second_factor") == (second_factor.phone_of(person) is None)
    assert hers.unwritten("get", "/admin/").status_code == (200 if deed == "unlock" else 302)


def wait_for(outbox, letters):
    for _moment in range(100):
        if len(outbox) >= letters:
            return
        time.sleep(0.02)
    pytest.fail("the letter was not sent")


@pytest.mark.parametrize("role", (Role.EDITOR, Role.APPROVER, Role.AUDITOR))
def test_nobody_else_helps_and_nobody_helps_herself_there(role):
    person, client = make.user(), OfficeClient()
    connect_phone(person)
    client.force_login(make.user(role))
    page = reverse("admin:core_user_signing_in", args=[person.pk])
    assert client.get(page).status_code == (200 if role == Role.AUDITOR else 403)
    assert client.post(page, {"deed": "reset_second_factor"}).status_code == 403
    administrator = make.user(Role.ADMINISTRATOR)
    connect_phone(administrator)
    client.force_login(administrator)
    client.post(reverse("admin:core_user_signing_in", args=[administrator.pk]), {"deed": "reset_second_factor"})
    own = reverse("admin:auth_user_password_change", args=[administrator.pk])
    assert client.get(own).url == reverse("admin:password_change")
    assert second_factor.phone_of(administrator) and second_factor.phone_of(person)
    for nobody in ("999999", "x", "9" * 30):
        assert client.get(reverse("admin:core_user_signing_in", args=[nobody])).status_code == 404
        assert client.get(reverse("admin:auth_user_password_change", args=[nobody])).status_code == 404

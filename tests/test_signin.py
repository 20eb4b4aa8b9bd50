"""The door of the officers' side: every step is asked for, every page stands behind it, nobody learns who exists."""

import re
import time

import pytest
from django.contrib import admin
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse
from django.utils import translation
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.models import SecurityEvent, User
from core.roles import Role
from kcn_portal.signin import second_factor, session
from kcn_portal.signin.middleware import OPEN
from tests import make
from tests.signing_in import code_of, connect_phone, post_password

Kind = SecurityEvent.Kind
DESK = "/admin/"
CODE = "/admin/login/code/"


@pytest.fixture
def client():
    """The plain client: here nothing is skipped."""
    return Client()


@pytest.fixture
def officer(db):
    return make.user(Role.EDITOR)


@pytest.fixture
def phone(officer):
    return connect_phone(officer)


def kinds():
    return list(SecurityEvent.objects.order_by("pk").values_list("kind", flat=True))


def admin_addresses():
    """One address of every page of the officers' side, from its own urls, with a word for every place."""

    def walk(patterns, before=""):
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield pattern.name, route
            else:
                yield from walk(pattern.url_patterns, route)

    for name, route in walk(admin.site.urls[0]):
        if name not in OPEN:
            path = re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>", "1", route)
            yield DESK + re.sub(r"[\^$\\?]", "", path)


def test_password_and_code_lead_to_the_page_that_was_wanted(client, officer, phone):
    wanted = reverse("admin:zones_parcel_changelist") + "?q=cn"
    asked = client.get(wanted)
    assert asked.status_code == 302 and asked.url.startswith("/admin/login/?next=")
    assert post_password(client, officer, next=wanted).url == CODE
    assert client.post(CODE, {"code": code_of(phone)}).url == wanted
    assert client.get(wanted).status_code == 200
    assert kinds() == [Kind.SIGNED_IN]


def test_every_page_asks_for_the_second_step(client, officer, phone):
    addresses = list(admin_addresses())
    assert len(addresses) > 150 and "/admin/jsi18n/" in addresses and "/admin/autocomplete/" in addresses
    post_password(client, officer)
    # A record's page, or one beside it, is read by its last word: one of each; what writes is tried everywhere.
    read = {address.strip("/").rpartition("/")[2]: address for address in reversed(addresses)}.values()
    for address in [*addresses, "/admin/khong-co/", "/admin/auth/user/1/password/", "/en/admin/zones/zone/"]:
        answers = [client.post(address, {"name": "x"})] + ([client.get(address)] if address in read else [])
        for response in answers:
            assert response.status_code == 302 and response.url.endswith("admin/login/code/"), address
    assert "_auth_user_id" not in client.session


def test_a_session_that_passed_only_the_password_belongs_to_nobody(client, officer, phone):
    """Also where Django's own `login` was called without the steps."""
    post_password(client, officer)
    assert not client.get("/").wsgi_request.user.is_authenticated
    client.force_login(officer)
    assert client.get(DESK).url.startswith("/admin/login/")
    assert not client.session.keys()


def test_strangers_see_no_page_of_the_officers_side(db, client):
    for address in admin_addresses():
        assert client.get(address).status_code == 302, address
    assert not client.cookies.get("sessionid")


@pytest.mark.parametrize(
    "elsewhere", ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/admin/login/")
)
def test_nobody_is_sent_to_another_house(client, officer, phone, elsewhere):
    post_password(client, officer, next=elsewhere)
    assert client.post(CODE, {"code": code_of(phone)}).url == DESK


def test_a_first_sign_in_asks_for_a_password_of_ones_own_and_a_phone(client, officer):
    officer.take_password(make.PASSWORD, must_change=True)
    own = "nương ngô vùng cao 88"
    step = post_password(client, officer)
    assert step.url == reverse("admin:signin_password")
    assert client.get(reverse("admin:signin_enrol")).url == step.url, "the phone comes after the password"
    User.objects.filter(pk=officer.pk).update(email="phongdautu@example.org")
    for refused in (make.PASSWORD, "ngắn quá", "password1234", "123456789012345", "phongdautu2026"):
        response = client.post(step.url, {"new_password1": refused, "new_password2": refused})
        assert response.status_code == 200 and response.context["form"].errors, refused
    response = client.post(step.url, {"new_password1": own, "new_password2": own})
    assert response.url == reverse("admin:signin_enrol")
    page = client.get(response.url)
    device = TOTPDevice.objects.get(user=officer)
    assert "<svg" in page.content.decode() and second_factor.key_in_words(device) in page.content.decode()
    assert client.get(response.url).content.decode().count(second_factor.key_in_words(device)) == 1
    assert client.post(response.url, {"code": "000000"}).context["form"].errors
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    done = client.post(response.url, {"code": code_of(device)})
    codes = done.context["codes"]
    assert len(set(codes)) == 10 and all(word in done.content.decode() for word in codes)
    assert client.get(DESK).status_code == 200
    officer.refresh_from_db()
    assert not officer.must_change_password and officer.check_password(own)
    assert kinds() == [Kind.PASSWORD_CHANGED, Kind.WRONG_CODE, Kind.ENROLLED, Kind.SIGNED_IN]
    again = client.get(reverse("admin:signin_enrol"))
    assert again.status_code == 302 and not any(word in client.get(DESK).content.decode() for word in codes)


def test_a_key_shown_to_one_session_connects_no_phone_of_another(officer):
    first, second = Client(), Client()
    for one in (first, second):
        post_password(one, officer)
        one.get(reverse("admin:signin_enrol"))
    seen_first = TOTPDevice.objects.get(user=officer)
    assert first.post(reverse("admin:signin_enrol"), {"code": code_of(seen_first)}).status_code == 200
    assert second_factor.phone_of(officer) is None


def test_a_one_time_password_does_not_pass_by_the_phone(client, officer, phone):
    officer.take_password(make.PASSWORD, must_change=True)
    assert post_password(client, officer).url == CODE
    assert client.get(reverse("admin:signin_password")).url == CODE
    assert client.post(CODE, {"code": code_of(phone)}).url == reverse("admin:signin_password")


def test_a_code_holds_once_and_one_step_around_now(officer, phone):
    for steps, is_right in ((-2, False), (2, False), (-1, True), (-1, False), (0, True), (0, False), (1, True)):
        TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
        assert second_factor.check(officer, code_of(phone, steps)).is_right is is_right, steps


def test_after_a_wrong_code_one_waits(client, officer, phone):
    post_password(client, officer)
    client.post(CODE, {"code": "000000"})
    told = client.post(CODE, {"code": code_of(phone)}).context["form"].errors["code"][0]
    assert "giây" in told and "_auth_user_id" not in client.session


def test_a_recovery_code_lets_in_once_and_leaves_the_phone_alone(client, officer, phone):
    codes = second_factor.make_codes(officer)
    assert second_factor.check(officer, "aaaa-bbbb-cccc") == second_factor.Answer(False, True)
    phone.refresh_from_db()
    assert phone.throttling_failure_count == 0, "a wrong recovery code slows the phone"
    officer.staticdevice_set.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    post_password(client, officer)
    assert client.post(CODE, {"code": codes[0].upper().replace("-", " ")}).url == DESK
    assert "Còn 9 mã" in client.get(DESK).content.decode()
    event = SecurityEvent.objects.get(kind=Kind.CODE_USED)
    assert (event.person, event.codes_left) == (officer, 9)
    other = Client()
    post_password(other, officer)
    assert other.post(CODE, {"code": codes[0]}).status_code == 200
    kept = set(officer.staticdevice_set.get().token_set.values_list("token", flat=True))
    assert not kept & {second_factor.plain(word) for word in codes}, "codes are kept in plain"


@pytest.mark.parametrize("fields", ({"is_active": False}, {"is_staff": False}, {"sessions_ended": 3}))
def test_halfway_ends_with_the_account_and_with_time(client, officer, phone, fields):
    post_password(client, officer)
    User.objects.filter(pk=officer.pk).update(**fields)
    assert client.get(CODE).url == "/admin/login/"


def test_halfway_lasts_half_an_hour(client, officer, phone):
    post_password(client, officer)
    kept = client.session
    kept[session.HALFWAY] = kept[session.HALFWAY] | {"at": time.time() - session.STEPS_WITHIN - 1}
    kept.save()
    assert client.post(CODE, {"code": code_of(phone)}).url == "/admin/login/"


class CountingHasher(MD5PasswordHasher):
    hashed = 0

    def encode(self, password, salt):
        type(self).hashed += 1
        return super().encode(password, salt)


def test_unknown_closed_and_known_accounts_are_refused_alike(client, officer, settings, django_assert_num_queries):
    settings.PASSWORD_HASHERS = ["tests.test_signin.CountingHasher"]
    settings.AXES_ENABLED = True
    make.user(username="nghi-viec", is_active=False), make.user(username="nguoi-ngoai", is_staff=False)
    said, costs = set(), set()
    for name in (officer.username, "khong-co-ai", "nghi-viec", "nguoi-ngoai"):
        CountingHasher.hashed = 0
        with django_assert_num_queries(20, exact=False) as asked:
            response = client.post("/admin/login/", {"username": name, "password": "sai-mật-khẩu-này"})
        text = re.sub(r'(csrfmiddlewaretoken" value="|nonce=")[^"]+', "", response.content.decode())
        said.add((response.status_code, text.replace(name, "")))
        costs.add((CountingHasher.hashed, len(asked)))
    assert len(said) == 1 and len(costs) == 1, costs
    assert not any("khong-co-ai" in str(value) for row in SecurityEvent.objects.values() for value in row.values())


@pytest.mark.parametrize("language", ("vi", "en"))
def test_the_steps_speak_the_readers_language(client, officer, phone, language):
    with translation.override(language):
        page = client.get(reverse("admin:login")).content.decode()
        assert ("Sign in" in page) == (language == "en") and ("Đăng nhập" in page) == (language == "vi")
        post_password(client, officer)
        page = client.get(reverse("admin:signin_code")).content.decode()
    assert 'autocomplete="one-time-code"' in page and 'inputmode="numeric"' in page
    assert ("Bước thứ hai" in page) == (language == "vi")


def test_no_key_or_recovery_code_can_be_opened_in_the_officers_side(db):
    registered = {model._meta.label_lower for model in admin.site._registry}
    assert not {name for name in registered if name.startswith(("otp_", "axes."))}
    with pytest.raises(NoReverseMatch):
        reverse("admin:otp_totp_totpdevice_changelist")

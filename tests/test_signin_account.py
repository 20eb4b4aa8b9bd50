"""What one signs in with: how it is changed, how a session ends, how a letter brings a new password, what is logged."""

import re
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings as installed
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.models import AppendOnly, SecurityEvent
from core.models.security import ADDRESSES_KEPT
from core.roles import Role
from kcn_portal.signin import second_factor, session, typed
from tests import make
from tests.admin_forms import fields_of
from tests.signing_in import code_of, connect_phone, post_password
from tests.test_signin_lockout import wait_for

Kind = SecurityEvent.Kind
OWN = "nương ngô vùng cao 88"
FORGOTTEN, ASKED = "/admin/login/forgotten/", "/admin/login/forgotten/asked/"


@pytest.fixture
def officer(db):
    return make.user(Role.APPROVER, email="lan@example.org")


@pytest.fixture
def phone(officer):
    return connect_phone(officer)


@pytest.fixture
def signed_in(client, officer, phone):
    client.force_login(officer)
    return client


def aged(client, **marks):
    """The session as if `at` or `seen` lay so many seconds back."""
    kept = client.session
    kept[session.SIGNED_IN] = {
        name: kept[session.SIGNED_IN][name] - marks.get(name, 0) for name in kept[session.SIGNED_IN]
    }
    kept.save()


def latest():
    return SecurityEvent.objects.first().kind


@pytest.mark.parametrize(
    ("marks", "holds"),
    [
        ({"seen": session.IDLE - 60}, True),
        ({"seen": session.IDLE + 1}, False),
        ({"at": session.AT_MOST - 60}, True),
        ({"at": session.AT_MOST + 1}, False),
    ],
)
def test_a_session_ends_when_idle_or_old(signed_in, marks, holds):
    aged(signed_in, **marks)
    assert (signed_in.unwritten("get", "/admin/").status_code == 200) is holds
    if holds:
        assert time.time() - signed_in.session[session.SIGNED_IN]["seen"] < 90
    else:
        assert not signed_in.session.keys()


def test_reading_public_pages_keeps_no_session_open_and_an_old_one_is_nobodys(signed_in):
    aged(signed_in, seen=session.IDLE + 1)
    assert not signed_in.get("/").wsgi_request.user.is_authenticated


def test_the_cookie_is_kept_from_scripts_and_ends_with_the_browser(client, officer, phone):
    post_password(client, officer)
    client.post("/admin/login/code/", {"code": code_of(phone)})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["max-age"]
    assert installed.SESSION_COOKIE_AGE == session.AT_MOST


def test_changing_the_password_ends_every_other_session(signed_in, officer, mailoutbox):
    elsewhere = type(signed_in)()
    elsewhere.force_login(officer)
    page = reverse("admin:password_change")
    version = officer.version
    for old, new in (("falsch", OWN), (make.PASSWORD, make.PASSWORD), (make.PASSWORD, "quá ngắn")):
        sent = {"old_password": old, "new_password1": new, "new_password2": new}
        assert signed_in.unwritten("post", page, sent).context["form"].errors
    sent = {"old_password": make.PASSWORD, "new_password1": OWN, "new_password2": OWN}
    assert signed_in.post(page, sent).status_code == 302
    assert signed_in.unwritten("get", "/admin/").status_code == 200 and elsewhere.get("/admin/").status_code == 302
    officer.refresh_from_db()
    assert officer.check_password(OWN) and officer.version == version
    assert latest() == Kind.PASSWORD_CHANGED
    wait_for(mailoutbox, 1)


def test_guessing_the_old_password_at_an_open_desk_is_stopped(signed_in, officer, settings):
    settings.AXES_ENABLED = True
    page = reverse("admin:password_change")
    for _try in range(10):
        answer = signed_in.unwritten("post", page, {"old_password": "x", "new_password1": OWN, "new_password2": OWN})
    assert "30 phút" in str(answer.context["form"].errors)
    signed_in.post(page, {"old_password": make.PASSWORD, "new_password1": OWN, "new_password2": OWN})
    officer.refresh_from_db()
    assert officer.check_password(make.PASSWORD)


def test_closing_an_account_ends_its_sessions_even_when_it_is_opened_again(signed_in, officer):
    administrator = type(signed_in)()
    administrator.force_login(make.user(Role.ADMINISTRATOR))
    page = reverse("admin:core_user_change", args=[officer.pk])
    for is_active in (False, True):
        data = fields_of(administrator.unwritten("get", page))
        data.pop("is_active", None)
        assert administrator.post(page, data | ({"is_active": "on"} if is_active else {})).status_code == 302
        assert signed_in.get("/admin/").status_code == 302
    officer.refresh_from_db()
    assert officer.is_active


def test_signing_out_everywhere_else_leaves_this_window(signed_in, officer):
    elsewhere = type(signed_in)()
    elsewhere.force_login(officer)
    page = reverse("admin:signin_end_sessions")
    assert signed_in.get(page).status_code == 405 and elsewhere.unwritten("get", "/admin/").status_code == 200
    for _twice in range(2):
        assert signed_in.post(page).status_code == 302
    assert signed_in.get("/admin/account/").status_code == 200 and elsewhere.get("/admin/").status_code == 302


def test_new_recovery_codes_need_password_and_code_and_end_the_old_ones(signed_in, officer, phone, mailoutbox):
    old = second_factor.make_codes(officer)
    page = reverse("admin:signin_recovery_codes")
    assert signed_in.get(page).status_code == 200 and second_factor.codes_left(officer) == 10
    right = {"password": make.PASSWORD, "code": code_of(phone)}
    for wrong in (right | {"password": "x"}, right | {"code": "000000"}, right | {"code": ""}):
        assert signed_in.unwritten("post", page, wrong).context["form"].errors
        TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    response = signed_in.post(page, right)
    new = response.context["codes"]
    assert len(new) == 10 and not set(new) & set(old) and latest() == Kind.CODES_MADE
    assert not second_factor.check(officer, old[0]).is_right
    officer.staticdevice_set.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert second_factor.check(officer, new[0]).is_right
    assert not any(code in signed_in.get(reverse("admin:signin_account")).content.decode() for code in new)


def test_another_phone_takes_the_place_of_the_first(signed_in, officer, phone):
    page = reverse("admin:signin_change_phone")
    step = signed_in.post(page, {"password": make.PASSWORD, "code": code_of(phone)})
    assert step.url == reverse("admin:signin_enrol") and signed_in.get("/admin/").url == step.url
    signed_in.get(step.url)
    other = TOTPDevice.objects.get(user=officer)
    assert other.key != phone.key
    assert len(signed_in.post(step.url, {"code": code_of(other)}).context["codes"]) == 10
    assert signed_in.get("/admin/").status_code == 200


def ask(client, email):
    return client.post(FORGOTTEN, {"email": email})


def link_in(letter):
    return re.search(r"http\S+/login/forgotten/\S+", letter.body).group(0).removeprefix(installed.SITE_URL)


def test_a_letter_brings_a_new_password_once_and_the_phone_stays(client, officer, phone, mailoutbox):
    open_elsewhere = type(client)()
    open_elsewhere.force_login(officer)
    assert ask(client, "LAN@example.org").url == ASKED
    wait_for(mailoutbox, 1)
    link = link_in(mailoutbox[0])
    form = client.get(link).url
    assert client.post(form, {"new_password1": "password1234", "new_password2": "password1234"}).status_code == 200
    assert client.post(form, {"new_password1": OWN, "new_password2": OWN}).url == "/admin/login/forgotten/done/"
    officer.refresh_from_db()
    assert officer.check_password(OWN) and second_factor.phone_of(officer) == phone
    assert "_auth_user_id" not in client.session and open_elsewhere.get("/admin/").status_code == 302
    assert post_password(client, officer, OWN).url == "/admin/login/code/"
    again = Client().get(link)
    assert again.status_code == 200 and not again.context["validlink"]
    assert latest() == Kind.PASSWORD_RESET


def test_the_answer_is_the_same_whoever_asks_and_few_letters_go_out(client, officer, mailoutbox):
    make.user(email="cu@example.org", is_active=False), make.user(email="ngoai@example.org", is_staff=False)
    answers = {(ask(client, email).url) for email in ("ai-do@example.org", "cu@example.org", "ngoai@example.org")}
    for _time in range(5):
        answers.add(ask(client, officer.email).url)
    assert answers == {ASKED}
    wait_for(mailoutbox, 3)
    time.sleep(0.1)
    assert [letter.to for letter in mailoutbox] == [["lan@example.org"]] * 3
    assert not any("ai-do" in str(value) for row in SecurityEvent.objects.values() for value in row.values())
    assert ask(client, "không phải thư").status_code == 200


def test_a_link_holds_for_an_hour(client, officer, mailoutbox, settings):
    ask(client, officer.email)
    wait_for(mailoutbox, 1)
    assert settings.PASSWORD_RESET_TIMEOUT == 3600
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert not client.get(link_in(mailoutbox[0])).context["validlink"]
    for nonsense in ("MQ/abc-def", "%00/x", "===/set-password", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk/c-1"):
        assert client.get(f"{FORGOTTEN}{nonsense}/").status_code in (200, 404)


def test_what_was_typed_after_the_session_had_ended_is_offered_again(signed_in, officer, phone):
    page = reverse("admin:news_article_add")
    article = fields_of(signed_in.unwritten("get", page))
    article |= {"title_vi": "Ban làm việc\nvới “doanh nghiệp”", "kind": "planning"}
    aged(signed_in, seen=session.IDLE + 1)
    asked = signed_in.post(page, article)
    word = asked.context["form"]["typed"].value()
    assert "chưa có gì được lưu" in asked.content.decode() and word
    assert post_password(signed_in, officer, "sai", typed=word).context["form"]["typed"].value() == word
    post_password(signed_in, officer, typed=word)
    offered = signed_in.post("/admin/login/code/", {"code": code_of(phone)})
    assert offered.url == reverse("admin:signin_typed")
    context = signed_in.get(offered.url).context
    assert context["path"] == page and dict(context["fields"])["title_vi"] == article["title_vi"]
    assert signed_in.post(context["path"], dict(context["fields"])).status_code in (200, 302)
    assert signed_in.post(offered.url).url == page, "thrown away"
    assert signed_in.get(offered.url).status_code == 302


def test_only_what_the_portal_wrote_itself_is_offered_and_no_secret(client, db):
    assert typed.read("abc") is None and typed.read("") is None
    for sent in ({"old_password": "x"}, {"password1": "x", "a": "b"}, {"code": "1"}, {}):
        assert client.post("/admin/zones/zone/add/", sent).status_code == 302
    long = client.post("/admin/zones/zone/add/", {"name_vi": "x" * (typed.LONGEST + 1)})
    assert "dài quá" in long.content.decode() and not long.context["form"]["typed"].value()


def test_the_log_is_read_by_administrators_and_auditors_and_changed_by_nobody(client, officer):
    event = make.security_event(person=officer, kind=Kind.CODE_USED, codes_left=4, address="203.0.113.7")
    page = reverse("admin:core_securityevent_changelist")
    for role in Role.values:
        client.force_login(make.user(role))
        may = role in (Role.ADMINISTRATOR, Role.AUDITOR)
        assert client.get(page).status_code == (200 if may else 403)
        for deed in ("change", "delete"):
            assert client.post(reverse(f"admin:core_securityevent_{deed}", args=[event.pk]), {}).status_code == 403
        client.post(page, {"action": "delete_selected", "_selected_action": event.pk, "post": "yes"})
        assert SecurityEvent.objects.filter(pk=event.pk).exists()
    client.force_login(make.user(Role.AUDITOR))
    text = client.get(page, {"q": "203.0.113"}).content.decode()
    assert "Dùng một mã dự phòng" in text and officer.username in text
    event.codes_left = 9
    for change in (event.save, event.delete, SecurityEvent.objects.all().delete):
        with pytest.raises(AppendOnly):
            change()
    with pytest.raises(AppendOnly):
        SecurityEvent.objects.update(kind=Kind.SIGNED_OUT)


def test_addresses_are_forgotten_after_their_time_when_somebody_signs_in(client, officer, phone):
    old = make.security_event(at=timezone.now() - ADDRESSES_KEPT - timedelta(days=1), address="203.0.113.7")
    new = make.security_event(at=timezone.now() - ADDRESSES_KEPT + timedelta(days=1), address="203.0.113.8")
    post_password(client, officer)
    client.post("/admin/login/code/", {"code": code_of(phone)})
    assert [SecurityEvent.objects.get(pk=row.pk).address for row in (old, new)] == [None, "203.0.113.8"]


def test_the_server_helps_the_only_administrator_who_lost_her_phone(officer, phone, client):
    client.force_login(officer)
    said = StringIO()
    call_command("reset_second_factor", officer.username, stdout=said)
    assert second_factor.phone_of(officer) is None and client.get("/admin/").status_code == 302
    event = SecurityEvent.objects.first()
    assert (event.kind, event.person, event.by, event.is_on_server) == (Kind.SECOND_FACTOR_RESET, officer, None, True)
    call_command("reset_second_factor", officer.username, stdout=said)
    assert "nothing to remove" in said.getvalue() and SecurityEvent.objects.count() == 1
    with pytest.raises(CommandError, match="no account"):
        call_command("reset_second_factor", "khong-co-ai")


def test_signing_out_is_logged_and_needs_a_button(signed_in):
    assert signed_in.get("/admin/logout/").status_code == 405
    signed_in.post("/admin/logout/")
    assert signed_in.get("/admin/").status_code == 302 and latest() == Kind.SIGNED_OUT

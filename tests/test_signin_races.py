"""Signing in at the same moment, in real threads: a code counts once, and one phone is connected."""

from django.test import Client

from core.models import SecurityEvent
from kcn_portal.signin import second_factor
from tests import make
from tests.signing_in import code_of, connect_phone, post_password


def test_one_code_sent_four_times_at_once_lets_in_once(together):
    person = make.user()
    phone = connect_phone(person)
    clients = [Client() for _window in range(4)]
    for client in clients:
        post_password(client, person)
    code = code_of(phone)
    answers = together([lambda one=one: one.post("/admin/login/code/", {"code": code}) for one in clients])
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 302]
    assert SecurityEvent.objects.filter(kind="signed_in").count() == 1


def test_one_recovery_code_sent_four_times_at_once_is_used_once(together):
    person = make.user()
    code = second_factor.make_codes(person)[0]
    answers = together([lambda: second_factor.check(person, code)] * 4)
    assert sum(answer.is_right for answer in answers) == 1
    assert second_factor.codes_left(person) == 9


def test_of_two_phones_connected_at_once_one_is(together):
    person = make.user()
    first, second = second_factor.begin_enrolment(person), connect_phone(person)
    type(second).objects.filter(pk=second.pk).update(confirmed=False)
    done = together([lambda d=device: second_factor.enrol(person, d.pk, code_of(d)) for device in (first, second)])
    assert sorted(answer.is_right for answer, _codes in done) == [False, True]
    assert person.totpdevice_set.filter(confirmed=True).count() == 1 and second_factor.codes_left(person) == 10

"""The second step: codes of a phone (TOTP), and recovery codes for the day the phone is gone."""

import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.models import User

RECOVERY_CODES = 10
# Without letters and digits that look alike on paper. 12 of 30: 59 bits.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz2345678"
_CODE_LENGTH = 12


@dataclass(frozen=True)
class Answer:
    """What came of a code: right, with a recovery code or not; or wrong; or to be tried again later."""

    is_right: bool = False
    is_recovery: bool = False
    wait_until: datetime | None = None


def phone_of(person):
    return TOTPDevice.objects.filter(user=person, confirmed=True).first()


def codes_left(person):
    return StaticToken.objects.filter(device__user=person).count()


def plain(code):
    """A code as it is compared: without the spaces and hyphens it is written with."""
    return "".join(letter for letter in str(code).lower() if letter.isalnum())


def _digest(code):
    """What is kept of a recovery code: 80 bits that only this installation's key can make."""
    return b32encode(salted_hmac("signin.recovery", code, algorithm="sha256").digest()[:10]).decode()


def check(person, code):
    """Try `code`: six digits at the phone, anything else among the recovery codes; never both.

    A right one is used up. The row is locked, so that one code sent twice at once counts once.
    """
    code = plain(code)
    is_phone = len(code) == 6 and code.isascii() and code.isdigit()
    model = TOTPDevice if is_phone else StaticDevice
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=person, confirmed=True).first()
        if device is None:
            return Answer()
        may, why = device.verify_is_allowed()
        if not may:
            return Answer(wait_until=why["locked_until"])
        return Answer(device.verify_token(code if is_phone else _digest(code)), not is_phone)


def begin_enrolment(person):
    """A phone not yet confirmed, with a key nobody has seen; keys shown before are forgotten."""
    TOTPDevice.objects.filter(user=person, confirmed=False).delete()
    return TOTPDevice.objects.create(user=person, name="phone", confirmed=False)


def unconfirmed(person, device_id):
    """The phone that this session has begun to connect, or None."""
    return TOTPDevice.objects.filter(user=person, pk=device_id, confirmed=False).first()


def enrol(person, device_id, code):
    """Confirm the phone with one of its codes. Returns (Answer, recovery codes), the codes in plain for this once.

    Answer.is_right is False too where she has a phone already.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        device = unconfirmed(person, device_id)
        if device is None or phone_of(person):
            return Answer(), []
        may, why = device.verify_is_allowed()
        if not may:
            return Answer(wait_until=why["locked_until"]), []
        if not device.verify_token(plain(code)):
            return Answer(), []
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        return Answer(is_right=True), make_codes(person)


def make_codes(person):
    """Ten new recovery codes in plain; those made before no longer hold."""
    codes = ["".join(secrets.choice(_ALPHABET) for _place in range(_CODE_LENGTH)) for _code in range(RECOVERY_CODES)]
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        StaticDevice.objects.filter(user=person).delete()
        device = StaticDevice.objects.create(user=person, name="recovery")
        StaticToken.objects.bulk_create(StaticToken(device=device, token=_digest(code)) for code in codes)
    return ["-".join(code[at : at + 4] for at in range(0, _CODE_LENGTH, 4)) for code in codes]


def remove(person):
    """Take phone and recovery codes away; she connects a phone when she next signs in. Returns whether she had any."""
    with transaction.atomic():
        had = TOTPDevice.objects.filter(user=person).delete()[0]
        return bool(StaticDevice.objects.filter(user=person).delete()[0] + had)


def key_in_words(device):
    """The key as a person types it: groups of four."""
    key = b32encode(device.bin_key).decode()
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))

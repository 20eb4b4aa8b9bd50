"""Blanks what is held about a person: in her records, in every line of their history, and in Django's own log."""

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat, Replace
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.models import Erasure, SecurityEvent, User
from kcn_portal.personal.search import words_of

DASH = "–"


def blank(found, decision):
    """Blank everything in `found` in one transaction; returns {model label: rows blanked}, empty when all was blank.

    Writes one Erasure where anything was blanked. Run again it finds nothing to do.
    """
    with transaction.atomic():
        words, counts = words_of(found), {}
        for one in found:
            label = one.model._meta.label_lower
            done = _blank_rows(one, one.model, one.rows) + _blank_rows(one, one.history.model, one.history)
            if one.model is User and done:
                _close_accounts(one.keys)
            if done:
                counts[label] = done
        if logged := _blank_log(words):
            counts[LogEntry._meta.label_lower] = logged
        if counts:
            Erasure.objects.create(decision=decision, counts=counts)
        return counts


def _blank_rows(one, table, rows):
    names = one.personal_in(table)
    key = one.model._meta.pk.attname
    empty = {name: _emptied(one, name, key) for name in names}
    still = Q()
    for name in names:
        still |= ~Q(**{name: empty[name]})
    values = dict(empty)
    if table is one.model:
        # Whoever has the record open meets the change instead of writing the old words back.
        values["version"] = F("version") + 1
    return table._base_manager.filter(pk__in=[row.pk for row in rows.filter(still).only("pk")]).update(**values)


def _emptied(one, name, key):
    if name == "username":
        # Names of accounts are unique, and what she did keeps pointing to the account.
        return Concat(Value("erased-"), Cast(key, CharField()), output_field=CharField())
    return DASH if name in one.held.required else ""


def _close_accounts(keys):
    for person in User.objects.filter(pk__in=keys):
        person.set_unusable_password()
        person.save(update_fields=["password"])
        person.end_sessions()
    User.objects.filter(pk__in=keys).update(is_active=False)
    for device in (TOTPDevice, StaticDevice):
        device.objects.filter(user__in=keys).delete()
    # The log keeps what happened to the account, not whence.
    super(type(SecurityEvent.objects.all()), SecurityEvent.objects.filter(person__in=keys)).update(address=None)


def _blank_log(words):
    """Take her words out of the log of the officers' pages, which names records as they were called then."""
    done = 0
    for word in words:
        for name in ("object_repr", "change_message"):
            rows = LogEntry.objects.filter(**{f"{name}__contains": word})
            done += rows.update(**{name: Replace(name, Value(word), Value(DASH))})
    return done

"""What stands against a record becoming public, and what its publisher must have seen: asked of every record alike.

Each app keeps its checks in its module `guard`, found by itself. A check gets a record and gives its Findings.
"""

import hashlib
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache

from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

ERROR, WARNING = "error", "warning"
_checks = []
_kept = ContextVar("what the checks of this run share", default=None)


@dataclass(frozen=True)
class Finding:
    """One thing found: an `error` blocks, a `warning` asks. `field` is the name of the field, "" for the whole record.

    `sentence` names the field as the officer sees it and says what to do.
    """

    level: str
    field: str
    sentence: str

    @property
    def is_error(self):
        return self.level == ERROR

    @property
    def key(self):
        """What stands for it in a form: the same for the same words, so that a new warning is asked for anew."""
        return hashlib.blake2s(f"{self.field} {self.sentence}".encode(), digest_size=6).hexdigest()


def check(*models):
    """Register a function(record) that yields Findings for records of `models` and of what inherits from them."""

    def registered(function):
        _checks.append((models, function))
        return function

    return registered


@cache
def _found_checks():
    autodiscover_modules("guard")
    return tuple(_checks)


def findings(record):
    """Everything found about `record` as it stands, saved or not: a list of Findings, errors first, each once."""
    return findings_of([record])[0]


def findings_of(records):
    """A list of Findings for each of `records`; what the checks look up for all of them is looked up once."""
    records = list(records)
    token = _kept.set({"records": records})
    try:
        return [_findings(record) for record in records]
    finally:
        _kept.reset(token)


def _findings(record):
    found = [
        one for models, function in _found_checks() if isinstance(record, models) for one in function(record) or ()
    ]
    return sorted(dict.fromkeys(found), key=lambda one: not one.is_error)


def once(make):
    """What `make(records)` gives for all records of this run, computed once: what a check needs of the database."""
    kept = _kept.get()
    if make not in kept:
        kept[make] = make(kept["records"])
    return kept[make]


def errors_in(found):
    """The sentences of the errors among the Findings `found`."""
    return [one.sentence for one in found if one.is_error]


def warnings_in(found):
    return [one for one in found if not one.is_error]


def new_in(found, before):
    """Those of the Findings `found` that were not found `before`: what was public so may stay so."""
    known = {(one.field, one.sentence) for one in before}
    return [one for one in found if (one.field, one.sentence) not in known]


def unseen(found, seen):
    """Why the warnings in `found` stand in the way of somebody who has ticked those whose keys are in `seen`."""
    left = [one.sentence for one in warnings_in(found) if one.key not in seen]
    return [_("Look at this, and tick that you have seen it: %(warning)s") % {"warning": said} for said in left]


def with_seen(note, found):
    """The `note` of a deed with the warnings that its doer has seen, for whoever reads the history later."""
    said = [_("Seen and accepted: %(warning)s") % {"warning": one.sentence} for one in warnings_in(found)]
    return "\n".join(filter(None, (note, *said)))

"""Every address of the officers' side × every role, side doors included: who is let in, from one table.

What a role then does there, and that it is harmless twice, stands beside each action.
"""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from core.models import Board, Deputy, Proposal, SecurityEvent, Source, User
from core.roles import Role, allows
from enquiries.models import Demand, Enquiry
from projects.models import EventForm, LandUseLimit
from reports.models import Report, ReportingPeriod
from tests import make
from tests.every_record import BUILDERS
from zones.models import ReshapeProposal, Survey

# What an address of a record is for, by the last word of its name; what it needs, by the table of roles.
READ = dict.fromkeys(
    ("changelist", "change", "history", "simple_history", "found", "board", "slow", "cell", "publish"), "view"
)
ADDED = {"add": "add"}
REMOVED = {"delete": "delete"}
SHEETS = dict.fromkeys(("import", "import_template", "import_preview", "import_progress", "process_import"), "import")
TAKEN = {"export": "export", "file": "export"}
MOVED = dict.fromkeys(("move", "earlier", "split", "merge", "from_survey", "publication", "bulk"), "move")
CORRECTED = {"correct": "move_anywhere", "remove_sample": "remove_sample"}
SURVEYED = dict.fromkeys(("check", "recheck", "fix", "undo", "apply", "discard", "take_back"), "change")
WRITTEN = dict.fromkeys(("entries", "notice", "drop", "withdraw", "accept", "refuse"), "change")
PEOPLE = {"auth_user_password_change": "change", "signing_in": "view"}
RIGHTS = READ | ADDED | REMOVED | SHEETS | TAKEN | MOVED | CORRECTED | SURVEYED | WRITTEN | PEOPLE

NOBODY = frozenset()
LEADERS = frozenset({Role.APPROVER, Role.ADMINISTRATOR})
# Where the kind of record asks for more than the role.
STRICTER = {
    **dict.fromkeys(
        ((one, "add") for one in (Board, Demand, Enquiry, Proposal, ReportingPeriod, ReshapeProposal, SecurityEvent)),
        NOBODY,
    ),
    **{(one, "add"): LEADERS for one in (EventForm, LandUseLimit)},
    # What people wrote, decided or reported stays; a need for land comes from strangers and from no sheet.
    **dict.fromkeys(
        (
            (one, "delete")
            for one in (Board, Deputy, Proposal, Report, ReportingPeriod, ReshapeProposal, SecurityEvent, Survey, User)
        ),
        NOBODY,
    ),
    **{(Demand, page): NOBODY for page in SHEETS},
    # A period is closed and opened by leaders, and what was reported is not set right but reported anew.
    **{(ReportingPeriod, page): LEADERS for page in ("move", "earlier")},
    **{(one, "correct"): NOBODY for one in (Report, ReportingPeriod)},
}
# These answer a POST only: whoever is let in is told so by a GET, the others are refused by a POST.
BY_POST = frozenset({"process_import", "bulk", *SURVEYED, *WRITTEN})
# These open as a page for whoever is let in; the others may have nothing to show or lead on.
PAGES = frozenset({"changelist", "add", "change", "history", "import", "export"})
# Of these each kind has its own; the others are one page for all kinds.
OF_ITS_OWN = frozenset({"changelist", "add", "change"})
LEAD_ON = {(Board, "changelist"), (ReshapeProposal, "change")}
# Pages of no kind of record.
EVERYBODY = frozenset(Role.values)
WHO_LOOK_AFTER = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
SITE = {
    "index": EVERYBODY,
    "guide": EVERYBODY,
    "publication_queue": EVERYBODY,
    "freshness": EVERYBODY,
    "find": EVERYBODY,
    "history": EVERYBODY,
    "history_csv": WHO_LOOK_AFTER,
    "history_xlsx": WHO_LOOK_AFTER,
}


def governed_by(model):
    return {Source: "policies", Proposal: "policies", Deputy: "deputies"}.get(model, model._meta.app_label)


def let_in(model, word):
    if (model, word) in STRICTER:
        return STRICTER[model, word]
    return {role for role in Role.values if allows(role, RIGHTS[word], governed_by(model))}


def doors(model, record):
    """(word, address) of each address of a kind of record, with what stands in it taken from `record`."""
    name = f"{model._meta.app_label}_{model._meta.model_name}_"
    for pattern in admin.site._registry[model].get_urls():
        if pattern.name:
            places = re.findall(r"<(?:\w+:)?(\w+)>|\([^)]+\)", str(pattern.pattern))
            arguments = [_stands(place, at, record) for at, place in enumerate(places)]
            yield pattern.name.removeprefix(name), reverse(f"admin:{pattern.name}", args=arguments)


def _stands(place, at, record):
    """What stands in an address at a place of this name; a pattern may leave its places without one."""
    if place in ("object_id", "id") or (at == 0 and not place):
        return record.pk
    if not place:
        return record.history.first().pk if hasattr(record, "history") else 1
    if place == "axis":
        return next(iter(record.lifecycles))
    return {"target": "in_review", "kind": "xlsx"}.get(place, "1")


def asked(client, address, *, is_written, method="GET"):
    """Its status, which is settled before a page and the menu around it are written: that is most of the work."""
    if is_written:
        return client.get(address).status_code
    return client.unwritten(method, address).status_code


def test_every_kind_of_record_is_asked_here():
    assert set(BUILDERS) == set(admin.site._registry)


@pytest.mark.parametrize("model", BUILDERS, ids=lambda model: model._meta.label_lower)
def test_each_address_lets_in_just_the_roles_that_may(db, client, model):
    """A page of its own is written for one who works on the record and, where it then is another, for a reader."""
    record = BUILDERS[model]()
    addresses = list(doors(model, record))
    response = client.get(addresses[-1][1])
    assert response.status_code == 302 and "/login/" in response.url, "nobody enters without signing in"
    written, wrong = set(), []
    for role in Role.values:
        client.force_login(make.user(role))
        for word, address in addresses:
            may = role in let_in(model, word)
            sort = (word, word == "change" and allows(role, "change", governed_by(model)))
            if word in BY_POST:
                answer = asked(client, address, is_written=False, method="GET" if may else "POST")
                is_right = answer == (405 if may else 403)
            else:
                answer = asked(client, address, is_written=may and word in OF_ITS_OWN and sort not in written)
                is_right = (answer != 403) == may and answer < 500
                if may and word in PAGES:
                    written.add(sort)
                    is_right = answer == (302 if (model, word) in LEAD_ON else 200)
            if not is_right:
                wrong.append(f"{word} for {role}: {answer}")
    assert not wrong


@pytest.mark.parametrize("name", SITE)
def test_a_page_of_no_kind_of_record_lets_in_just_the_roles_that_may(db, client, name):
    answers = {}
    for role in Role.values:
        client.force_login(make.user(role))
        answers[role] = asked(client, reverse(f"admin:{name}"), is_written=False)
    assert answers == {role: 200 if role in SITE[name] else 403 for role in Role.values}

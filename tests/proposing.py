"""Proposing a change and deciding on it, as officers do on their pages."""

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from core.models import Proposal
from tests import make
from tests.admin_forms import fields_of
from tests.office_client import OfficeClient


def signed_in(role, **fields):
    """A client of a new person, who is its `user`."""
    client = OfficeClient()
    client.user = make.user(role, **fields)
    client.force_login(client.user)
    return client


def page(record, name="change"):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}", args=[record.pk])


def save(client, record, **fields):
    """Send the form of `record` as it is shown, but for `fields`; the answer."""
    return client.post(page(record), fields_of(client.unwritten("get", page(record))) | fields)


def propose(client, record, **fields):
    """Change the form of `record`, which waits; the open Proposal it made."""
    answer = save(client, record, **fields)
    assert answer.status_code == 302, answer.context["errors"]
    return Proposal.objects.open().latest("pk")


def do(client, proposal, step, **fields):
    return client.post(page(proposal, step), fields)


def accept(client, proposal):
    """Accept it, with a tick for each warning it asks for; the sentences that refuse it, None when it was done."""
    address = page(proposal, "accept")
    answer = client.unwritten("post", address)
    if answer.status_code == 200 and answer.context["warnings"]:
        ticks = {f"warning_{one.key}": "on" for one in answer.context["warnings"]}
        answer = client.unwritten("post", address, ticks)
    return None if answer.status_code == 302 else " ".join(map(str, answer.context["refusals"]))


def proposed_change(**fields):
    """An open proposal to change the title of a public decision, without its form."""
    record = fields.pop("record", None) or make.instrument()
    told = [{"model": record._meta.label_lower, "relation": "", "deed": "~", "name": str(record), "changes": []}]
    fields = {"by": fields.pop("by", None) or make.user(), "typed": {}, "told": told, "language": "vi"} | fields
    kind = ContentType.objects.get_for_model(record)
    known = {"content_type": kind, "object_id": record.pk, "name": str(record), "base_version": record.version}
    return Proposal.objects.create(**known | fields)

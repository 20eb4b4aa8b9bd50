"""Which changes wait for another person, and how the form of such a change is kept."""

from django.contrib.contenttypes.models import ContentType
from django.utils.text import Truncator
from django.utils.translation import get_language

from core.deciding import of_records_to_decide
from core.disclosure import Publication
from core.models import Proposal, Publishable
from core.publication import guard
from core.text import nfc

# What somebody has agreed to: no longer changed by one person alone.
AGREED = frozenset({Publication.APPROVED, Publication.SCHEDULED, Publication.PUBLISHED})
MOST_OF_A_NOTE = 2000
NOTE = "proposal_note"
_NOT_TYPED = {"csrfmiddlewaretoken", NOTE}


def is_agreed(record):
    """Whether some change of `record`, as it is saved, waits for another person."""
    return (
        isinstance(record, Publishable)
        and record.publication in AGREED
        and bool(record.changes_wait or record.waiting_parts)
    )


def must_wait(record, told):
    """Whether the change `told` (core.proposals.telling) of an agreed record waits for another person."""
    return record.changes_wait or any(group["relation"] in record.waiting_parts for group in told)


def removal_waits(record, model):
    """Whether a row of `model` is taken out of `record` only once another person accepts it."""
    parts = {record._meta.get_field(name).related_model for name in getattr(record, "waiting_parts", ())}
    return is_agreed(record) and (record.changes_wait or model in parts)


def newly_found(before, record):
    """What core.publication.guard finds about `record` as it is now and had not found `before`."""
    return guard.new_in(guard.findings(record), before)


def note_of(sent):
    """Why, in the proposer's words: what stands in the form `sent`."""
    return nfc(sent.get(NOTE, "").replace("\x00", "").strip())[:MOST_OF_A_NOTE]


def keep(record, told, *, sent, files, by):
    """Keep the form `sent` (a QueryDict) with which `by` would change `record`; returns the Proposal."""
    return Proposal.objects.create(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        name=Truncator(str(record)).chars(300),
        base_version=record.version,
        language=get_language(),
        typed=_typed(sent),
        told=told,
        files=files,
        note=note_of(sent),
        by=by,
    )


def _typed(sent):
    """What was typed, without the buttons; no field of a form takes NUL, and PostgreSQL keeps none."""
    return {
        name: values
        for name, values in sent.lists()
        if name not in _NOT_TYPED and not name.startswith("_") and "\x00" not in "".join([name, *values])
    }


def open_for(record):
    """The open proposals on `record`, the oldest first."""
    return Proposal.objects.of(record).open().select_related("by").order_by("at", "id")


def told_open(reader, most):
    """The open proposals as lists tell them, hers last: at most `most` of each, those that wait longest first.

    Who decides with limits is told only those within them.
    """
    rows = Proposal.objects.open().select_related("by", "content_type").defer("typed", "told").order_by("at", "id")
    return {
        "others": of_records_to_decide(reader, rows.exclude(by=reader))[:most],
        "own": rows.filter(by=reader)[:most],
    }

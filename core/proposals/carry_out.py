"""What is done with a proposal: accepted (its form is sent once more), refused with a reason, or taken back."""

import copy
from contextlib import contextmanager

from django.db import transaction
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override
from simple_history.models import HistoricalRecords

from core import scope
from core.changes import edits_since, person
from core.disclosure import Publication
from core.lifecycle import MoveRefused
from core.models import Proposal, PublicationMove
from core.proposals.keep import newly_found
from core.publication import guard
from core.publication.authors import who_may_approve
from core.publication.moves import faults, own_work
from core.text import nfc

# The column of the history that says why.
_REASON_LENGTH = 100


class Replayed:
    """What an admin needs to know while the form of a proposal is sent once more (core.proposals.admin)."""

    def __init__(self, proposal, reason):
        self.files, self.reason, self.is_done = dict(proposal.files), reason, False

    def prepare(self, form):
        """Give the row of `form` its reason for the history, and the file that came with it; whether one did."""
        form.instance._change_reason = self.reason
        came = self.files.get(form.add_prefix("upload"))
        if came is None or form.data.get(form.add_prefix(DELETION_FIELD_NAME)):
            return False
        form.instance.file_id, form.instance.is_file_public = came
        return form.instance.pk is not None


class Unseen(Exception):
    """Nothing was done yet: `warnings` (core.publication.guard.Finding) are first to be ticked as seen."""

    def __init__(self, warnings):
        self.warnings = warnings
        super().__init__(" ".join(one.sentence for one in warnings))


def accept(proposal, request, site, *, seen=frozenset()):
    """Change the record as `proposal` says, for ever in the name of its proposer; `request.user` answers for it.

    `seen` holds the keys of the warnings that were ticked. Raises core.lifecycle.MoveRefused with every reason why not,
    or Unseen, and then nothing has changed.
    """
    by = request.user
    with transaction.atomic():
        kept = _locked(proposal)
        row = kept.model and kept.model._base_manager.select_for_update(of=("self",)).filter(pk=kept.object_id).first()
        reasons = _decided(kept) or _not_hers(kept, row, by) or reasons_against(kept, row, site)
        if not reasons and row.publication != Publication.PUBLISHED:
            # Accepting approves all of the record, so nobody accepts while her own changes still wait to be approved.
            reasons = own_work(row, by)
        if reasons:
            raise MoveRefused(reasons)
        before = guard.findings(row)
        reason = _("Proposed by her, accepted by %(who)s") % {"who": person(by)}
        _send_again(kept, row, request, site, Truncator(reason).chars(_REASON_LENGTH))
        row = kept.record()
        found = newly_found(before, row)
        if against := [*faults(row), *guard.errors_in(found)]:
            raise MoveRefused(against)
        if unseen := [one for one in guard.warnings_in(found) if one.key not in seen]:
            raise Unseen(unseen)
        _decide(kept, Proposal.State.ACCEPTED, by)
        said = guard.with_seen(_("A change proposed by %(who)s was accepted.") % {"who": person(kept.by)}, found)
        # Whoever accepts it approves the record as it now stands.
        PublicationMove.objects.create(
            content_type=kept.content_type,
            object_id=row.pk,
            from_state=row.publication,
            to_state=row.publication,
            by=by,
            note=said,
            version=row.version,
        )
    return row


def reasons_against(proposal, row, site):
    """Why an open `proposal` on the saved `row` cannot be accepted by anybody any more, as sentences."""
    if row is None:
        return [_("The record is no longer there.")]
    if row.version != proposal.base_version:
        told = " ".join(map(str, edits_since(row, proposal.base_version)))
        words = {"edits": told, "who": person(proposal.by)}
        return [_("The record was changed after this was proposed. %(edits)s %(who)s proposes it again.") % words]
    if not proposal.by.may("change", row._meta.app_label, row):
        return [
            _("%(who)s may no longer change this record. Somebody else proposes it.") % {"who": person(proposal.by)}
        ]
    return []


def refuse(proposal, *, by, reason):
    """Leave the record as it is, with a reason. Raises MoveRefused as `accept` does."""
    reason = nfc(reason.strip())
    with transaction.atomic():
        kept = _locked(proposal)
        against = _decided(kept) or _not_hers(kept, kept.record(), by)
        if not reason:
            against = against or [_("Say why. The reason stays in the history.")]
        if against:
            raise MoveRefused(against)
        _decide(kept, Proposal.State.REFUSED, by, reason)


def withdraw(proposal, *, by):
    """Take back what one has proposed oneself. Raises MoveRefused as `accept` does."""
    with transaction.atomic():
        kept = _locked(proposal)
        against = _decided(kept)
        if kept.by_id != by.pk:
            against = against or [_("Only who proposed it takes it back.")]
        if against:
            raise MoveRefused(against)
        _decide(kept, Proposal.State.WITHDRAWN, by)


def may_decide(proposal, record, by):
    """Whether `by` may accept or refuse `proposal`: a leader or her deputy, and never who proposed it."""
    return proposal.by_id != by.pk and by.may("publish", proposal.content_type.app_label, record)


def _locked(proposal):
    return Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)


def _decided(kept):
    if kept.is_open:
        return []
    words = {
        "state": kept.get_state_display(),
        "who": person(kept.decided_by),
        "when": date_format(timezone.localtime(kept.decided_at), "DATETIME_FORMAT"),
    }
    return [_("It was decided already: %(state)s, %(who)s, %(when)s. Nothing was changed.") % words]


def _not_hers(kept, row, by):
    if may_decide(kept, row, by):
        return []
    app = kept.content_type.app_label
    names = ", ".join(map(person, who_may_approve(app, [kept.by_id], row))) or _("nobody at present")
    if kept.by_id == by.pk:
        return [_("You proposed it, so somebody else decides: %(names)s.") % {"names": names}]
    return [
        *scope.why_not(by, app, row),
        _("An approving leader does this: %(names)s.") % {"names": names},
    ]


def _decide(kept, state, by, reason=""):
    kept.state, kept.decided_by, kept.decided_at, kept.reason = state, by, timezone.now(), reason
    kept.save()


def _send_again(kept, row, request, site, reason):
    """Send the form as its proposer did; raises MoveRefused with the faults the form finds now."""
    sent = QueryDict(mutable=True)
    for name, values in kept.typed.items():
        sent.setlist(name, values)
    asked = copy.copy(request)
    asked.method, asked.user, asked.GET, asked.POST = "POST", kept.by, QueryDict(), sent
    asked._files, asked.replayed = MultiValueDict(), Replayed(kept, reason)
    page = site._registry[kept.model]
    # Numbers and days mean what they meant where they were typed.
    with override(kept.language), _done_by(asked):
        answer = page.changeform_view(asked, str(row.pk))
    if not asked.replayed.is_done:
        raise MoveRefused([_("The form cannot be saved any more:"), *_faults_in(answer)])


@contextmanager
def _done_by(asked):
    """Whatever is saved within is written into the history as the deed of the person who `asked`."""
    context = HistoricalRecords.context
    before = getattr(context, "request", None)
    context.request = asked
    try:
        yield
    finally:
        context.request = before


def _faults_in(answer):
    """What a refused form says, each sentence with the name of its field."""
    told = getattr(answer, "context_data", None) or {}
    forms = [told["adminform"].form] if "adminform" in told else []
    for inline in told.get("inline_admin_formsets", ()):
        forms += inline.formset.forms
    for form in forms:
        for name, said in form.errors.items():
            label = f"{form.fields[name].label}: " if name in form.fields and form.fields[name].label else ""
            yield from (f"{label}{sentence}" for sentence in said)

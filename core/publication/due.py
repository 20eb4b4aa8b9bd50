"""The days set for publishing and for its end: carried out by the first page anybody asks for on the day.

Every process looks once a day, before it answers; a day can only be set ahead, so nothing falls due between. Readers
see the right thing from midnight on, and what is public stays one plain column that every index and tally holds.
"""

import logging

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.disclosure import Publication
from core.models import PublicationTerm
from core.publication import guard
from core.publication.authors import changed_since_approval
from core.publication.moves import Asked, enter, faults

log = logging.getLogger(__name__)
# Whether the server lives is answered without the database.
_ASKED_BY_MACHINES = ("/healthz", "/readyz")
_looked = {"on": None}


def looked_on(day):
    """Remember that this process has carried out what was due by `day`; None makes it look again."""
    _looked["on"] = day


def with_days_carried_out(get_response):
    """Middleware: carries out what fell due, once a day in each process."""

    def answered(request):
        today = timezone.localdate()
        if _looked["on"] != today and request.path not in _ASKED_BY_MACHINES:
            try:
                carry_out(today)
                looked_on(today)
            except DatabaseError:
                log.exception("days of publication not carried out; tried again with the next page")
        return get_response(request)

    return answered


def carry_out(today):
    """Publish what is due to be published by `today` and end what is due to end; how many records that were."""
    due = PublicationTerm.objects.filter(Q(publish_on__lte=today) | Q(expires_on__lte=today))
    with override("vi"):
        return sum(_carry_out(key, today) for key in due.values_list("pk", flat=True))


def _carry_out(key, today):
    with transaction.atomic():
        # Another process may have been first.
        term = PublicationTerm.objects.select_for_update(of=("self",)).filter(pk=key).first()
        model = term and term.content_type.model_class()
        rows = model._base_manager.select_for_update(of=("self",)) if model else ()
        row = rows.filter(pk=term.object_id).first() if model else None
        if row is None:
            PublicationTerm.objects.filter(pk=key).delete()
            return 0
        ends = term.expires_on
        if term.publish_on and term.publish_on <= today and row.publication == Publication.SCHEDULED:
            _publish(row, ends)
        if ends and ends <= today and row.publication == Publication.PUBLISHED:
            enter(row, Publication.EXPIRED, by=None, asked=Asked(_("The day set for its end has come.")))
    return 1


def _publish(row, ends):
    """Publish a scheduled row as it was approved; one that was changed since, or lacks something now, waits again."""
    against = [*faults(row), *guard.errors_in(guard.findings(row))]
    if changed_since_approval(row):
        against.append(_("It was changed after it was approved."))
    if against:
        note = _("Not published on the day set: %(reasons)s") % {"reasons": " ".join(against)}
        enter(row, Publication.IN_REVIEW, by=None, asked=Asked(note))
    else:
        enter(row, Publication.PUBLISHED, by=None, asked=Asked(_("The day set for it has come."), until=ends))

"""Many parcels published at once: each is judged by the rules of its own page, and all that may be are, or none."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core import scope
from core.changes import edits_since
from core.disclosure import Publication
from core.models import PublicationMove, PublicationTerm
from core.publication import guard
from core.publication.authors import authors_of
from core.publication.moves import SOMEBODY_ELSE, faults, kept_kind
from core.publication.table import deed_to
from zones.models import Parcel

# Judging and writing so many takes seconds; more are published in several goes, so that no worker is held for long.
MOST = 2500
_BATCH = 200
_MOST_SENTENCES = 20


class PublishRefused(Exception):
    """Nothing was published; `sentences` say why."""

    def __init__(self, sentences):
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


@dataclass(frozen=True)
class Judged:
    """A parcel, why it may not be published (sentences, none when it may), and warnings (Findings) to be seen."""

    parcel: Parcel
    reasons: tuple
    warnings: tuple = ()

    @property
    def is_published(self):
        return self.parcel.publication == Publication.PUBLISHED

    @property
    def is_ready(self):
        return not self.is_published and not self.reasons


def judged(parcels, by):
    """[Judged, …] of `parcels`, each by the rules of its own page when `by` publishes it: nobody publishes her own."""
    parcels = list(parcels)
    waiting = [parcel for parcel in parcels if parcel.publication != Publication.PUBLISHED]
    authors = authors_of(waiting)
    found = dict(zip((parcel.pk for parcel in waiting), guard.findings_of(waiting), strict=True))
    return [_judged(parcel, by, authors.get(parcel.pk, ()), found.get(parcel.pk, ())) for parcel in parcels]


def _judged(parcel, by, authors, found):
    reasons = (*_reasons_against(parcel, by, authors), *guard.errors_in(found))
    return Judged(parcel, reasons, tuple(guard.warnings_in(found)))


def _reasons_against(parcel, by, authors):
    if parcel.publication == Publication.PUBLISHED:
        return
    if parcel.publication not in deed_to(Publication.PUBLISHED).origins:
        yield _("“%(to)s” cannot follow “%(from)s”.") % {
            "to": Publication.PUBLISHED.label,
            "from": parcel.get_publication_display(),
        }
    yield from scope.why_not(by, "zones", parcel)
    if by.pk in authors:
        yield SOMEBODY_ELSE
    yield from faults(parcel)


def publish(seen, *, by, warned=()):
    """Publish what may be of the parcels in `seen`, {pk: version as the officer saw it}, in one transaction.

    `warned` holds the keys of the warnings she has ticked; a parcel with another one is not published.
    Returns (parcels now public, [Judged, …] of those that may not be). What was published already is left alone.
    Raises PublishRefused when one of the others was edited or deleted after it was seen; then nothing is published.
    """
    reason = _("Published from the list")
    with transaction.atomic():
        locked = Parcel.objects.select_for_update(of=("self",)).select_related("zone")
        rows = list(locked.filter(pk__in=seen).order_by("pk"))
        _refuse_unless_as_seen(rows, seen)
        found = [_unless_warned(one, warned) for one in judged(rows, by)]
        ready = [one.parcel for one in found if one.is_ready]
        before = {parcel.pk: parcel.publication for parcel in ready}
        _save_published(ready)
        notes = {one.parcel.pk: guard.with_seen(reason, one.warnings) for one in found}
        _keep_moves(ready, before, by, notes)
        Parcel.history.bulk_history_create(
            ready, batch_size=_BATCH, update=True, default_user=by, default_change_reason=reason
        )
    return ready, [one for one in found if one.reasons]


def _unless_warned(one, warned):
    unseen = () if one.is_published else guard.unseen(one.warnings, warned)
    return replace(one, reasons=(*one.reasons, *unseen))


def _save_published(ready):
    # All get the same, so one statement serves many; judging has measured the outline of those that had not been.
    for begin in range(0, len(ready), _BATCH):
        keys = [parcel.pk for parcel in ready[begin : begin + _BATCH]]
        Parcel.objects.filter(pk__in=keys).update(publication=Publication.PUBLISHED, version=F("version") + 1)
    unmeasured = Parcel.objects.filter(drawn_area__isnull=True, outline__isnull=False)
    lacking = set(unmeasured.filter(pk__in=[parcel.pk for parcel in ready]).values_list("pk", flat=True))
    Parcel.objects.bulk_update([one for one in ready if one.pk in lacking], ["drawn_area"], batch_size=_BATCH)
    for parcel in ready:
        parcel.publication = Publication.PUBLISHED
        parcel.version += 1


def _keep_moves(published, before, by, notes):
    if not published:
        return
    kind = kept_kind(published[0])
    moves = [
        PublicationMove(
            content_type_id=kind,
            object_id=parcel.pk,
            from_state=before[parcel.pk],
            to_state=Publication.PUBLISHED,
            by=by,
            note=notes[parcel.pk],
            version=parcel.version,
        )
        for parcel in published
    ]
    PublicationMove.objects.bulk_create(moves, batch_size=_BATCH)
    for begin in range(0, len(published), _BATCH):
        PublicationTerm.objects.of(*published[begin : begin + _BATCH]).delete()


def _refuse_unless_as_seen(rows, seen):
    sentences = [_("One of the parcels was deleted meanwhile.")] if len(rows) < len(seen) else []
    changed = [row for row in rows if row.publication != Publication.PUBLISHED and row.version != seen[row.pk]]
    for row in changed[:_MOST_SENTENCES]:
        told = " ".join(map(str, edits_since(row, seen[row.pk])))
        sentences.append(
            _("%(parcel)s was changed after you opened this page. %(edits)s") % {"parcel": row, "edits": told}
        )
    if sentences:
        raise PublishRefused([*sentences, _("Nothing was published. Look at the list as it is now, then confirm it.")])

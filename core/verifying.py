"""Saying that public facts were looked at again and found unchanged: one transaction, every fact as it was seen.

A verification is no edit. It changes neither the version of a record nor its history, so the loader of the record may
still refresh the row, a translation is no older for it, and a form that is open elsewhere can still be saved.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.disclosure import Publication
from core.freshness import review_day
from core.models import Verification
from core.offices import Office
from core.text import nfc


class NotVerified(Exception):
    """Nothing was verified; `sentences` say why."""

    def __init__(self, sentences):
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


def verify(model, seen, *, by, note=""):
    """Verify the rows of `model` named in `seen` ({pk: version looked at}) today, in the name of the office of `by`.

    Returns the rows that were not verified today before. Raises NotVerified when one of them is another than was seen,
    is not public, is a sample or is not hers to change; then nothing has changed.
    """
    with transaction.atomic():
        rows = model._base_manager.select_for_update(of=("self",)).select_related("source")
        rows = list(rows.filter(pk__in=seen).order_by("pk"))
        _refuse(rows, seen, by)
        today, office = timezone.localdate(), by.office or Office.BOARD
        fresh = [row for row in rows if row.verified_on != today]
        for row in fresh:
            row.verified_on, row.verified_office, row.verified_by = today, office, by
            row.review_due = review_day(row)
        # A plain queryset: the columns are no translated ones.
        columns = ["verified_on", "verified_office", "verified_by", "review_due"]
        QuerySet(model).bulk_update(fresh, columns, batch_size=200)
        Verification.objects.bulk_create(
            [_told(row, today, office, by, note) for row in fresh],
            batch_size=200,
        )
    return fresh


def _told(row, day, office, by, note):
    return Verification(
        content_type=ContentType.objects.get_for_model(row),
        object_id=row.pk,
        version=row.version,
        on=day,
        by=by,
        office=office,
        note=nfc(note.strip()),
    )


def _refuse(rows, seen, by):
    """Raise NotVerified with a sentence a row that cannot be verified."""
    said = [sentence for row in rows if (sentence := _fault(row, seen[row.pk], by))]
    if len(rows) != len(seen):
        said.append(_("A record was removed meanwhile."))
    if said:
        raise NotVerified([*said, _("Nothing was verified. Look again.")])


def _fault(row, version, by):
    if not by.may("change", row._meta.app_label, row):
        return _("“%(record)s” is not yours to verify.") % {"record": row}
    if row.publication != Publication.PUBLISHED or getattr(row, "is_sample", False):
        return _("“%(record)s” is no public fact.") % {"record": row}
    if row.version != version:
        return _("“%(record)s” was changed after you opened this page.") % {"record": row}
    return ""

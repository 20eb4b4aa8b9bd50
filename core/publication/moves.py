"""Bringing a record from one state of publication to another: checked under the lock, and kept for ever."""

import datetime as dt
from dataclasses import dataclass, replace

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import scope
from core.changes import edits_since, field_label, person
from core.disclosure import Publication
from core.lifecycle import MoveRefused
from core.models import PublicationMove, PublicationTerm
from core.publication import guard
from core.publication.authors import authors_of, who_may_approve
from core.publication.table import deed_to
from core.text import nfc

SOMEBODY_ELSE = gettext_lazy("You wrote or changed it, so somebody else approves it.")
# The column of the history that says why.
_REASON_LENGTH = 100


@dataclass(frozen=True)
class Asked:
    """What was filled in: a reason, the day to go public on, the day to stop being public on (excluded).

    `seen` holds the keys of the warnings (core.publication.guard.Finding) that were ticked.
    """

    note: str = ""
    on: dt.date | None = None
    until: dt.date | None = None
    seen: frozenset = frozenset()


def publish_to(record, target, *, by, asked=None, seen=None):
    """Bring `record` to `target` as `by`; [(record changed with it, sentence), …].

    `seen` is the version on which `by` decided. Locks the saved row, checks it as it is, saves it under the version
    check, writes the append-only PublicationMove. Raises core.lifecycle.MoveRefused with every reason, and then nothing
    has changed.
    """
    asked = asked or Asked()
    asked = replace(asked, note=nfc(asked.note.strip()))
    with transaction.atomic():
        row = type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
        found = found_against(row, target)
        reasons = _not_as_seen(row, target, seen) or reasons_against(row, target, by=by, asked=asked, found=found)
        if reasons:
            raise MoveRefused(reasons)
        carried = enter(row, target, by=by, asked=asked, found=found)
    record.refresh_from_db()
    return carried


def _not_as_seen(row, target, seen):
    if row.publication == target:
        return [_("It already stands at “%(state)s”; nothing was changed.") % {"state": row.get_publication_display()}]
    if seen is None or row.version == seen:
        return []
    told = " ".join(map(str, edits_since(row, seen)))
    return [_("It was changed after you opened it. %(edits)s Read it as it is now, then decide.") % {"edits": told}]


def found_against(row, target):
    """What core.publication.guard finds about `row` where `target` brings it nearer to the public; else nothing."""
    deed = deed_to(target)
    return guard.findings(row) if deed and deed.leads_out else []


def reasons_against(row, target, *, by, asked, found):
    """Every reason, in sentences, why `by` may not bring `row`, about which `found` was found, to `target` now."""
    deed = deed_to(target)
    if deed is None or row.publication not in deed.origins:
        words = {"to": Publication(target).label, "from": row.get_publication_display()}
        return [_("“%(to)s” cannot follow “%(from)s”.") % words]
    if not by.may(deed.right, row._meta.app_label, row):
        return [*scope.why_not(by, row._meta.app_label, row), _not_yours(row)]
    reasons = []
    if deed.needs_reason and not asked.note:
        reasons.append(_("Say why. The reason stays in the history."))
    reasons += _reasons_of_days(deed, asked)
    if deed.is_approval:
        reasons += [*own_work(row, by), *faults(row)]
    return [*reasons, *guard.errors_in(found), *guard.unseen(found, asked.seen)]


def _not_yours(row):
    names = _names(who_may_approve(row._meta.app_label, record=row))
    return _("An approving leader does this: %(names)s.") % {"names": names or _("nobody at present")}


def _names(people):
    return ", ".join(map(person, people))


def _reasons_of_days(deed, asked):
    today = timezone.localdate()
    if deed.needs_day and (asked.on is None or asked.on <= today):
        return [_("Give a day to come. To publish today, press “Publish”.")]
    if deed.may_end and asked.until and asked.until <= (asked.on or today):
        return [_("It would end before it is public. Look at both days.")]
    return []


def own_work(row, by):
    """The sentence that says why `by` may not approve `row`, and who may, as a list; empty when she may."""
    authors = authors_of([row])[row.pk]
    if by.pk not in authors:
        return []
    others = _names(who_may_approve(row._meta.app_label, authors, row))
    if others:
        return [_("You wrote or changed it, so somebody else approves it: %(names)s.") % {"names": others}]
    return [f"{SOMEBODY_ELSE} {_('At present nobody else may: name a deputy, or ask another leader.')}"]


def faults(row):
    """What keeps `row` from being public, by the rules of its own page, as sentences."""
    before, row.publication = row.publication, Publication.PUBLISHED
    try:
        # That the rows it points to exist, the database guarantees.
        row.clean_fields(exclude=[field.name for field in row._meta.concrete_fields if field.is_relation])
        row.clean()
    except ValidationError as error:
        return list(_told(row, error))
    finally:
        row.publication = before
    return []


def _told(row, error):
    for name, said in error.update_error_dict({}).items():
        label = f"{field_label(row._meta.get_field(name))}: " if name != NON_FIELD_ERRORS else ""
        yield from (f"{label}{sentence}" for one in said for sentence in one.messages)


def enter(row, target, *, by, asked, found=()):
    """Write what was checked: the row, its move, the days set for it; see `publish_to`. Needs a transaction.

    The move's note keeps the warnings in `found`, which `by` has seen.
    """
    move = PublicationMove(from_state=row.publication, to_state=target, by=by, on=asked.on, until=asked.until)
    row.publication = target
    # Named here, for a day that comes is no deed of whoever happens to ask for a page then.
    row._history_user = by
    row._change_reason = Truncator(asked.note or str(Publication(target).label)).chars(_REASON_LENGTH)
    row.save()
    keep(move, row, guard.with_seen(asked.note, found))
    return row.made_public(by) if target == Publication.PUBLISHED else []


def keep(move, row, note):
    """Keep `move` of the saved `row`, and the days it sets in the place of those set before."""
    move.version, move.note = row.version, note
    kept = PublicationTerm.objects.of(row)
    move.content_type_id, move.object_id = kept_kind(row), row.pk
    move.save()
    ends = move.until or (_end_set(kept) if move.from_state == Publication.SCHEDULED else None)
    kept.delete()
    on = move.on if move.to_state == Publication.SCHEDULED else None
    ends = ends if move.to_state in (Publication.SCHEDULED, Publication.PUBLISHED) else None
    if on or ends:
        kept.create(content_type_id=move.content_type_id, object_id=row.pk, publish_on=on, expires_on=ends)


def _end_set(kept):
    term = kept.first()
    return term and term.expires_on


def kept_kind(row):
    return ContentType.objects.get_for_model(row).pk


def told_term(row):
    """The days set for `row`, as a sentence; "" when there are none."""
    term = PublicationTerm.objects.of(row).first()
    set_days = {name: getattr(term, name, None) for name in ("publish_on", "expires_on")}
    day = {name: date_format(on, "DATE_FORMAT") if on else "" for name, on in set_days.items()}
    if day["publish_on"] and day["expires_on"]:
        return _("Goes public on %(publish_on)s and is taken off on %(expires_on)s.") % day
    if day["publish_on"]:
        return _("Goes public on %(publish_on)s.") % day
    return _("Is taken off the public pages on %(expires_on)s.") % day if day["expires_on"] else ""

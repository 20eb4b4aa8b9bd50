"""Splitting and merging parcels by a decision: the old leave the plan, the new take over; area and history are kept.

Utilities at the boundary and prices of one parcel are not taken over: what held for the whole need not hold for a part.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core import scope
from core.changes import field_label
from core.disclosure import NO_LONGER_PUBLIC, Publication
from core.models import Confidence, Source, User
from core.text import slugify
from zones.mapping.geometry import normalised
from zones.models import Parcel
from zones.models.measured import contradiction
from zones.reshaping.rules import (
    reasons_against_area,
    reasons_against_codes,
    reasons_against_day,
    reasons_against_merging,
    reasons_against_outlines,
    union_of,
)

UNKNOWN = "unknown"


class ReshapeRefused(Exception):
    """Nothing was split or merged; `sentences` say why, for the officer who tried it."""

    def __init__(self, sentences):
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


@dataclass(frozen=True)
class Decision:
    """What a split or merger rests on: from which day, its number and source, who enters it.

    `reason` says why the areas of old and new differ; blank when they do not.
    """

    on: dt.date
    number: str
    source: Source
    by: User
    reason: str = ""


@dataclass(frozen=True)
class Part:
    """A parcel to be made: number in the plan, area in m² (None: not known), corners [[east, north], …] or None.

    `epsg` is the system of the corners; None: that of the parcel it is made from.
    """

    code: str
    area: Decimal | None
    outline: list | None = None
    epsg: int | None = None


@dataclass(frozen=True)
class Lineage:
    """What the public may read of a parcel's descent: published parcels only, in the order of their numbers."""

    predecessors: tuple
    successors: tuple


def lineage(parcel):
    """The Lineage of `parcel`, in two queries."""
    return Lineage(
        tuple(parcel.predecessors.published().select_related("zone").order_by("code")),
        tuple(parcel.successors.published().select_related("zone").order_by("code")),
    )


def split(parcel, parts, decision, *, seen, is_trial=False):
    """Split `parcel` into `parts` (two or more): all four states, a lease among them, go on with each part.

    `seen` is {pk: version} as the officer read it. Returns the new parcels. Raises ReshapeRefused with every reason;
    then nothing has changed. With `is_trial` nothing changes in any case: whoever may not publish learns what stands
    in the way before she proposes it.
    """
    with transaction.atomic():
        (old,) = _locked([parcel], decision, seen, is_trial)
        reasons = reasons_against_area(old.area, [part.area for part in parts], decision.reason)
        reasons += reasons_against_codes([part.code for part in parts])
        if len(parts) < 2:
            reasons.append(_("A split makes two parts or more."))
        made = _made([old], parts, decision, reasons)
        reasons += reasons_against_outlines(old.outline, {part.code: part.outline for part in parts})
        return _carried_out([old], made, decision, reasons, is_trial)


def merge(parcels, part, decision, *, seen, is_trial=False):
    """Merge `parcels` (two or more of one zone and one leasing state) into the one that `part` names.

    Its area is the sum, unless `part` gives another and the decision says why; its outline the union, where that is one
    ring. Another state in which the old differ becomes unknown. Returns the new parcel; see `split` for the rest.
    """
    with transaction.atomic():
        old = _locked(parcels, decision, seen, is_trial)
        _refuse_for(reasons_against_merging(old))
        areas = [parcel.area for parcel in old]
        known = None if None in areas else sum(areas)
        reasons = [] if part.area is None else reasons_against_area(known, [part.area], decision.reason, is_merger=True)
        whole = Part(part.code, known if part.area is None else part.area, union_of([one.outline for one in old]))
        return _carried_out(old, _made(old, [whole], decision, reasons), decision, reasons, is_trial)[0]


def _refuse_for(reasons):
    if reasons:
        raise ReshapeRefused(dict.fromkeys(reasons))


def needs_a_leader(parcels, officer):
    """Whether `officer` may only propose: land that is public would leave the plan while its parts are drafts."""
    is_public = any(parcel.publication == Publication.PUBLISHED for parcel in parcels)
    return is_public and not officer.may("publish", "zones")


def _locked(parcels, decision, seen, is_trial):
    """The saved rows of `parcels`, locked; refused where one has ended, changed since it was seen, or moved later."""
    keys = [parcel.pk for parcel in parcels]
    rows = list(Parcel._base_manager.select_for_update(of=("self",)).select_related("zone").filter(pk__in=keys))
    if len(rows) < len(keys):
        _refuse_for([_("One of the parcels was deleted meanwhile.")])
    if not decision.number.strip():
        _refuse_for([_("A split or merger needs the number of its decision.")])
    rows.sort(key=lambda row: keys.index(row.pk))
    _refuse_for([sentence for row in rows for sentence in scope.why_not(decision.by, "zones", row)])
    if needs_a_leader(rows, decision.by) and not is_trial:
        _refuse_for([_("This land is public: an approving leader splits or merges it. Propose it to the leader.")])
    _refuse_for([what_became_of(row) for row in rows if row.has_ended])
    _refuse_for(
        [
            _("%(parcel)s was changed after you opened this page. Look again, then enter it anew.") % {"parcel": row}
            for row in rows
            if seen.get(row.pk) != row.version
        ]
    )
    _refuse_for([sentence for row in rows for sentence in reasons_against_day(row, decision.on)])
    return rows


def what_became_of(parcel):
    """One sentence for officers on a parcel that has left the plan."""
    names = ", ".join(parcel.successors.order_by("code").values_list("code", flat=True))
    return _("%(parcel)s has left the plan on %(day)s: it became %(successors)s.") % {
        "parcel": parcel,
        "day": date_format(parcel.exists_to, "DATE_FORMAT"),
        "successors": names or "–",
    }


def _made(old, parts, decision, reasons):
    """The new parcels, checked and not yet saved; what is wrong with them is added to `reasons`."""
    made = [_new_parcel(old, part, decision) for part in parts]
    for parcel in made:
        try:
            parcel.full_clean()
        except ValidationError as error:
            reasons += _in_sentences(parcel, error)
        else:
            parcel.outline = parcel.outline and normalised(parcel.outline)
            parcel.area_reason = parcel.area_reason if contradiction(parcel) else ""
    return made


def _new_parcel(old, part, decision):
    first = old[0]
    code = f"MẪU-{part.code.removeprefix('MẪU-')}" if first.is_sample and part.code else part.code
    may_publish = decision.by.may("publish", "zones")
    parcel = Parcel(
        zone=first.zone,
        slug=_free_slug(f"{first.zone.code} {code}"),
        code=code,
        area=part.area,
        outline=part.outline,
        epsg=part.epsg or _common(old, "epsg"),
        exists_from=decision.on,
        reserved_until=_common(old, "reserved_until"),
        term_end=_common(old, "term_end"),
        developer_payment=_common(old, "developer_payment") or UNKNOWN,
        is_sample=first.is_sample,
        source=decision.source,
        as_of=decision.on.isoformat(),
        confidence=Confidence.HIGH,
        publication=_publication(old, may_publish),
        area_reason=decision.reason if may_publish else "",
    )
    for axis in Parcel.lifecycles:
        setattr(parcel, axis, _common(old, axis) or UNKNOWN)
    return parcel


def _publication(old, may_publish):
    """What new parcels begin with: land that was public stays so, even where only a part of it was."""
    if not may_publish:
        return Publication.DRAFT
    if any(parcel.publication == Publication.PUBLISHED for parcel in old):
        return Publication.PUBLISHED
    common = _common(old, "publication")
    # What was approved was another parcel.
    return common if common in NO_LONGER_PUBLIC else Publication.DRAFT


def _common(parcels, name):
    """The value of field `name` that all `parcels` share; None when they differ."""
    values = {getattr(parcel, name) for parcel in parcels}
    return values.pop() if len(values) == 1 else None


def _free_slug(words):
    wanted = slugify(words)[:70]
    taken = set(Parcel._base_manager.filter(slug__startswith=wanted).values_list("slug", flat=True))
    free = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in free if slug not in taken)


def _in_sentences(parcel, error):
    """Each fault of a new parcel with its number and the name of the field."""
    for name, said in error.message_dict.items():
        label = field_label(Parcel._meta.get_field(name)) if name != "__all__" else ""
        for sentence in said:
            yield f"{parcel.code or '–'}: {label + ': ' if label else ''}{sentence}"


def _carried_out(old, made, decision, reasons, is_trial):
    """Save the new parcels with their first states and take the old out of the plan, unless there are `reasons`."""
    _refuse_for(reasons)
    if is_trial:
        return made
    names = ", ".join(parcel.code for parcel in old)
    note = " ".join(filter(None, [_("Taken over from %(parcels)s.") % {"parcels": names}, decision.reason]))
    projects = {project.pk for parcel in old for project in parcel.projects.all()}
    for parcel in made:
        parcel._change_reason = Truncator(note).chars(100)
        parcel.save()
        parcel.predecessors.set(old)
        parcel.projects.set(projects)
        _take_over_states(parcel, decision, note)
    became = _("Became %(parcels)s.") % {"parcels": ", ".join(parcel.code for parcel in made)}
    for parcel in old:
        parcel.exists_to = decision.on
        parcel._change_reason = Truncator(f"{became} {decision.reason}".strip()).chars(100)
        parcel.save()
    return made


def _take_over_states(parcel, decision, note):
    """Write the first move of each axis whose state is known: the day and the decision it is taken over with."""
    for axis in Parcel.lifecycles:
        state = getattr(parcel, axis)
        if state != UNKNOWN:
            parcel.moves.create(
                axis=axis,
                from_state=UNKNOWN,
                to_state=state,
                on=decision.on,
                by=decision.by,
                note=note,
                decision_number=decision.number,
            )

"""The fact sheet of a parcel."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.disclosure import if_published
from core.numbers import hectares
from zones.asof import stands_in_plan, states_of, with_states
from zones.mapping.plan import is_outline
from zones.parcel_rows import parcel_facts, parcel_row, public_moves
from zones.plan_parcels import first_parcels
from zones.reshaping.reshape import lineage
from zones.sheets.content import Fact, Facts, Row, Table, Words
from zones.sheets.record import (
    Reader,
    bind,
    cited,
    legal_block,
    more_drawn,
    plan_block,
    price_block,
    prices,
)


def parcel_sheet(parcel, day, address, *, in_full):
    """The sheet of a published `parcel` (its zone and source loaded) on `day`; about eight queries."""
    reader, past = Reader(), day if day < timezone.localdate() else None
    neighbours, note = _neighbours(parcel, past)
    here = next(other for other in neighbours if other.pk == parcel.pk)
    table = prices(parcel.zone, past, samples=parcel.is_sample, parcel=parcel)
    blocks = [
        _sample_notice(parcel),
        None if stands_in_plan(parcel, past) else Words(_("This parcel does not stand in the plan"), is_notice=True),
        _facts(here),
        Words(reader.said(parcel, "note")) if parcel.note else None,
        (plan_block(neighbours, lit=parcel.pk, height=190, note=note) if is_outline(parcel.outline) else None)
        or Words(_("The outline of this parcel is not published yet."), title=_("On the plan")),
        price_block(table, is_sample=parcel.is_sample),
    ]
    spare = [_history(parcel, past)]
    if in_full:
        free = [other for other in neighbours if other.pk != parcel.pk and states_of(other).public == "available"]
        bases = [if_published(row["legal_basis"]) for row in table["published"]]
        spare += [_free(free, parcel), legal_block(bases, reader)]
    return bind(
        reader,
        day=day,
        address=address,
        blocks=blocks,
        spare=spare,
        title=str(parcel.label),
        subtitle=reader.said(parcel.zone, "name"),
        subject=_("Fact sheet of a parcel"),
        is_full=in_full,
        is_sample=parcel.is_sample,
    )


def _neighbours(parcel, past):
    """The parcels of its plan on the day, itself among them; itself alone when it did not stand in the plan.

    With the sentence that there are more.
    """
    if not stands_in_plan(parcel, past):
        return with_states([parcel], past), ""
    found, limit = first_parcels(parcel.zone, past, of=[parcel.is_sample], with_source=bool(past))
    found = [parcel if other == parcel else other for other in found]
    return with_states(found if parcel in found else [*found[:-1], parcel], past), more_drawn(limit)


def _sample_notice(parcel):
    if not parcel.is_sample:
        return None
    return Words(_("It shows how the portal works. It does not exist and cannot be leased."), is_notice=True)


def _facts(parcel):
    row, facts, source = parcel_row(parcel), parcel_facts(parcel), cited(parcel)
    items = [Fact(_("Leasing"), row["state_word"], source)]
    items += [Fact(str(fact["label"]), f"{fact['value']} {fact['unit']}".strip(), source) for fact in facts["known"]]
    items += [Fact(str(label)) for label in facts["unknown"]]
    return Facts(tuple(items))


def _history(parcel, past):
    """Changes of state with their days, then what became of its area and its place in the plan."""
    rows = [
        Row((date_format(move["on"], "DATE_FORMAT"), f"{move['origin']} › {move['target']}", move["number"] or ""))
        for move in public_moves(parcel, past)
    ]
    said = [] if rows else [_("No change of state is recorded yet.")]
    if parcel.former_area and parcel.area:
        words = _("Its area was %(before)s ha before the last adjustment of the plan and is %(after)s ha since.")
        before, after = (hectares(area) for area in (parcel.former_area, parcel.area))
        said.append(words % {"before": before, "after": after})
    words = " ".join([*said, *_descent(parcel)])
    if not rows:
        return Words(words, title=_("History"))
    head = (_("Day"), _("Change of state"), _("Decision or contract"))
    return Table(_("History"), head, tuple(rows), (3, 7, 4), after=words)


def _descent(parcel):
    """Sentences on which published parcels it was made from and became."""
    if not parcel.exists_from and not parcel.exists_to:
        return []
    found, said = lineage(parcel), []
    if found.predecessors:
        said.append(f"{_('Made from:')} {', '.join(str(other.label) for other in found.predecessors)}.")
    if parcel.exists_from:
        day = date_format(parcel.exists_from, "DATE_FORMAT")
        said.append(_("It stands in the plan since %(day)s.") % {"day": day})
    if parcel.exists_to:
        day = date_format(parcel.exists_to, "DATE_FORMAT")
        became = ", ".join(str(other.label) for other in found.successors)
        said.append(
            f"{_('On %(day)s it became:') % {'day': day}} {became}."
            if became
            else _("It left the plan on %(day)s.") % {"day": day}
        )
    return said


def _free(free, parcel):
    if not free:
        return None
    rows = tuple(
        Row((row["label"], row["area"] or "–", row["readiness"] or _("not published yet"), row["power"] or "–"))
        for row in map(parcel_row, free[:20])
    )
    head = (_("Parcel"), _("Area, ha"), _("Readiness"), _("Power, kW"))
    title = _("Other free parcels of this zone")
    return Table(title, head, rows, (4, 2, 5, 2), numeric=(1, 3), is_sample=parcel.is_sample)

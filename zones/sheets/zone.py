"""The fact sheet of a zone."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.disclosure import if_published
from core.numbers import format_number
from zones.asof import stage_on, with_states
from zones.balance.inventory import inventories, known_parcels
from zones.balance.table import balance_names, balance_table
from zones.display import figure_value, rate_words, stage_steps, timeline_item
from zones.models import Utility
from zones.parcel_rows import parcel_row
from zones.plan_parcels import first_parcels
from zones.sheets.content import Cited, Fact, Facts, Pair, Row, Stage, Table, Words
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
from zones.zone_facts import first_figures, first_utilities, last_milestones, ready_land

# The most parcels a sheet lists; the portal lists all.
_MOST_LISTED = 100
_SUPPLIES = (Utility.Kind.POWER, Utility.Kind.WATER, Utility.Kind.WASTEWATER)


def zone_sheet(zone, day, address, *, in_full):
    """The sheet of a published `zone` (its sources loaded) on `day`: what its page tells of that day.

    About ten queries, whatever it holds. A past day leaves out what is told as of today only.
    """
    reader, past = Reader(), day if day < timezone.localdate() else None
    figures, roads, deciding = first_figures(zone, past)
    milestones = last_milestones(zone, past)
    table = prices(zone, past)
    parcels, limit = first_parcels(zone, past, with_source=in_full or bool(past))
    parcels = with_states(parcels, past)
    spare = [_milestones(milestones, reader), _figures(figures, _("Figures"), reader)]
    if in_full:
        spare = _in_full(spare, milestones, roads, parcels, table, reader)
    return bind(
        reader,
        day=day,
        address=address,
        blocks=_blocks(zone, past, deciding, table, (parcels, limit), reader, in_full=in_full),
        spare=spare,
        title=reader.said(zone, "name"),
        subtitle=" · ".join(filter(None, (zone.code, reader.said(zone, "location")))),
        subject=_("Fact sheet of an industrial zone"),
        lead=reader.said(zone, "summary"),
        cited=cited(zone),
        is_full=in_full,
    )


def _blocks(zone, past, deciding, table, drawn, reader, *, in_full):
    """Stage, key facts, plan and land balance, prices and utilities. `drawn`: the parcels and their limit."""
    parcels, limit = drawn
    utilities = None if past else first_utilities(zone).rows
    inventory = inventories([zone], past).get(zone.pk)
    land = _balance(zone, inventory, known_parcels(zone, past), deciding, past, in_full=in_full)
    plan = plan_block(parcels, height=240 if in_full else 160, note=more_drawn(limit))
    priced = price_block(table, is_wide=in_full or bool(past))
    return [
        _stage(zone, past, reader),
        _facts(zone, deciding, utilities, table, inventory),
        Pair(plan, land) if plan else land,
        priced if past else Pair(priced, _utilities(utilities, reader, in_full=in_full)),
    ]


def _stage(zone, past, reader):
    stage = stage_on(zone, past)
    steps = tuple((str(step["label"]), step["state"]) for step in stage_steps(zone, stage))
    note = reader.said(zone, "stage_note") if past is None else ""
    return Stage(steps, str(stage.label), note)


def figure_text(figure, reader):
    """The value of a Figure with its unit, else its sentence."""
    value, unit = figure_value(figure)
    shown = f"{'≈ ' if figure.is_approximate and value else ''}{value} {unit}".strip()
    return shown or reader.said(figure, "statement")


def _facts(zone, figures, utilities, table, inventory):
    newest = {}
    for figure in figures:
        newest.setdefault(figure.measure, figure)
    items = [_measure(newest, "area", _("Area"))]
    items.append(_ready(zone, newest.get("no_new_project"), inventory))
    rent = table["rent"]
    priced = rate_words(rent) if rent else ""
    items.append(Fact(_("Land rent"), priced, cited(rent) if rent else None))
    if utilities is not None:
        items += [_capacity(utilities, kind) for kind in _SUPPLIES]
    return Facts(tuple(items))


def _ready(zone, run_out, inventory):
    """Serviced free land: computed where the inventory is declared complete, else not published."""
    label = _("Land ready for lease")
    if ready := ready_land(zone, inventory):
        source = zone.inventory_source
        return Fact(label, f"{ready.hectares} ha", Cited(source.publisher, "", source.url), ready.note)
    if run_out:
        return Fact(label, "", cited(run_out), _("serviced land had run out by then"))
    return Fact(label)


def _measure(newest, measure, label):
    figure = newest.get(measure)
    if figure is None or not figure.is_known:
        return Fact(label)
    value, unit = figure_value(figure)
    approximate = "≈ " if figure.is_approximate and value else ""
    return Fact(label, f"{approximate}{value} {unit}".strip(), cited(figure))


def _capacity(utilities, kind):
    known = [row for row in utilities if row.kind == kind and row.capacity is not None]
    if not known:
        return Fact(str(kind.label))
    value = f"{format_number(known[0].capacity)} {known[0].get_unit_display()}"
    return Fact(str(kind.label), value, cited(known[0]))


def _balance(zone, inventory, known, figures, past, *, in_full):
    """The land balance where the inventory is declared complete, else what stays unpublished."""
    if inventory is None or inventory.public is None:
        words = f"{_('not published yet').capitalize()}: {' · '.join(balance_names())}."
        if known:
            words += " " + _("Parcels known so far: %(count)s.") % {"count": format_number(known)}
        return Words(words, title=_("Land balance"))
    table = balance_table(zone, inventory.public, figures, past)
    rows = [_balance_row(row, in_full) for row in table["rows"]]
    rate = table["fill_rate"] or _("not published yet")
    rows.append(((_("Occupancy rate"), rate, "", _stated(table["stated_rate"])), True))
    # A column nothing stands in would only take room.
    columns = 4 if table["has_stated"] else 3
    said = [table["gaps"], table["basis"], _("Sample parcels are not counted.")]
    return Table(
        _("Land balance"),
        (pgettext("balance", "Land"), _("Area, ha"), _("Parcels"), _("As a source states it"))[:columns],
        tuple(Row(cells[:columns], is_total=is_main) for cells, is_main in rows),
        (5, 3, 2, 5)[:columns],
        numeric=(1, 2),
        after=" ".join(filter(None, said)),
        cited=Cited(table["source"].publisher, "", table["source"].url),
        is_whole=True,
    )


def _balance_row(row, in_full):
    """(cells, whether it is a sum of others) of one line; what a sum means is told where there is room."""
    area = (row["area"] or _("not published yet"), "" if row["is_complete"] else _("incomplete"))
    label = (row["label"], row["definition"] if in_full else "")
    return (label, area, row["parcels"], _stated(row["stated"])), row["is_main"]


def _stated(fact):
    """What a source states of the same sum: (value, its day and publisher); blank when none does."""
    if not fact:
        return ""
    return f"{fact['value']} {fact['unit']}", " · ".join(filter(None, (fact["as_of"], fact["publisher"])))


def _utilities(utilities, reader, *, in_full):
    """Every record of a utility; on one page the one that says most of each kind."""
    utilities = sorted(utilities, key=lambda row: (row.capacity is None, not row.is_known, row.kind))
    if not in_full:
        most = {}
        for utility in utilities:
            most.setdefault(utility.kind, utility)
        utilities = list(most.values())
    rows = tuple(
        Row(
            (
                str(utility.get_kind_display()),
                f"{format_number(utility.capacity)} {utility.get_unit_display()}"
                if utility.capacity is not None
                else reader.said(utility, "note") or _("not published yet"),
                cited(utility),
            )
        )
        for utility in utilities
    )
    if not rows:
        return Words(_("Power, water and wastewater capacities are not published yet."), title=_("Utilities"))
    return Table(_("Utilities"), (_("Utility"), _("What is known"), _("Source")), rows, (3, 6, 3))


def _in_full(spare, milestones, roads, parcels, table, reader):
    instruments = [if_published(row.decision) for row in milestones.rows] + [
        row["legal_basis"] for row in table["published"]
    ]
    return [
        _parcels([parcel for parcel in parcels if not parcel.is_sample], _("Parcels"), is_sample=False),
        _parcels([parcel for parcel in parcels if parcel.is_sample], _("Sample parcels"), is_sample=True),
        *spare,
        _figures(roads, _("Roads and distances"), reader),
        legal_block(instruments, reader),
    ]


def _parcels(parcels, title, *, is_sample):
    if not parcels:
        return None
    rows = [parcel_row(parcel) for parcel in parcels[:_MOST_LISTED]]
    words = _("The first %(count)s parcels; the list of parcels on the portal holds all of them.")
    return Table(
        title,
        (_("Parcel"), _("Area, ha"), _("Leasing"), _("Readiness"), _("Power, kW"), _("Source")),
        tuple(
            Row(
                (
                    row["label"],
                    row["area"] or "–",
                    row["state_word"],
                    row["readiness"] or _("not published yet"),
                    row["power"] or "–",
                    cited(parcel),
                )
            )
            for parcel, row in zip(parcels, rows, strict=False)
        ),
        (3, 2, 4, 4, 2, 3),
        numeric=(1, 4),
        after=words % {"count": _MOST_LISTED} if len(parcels) > _MOST_LISTED else "",
        is_sample=is_sample,
    )


def _milestones(milestones, reader):
    if not milestones.rows:
        return None
    rows = []
    for milestone in milestones.rows:
        item = timeline_item(milestone)
        when = item["date"] or ("" if item["flag"] else _("planned"))
        rows.append(Row((when, (reader.said(milestone, "text"), item["flag"]), cited(milestone))))
    columns = (_("When"), _("Milestone"), _("Source"))
    return Table(_("Milestones"), columns, tuple(rows), (3, 8, 3), after=_left_out(milestones))


def _left_out(found):
    """The sentence that the portal holds more of a Beginning; blank when it does not."""
    return _("%(count)s more on the portal.") % {"count": format_number(found.more)} if found.more else ""


def _figures(figures, title, reader):
    known = [figure for figure in figures.rows if figure.is_known]
    if not known:
        return None
    rows = tuple(Row((reader.said(figure, "label"), figure_text(figure, reader), cited(figure))) for figure in known)
    unknown = [reader.said(figure, "label") for figure in figures.rows if not figure.is_known]
    said = f"{_('not published yet').capitalize()}: {' · '.join(unknown)}" if unknown else ""
    after = " ".join(filter(None, (_left_out(figures), said)))
    return Table(title, (_("Figure"), _("Value"), _("Source")), rows, (4, 6, 3), after=after)

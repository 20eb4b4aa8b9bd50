"""The zones: their list, and all that is known of one."""

from urllib.parse import urlencode

from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.disclosure import if_published
from core.paging import Beginning
from zones.asof import stage_on, with_states
from zones.balance.inventory import inventories, inventory_of
from zones.balance.table import balance_names, balance_table
from zones.day import read_day
from zones.display import (
    ask_url,
    at_day,
    figure_fact,
    known_and_not,
    stage_caption,
    stage_steps,
    timeline_item,
    unknown_fact,
    utility_fact,
    utility_rows,
)
from zones.mapping.drawing import drawn
from zones.models import Figure, Utility, Zone
from zones.parcel_rows import ParcelRows, legend
from zones.pictures import shown_pictures
from zones.plan_parcels import first_parcels
from zones.prices.pricelist import price_table, rates_of, rent_fact
from zones.views.shared import crumbs
from zones.zone_facts import first_figures, first_utilities, last_milestones, ready_land

# The most a table under a plan holds; the list of parcels goes on where it ends.
TABLE_LIMIT = 50


def zone_cards(figures):
    """What components/zone_card.html needs, a dict a published zone; three queries.

    `figures` in order, of any measures: the first area of each zone is shown.
    """
    zones = list(Zone.objects.published())
    areas = {}
    for figure in figures:
        if figure.measure == "area":
            areas.setdefault(figure.zone_id, figure)
    declared, rates = inventories(zones), rates_of(zones)
    cards = []
    for zone in zones:
        area = areas.get(zone.pk)
        ready = _ready_fact(zone, (), declared.get(zone.pk))
        cards.append(
            {
                "url": zone.get_absolute_url(),
                "name": zone.short_name,
                "place": zone.location or _("Location not published yet"),
                "steps": stage_steps(zone),
                "caption": stage_caption(zone),
                "facts": [
                    figure_fact(area, zone=zone.slug) if area else unknown_fact(_("Area"), zone=zone.slug),
                    *([ready] if ready["value"] else []),
                    rent_fact(zone, rates),
                ],
            }
        )
    return cards


def first_areas():
    """The area of each zone, the newest figure of it: one query."""
    newest = ("order", F("as_of").desc(), "key")
    return Figure.objects.shown().filter(measure="area").first_of_each(1, "zone", *newest)


@require_safe
def zone_list(request):
    context = {
        "section": "zones",
        "breadcrumbs": crumbs((_("Industrial zones"), "")),
        "cards": zone_cards(first_areas()),
    }
    return render(request, "zones/list.html", context)


def _ready_fact(zone, figures, inventory):
    """Serviced free land as a fact: computed where the inventory is declared complete, else not published."""
    fact = unknown_fact(_("Land ready for lease"), zone=zone.slug)
    if ready := ready_land(zone, inventory):
        return fact | {"value": ready.hectares, "unit": "ha", "note": ready.note}
    full = next((figure_fact(figure) for figure in figures if figure.measure == "no_new_project"), None)
    if full:
        source = {name: full[name] for name in ("as_of", "publisher", "url", "stale", "verified")}
        return fact | source | {"note": _("serviced land had run out by then")}
    return fact


# Treatment plants among the key facts; all stand under the utilities.
_MOST_TREATED = 2


def _key_facts(zone, figures, utilities, inventory, rates, day):
    area = next((figure_fact(figure, zone=zone.slug) for figure in figures if figure.measure == "area"), None)
    treated = [
        utility_fact(utility)
        for utility in utilities
        if utility.kind == Utility.Kind.WASTEWATER and utility.capacity is not None
    ][:_MOST_TREATED]
    return [
        area or unknown_fact(_("Area"), zone=zone.slug),
        _ready_fact(zone, figures, inventory),
        rent_fact(zone, rates, day),
        *treated,
    ]


def _parcels_on(zone, day):
    """(the parcels of the plan with their states on the day, their limit when there are more)."""
    parcels, limit = first_parcels(zone, day)
    return with_states(parcels, day), limit


def _inventory(zone, day, parcels, limit):
    """The zone's Inventory, from the `parcels` at hand where they are all of a past day; None when not declared."""
    if day and not limit:
        return inventory_of(zone, day, parcels)
    return inventories([zone], day).get(zone.pk)


def _land(parcels, limit, day):
    """The parcels as rows and as a drawing. Of a past day every row: no other page lists them for it."""
    written = ParcelRows()
    rows = {parcel.pk: written.listed(parcel) for parcel in parcels}
    drawing, shapes = drawn(parcels, row=lambda parcel: rows[parcel.pk])
    real = [row for row in rows.values() if not row["sample"]]
    is_cut = len(real) > TABLE_LIMIT and not day
    return {
        "real_parcels": real[:TABLE_LIMIT] if is_cut else real,
        "real_count": len(real),
        "table_limit": TABLE_LIMIT if is_cut else None,
        "sample_parcels": [row for row in rows.values() if row["sample"]],
        "parcel_limit": limit,
        "plan": drawing,
        "shapes": shapes,
        "legend": legend(),
    }


def _balance(zone, figures, inventory, day):
    """The land balance as a table where it is public, and the labels of what is not published where it is not."""
    if inventory and inventory.public:
        return {"balance": balance_table(zone, inventory.public, figures, day)}
    return {"unpublished_areas": balance_names()}


def _said(zone, day):
    """Figures, milestones and the decisions they name as known on the day, and what a past day leaves out."""
    figures, roads, deciding = first_figures(zone, day)
    milestones = last_milestones(zone, day)
    decisions = {row.decision_id: row.decision for row in milestones.rows if if_published(row.decision)}
    return deciding, {
        "figures": _listed(figures, known_and_not(figures.rows, zone=zone.slug)),
        "roads": _listed(roads, _roads(roads.rows)),
        "milestones": _listed(milestones, _timeline(milestones.rows)),
        "documents": list(decisions.values()),
        "roads_url": at_day(reverse("zones:topic_figures", args=[Figure.Topic.CONNECTIVITY]), day),
        "list_urls": {name: at_day(reverse(f"zones:{name}", args=[zone.slug]), day) for name in LISTS},
    }


# Rows of a list that stand open, so that on a phone the next section is not screens away.
_MOST_OPEN = 3


def _first_and_rest(rows):
    """What stands open and what a press opens; one row more than fits open is no reason to press."""
    rows = list(rows)
    shown = _MOST_OPEN if len(rows) > _MOST_OPEN + 1 else len(rows)
    return {"first": rows[:shown], "rest": rows[shown:]}


def _roads(rows):
    found = known_and_not(rows)
    return {"unknown": found["unknown"], **_first_and_rest(found["known"])}


def _timeline(rows):
    """Milestones in the order of time: the latest stand open."""
    newest = _first_and_rest([timeline_item(row) for row in reversed(rows)])
    return {"earlier": newest["rest"][::-1], "latest": newest["first"][::-1]}


# The pages on which the lists of a zone's page go on.
LISTS = ("zone_figures", "zone_milestones", "zone_utilities")


def _listed(found, shown):
    return {**shown, "shown": len(found.rows), "all": found.total, "more": found.more}


def _undated(zone):
    """What is told as of today only, so that a past day leaves it out."""
    projects = zone.projects.published().with_own_record().select_related("investor", "source")
    return {
        "pictures": shown_pictures(zone),
        "projects": _first_and_rest(projects.order_by("slug")[:50]),
    }


def _land_and_prices(zone, deciding, utilities, day):
    """The parcels, the land balance, the prices and the key facts of the zone on the day; today's for None."""
    parcels, limit = _parcels_on(zone, day)
    inventory = _inventory(zone, day, parcels, limit)
    rates = rates_of([zone], on=day)
    return {
        "facts": _key_facts(zone, deciding, utilities, inventory, rates, day),
        **_land(parcels, limit, day),
        **_balance(zone, deciding, inventory, day),
        "prices": price_table(zone, rates, on=day),
    }


@require_safe
def zone(request, slug):
    day = read_day(request)
    zone = get_object_or_404(Zone.objects.published().select_related("source", "inventory_source"), slug=slug)
    deciding, said = _said(zone, day.on)
    utilities = Beginning([], 0) if day.on else first_utilities(zone)
    stage = stage_on(zone, day.on) if day.on else None
    context = {
        "section": "zones",
        "breadcrumbs": crumbs((_("Industrial zones"), reverse("zones:list")), (zone.short_name, "")),
        "zone": zone,
        "day": day,
        "steps": stage_steps(zone, stage),
        "stage_caption": stage_caption(zone, stage),
        "ask_title": _("Ask about this zone"),
        "ask_query": urlencode({"zone": zone.slug}),
        "empty_actions": [(_("Ask the Board"), ask_url(zone=zone.slug))],
        "sections": _zone_sections(day.on),
        "utilities": _listed(utilities, {"rows": utility_rows(utilities.rows)}),
        **said,
        **_land_and_prices(zone, deciding, utilities.rows, day.on),
        **({} if day.on else _undated(zone)),
    }
    return render(request, "zones/zone.html", context)


# What is told as of today only is left out of a past day.
_UNDATED = ("utilities", "sectors", "projects")


def _zone_sections(day):
    sections = [
        ("parcels", _("Parcels")),
        ("prices", _("Prices and fees")),
        ("utilities", _("Utilities")),
        ("roads", _("Roads")),
        ("sectors", _("Sectors")),
        ("projects", _("Who is here")),
        ("milestones", _("Milestones")),
        ("figures", _("Figures")),
    ]
    return [(name, label) for name, label in sections if not day or name not in _UNDATED]

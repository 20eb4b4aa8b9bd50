"""The zones: their list, and all that is known of one."""

from urllib.parse import urlencode

from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.disclosure import if_published
from core.numbers import hectares
from core.partialdate import first_day
from policies.models import Sector
from zones.asof import stage_on, was_known, with_states
from zones.balance.inventory import inventories, inventory_of
from zones.balance.table import balance_names, balance_table
from zones.display import (
    ask_url,
    figure_fact,
    known_and_not,
    legend,
    parcel_row,
    stage_caption,
    stage_steps,
    timeline_item,
    unknown_fact,
    utility_fact,
    utility_rows,
)
from zones.mapping.drawing import drawn
from zones.models import Figure, Utility, Zone
from zones.prices.pricelist import price_table, rates_of, rent_fact
from zones.views import shared
from zones.views.day import read_day
from zones.views.shared import crumbs, first_parcels


def zone_cards(zones):
    """What components/zone_card.html needs, a dict a zone; figures of the card are prefetched as `card_figures`."""
    zones = list(zones)
    declared, rates = inventories(zones), rates_of(zones)
    cards = []
    for zone in zones:
        area = next(iter(zone.card_figures), None)
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


def zones_with_card_figures():
    """Published zones with their area, which the cards show: two queries."""
    figures = Figure.objects.shown().filter(measure="area")
    return (
        Zone.objects.published()
        .select_related("source")
        .prefetch_related(Prefetch("figures", queryset=figures, to_attr="card_figures"))
    )


@require_safe
def zone_list(request):
    context = {
        "section": "zones",
        "breadcrumbs": crumbs((_("Industrial zones"), "")),
        "cards": zone_cards(zones_with_card_figures()),
    }
    return render(request, "zones/list.html", context)


def _ready_fact(zone, figures, inventory):
    """Serviced free land as a fact: computed where the inventory is declared complete, else not published."""
    fact = unknown_fact(_("Land ready for lease"), zone=zone.slug)
    balance = inventory and inventory.public
    if balance and balance.is_complete("free_serviced"):
        as_of = date_format(zone.inventory_on, "DATE_FORMAT")
        computed = _("computed; inventory complete as of %(day)s") % {"day": as_of}
        return fact | {"value": hectares(balance.free_serviced.area), "unit": "ha", "note": computed}
    full = next((figure_fact(figure) for figure in figures if figure.measure == "no_new_project"), None)
    if full:
        source = {name: full[name] for name in ("as_of", "publisher", "url")}
        return fact | source | {"note": _("serviced land had run out by then")}
    return fact


def _key_facts(zone, figures, utilities, inventory, rates, day):
    area = next((figure_fact(figure, zone=zone.slug) for figure in figures if figure.measure == "area"), None)
    treated = [
        utility_fact(utility)
        for utility in utilities
        if utility.kind == Utility.Kind.WASTEWATER and utility.capacity is not None
    ]
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
    rows = {parcel.pk: parcel_row(parcel) for parcel in parcels}
    drawing, shapes = drawn(parcels, row=lambda parcel: rows[parcel.pk])
    real = [row for row in rows.values() if not row["sample"]]
    is_cut = len(real) > shared.TABLE_LIMIT and not day
    return {
        "real_parcels": real[: shared.TABLE_LIMIT] if is_cut else real,
        "real_count": len(real),
        "table_limit": shared.TABLE_LIMIT if is_cut else None,
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


def _dated(zone, day):
    """Figures and milestones of the zone, and those of the province's roads, as known on the day: two queries."""
    of_province = Q(zone=None, topic=Figure.Topic.CONNECTIVITY)
    figures = [row for row in Figure.objects.shown().filter(Q(zone=zone) | of_province) if was_known(row, day)]
    milestones = zone.milestones.published().select_related("source", "decision")
    return (
        [figure for figure in figures if figure.zone_id],
        [figure for figure in figures if not figure.zone_id],
        [row for row in milestones if day is None or (row.on and first_day(row.on) <= day)],
    )


def _undated(zone):
    """What is told as of today only, so that a past day leaves it out."""
    return {
        "sectors": Sector.objects.published().filter(scope=Sector.Scope.ZONE).select_related("source"),
        "projects": zone.projects.published()
        .with_own_record()
        .select_related("investor", "source")
        .order_by("slug")[:50],
    }


@require_safe
def zone(request, slug):
    day = read_day(request)
    zone = get_object_or_404(Zone.objects.published().select_related("source", "inventory_source"), slug=slug)
    figures, roads, milestones = _dated(zone, day.on)
    utilities = [] if day.on else list(zone.utilities.published().select_related("source"))
    parcels, limit = _parcels_on(zone, day.on)
    inventory = _inventory(zone, day.on, parcels, limit)
    stage = stage_on(zone, day.on) if day.on else None
    rates = rates_of([zone], on=day.on)
    context = {
        "section": "zones",
        "breadcrumbs": crumbs((_("Industrial zones"), reverse("zones:list")), (zone.short_name, "")),
        "zone": zone,
        "day": day,
        "steps": stage_steps(zone, stage),
        "stage_caption": stage_caption(zone, stage),
        "facts": _key_facts(zone, figures, utilities, inventory, rates, day.on),
        "ask_title": _("Ask about this zone"),
        "ask_query": urlencode({"zone": zone.slug}),
        "empty_actions": [(_("Ask the Board"), ask_url(zone=zone.slug))],
        "sections": _zone_sections(day.on),
        **_land(parcels, limit, day.on),
        **_balance(zone, figures, inventory, day.on),
        "prices": price_table(zone, rates, on=day.on),
        "utilities": utility_rows(utilities),
        "figures": known_and_not(figures, zone=zone.slug),
        "roads": known_and_not(roads),
        "milestones": [
            timeline_item(row) for row in sorted(milestones, key=lambda row: row.on or row.target_on or "9999")
        ],
        "documents": [decision for row in milestones if (decision := if_published(row.decision))],
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

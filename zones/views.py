"""Public pages of the zones, their parcels and their prices."""

from urllib.parse import urlencode

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.chips import applied_chips
from core.disclosure import if_published
from core.paging import page_of
from policies.models import Sector
from zones import plan
from zones.display import (
    ask_url,
    figure_fact,
    known_and_not,
    legend,
    parcel_facts,
    parcel_row,
    public_moves,
    stage_caption,
    stage_steps,
    timeline_item,
    unknown_fact,
    utility_fact,
    utility_rows,
)
from zones.filters import ParcelFilter
from zones.models import Figure, Parcel, Utility, Zone
from zones.pricelist import common_prices, last_search, price_matrix, price_row, price_table, rates_of

# The most parcels one drawing can hold and still be read.
PLAN_LIMIT = 500


def _crumbs(*trail):
    return [(_("Home"), reverse("home")), *trail]


def zone_cards(zones):
    """What components/zone_card.html needs, a dict a zone; figures of the card are prefetched as `card_figures`."""
    cards = []
    for zone in zones:
        area = next(iter(zone.card_figures), None)
        cards.append(
            {
                "url": zone.get_absolute_url(),
                "name": zone.short_name,
                "place": zone.location or _("Location not published yet"),
                "steps": stage_steps(zone),
                "caption": stage_caption(zone),
                "facts": [
                    figure_fact(area, zone=zone.slug) if area else unknown_fact(_("Area"), zone=zone.slug),
                    unknown_fact(_("Land rent"), zone=zone.slug),
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
        "breadcrumbs": _crumbs((_("Industrial zones"), "")),
        "cards": zone_cards(zones_with_card_figures()),
    }
    return render(request, "zones/list.html", context)


def _first(parcels):
    """(the first PLAN_LIMIT of `parcels`, whether there are more): one query."""
    found = list(parcels[: PLAN_LIMIT + 1])
    return found[:PLAN_LIMIT], len(found) > PLAN_LIMIT


def _drawn(parcels):
    """(plan, parcel rows with their shape) of the parcels that have an outline."""
    outlined = [parcel for parcel in parcels if plan.is_outline(parcel.outline)]
    drawing = plan.draw([parcel.outline for parcel in outlined])
    if drawing is None:
        return None, []
    return drawing, [
        parcel_row(parcel) | {"shape": shape, "pk": parcel.pk}
        for parcel, shape in zip(outlined, drawing.shapes, strict=True)
    ]


def _key_facts(zone, figures):
    by_measure = {}
    for figure in figures:
        by_measure.setdefault(figure.measure, figure)
    facts = [
        figure_fact(by_measure["area"], zone=zone.slug)
        if "area" in by_measure
        else unknown_fact(_("Area"), zone=zone.slug),
        unknown_fact(_("Land ready for lease"), zone=zone.slug),
        unknown_fact(_("Land rent"), zone=zone.slug),
    ]
    if full := by_measure.get("no_new_project"):
        said = figure_fact(full)
        facts[1] |= {
            "note": _("serviced land had run out by then"),
            "as_of": said["as_of"],
            "publisher": said["publisher"],
            "url": said["url"],
        }
    return facts


@require_safe
def zone(request, slug):
    zone = get_object_or_404(Zone.objects.published().select_related("source"), slug=slug)
    figures = list(zone.figures.shown())
    utilities = list(zone.utilities.published().select_related("source"))
    milestones = list(zone.milestones.published().select_related("source", "decision"))
    parcels, is_cut = _first(zone.parcels.published().select_related("zone", "source").order_by("is_sample", "code"))
    drawing, shapes = _drawn(parcels)
    facts = _key_facts(zone, figures)
    facts += [
        utility_fact(utility)
        for utility in utilities
        if utility.kind == Utility.Kind.WASTEWATER and utility.capacity is not None
    ]
    context = {
        "section": "zones",
        "breadcrumbs": _crumbs((_("Industrial zones"), reverse("zones:list")), (zone.short_name, "")),
        "zone": zone,
        "steps": stage_steps(zone),
        "stage_caption": stage_caption(zone),
        "facts": facts,
        "ask_title": _("Ask about this zone"),
        "ask_query": urlencode({"zone": zone.slug}),
        "empty_actions": [(_("Ask the Board"), ask_url(zone=zone.slug))],
        "sections": _zone_sections(),
        "real_parcels": [parcel_row(parcel) for parcel in parcels if not parcel.is_sample],
        "sample_parcels": [parcel_row(parcel) for parcel in parcels if parcel.is_sample],
        "parcel_limit": PLAN_LIMIT if is_cut else None,
        "plan": drawing,
        "shapes": shapes,
        "legend": legend(),
        "prices": price_table(zone, rates_of([zone])),
        "utilities": utility_rows(utilities),
        "figures": known_and_not(figures, zone=zone.slug),
        "roads": known_and_not(Figure.objects.shown().filter(topic=Figure.Topic.CONNECTIVITY, zone=None)),
        "sectors": Sector.objects.published().filter(scope=Sector.Scope.ZONE).select_related("source"),
        "projects": zone.projects.published()
        .with_own_record()
        .select_related("investor", "source")
        .order_by("slug")[:50],
        "milestones": [
            timeline_item(row) for row in sorted(milestones, key=lambda row: row.on or row.target_on or "9999")
        ],
        "documents": [decision for row in milestones if (decision := if_published(row.decision))],
    }
    return render(request, "zones/zone.html", context)


def _zone_sections():
    return [
        ("parcels", _("Parcels")),
        ("prices", _("Prices and fees")),
        ("utilities", _("Utilities")),
        ("roads", _("Roads")),
        ("sectors", _("Sectors")),
        ("projects", _("Who is here")),
        ("milestones", _("Milestones")),
        ("figures", _("Figures")),
    ]


@require_safe
def parcel_list(request):
    rows = Parcel.objects.published().select_related("zone", "source").order_by("is_sample", "zone__order", "code")
    filterset = ParcelFilter(request.GET, queryset=rows)
    page, query = page_of(request, filterset.qs)
    context = {
        "section": "land",
        "breadcrumbs": _crumbs((_("Find land"), "")),
        "form": filterset.form,
        "chips": applied_chips(filterset.form, request.GET, units=filterset.units()),
        "page_obj": page,
        "query": query,
        "rows": [parcel_row(parcel) for parcel in page],
        "has_samples": any(parcel.is_sample for parcel in page),
        "empty_actions": [(_("Tell the Board what you need"), ask_url(about=_("Land need"))), (_("All parcels"), "?")],
    }
    return render(request, "zones/parcel_list.html", context)


@require_safe
def parcel(request, slug):
    parcel = get_object_or_404(Parcel.objects.published().select_related("zone", "source"), slug=slug)
    alike = parcel.zone.parcels.published().filter(is_sample=parcel.is_sample).select_related("zone")
    neighbours, is_cut = _first(alike.order_by("code"))
    if parcel not in neighbours:
        neighbours[-1] = parcel
    drawing, shapes = _drawn(neighbours) if plan.is_outline(parcel.outline) else (None, [])
    context = {
        "section": "land",
        "breadcrumbs": _crumbs(
            (_("Industrial zones"), reverse("zones:list")),
            (parcel.zone.short_name, parcel.zone.get_absolute_url()),
            (str(parcel.label), ""),
        ),
        "parcel": parcel,
        "parcel_limit": PLAN_LIMIT if is_cut else None,
        "row": parcel_row(parcel),
        "facts": parcel_facts(parcel),
        "ask_url": ask_url(parcel=parcel.slug),
        "ask_title": _("Ask about this parcel"),
        "ask_query": urlencode({"parcel": parcel.slug}),
        "plan": drawing,
        "shapes": shapes,
        "legend": legend(),
        "moves": public_moves(parcel),
        "free": [
            parcel_row(other)
            for other in neighbours
            if other.commercial_status == "available" and other.pk != parcel.pk
        ][:5],
        "prices": price_table(parcel.zone, rates_of([parcel.zone], samples=parcel.is_sample)),
    }
    return render(request, "zones/parcel.html", context)


@require_safe
def prices(request):
    zones = list(Zone.objects.published())
    real, sample = rates_of(zones), rates_of(zones, samples=True)
    sampled = {rate.zone_id for rate in sample}
    context = {
        "section": "prices",
        "breadcrumbs": _crumbs((_("Prices and fees"), "")),
        "zones": zones,
        "matrix": price_matrix(zones, real),
        "is_any_published": any(rate.zone_id and rate.amount is not None for rate in real),
        "searched": last_search(real),
        "common": common_prices(real),
        "statements": Figure.objects.shown().filter(topic=Figure.Topic.PRICES),
        "samples": [
            (zone, [price_row(rate) for rate in sample if rate.zone_id == zone.pk])
            for zone in zones
            if zone.pk in sampled
        ],
    }
    return render(request, "zones/prices.html", context)

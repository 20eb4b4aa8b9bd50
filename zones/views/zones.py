"""The zones: their list, and all that is known of one."""

from urllib.parse import urlencode

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.disclosure import if_published
from policies.models import Sector
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
from zones.models import Figure, Utility, Zone
from zones.pricelist import price_table, rates_of
from zones.views.shared import crumbs, drawn, first_parcels


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
        "breadcrumbs": crumbs((_("Industrial zones"), "")),
        "cards": zone_cards(zones_with_card_figures()),
    }
    return render(request, "zones/list.html", context)


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
    parcels, limit = first_parcels(
        zone.parcels.published().select_related("zone", "source").order_by("is_sample", "code")
    )
    drawing, shapes = drawn(parcels)
    facts = _key_facts(zone, figures)
    facts += [
        utility_fact(utility)
        for utility in utilities
        if utility.kind == Utility.Kind.WASTEWATER and utility.capacity is not None
    ]
    context = {
        "section": "zones",
        "breadcrumbs": crumbs((_("Industrial zones"), reverse("zones:list")), (zone.short_name, "")),
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
        "parcel_limit": limit,
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

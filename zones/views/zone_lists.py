"""The lists of a zone's page to their end, page by page: its figures, milestones and utilities."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.paging import page_of
from zones.day import read_day
from zones.display import at_day, known_and_not, timeline_item, utility_rows
from zones.models import Zone
from zones.views.shared import crumbs
from zones.zone_facts import figures_of, milestones_of, utilities_of

PER_PAGE = 50


def _zone(slug):
    return get_object_or_404(Zone.objects.published(), slug=slug)


def _page(request, zone, title, rows, shown, day=None):
    """One page of the queryset `rows`; `shown(some of them)` is what the template needs. `day`: what they are as of."""
    page, query = page_of(request, rows, PER_PAGE)
    zone_url = at_day(zone.get_absolute_url(), day.on if day else None)
    trail = (_("Industrial zones"), reverse("zones:list")), (zone.short_name, zone_url), (title, "")
    context = {
        "section": "zones",
        "breadcrumbs": crumbs(*trail),
        "zone": zone,
        "zone_url": zone_url,
        "day": day,
        "title": title,
        "page_obj": page,
        "query": query,
        **shown(page.object_list),
    }
    return render(request, "zones/zone_list_page.html", context)


@require_safe
def figures(request, slug):
    zone, day = _zone(slug), read_day(request)
    rows, title = figures_of(zone, day.on), _("Every figure published")
    return _page(request, zone, title, rows, lambda some: {"figures": known_and_not(some, zone=zone.slug)}, day)


@require_safe
def milestones(request, slug):
    zone, day = _zone(slug), read_day(request)
    rows, title = milestones_of(zone, day.on), _("Milestones, the latest first")
    return _page(request, zone, title, rows, lambda some: {"milestones": [timeline_item(row) for row in some]}, day)


@require_safe
def utilities(request, slug):
    """As of today only, as on the page of the zone."""
    zone = _zone(slug)
    return _page(request, zone, _("Utilities"), utilities_of(zone), lambda some: {"utilities": utility_rows(some)})

"""The lists of a zone's page to their end, page by page: its figures, milestones and utilities; figures of a topic."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.paging import page_of
from zones.day import read_day
from zones.display import at_day, known_and_not, timeline_item, utility_rows
from zones.models import Figure, Zone
from zones.views.shared import crumbs
from zones.zone_facts import figures_of, milestones_of, of_topic, utilities_of

PER_PAGE = 50


def _zone(slug):
    return get_object_or_404(Zone.objects.published(), slug=slug)


def _page(request, zone, title, rows, shown, day=None):
    """One page of the queryset `rows` of a zone; `day`: what they are as of."""
    zone_url = at_day(zone.get_absolute_url(), day.on if day else None)
    trail = (_("Industrial zones"), reverse("zones:list")), (zone.short_name, zone_url), (title, "")
    context = {"section": "zones", "zone": zone, "zone_url": zone_url, "day": day}
    return _listed(request, context, trail, rows, shown)


def _listed(request, context, trail, rows, shown):
    """One page of the queryset `rows`, named by the end of its `trail`; `shown(some)` is what the template needs."""
    page, query = page_of(request, rows, PER_PAGE)
    listed = {"page_obj": page, "query": query, **shown(page.object_list)}
    context |= {"breadcrumbs": crumbs(*trail), "title": trail[-1][0], **listed}
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


@require_safe
def topic(request, topic):
    """Every figure of a topic that belongs to no single zone; of prices also what is said of one."""
    if topic not in Figure.Topic.values:
        raise Http404(topic)
    day = read_day(request)
    is_price = topic == Figure.Topic.PRICES
    parent = (_("Prices and fees"), reverse("zones:prices")) if is_price else (_("About the Board"), reverse("about"))
    context, trail = (
        {"section": "prices" if is_price else "about", "day": day},
        (parent, (Figure.Topic(topic).label, "")),
    )
    return _listed(request, context, trail, of_topic(topic, day.on), lambda some: {"figures": known_and_not(some)})

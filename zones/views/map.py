"""Where the zones lie, as far as that is known: the map with its table, and the same as GeoJSON."""

import re
from collections import defaultdict

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.crawlers import kept_from_crawlers
from core.programs import for_programs
from core.provenance import provenance
from zones.mapping.geometry import SYSTEMS, ring_to_wgs84
from zones.mapping.plan import is_outline
from zones.models import PlanFeature, Zone
from zones.views.shared import crumbs

# Scheme and host of a tile address, where {s} stands for the servers that share the work.
_TILE_HOST = re.compile(r"(https?://)(\{s\}\.)?([a-z0-9.-]+(?::\d+)?)/", re.IGNORECASE)


def tile_host(address):
    """The host of `address` as a Content-Security-Policy names it; blank when it is no tile address."""
    found = _TILE_HOST.match(address)
    return f"{found[1]}{'*.' if found[2] else ''}{found[3]}" if found else ""


def _outlines(zones):
    """{zone: [(PlanFeature, ring in WGS84)]} of the real published outlines that lie somewhere: one query."""
    rows = PlanFeature.objects.real().filter(zone__in=zones, kind=PlanFeature.Kind.OUTLINE, epsg__in=SYSTEMS)
    found = defaultdict(list)
    for row in rows.select_related("source"):
        if not is_outline(row.line):
            continue
        try:
            found[row.zone_id].append((row, ring_to_wgs84(row.line, row.epsg)))
        except ValueError:
            continue
    return found


def _places():
    """Each published zone with its outlines, and how precisely it is known: two queries."""
    zones = list(Zone.objects.published().select_related("source"))
    outlines = _outlines(zones)
    return [
        {
            "zone": zone,
            "outlines": outlines[zone.pk],
            "precision": "outline" if outlines[zone.pk] else "commune" if zone.commune_code else "unknown",
        }
        for zone in zones
    ]


@require_safe
def zone_map(request):
    host = tile_host(settings.MAP_TILES_URL)
    places = _places()
    context = {
        "section": "zones",
        "breadcrumbs": crumbs((_("Industrial zones"), reverse("zones:list")), (_("Map"), "")),
        "places": places,
        "unplaced": [place for place in places if place["precision"] == "unknown"],
        "has_outlines": any(place["outlines"] for place in places),
        "tiles_url": settings.MAP_TILES_URL if host else "",
        "tiles_attribution": settings.MAP_TILES_ATTRIBUTION,
    }
    response = render(request, "zones/map.html", context)
    if host:
        response._csp_update = {"img-src": [host]}
    return response


def _geometry(rings):
    """GeoJSON of closed rings, rounded to about a decimetre; None when there are none."""
    closed = [[[round(lon, 6), round(lat, 6)] for lon, lat in [*ring, *ring[:1]]] for ring in rings]
    if not closed:
        return None
    return {"type": "MultiPolygon", "coordinates": [[ring] for ring in closed]}


def _feature(place):
    zone, rows = place["zone"], [row for row, _ring in place["outlines"]]
    said = provenance(rows[0] if rows else zone)
    return {
        "type": "Feature",
        "id": zone.slug,
        "geometry": _geometry([ring for _row, ring in place["outlines"]]),
        "properties": {
            "code": zone.code,
            "name_vi": zone.name_vi,
            "name_en": zone.name_en,
            "stage": zone.stage,
            "commune_code": zone.commune_code or None,
            "precision": place["precision"],
            "as_of": said["as_of"],
            "source": said["publisher"],
            "source_url": said["url"] or None,
            "url": settings.SITE_URL + zone.get_absolute_url(),
        },
    }


@for_programs
def zones_geojson(request):
    """Every published zone: its real outline in WGS84 where one is published, else no geometry and its commune."""
    collection = {"type": "FeatureCollection", "features": [_feature(place) for place in _places()]}
    words = {"ensure_ascii": False}
    return kept_from_crawlers(JsonResponse(collection, content_type="application/geo+json", json_dumps_params=words))

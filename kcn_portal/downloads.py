"""The record as files: CSV tables of published rows and the outlines of the communes around the zones."""

from django.http import FileResponse, Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.commas import download
from core.crawlers import kept_from_crawlers
from core.programs import for_programs
from kcn_portal.tables import TABLES
from zones.mapping.communes import FILE as COMMUNES


@require_safe
def table(request, name):
    if name not in TABLES:
        raise Http404(name)
    found = TABLES[name]
    file_name = f"kcn-bac-kan-{name}-{timezone.localdate():%Y-%m-%d}.csv"
    return download(found.columns, found.values().iterator(chunk_size=2000), file_name)


@for_programs
def communes(request):
    """Five communes around the zones, WGS 84, simplified: context, not the outline of any zone."""
    if not COMMUNES.exists():
        raise Http404(COMMUNES.name)
    response = FileResponse(COMMUNES.open("rb"), as_attachment=True, content_type="application/geo+json")
    return kept_from_crawlers(response)

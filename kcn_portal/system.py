"""What machines and short links ask for: is the portal alive, what may be crawled, where a printed code leads."""

import logging

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from core.models import Board
from zones.models import Parcel, Zone

log = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request):
    """The process answers. Asks the database for nothing, so that a broken database restarts no process."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request):
    """The process can serve pages: the database answers and holds our tables."""
    try:
        Board.objects.exists()
    except DatabaseError:
        log.exception("not ready: the database does not answer")
        away = HttpResponse("database away\n", status=503, content_type="text/plain; charset=utf-8")
        away.headers["Retry-After"] = "60"
        return away
    return HttpResponse("ready\n", content_type="text/plain; charset=utf-8")


@require_safe
def robots(request):
    """What may be fetched: all but the officers' side. A prototype names no sitemap.

    It is kept out of search engines by the `noindex` of its pages, which an engine that may not fetch them cannot read:
    it would list the bare addresses that others link to.
    """
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /en/admin/"]
    if not Board.current().is_prototype:
        lines.append(f"Sitemap: {settings.SITE_URL}/sitemap.xml")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def _to_page_of(request, record):
    """The record's page in the language the visitor's browser asks for: a printed code knows none."""
    with translation.override(translation.get_language_from_request(request)):
        return redirect(record.get_absolute_url())


@require_safe
@vary_on_headers("Accept-Language")
def short_zone(request, code):
    return _to_page_of(request, get_object_or_404(Zone.objects.published(), code__iexact=code))


@require_safe
@vary_on_headers("Accept-Language")
def short_parcel(request, slug):
    return _to_page_of(request, get_object_or_404(Parcel.objects.published(), slug__iexact=slug))

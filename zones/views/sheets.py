"""Fact sheets as PDF of a zone, a parcel and an estimate."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.text import slugify
from zones.cost.permalink import permalink
from zones.cost.query import EstimateForm
from zones.day import read_day
from zones.models import Parcel, Zone
from zones.sheets.estimate import estimate_sheet as sheet_of_estimate
from zones.sheets.paper import draw
from zones.sheets.parcel import parcel_sheet as sheet_of_parcel
from zones.sheets.zone import zone_sheet as sheet_of_zone
from zones.views.shared import led_to


def _pdf(sheet, name):
    """The sheet as a file to keep; crawlers stay away from it while the portal is a prototype or it is sample."""
    response = HttpResponse(draw(sheet), content_type="application/pdf")
    words = [name, sheet.language, f"{sheet.day:%Y-%m-%d}", *(["full"] if sheet.is_full else [])]
    response["Content-Disposition"] = f'attachment; filename="{"-".join(words)}.pdf"'
    if sheet.is_prototype or sheet.is_sample:
        response["X-Robots-Tag"] = "noindex"
    return response


def _of_a_record(request, record, sheet_of, name):
    """The PDF of `record`; a day nobody can answer for leads to its page, which says so beside the day."""
    asked = read_day(request)
    if asked.form.is_bound and not asked.form.is_valid():
        return led_to(record.get_absolute_url(), request.GET)
    day = asked.on or timezone.localdate()
    address = f"{settings.SITE_URL}{record.get_absolute_url()}?{urlencode({'on': day.isoformat()})}"
    sheet = sheet_of(record, day, address, in_full=request.GET.get("form") == "full")
    return _pdf(sheet, name)


@require_safe
def zone_sheet(request, slug):
    zone = get_object_or_404(Zone.objects.published().select_related("source", "inventory_source"), slug=slug)
    return _of_a_record(request, zone, sheet_of_zone, f"kcn-{slugify(zone.code)}")


@require_safe
def parcel_sheet(request, slug):
    parcel = get_object_or_404(Parcel.objects.published().select_related("zone", "source"), slug=slug)
    return _of_a_record(request, parcel, sheet_of_parcel, f"lo-{parcel.slug}")


@require_safe
def estimate_sheet(request):
    """The PDF of the answer; a query that cannot be answered leads to the form, which says why beside each field."""
    form, page = EstimateForm(request.GET), reverse("zones:estimate")
    if not form.is_valid():
        return led_to(page, request.GET)
    result = form.answer()
    day = result.scope.day if result.scope else timezone.localdate()
    sheet = sheet_of_estimate(
        result, day, f"{settings.SITE_URL}{page}?{permalink(form)}", in_full=request.GET.get("form") == "full"
    )
    return _pdf(sheet, "uoc-tinh")

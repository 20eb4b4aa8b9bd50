"""Parcels or zones side by side, at an address that can be passed on."""

from dataclasses import replace

from django.conf import settings
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.qr import qr_svg
from policies.models import Sector
from zones.cost.permalink import known_by_now
from zones.finding.assumptions import AssumptionsForm
from zones.finding.comparison import MOST, columns, costs_of, groups, headings, withdrawn_of
from zones.finding.filters import NeedForm
from zones.models import Parcel, Zone
from zones.views.shared import crumbs

_KINDS = (("parcel", Parcel), ("zone", Zone))


def _asked(query):
    """[(kind, slug)] in the order asked, each once."""
    named = [(kind, slug) for kind, _model in _KINDS for slug in query.getlist(kind) if slug]
    return list(dict.fromkeys(named))


def _found(asked):
    """{(kind, slug): published record}: at most one query a kind."""
    found = {}
    for kind, model in _KINDS:
        slugs = [slug for name, slug in asked if name == kind]
        if slugs:
            rows = model.objects.published().filter(slug__in=slugs).select_related("source")
            rows = rows.select_related("zone", "zone__source") if kind == "parcel" else rows
            found |= {(kind, row.slug): row for row in rows}
    return found


def _address(keys, query, spelt_out=None):
    """The query that shows `keys` with the need of `query`, and with its assumptions or those `spelt_out`."""
    kept = QueryDict(mutable=True)
    for kind, slug in keys:
        kept.appendlist(kind, slug)
    for name in (*NeedForm.criteria, *(() if spelt_out else AssumptionsForm.base_fields)):
        if value := query.get(name):
            kept[name] = value
    kept.update(spelt_out or {})
    return kept.urlencode()


def _need(query):
    """The need the address carries over from finding land; what cannot be read there is left out here."""
    sectors = Sector.objects.published().filter(is_known=True) if query.get("sector") else ()
    form = NeedForm(query, sectors=sectors)
    form.is_valid()
    # Prices stand in rows of their own here, so a budget is no criterion.
    return replace(form.need(), budget=None)


def _heads(keys, made, query):
    """What stands above each column, and the address without it."""
    return [
        {
            "heading": heading,
            "url": column.item.get_absolute_url(),
            "sample": column.is_sample,
            "without": "?" + _address([other for other in keys if other != key], query),
        }
        for key, column, heading in zip(keys, made, headings(made), strict=True)
    ]


def _answer(request, keys, made, assumptions):
    """The table, and the address that gives it again with today's days, prices and knowledge of them."""
    costs = costs_of(made, assumptions)
    lasting = replace(assumptions, known=assumptions.known or known_by_now())
    address = f"{settings.SITE_URL}{request.path}?{_address(keys, request.GET, lasting.spelt_out())}"
    now = assumptions.spelt_out()
    return {
        "columns": _heads(keys, made, request.GET),
        "groups": groups(made, assumptions, costs),
        "share_address": address,
        "share_qr": qr_svg(address),
        "is_superseded": any(cost.is_superseded for cost in costs if cost),
        "withdrawn": withdrawn_of(costs),
        "tells_then": bool(assumptions.known) or assumptions.on < timezone.localdate(),
        "is_past": assumptions.on < timezone.localdate(),
        "known_now_url": "?" + _address(keys, request.GET, {**now, "known": ""}),
        "today_url": "?" + _address(keys, request.GET, {**now, "on": "", "known": ""}),
    }


@require_safe
def compare(request):
    asked = _asked(request.GET)
    found = _found(asked[:50])
    keys = [key for key in asked if key in found]
    shown = keys[:MOST]
    form = AssumptionsForm(request.GET)
    form.full_clean()
    assumptions = form.assumptions(_need(request.GET), [found[key] for key in shown])
    context = {
        "section": "land",
        "breadcrumbs": crumbs((_("Find land"), reverse("zones:parcel_list")), (_("Compare"), "")),
        "form": form.settled(assumptions),
        "assumptions": assumptions,
        "kept": [*shown, *((name, value) for name in NeedForm.criteria if (value := request.GET.get(name)))],
        "columns": [],
        "missing": [slug[:80] for kind, slug in asked[:50] if (kind, slug) not in found],
        "left_out": len(keys) - len(shown),
        "most": MOST,
    }
    if shown:
        context |= _answer(request, shown, columns([found[key] for key in shown]), assumptions)
    else:
        context["example_zones"] = list(Zone.objects.published().values_list("slug", flat=True)[:MOST])
    return render(request, "zones/compare.html", context)

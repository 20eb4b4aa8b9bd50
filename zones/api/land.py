"""Answers for programs: a zone with its land balance and parcels, and one parcel, as on any day."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from core.crawlers import kept_from_crawlers
from core.freshness import is_stale
from core.programs import for_programs
from zones.api.numbers import json_number
from zones.asof import stage_on, stands_in_plan, states_of, with_states
from zones.balance.inventory import inventories
from zones.balance.sums import CLASSES
from zones.day import read_day
from zones.models import Parcel, Zone
from zones.plan_parcels import first_parcels
from zones.reshaping.reshape import lineage

_LANGUAGES = ("vi", "en")


def _names(record, *fields):
    return {f"{name}_{code}": getattr(record, f"{name}_{code}") or "" for name in fields for code in _LANGUAGES}


def _source(source):
    return {
        **_names(source, "publisher"),
        "kind": source.kind,
        "url": source.url,
        "published_on": source.published_on,
        "read_on": source.read_on,
    }


def _provenance(record):
    return {
        "as_of": record.as_of,
        "confidence": record.confidence,
        "source": _source(record.source),
        "verified_on": record.verified_on,
        "review_due": record.review_due,
        "stale": is_stale(record, timezone.localdate()),
    }


def _zone(zone, day):
    return {"slug": zone.slug, "code": zone.code, **_names(zone, "name"), "stage": stage_on(zone, day)}


def _parcel(parcel):
    """A parcel with its states on the day it was read for; reserved and negotiating read on_hold."""
    states = states_of(parcel)
    return {
        "slug": parcel.slug,
        "code": parcel.code,
        "area": json_number(parcel.area),
        "commercial_status": states.public,
        "on_hold_until": states.reserved_until,
        "reservation_expired_on": states.expired_on,
        "readiness": states.readiness,
        "use_state": states.use,
        "power_kw": json_number(parcel.power_kw),
        "water_m3_day": json_number(parcel.water_m3_day),
        "wastewater_m3_day": json_number(parcel.wastewater_m3_day),
        "in_plan_from": parcel.exists_from,
        "in_plan_until": parcel.exists_to,
        "is_sample": parcel.is_sample,
        **_provenance(parcel),
    }


def _sum(balance, name):
    part = getattr(balance, name)
    return {
        "area": json_number(part.area) if part.area or balance.is_complete(name) else None,
        "parcels": part.parcels,
        "without_area": part.without_area,
        "incomplete": not balance.is_complete(name),
    }


def _balance(zone, day):
    """The sums in m² with the fill rate in %; null while no complete inventory is published for the day."""
    inventory = inventories([zone], day).get(zone.pk)
    balance = inventory and inventory.public
    if not balance:
        return None
    return {
        "unit": "m2",
        **{name: _sum(balance, name) for name in ("total", "leasable", *CLASSES, "free")},
        "fill_rate_pct": json_number(balance.fill_rate),
        "inventory_on": zone.inventory_on,
        "source": _source(zone.inventory_source),
    }


def _answered(request, answer):
    """`answer(day)` as JSON; a day that cannot be read is answered 400 with the sentence. `?lang=` vi or en."""
    day = read_day(request)
    if day.form.errors:
        response = JsonResponse({"errors": day.form.errors}, status=400)
    else:
        response = JsonResponse({"on": day.on or timezone.localdate(), **answer(day.on)})
    return kept_from_crawlers(response, always=day.on is not None)


@for_programs
def zone_json(request, slug):
    """Stage, land balance and the parcels of the plan of one zone on `?on=` (today): areas in m²."""
    zone = get_object_or_404(Zone.objects.published().select_related("source", "inventory_source"), slug=slug)

    def answer(day):
        parcels, limit = first_parcels(zone, day)
        return {
            "zone": _zone(zone, day) | _provenance(zone),
            "balance": _balance(zone, day),
            "parcels": [_parcel(parcel) for parcel in with_states(parcels, day)],
            "parcels_left_out": limit is not None,
        }

    return _answered(request, answer)


@for_programs
def parcel_json(request, slug):
    """One parcel on `?on=` (today): areas in m². `in_plan` says whether it stood in the plan that day."""
    parcel = get_object_or_404(
        Parcel.objects.published().select_related("zone__source", "source"),
        slug=slug,
    )

    def answer(day):
        with_states([parcel], day)
        descent = lineage(parcel)
        return {
            "zone": _zone(parcel.zone, day),
            "parcel": _parcel(parcel)
            | {
                "in_plan": stands_in_plan(parcel, day),
                "made_from": [other.slug for other in descent.predecessors],
                "became": [other.slug for other in descent.successors],
            },
        }

    return _answered(request, answer)

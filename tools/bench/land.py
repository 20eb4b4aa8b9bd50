"""Fills a migrated database with many parcels, the same ones each time: run with `manage.py shell`, BENCH_PARCELS set.

The parcels look like real ones to the portal, so that every total, list and plan holds them.
"""

import datetime as dt
import os
import random
from decimal import Decimal

from django.db import connection

from core.models import Source
from zones.models import Parcel, Rate, Zone

BATCH = 2000
STATES = ["available"] * 3 + ["leased"] * 4 + ["planned"] * 2 + ["reserved", "negotiating", "unknown", "not_for_lease"]
READINESS = ["serviced"] * 3 + ["levelled", "cleared", "uncleared", "unknown"]


def some(chance, low, high, places=0):
    """A number between `low` and `high`, or None as often as the record does not know."""
    return None if chance.random() < 0.2 else Decimal(str(round(chance.uniform(low, high), places)))


def parcels(count):
    """`count` unsaved parcels on a grid of 250 m. Three of five lie in one zone: its plan is full at any size."""
    chance, source = random.Random(1961), Source.objects.first()
    large, *others = Zone.objects.order_by("pk")
    for number in range(count):
        zone = large if number % 5 < 3 else others[number % len(others)]
        state = chance.choice(STATES)
        width, depth = chance.randint(60, 240), chance.randint(60, 240)
        x, y = 250 * (number % 40), 250 * (number // 40)
        parcel = Parcel(
            zone=zone,
            slug=f"bench-{number}",
            code=f"B{number:06}",
            area=Decimal(width * depth) if chance.random() < 0.95 else None,
            commercial_status=state,
            readiness=chance.choice(READINESS),
            reserved_until=dt.date(2027, 6, 30) if state == "reserved" else None,
            power_kw=some(chance, 50, 6000),
            water_m3_day=some(chance, 5, 800),
            wastewater_m3_day=some(chance, 5, 600),
            outline=[[x, y], [x + width, y], [x + width, y + depth], [x, y + depth]],
            source=source,
            as_of="2024-12",
            publication="published",
        )
        parcel.search_text = parcel.code.lower()
        yield parcel


def fill(count):
    batch = []
    for parcel in parcels(count):
        batch.append(parcel)
        if len(batch) == BATCH:
            Parcel.objects.bulk_create(batch)
            batch = []
    Parcel.objects.bulk_create(batch)
    source = Source.objects.first()
    # Declared complete, so that every page of a zone computes its land balance.
    Zone.objects.update(inventory_on=dt.date(2024, 1, 1), inventory_source=source)
    for zone in Zone.objects.all():
        for kind, unit, amount in (("land_rent_annual", "m2_year", 50_000), ("infra_fee", "m2_year", 9_000)):
            Rate.objects.create(
                key=f"bench-{zone.slug}-{kind}",
                zone=zone,
                kind=kind,
                unit=unit,
                amount=amount,
                valid_from=dt.date(2025, 1, 1),
                source=source,
                publication="published",
            )
    with connection.cursor() as cursor:
        # What PostgreSQL does by itself within minutes of such a load, and `prepare` for SQLite.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


fill(int(os.environ["BENCH_PARCELS"]))

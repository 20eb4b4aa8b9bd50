"""Splitting and merging parcels in tests: the parts, the decision, and what the pages send."""

import datetime as dt
from decimal import Decimal

from django.urls import reverse

from core.roles import Role
from tests import make
from zones.reshaping.reshape import Decision, Part, split

DAY = dt.date(2025, 3, 12)


def square(east, north, width, height):
    return [[east, north], [east + width, north], [east + width, north + height], [east, north + height]]


def decision(**fields):
    fields = {"on": DAY, "number": "12/QĐ-BQL", "by": make.user(Role.APPROVER)} | fields
    return Decision(**({"source": make.source()} | fields))


def halves(parcel, first="11000", second="9000"):
    return [Part(f"{parcel.code}A", Decimal(first)), Part(f"{parcel.code}B", Decimal(second))]


def seen(*parcels):
    return {parcel.pk: parcel.version for parcel in parcels}


def divided(parcel, parts=None, **fields):
    return split(parcel, parts or halves(parcel), decision(**fields), seen=seen(parcel))


def page(name, parcel):
    return reverse(f"admin:zones_parcel_{name}", args=[parcel.pk])


def sent_for(parcel, parts, **fields):
    """What the page of a split sends: `parts` as (number, area, pasted table)."""
    sent = {"form-TOTAL_FORMS": "4", "form-INITIAL_FORMS": "0", "seen": f"{parcel.pk}-{parcel.version}"}
    for at, part in enumerate(parts):
        sent |= {f"form-{at}-{name}": value for name, value in zip(("code", "area", "corners"), part, strict=True)}
    return sent | {"on": "12/03/2025", "number": "12/QĐ-BQL", "source": make.source().pk, "reason": ""} | fields

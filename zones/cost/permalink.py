"""The address that reproduces an estimate: every input spelt out, the day of its prices, the moment they were known."""

import datetime as dt
from decimal import Decimal
from urllib.parse import urlencode

from django import forms
from django.utils import timezone

from zones.cost.rates import last_entry

# A program's plain decimal is read by the page in both languages, unless exactly three digits follow the point.
_AMBIGUOUS = 3


def _plain(value):
    text = f"{value:f}"
    whole, _point, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    if not fraction:
        return whole
    return f"{whole}.{fraction}0" if len(fraction) == _AMBIGUOUS else f"{whole}.{fraction}"


def _written(field, value):
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(field, forms.ModelChoiceField):
        return value.slug
    if isinstance(value, dt.datetime):
        return moment_text(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def known_by_now():
    """The moment that stands for now: the last entry, so that an address and its page stay the same until the next.

    To the microsecond, since a price entered within the same second is a later price.
    """
    return last_entry() or timezone.now()


def moment_text(moment):
    """A moment as an address holds it: in UTC, without a "+" that would arrive as a space."""
    return f"{moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat()}Z"


def permalink(query):
    """The query string of a valid EstimateQuery as it will answer for ever.

    The end stands for the number of years and the area for the parcel's own, since both may be understood otherwise
    later. Prices of the reader's own need no day, but an exchange rate may.
    """
    data = {name: value for name, value in query.cleaned_data.items() if value not in (None, "")}
    data.pop("years", None)
    data.setdefault("discount_rate", Decimal(0))
    if query.gives_prices():
        for name in ("parcel", "zone", "sector"):
            data.pop(name, None)
    if not query.gives_prices() or data.get("currency") == "USD":
        data.setdefault("on", timezone.localdate())
        data["known"] = data.get("known") or known_by_now()
    return urlencode([(name, _written(query.fields[name], value)) for name, value in data.items()])

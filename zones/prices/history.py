"""What one price of a zone has been through time, each series apart: by hours, voltage, sector, parcel and unit."""

from itertools import groupby

from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.disclosure import if_published
from zones.display import currency_word, rate_words
from zones.models import Rate
from zones.prices import chart
from zones.prices.pricelist import price_row

# More rows than a page can show; no price has changed that often.
MOST_ROWS = 200


def series_of(zone, kind):
    """The published series of a kind in a zone, real ones first: title, rows (the newest first), drawing; one query."""
    rows = (
        Rate.objects.published()
        .filter(zone=zone, kind=kind, amount__isnull=False)
        .select_related("source", "legal_basis", "sector", "parcel")
        .order_by(F("valid_from").desc(nulls_last=True), "-pk")[:MOST_ROWS]
    )
    grouped = groupby(sorted(rows, key=_series), key=_series)
    return [_drawn(list(rates)) for _key, rates in grouped]


def _series(rate):
    return (rate.is_sample, rate.parcel_id or 0, rate.sector_id or 0, rate.band, rate.voltage, rate.currency, rate.unit)


def _drawn(rates):
    today, first = timezone.localdate(), rates[0]
    periods = [
        chart.Period(rate.valid_from, rate.valid_to, rate.amount, bool(rate.valid_from and rate.valid_from > today))
        for rate in rates
    ]
    return {
        "title": ", ".join(filter(None, _told_apart_by(first))),
        "is_sample": first.is_sample,
        "unit": _unit(first),
        "rows": [price_row(rate) | {"standing": _standing(rate, today), "days": _days(rate)} for rate in rates],
        "chart": chart.history(periods, today),
        "says": _in_words(rates),
    }


def _unit(rate):
    """What one step of the axis is: "đồng/m²/năm", "VND per m² a year"."""
    words = {"currency": currency_word(rate.currency), "unit": rate.get_unit_display()}
    return pgettext("unit of a price", "%(currency)s %(unit)s") % words


def _told_apart_by(rate):
    """The words that tell one series from another of the same kind; blank ones among them."""
    sector = if_published(rate.sector)
    yield str(rate.parcel.label) if rate.parcel else ""
    yield sector.name if sector else ""
    yield from (rate.get_band_display(), rate.voltage)


def _standing(rate, today):
    if rate.valid_from and rate.valid_from > today:
        return _("announced")
    return _("ended") if rate.valid_to and rate.valid_to <= today else _("in force")


def _days(rate):
    begin = date_format(rate.valid_from, "DATE_FORMAT") if rate.valid_from else _("start not stated")
    if rate.valid_to:
        return f"{begin} – {date_format(rate.valid_to, 'DATE_FORMAT')}"
    return _("from %(day)s") % {"day": begin} if rate.valid_from else begin


def _in_words(rates):
    """What the drawing shows, for who cannot see it."""
    return "; ".join(f"{_days(rate)}: {rate_words(rate)}" for rate in reversed(rates))

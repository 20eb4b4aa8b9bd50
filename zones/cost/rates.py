"""Which dated price holds for which land: by day, by nearness, and as it was known at a moment in the past."""

import copy
import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, Subquery
from django.utils import timezone

from core.disclosure import Publication
from policies.models import Sector
from zones.models import ExchangeRate, Parcel, Rate, Zone

# What of a row an answer depends on: set back to what it was when a past moment is asked for.
_PRICED_BY = (
    "kind", "zone_id", "parcel_id", "sector_id", "amount", "amount_max", "minimum", "currency", "unit", "vat",
    "vat_percent", "basis", "basis_percent", "band", "voltage", "is_negotiable", "valid_from", "valid_to", "term_end",
    "as_of", "confidence",
)  # fmt: skip
# The newest versions of exchange rates looked at for a past moment: enough for those withdrawn or corrected since.
_MOST_VERSIONS = 200
_WORTH_BY = ("currency", "on", "vnd", "as_of", "confidence")


@dataclass(frozen=True)
class Scope:
    """The land and the day prices are asked for; `known` (a moment) leaves out what was entered or corrected later."""

    zone: Zone
    parcel: Parcel | None = None
    sector: Sector | None = None
    on: dt.date | None = None
    known: dt.datetime | None = None

    @property
    def day(self):
        return self.on or timezone.localdate()

    @property
    def is_sample(self):
        return self.parcel is not None and self.parcel.is_sample

    def covers(self, rate):
        """Whether a rate stands for this land, for its zone or for all zones."""
        own = (None, self.parcel.pk if self.parcel else None)
        return rate.zone_id in (None, self.zone.pk) and rate.parcel_id in own and rate.is_sample == self.is_sample


def as_known(rows, moment, fields):
    """`rows` as they stood at `moment`: those entered or published later left out, later corrections undone; one query.

    A row withdrawn since stays out: what the public may no longer see is not shown by an old address either.
    """
    if not rows or moment is None:
        return rows
    versions = type(rows[0]).history.filter(id__in=[row.pk for row in rows], history_date__lte=moment)
    past = {version.id: version for version in versions.order_by("history_date", "history_id")}
    found = []
    for row in rows:
        version = past.get(row.pk)
        if version is None or version.history_type == "-" or version.publication != Publication.PUBLISHED:
            continue
        row = copy.copy(row)
        for name in fields:
            setattr(row, name, getattr(version, name))
        found.append(row)
    return found


def rates_of_lands(scopes):
    """[(published rates that can price the land now, the same as known at the moment of the scope)] one a scope.

    Whatever their day: its own, its zone's and those of all zones. A sample parcel is priced by sample rows only, a
    real one never. The scopes share one moment: two queries, one where none is named.
    """
    rows = list(_of_lands(Rate.objects.published().select_related("source", "legal_basis"), scopes))
    past = {row.pk: row for row in as_known(rows, scopes[0].known, _PRICED_BY)}
    found = []
    for scope in scopes:
        now = [row for row in rows if scope.covers(row)]
        then = (past.get(row.pk) for row in now)
        # One that stood for other land then is none.
        found.append((now, [row for row in then if row is not None and scope.covers(row)]))
    return found


def withdrawn_since(scopes):
    """Rows that could price the land at the moment of each scope and that the public may see no more: a list a scope.

    They price nothing now; an answer they were part of has to say that it has changed. The scopes share one moment: two
    queries, none where no moment is named.
    """
    known = scopes[0].known
    if known is None:
        return [[] for _scope in scopes]
    then = as_known(list(_of_lands(Rate.objects.filter(publication=Publication.WITHDRAWN), scopes)), known, _PRICED_BY)
    return [[rate for rate in then if scope.covers(rate)] for scope in scopes]


def _of_lands(rates, scopes):
    """The `rates` of the lands, of their zones and of all zones."""
    zones, parcels = {scope.zone.pk for scope in scopes}, {scope.parcel.pk for scope in scopes if scope.parcel}
    return rates.filter(Q(zone__in=zones) | Q(zone=None)).filter(Q(parcel=None) | Q(parcel__in=parcels))


def is_range(rate):
    """Whether a rate says "from … to …": a reader learns from it, but nothing can be reckoned with it."""
    return rate.amount_max is not None and rate.amount_max != rate.amount


def _nearness(rate):
    """What makes a rate count before another: one that can be reckoned with, nearer land, then what it is set for."""
    return (
        rate.amount is not None and not is_range(rate),
        rate.parcel_id is not None,
        rate.zone_id is not None,
        rate.sector_id is not None,
        bool(rate.band),
        bool(rate.voltage),
        rate.valid_from or dt.date.min,
        rate.pk,
    )


def choose(rates, scope, kind, *, band="", voltage=""):
    """The one of `rates` that prices `kind` on this land and day, None when there is none.

    A rate set for a sector, an hour or a voltage prices nothing else; one that names none prices all of them.
    """
    sector = scope.sector.pk if scope.sector else None
    fitting = [
        rate
        for rate in rates
        if rate.kind == kind
        and rate.is_in_force(scope.day)
        and rate.sector_id in (None, sector)
        and rate.band in ("", band)
        and rate.voltage.strip().casefold() in ("", voltage.strip().casefold())
    ]
    return max(fitting, key=_nearness, default=None)


def exchange_rate(on, known=None):
    """The newest published worth of one USD on or before the day `on`, as known at the moment `known`; or None."""
    rows = ExchangeRate.objects.published().select_related("source")
    if known is None:
        return rows.filter(currency="USD", on__lte=on).order_by("-on", "-pk").first()
    # Their day may have been corrected since, and any number of earlier days entered: what counts is what stood then.
    stood = ExchangeRate.history.filter(currency="USD", on__lte=on, history_date__lte=known).order_by("-on", "-pk")
    found = as_known(list(rows.filter(pk__in=stood.values("id")[:_MOST_VERSIONS])), known, _WORTH_BY)
    found = [row for row in found if row.currency == "USD" and row.on <= on]
    return max(found, key=lambda row: (row.on, row.pk), default=None)


def last_entry():
    """The moment after which no price and no exchange rate has been entered or changed; None when there is none yet."""
    exchanged = ExchangeRate.history.order_by("-history_date").values("history_date")[:1]
    newest = Rate.history.order_by("-history_date").annotate(exchanged=Subquery(exchanged))
    found = newest.values_list("history_date", "exchanged").first()
    return max(filter(None, found)) if found else None

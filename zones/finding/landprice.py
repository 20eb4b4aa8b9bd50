"""What a square metre of land costs in each zone and parcel today, for comparing with a budget: one query for all."""

from django.db.models import Q

from zones.cost.rates import Scope, choose
from zones.models import Rate
from zones.units import RateKind

# How a budget per m² is meant: a year's rent, or the price paid once for the whole term.
WAYS = {"annual": RateKind.LAND_RENT_ANNUAL, "one_off": RateKind.LAND_RENT_ONE_OFF}


def _range(rate):
    if rate is None or rate.amount is None or rate.currency != Rate.Currency.VND:
        return None
    return rate.amount, rate.amount if rate.amount_max is None else rate.amount_max


class LandPrices:
    """(lowest, highest) VND/m² by land, of the rate that zones.cost.rates chooses for it; None: none in VND."""

    def __init__(self, way, zones, sector=None):
        kind = WAYS[way]
        rows = list(Rate.objects.published().filter(kind=kind).select_related("parcel"))
        self._by_zone, self._by_parcel = {}, {}
        for zone in zones:
            scope = Scope(zone, sector=sector)
            for is_sample in (False, True):
                here = [row for row in rows if row.is_sample == is_sample and row.zone_id in (zone.pk, None)]
                shared = [row for row in here if row.parcel_id is None]
                self._by_zone[zone.pk, is_sample] = _range(choose(shared, scope, kind))
                for parcel in {row.parcel for row in here if row.parcel_id and row.parcel.zone_id == zone.pk}:
                    if parcel.is_sample == is_sample:
                        own = [row for row in here if row.parcel_id == parcel.pk]
                        self._by_parcel[parcel.pk] = is_sample, _range(choose(shared + own, scope, kind))

    def of(self, parcel):
        if parcel.pk in self._by_parcel:
            return self._by_parcel[parcel.pk][1]
        return self._by_zone.get((parcel.zone_id, parcel.is_sample))

    def where(self, is_sample, wanted):
        """The condition on which a parcel's price satisfies `wanted`, a function of (lowest, highest) or None."""
        zones = [
            zone for (zone, of_samples), price in self._by_zone.items() if of_samples == is_sample and wanted(price)
        ]
        own = {parcel: price for parcel, (of_samples, price) in self._by_parcel.items() if of_samples == is_sample}
        shared = Q(zone_id__in=zones)
        if not own:
            return shared
        return (shared & ~Q(pk__in=own)) | Q(pk__in=[parcel for parcel, price in own.items() if wanted(price)])

"""What a square metre of land costs in each zone and parcel today, for comparing with a budget: one query for all."""

import datetime as dt

from django.db.models import Q

from zones.models import Rate
from zones.units import RateKind

# How a budget per m² is meant: a year's rent, or the price paid once for the whole term.
WAYS = {"annual": RateKind.LAND_RENT_ANNUAL, "one_off": RateKind.LAND_RENT_ONE_OFF}


class LandPrices:
    """(lowest, highest) VND/m² by land. A parcel's own price goes before its zone's, that before all zones' one.

    Of several rates equally near, the one asked for this sector, then the newest, counts. Sample land has sample
    prices only, real land never.
    """

    def __init__(self, way, zones, sector=None):
        self.zones = [zone.pk for zone in zones]
        self._near, self._parcels = {}, {}
        rows = Rate.objects.published().in_force().filter(kind=WAYS[way], currency=Rate.Currency.VND)
        rows = rows.filter(Q(sector=None) | Q(sector=sector)) if sector else rows.filter(sector=None)
        fields = ("is_sample", "zone_id", "parcel_id", "sector_id", "valid_from", "amount", "amount_max")
        for is_sample, zone, parcel, sector_id, since, low, high in rows.values_list(*fields):
            place = ("parcel", parcel, is_sample) if parcel else ("zone", zone, is_sample)
            kept = self._parcels if parcel else self._near
            rank = (sector_id is not None, since or dt.date.min)
            if place not in kept or rank > kept[place][0]:
                kept[place] = (rank, None if low is None else (low, low if high is None else high))

    def of_zone(self, zone, is_sample):
        """The price of the zone's land without a price of its own; None when it is not published."""
        for place in (("zone", zone, is_sample), ("zone", None, is_sample)):
            if place in self._near:
                return self._near[place][1]
        return None

    def of(self, parcel):
        own = self._parcels.get(("parcel", parcel.pk, parcel.is_sample))
        return own[1] if own else self.of_zone(parcel.zone_id, parcel.is_sample)

    def where(self, is_sample, wanted):
        """The condition on which a parcel's price satisfies `wanted`, a function of (lowest, highest) or None."""
        zones = [zone for zone in self.zones if wanted(self.of_zone(zone, is_sample))]
        own = {key[1]: price for key, (_rank, price) in self._parcels.items() if key[2] == is_sample}
        shared = Q(zone_id__in=zones)
        if not own:
            return shared
        return (shared & ~Q(pk__in=own)) | Q(pk__in=[parcel for parcel, price in own.items() if wanted(price)])

"""The zones, their parcels, and the dated facts about them: figures, prices, utilities, milestones."""

from zones.models.facts import Figure, Milestone, Utility
from zones.models.land import Parcel, ParcelMove, Zone, ZoneMove
from zones.models.prices import Rate

__all__ = ["Figure", "Milestone", "Parcel", "ParcelMove", "Rate", "Utility", "Zone", "ZoneMove"]

"""Zones, parcels and the dated facts about them, as officers keep them."""

from zones.admin import facts, land, prices

__all__ = ["facts", "land", "prices"]

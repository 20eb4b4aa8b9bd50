"""Zones, parcels and the dated facts about them, as officers keep them."""

from zones.admin import drawing, facts, land, prices, survey

__all__ = ["drawing", "facts", "land", "prices", "survey"]

"""Zones, parcels and the dated facts about them, as officers keep them."""

from zones.admin import drawing, events, facts, land, prices, proposals, survey

__all__ = ["drawing", "events", "facts", "land", "prices", "proposals", "survey"]

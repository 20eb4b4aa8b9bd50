"""Every measure and every source of rows, by the names templates use."""

from reports.measures import events, land, money, projects, zones
from reports.measures.registry import MEASURES, SOURCES

__all__ = ["MEASURES", "SOURCES", "events", "land", "money", "projects", "zones"]

"""The zones, their parcels and plans, and the dated facts about them: figures, prices, utilities, milestones."""

from zones.models.drawing import PlanFeature
from zones.models.facts import Figure, Milestone, Utility
from zones.models.land import Parcel, ParcelMove, Zone, ZoneMove
from zones.models.prices import ExchangeRate, Rate
from zones.models.survey import Survey

__all__ = [
    "ExchangeRate",
    "Figure",
    "Milestone",
    "Parcel",
    "ParcelMove",
    "PlanFeature",
    "Rate",
    "Survey",
    "Utility",
    "Zone",
    "ZoneMove",
]

"""The zones, their parcels and plans, and the dated facts about them: figures, prices, utilities, milestones."""

from zones.models.drawing import PlanFeature
from zones.models.events import ZoneEvent
from zones.models.facts import Figure, Milestone, Utility
from zones.models.land import Parcel, ParcelMove, Zone, ZoneMove
from zones.models.pictures import Picture, ZonePicture
from zones.models.prices import ExchangeRate, Rate
from zones.models.proposals import ReshapeProposal
from zones.models.survey import Survey
from zones.models.tally import LandTally

__all__ = [
    "ExchangeRate",
    "Figure",
    "LandTally",
    "Milestone",
    "Parcel",
    "ParcelMove",
    "Picture",
    "PlanFeature",
    "Rate",
    "ReshapeProposal",
    "Survey",
    "Utility",
    "Zone",
    "ZoneEvent",
    "ZoneMove",
    "ZonePicture",
]

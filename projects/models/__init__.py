"""Projects, their legal events and days, and what calls for investment."""

from projects.models.events import EventForm, ProjectEvent
from projects.models.opportunities import Opportunity, OpportunityPicture
from projects.models.project import Project, ProjectMove, ProjectQuerySet
from projects.models.schedule import LandUseLimit

__all__ = [
    "EventForm",
    "LandUseLimit",
    "Opportunity",
    "OpportunityPicture",
    "Project",
    "ProjectEvent",
    "ProjectMove",
    "ProjectQuerySet",
]

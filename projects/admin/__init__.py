"""Projects on the officers' side."""

from projects.admin.opportunities import OpportunityAdmin
from projects.admin.projects import ProjectAdmin
from projects.admin.rules import EventFormAdmin, LandUseLimitAdmin

__all__ = ["EventFormAdmin", "LandUseLimitAdmin", "OpportunityAdmin", "ProjectAdmin"]

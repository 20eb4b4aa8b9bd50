"""Who may read the fields of projects, their legal events and opportunities; see core.disclosure_classes."""

from core.disclosure_classes import classified
from projects.models import EventForm, LandUseLimit, Opportunity, Project, ProjectEvent

classified(
    Project,
    public="slug name zone sector parcels activity kind origin capital capital_note capacity jobs area started_on"
    " started_note implementation status_note",
    after_decision="investor",
    internal="pipeline outcome lost_to handed_over_on start_by finish_by certificate_number certificate_date",
)
# Which events, and of which the number, is decided by projects.display.
classified(
    ProjectEvent,
    public="project kind on number decided_by source",
    internal="capital_usd capital_vnd start_by finish_by note",
)
classified(Opportunity, public="slug title kind status zone area_ha summary decision called_on order")
classified(EventForm, internal="kind form basis is_verified")
classified(LandUseLimit, internal="months valid_from basis")

"""One lawful record of every kind that the officers' side knows, built when asked for."""

from core.models import Board, Deputy, Proposal, SecurityEvent, Source, User
from enquiries.models import Demand, Enquiry
from investors.models import Investor
from news.models import Article
from policies.models import Incentive, LegalInstrument, Sector
from procedures.models import Procedure
from projects.models import EventForm, LandUseLimit, Opportunity, Project
from reports.models import Deadline, PeriodFigure, Report, ReportingPeriod
from tests import make, make_reports
from tests.proposing import proposed_change
from zones.models import (
    ExchangeRate,
    Figure,
    Milestone,
    Parcel,
    PlanFeature,
    Rate,
    ReshapeProposal,
    Survey,
    Utility,
    Zone,
    ZoneEvent,
)


def proposal():
    """An officer's wish to divide a parcel, waiting for a leader."""
    return ReshapeProposal.objects.create(
        kind=ReshapeProposal.Kind.SPLIT, parcel=make.parcel(), into="CN-1A, CN-1B", by=make.user()
    )


BUILDERS = {
    Article: make.article,
    Board: make.board,
    Deadline: make_reports.deadline,
    Demand: make.demand,
    Deputy: make.deputy,
    Enquiry: make.enquiry,
    EventForm: make.event_form,
    ExchangeRate: make.exchange_rate,
    Figure: make.figure,
    Incentive: make.incentive,
    Investor: make.investor,
    LandUseLimit: make.land_use_limit,
    LegalInstrument: make.instrument,
    Milestone: make.milestone,
    Opportunity: make.opportunity,
    Parcel: make.parcel,
    PeriodFigure: make_reports.period_figure,
    PlanFeature: make.plan_feature,
    Procedure: make.procedure,
    Project: make.project,
    Proposal: proposed_change,
    Rate: make.rate,
    Report: make_reports.report,
    ReshapeProposal: proposal,
    ReportingPeriod: make_reports.reporting_period,
    Sector: make.sector,
    SecurityEvent: make.security_event,
    Source: make.source,
    Survey: make.survey,
    User: make.user,
    Utility: make.utility,
    Zone: make.zone,
    ZoneEvent: make_reports.zone_event,
}

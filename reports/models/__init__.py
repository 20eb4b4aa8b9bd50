"""Reports, the periods they are for, what was entered into them, and the period figures of projects and zones."""

from reports.models.figures import PeriodFigure
from reports.models.periods import Deadline, PeriodMove, ReportingPeriod
from reports.models.reports import CellEntry, Report, ReportMove, Submission

__all__ = [
    "CellEntry",
    "Deadline",
    "PeriodFigure",
    "PeriodMove",
    "Report",
    "ReportMove",
    "ReportingPeriod",
    "Submission",
]

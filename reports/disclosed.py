"""Who may read reports and the figures of single companies in them; see core.disclosure_classes."""

from core.disclosure_classes import classified
from reports.models import CellEntry, Deadline, PeriodFigure, Report, ReportingPeriod, ReportMove, Submission
from reports.models.periods import PeriodMove

classified(
    PeriodFigure,
    aggregate_only="measure amount unit",
    internal="project zone period source as_of confidence other_sources",
)
classified(ReportingPeriod, internal="code state")
for model in (PeriodMove, ReportMove):
    classified(model, internal="record axis from_state to_state on decision_number note by at")
classified(Deadline, internal="form period_kind days valid_from basis source as_of confidence other_sources")
classified(Report, internal="form template_version period state rate rate_on rate_source begun_by begun_at")
classified(CellEntry, internal="report address value explanation by")
classified(Submission, internal="report content digest by at")

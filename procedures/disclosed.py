"""Who may read the fields of procedures; see core.disclosure_classes."""

from core.disclosure_classes import classified
from procedures.models import Paper, Procedure, Step

classified(
    Procedure,
    public="slug code name field journey standing authority applicant method time_value time_unit time_note copies"
    " result fee fee_note has_forms forms has_conditions conditions legal_basis legal_basis_text locality note"
    " online_url order",
)
classified(Step, public="procedure order text")
classified(Paper, public="procedure order name form")

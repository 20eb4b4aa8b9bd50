"""Who may read the fields of law, sectors and incentives; see core.disclosure_classes."""

from core.disclosure_classes import classified
from policies.models import Incentive, LegalInstrument, Sector

classified(LegalInstrument, public="slug number type issuer title issued_on effective_on status note replaced_by")
classified(Sector, public="slug name scope note is_known order")
classified(
    Incentive,
    public="slug kind name summary status status_note valid_from valid_to legal_basis legal_basis_text order",
)

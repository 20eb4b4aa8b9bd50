"""Who may read what people ask and need; see core.disclosure_classes. The public itself writes these rows."""

from core.disclosure_classes import classified
from enquiries.models import Consent, Demand, Enquiry

classified(
    Enquiry,
    technical=True,
    personal="name organisation email phone message internal_note search_text",
    internal="code submission kind status language page zone parcel project procedure created_at officer",
)
classified(Consent, technical=True, internal="enquiry purpose notice_version wording given_at")
classified(
    Demand,
    technical=True,
    aggregate_only="area area_to power_kw water_m3_day wastewater_m3_day sector wanted_from budget budget_way fitting"
    " may_fit nearest lacking unknown",
    internal="submission left_on language",
)

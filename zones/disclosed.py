"""Who may read the fields of zones, parcels and what is stated about them; see core.disclosure_classes."""

from core.disclosure_classes import classified
from zones.models import (
    ExchangeRate,
    Figure,
    LandTally,
    Milestone,
    Parcel,
    Picture,
    PlanFeature,
    Rate,
    ReshapeProposal,
    Survey,
    Utility,
    Zone,
    ZoneEvent,
)

classified(
    Zone,
    public="slug code name short_name stage stage_note summary location former_location commune_code location_class"
    " developer inventory_on inventory_source order",
)
# Of the leasing state the public reads "on hold" where somebody reserved or negotiates: zones.lifecycle.HELD.
classified(
    Parcel,
    public="zone slug code area former_area commercial_status readiness use_state reserved_until term_end power_kw"
    " water_m3_day wastewater_m3_day note outline epsg exists_from exists_to predecessors is_sample",
    internal="land_title developer_payment drawn_area area_reason",
)
classified(Picture, public="record file alt credit taken_on zone order is_shown", internal="digest")
classified(PlanFeature, public="zone key kind name line width epsg is_sample")
classified(
    Figure,
    public="key zone topic measure label value value_max is_approximate is_known unit statement order supersedes",
)
classified(Utility, public="zone key kind capacity used unit is_known note")
classified(Milestone, public="zone key kind text on target_on decision")
classified(
    Rate,
    public="key zone parcel sector kind label amount amount_max currency unit vat vat_percent basis basis_percent band"
    " voltage payer payee minimum is_negotiable valid_from valid_to term_end legal_basis note is_sample",
    internal="ends_earlier",
)
classified(ExchangeRate, public="key currency on vnd")
classified(
    ZoneEvent,
    internal="zone kind on decision decision_number certificate_before certificate_number area_before area"
    " leasable_area term_years capital_usd capital_vnd source as_of confidence other_sources",
)
classified(ReshapeProposal, internal="kind parcel into sent by created_at outcome decided_by decided_at")
classified(
    Survey,
    internal="zone instrument source as_of epsg style takes_area file_name digest reading fixes total checked findings"
    " seen by created_at applied_by applied_at discarded_at written taken_back_by taken_back_at",
)
# Counts of parcels by what the public reads of them; its pages add up the rows of published parcels.
classified(
    LandTally,
    technical=True,
    aggregate_only="zone publication commercial_status readiness reserved_until exists_from exists_to as_of source"
    " parcels without_area area",
)

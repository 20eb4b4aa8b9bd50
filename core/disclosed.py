"""Who may read the fields of what every app uses; see core.disclosure_classes."""

from core.disclosure_classes import classified
from core.models import (
    Board,
    DecidedMove,
    Deputy,
    Erasure,
    LinkChange,
    LoadedRow,
    Move,
    Proposal,
    PublicationMove,
    PublicationTerm,
    Publishable,
    Searchable,
    SecurityEvent,
    Source,
    Sourced,
    StoredFile,
    User,
    Verification,
    Versioned,
    WithFile,
)
from core.models.publication import OfRecord

classified(Versioned, technical=True, internal="version")
# Built from public fields alone; a test compares.
classified(Searchable, technical=True, internal="search_text")
classified(Publishable, technical=True, internal="publication")
classified(
    Sourced,
    public="source as_of confidence other_sources review_months review_due verified_on verified_office",
    internal="verified_by",
)
classified(Move, public="record axis from_state to_state on decision_number", internal="note by at")
classified(DecidedMove, internal="file")
# The public reads a file only where its tick stands and the record is public: WithFile.with_public_file.
classified(WithFile, public="file is_file_public")
classified(
    StoredFile,
    technical=True,
    public="token label mime size width height",
    internal="kind used_in digest contents uploaded_by at",
)
classified(Source, public="key kind publisher url published_on read_on note")
classified(
    Board,
    public="name short_name former_names about address former_address phone email hours adopting_body adopted_on"
    " adoption_document",
)
classified(
    User,
    technical=True,
    personal="username first_name last_name email",
    restricted="password last_login is_superuser is_staff is_active date_joined role must_change_password"
    " sessions_ended groups user_permissions zone_codes topics office",
)
classified(SecurityEvent, technical=True, restricted="at kind person by is_on_server address codes_left")
classified(OfRecord, internal="content_type object_id")
classified(PublicationMove, internal="from_state to_state by at on until note version")
classified(PublicationTerm, internal="publish_on expires_on")
classified(
    Proposal, internal="name base_version typed told files language note by at state decided_by decided_at reason"
)
# Of a verification the public reads the day and the office, on the record itself.
classified(Verification, internal="version on by office note at")
classified(Deputy, internal="approver deputy from_on to_on")
classified(LinkChange, internal="at by model object_id name field before after")
classified(Erasure, internal="at by decision counts")
classified(LoadedRow, technical=True, internal="key digest model object_id loaded_version")

"""Words every app uses: where a fact comes from, who may see it, how it moves, and the Board itself."""

from core.models.attachments import DecidedMove, StoredFile, WithFile
from core.models.board import Board
from core.models.erasures import Erasure
from core.models.links import LinkChange
from core.models.people import User
from core.models.proposals import Proposal
from core.models.publication import Deputy, PublicationMove, PublicationTerm
from core.models.records import EditConflict, LoadedRow, Publishable, Searchable, Versioned
from core.models.reviews import Verification
from core.models.security import SecurityEvent
from core.models.sources import Confidence, Reviewed, Source, Sourced
from core.models.states import AppendOnly, Move, Stateful

__all__ = [
    "AppendOnly",
    "Board",
    "Confidence",
    "DecidedMove",
    "Deputy",
    "EditConflict",
    "Erasure",
    "LinkChange",
    "LoadedRow",
    "Move",
    "Proposal",
    "PublicationMove",
    "PublicationTerm",
    "Publishable",
    "Reviewed",
    "Searchable",
    "SecurityEvent",
    "Source",
    "Sourced",
    "Stateful",
    "StoredFile",
    "User",
    "Verification",
    "Versioned",
    "WithFile",
]

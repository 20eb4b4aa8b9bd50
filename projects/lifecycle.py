"""A project's three axes: our pipeline (internal), its legal status (derived from dated events), its implementation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, from_unknown


class Pipeline(models.TextChoices):
    ENQUIRY = "enquiry", _("Received")
    QUALIFIED = "qualified", _("Qualified")
    ASSIGNED = "assigned", _("Assigned to an officer")
    ACTIVE = "active", _("Being supported")
    DOSSIER = "dossier", _("File submitted")
    LICENSED = "licensed", _("Licensed")
    UNKNOWN = "unknown", _("Not known")


class Implementation(models.TextChoices):
    NOT_STARTED = "not_started", _("Not begun")
    PROCEDURES = "procedures", _("Land, environment and construction procedures under way")
    BUILDING = "building", pgettext_lazy("project", "Under construction")
    TRIAL = "trial", _("Trial operation")
    OPERATING = "operating", pgettext_lazy("project", "In operation")
    DELAYED = "delayed", _("Delayed")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")
    UNKNOWN = "unknown", _("Not known")


class LegalStatus(models.TextChoices):
    PRINCIPLE_PENDING = "principle_pending", _("Awaiting in-principle approval")
    PRINCIPLE_APPROVED = "principle_approved", _("In-principle approval granted")
    INVESTOR_APPROVED = "investor_approved", _("Investor approved")
    IRC_ISSUED = "irc_issued", _("Investment certificate issued")
    IRC_AMENDED = "irc_amended", _("Investment certificate amended")
    EXTENDED = "extended", _("Term extended")
    SUSPENDED = "suspended", _("Suspended")
    TERMINATED = "terminated", _("Terminated")
    REVOKED = "revoked", _("Revoked")
    UNKNOWN = "unknown", _("Not known")


class EventKind(models.TextChoices):
    PROPOSE = "propose", _("Project proposed")
    PRINCIPLE_DECISION = "principle_decision", _("In-principle decision")
    APPROVE_INVESTOR = "approve_investor", _("Investor approved")
    ISSUE_IRC = "issue_irc", _("Investment certificate issued")
    UPDATE_LOCATION = "update_location", _("Location updated after administrative rearrangement")
    AMEND = "amend", _("Amendment")
    REPORT = "report", _("Implementation report")
    EXTEND_TERM = "extend_term", _("Term extended")
    SUSPEND = "suspend", _("Suspension")
    TERMINATE = "terminate", _("Termination")
    REVOKE = "revoke", _("Revocation")
    CAPITAL_CONTRIBUTION = "capital_contribution", _("Capital contribution or share purchase")
    REISSUE = "reissue", _("Certificate reissued, corrected or exchanged")


# Events that change the legal status; the others leave it as it was.
STATUS_AFTER = {
    EventKind.PROPOSE: LegalStatus.PRINCIPLE_PENDING,
    EventKind.PRINCIPLE_DECISION: LegalStatus.PRINCIPLE_APPROVED,
    EventKind.APPROVE_INVESTOR: LegalStatus.INVESTOR_APPROVED,
    EventKind.ISSUE_IRC: LegalStatus.IRC_ISSUED,
    EventKind.AMEND: LegalStatus.IRC_AMENDED,
    EventKind.EXTEND_TERM: LegalStatus.EXTENDED,
    EventKind.SUSPEND: LegalStatus.SUSPENDED,
    EventKind.TERMINATE: LegalStatus.TERMINATED,
    EventKind.REVOKE: LegalStatus.REVOKED,
}

_LINE = (
    Pipeline.ENQUIRY,
    Pipeline.QUALIFIED,
    Pipeline.ASSIGNED,
    Pipeline.ACTIVE,
    Pipeline.DOSSIER,
    Pipeline.LICENSED,
)

PIPELINE = Lifecycle(
    moves={
        **{
            here: tuple(_LINE[at - 1 : at]) + tuple(_LINE[at + 1 : at + 2])
            for at, here in enumerate(_LINE)
            if here != Pipeline.LICENSED
        },
        Pipeline.ENQUIRY: (Pipeline.QUALIFIED,),
        Pipeline.UNKNOWN: from_unknown(Pipeline, Pipeline.UNKNOWN),
    },
    requires={Pipeline.LICENSED: ("certificate_number", "certificate_date")},
    backward=frozenset(zip(_LINE[1:-1], _LINE[:-2], strict=True)),
)

_WORKING = (Implementation.DELAYED, Implementation.PAUSED, Implementation.CLOSED)

IMPLEMENTATION = Lifecycle(
    moves={
        Implementation.NOT_STARTED: (Implementation.PROCEDURES, *_WORKING),
        Implementation.PROCEDURES: (Implementation.BUILDING, *_WORKING),
        Implementation.BUILDING: (Implementation.TRIAL, Implementation.OPERATING, *_WORKING),
        Implementation.TRIAL: (Implementation.OPERATING, *_WORKING),
        Implementation.OPERATING: (Implementation.PAUSED, Implementation.CLOSED),
        Implementation.DELAYED: (
            Implementation.PROCEDURES,
            Implementation.BUILDING,
            Implementation.TRIAL,
            Implementation.OPERATING,
            Implementation.CLOSED,
        ),
        Implementation.PAUSED: (
            Implementation.PROCEDURES,
            Implementation.BUILDING,
            Implementation.TRIAL,
            Implementation.OPERATING,
            Implementation.CLOSED,
        ),
        Implementation.UNKNOWN: from_unknown(Implementation, Implementation.UNKNOWN),
    },
    decided=frozenset({Implementation.CLOSED}),
)

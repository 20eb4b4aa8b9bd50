"""A project's axes: our pipeline and its outcome (internal), legal status (from dated events), implementation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Condition, Lifecycle, from_unknown


class Pipeline(models.TextChoices):
    ENQUIRY = "enquiry", _("Received")
    QUALIFIED = "qualified", _("Qualified")
    ASSIGNED = "assigned", _("Assigned to an officer")
    ACTIVE = "active", _("Being supported")
    DOSSIER = "dossier", _("File submitted")
    LICENSED = "licensed", _("Licensed")
    UNKNOWN = "unknown", _("Not known")


class Outcome(models.TextChoices):
    ONGOING = "ongoing", pgettext_lazy("outcome", "Going on")
    DELAYED = "delayed", pgettext_lazy("outcome", "Put off")
    DORMANT = "dormant", _("Dormant")
    LOST = "lost", _("Lost")
    ABANDONED = "abandoned", _("Abandoned")
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
    EXTEND_SCHEDULE = "extend_schedule", _("Schedule extended by decision")
    SUSPEND = "suspend", _("Suspension")
    TERMINATE = "terminate", _("Termination")
    REVOKE = "revoke", _("Revocation")
    CAPITAL_CONTRIBUTION = "capital_contribution", _("Capital contribution or share purchase")
    REISSUE = "reissue", _("Certificate reissued")
    CORRECT = "correct", _("Certificate corrected")
    EXCHANGE = "exchange", _("Certificate exchanged")
    LAND_SUBLEASE = "land_sublease", _("Land sub-lease contract")
    EIA_APPROVAL = "eia_approval", _("Environmental impact assessment approved")
    ENVIRONMENT_LICENCE = "environment_licence", _("Environmental licence")
    FIRE_APPROVAL = "fire_approval", _("Fire safety design approved")
    FIRE_ACCEPTANCE = "fire_acceptance", _("Fire safety accepted")
    BUILDING_PERMIT = "building_permit", _("Building permit")
    COMPLETION = "completion", _("Completed works accepted")
    START_OPERATION = "start_operation", _("Put into operation")
    DEPOSIT = "deposit", _("Security deposit")


class DecidedBy(models.TextChoices):
    NATIONAL_ASSEMBLY = "national_assembly", _("National Assembly")
    PRIME_MINISTER = "prime_minister", _("Prime Minister")
    MINISTRY = "ministry", _("Ministry")
    PROVINCE = "province", _("Provincial People's Committee")
    BOARD = "board", pgettext_lazy("deciding body", "Industrial zones authority")
    DEPARTMENT = "department", _("Provincial department")
    COMMUNE = "commune", _("Commune People's Committee")
    POLICE = "police", _("Fire police")
    COURT = "court", _("Court")
    OTHER = "other", pgettext_lazy("deciding body", "Another body")


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

# Legal statuses after which nothing is built or produced any more.
ENDED = (LegalStatus.TERMINATED, LegalStatus.REVOKED)
GONE = (Outcome.LOST, Outcome.ABANDONED)
# Events whose decision may set new days for the start and the finish of the works.
SCHEDULING = (EventKind.EXTEND_SCHEDULE, EventKind.AMEND)


def _is_licensed(project):
    return EventKind.ISSUE_IRC in {event.kind for event in project.events.all()}


CERTIFICATE_EVENT = Condition(_("the event “Investment certificate issued”"), _is_licensed, "events-group")
STILL_OURS = Condition(
    _("to be reopened, since its outcome is lost or abandoned"),
    lambda project: project.outcome not in GONE,
    "axis-outcome",
)
IN_FORCE = Condition(
    _("a legal status that is not terminated or revoked"),
    lambda project: project.legal_status not in ENDED,
    "events-group",
)
# The works on a zone's roads and networks stand on no parcel of their own.
HAS_LAND = Condition(
    _("at least one parcel the project stands on"),
    lambda project: project.kind != "secondary" or project.parcels.exists(),
    "id_parcels",
)

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
    requires={
        Pipeline.DOSSIER: ("investor",),
        Pipeline.LICENSED: ("investor", "certificate_number", "certificate_date"),
    },
    conditions=dict.fromkeys(_LINE, (STILL_OURS,)) | {Pipeline.LICENSED: (CERTIFICATE_EVENT, STILL_OURS)},
    backward=frozenset(zip(_LINE[1:-1], _LINE[:-2], strict=True)),
)

OUTCOME = Lifecycle(
    moves={
        **{
            state: tuple(other for other in Outcome.values if other not in (state, Outcome.UNKNOWN))
            for state in (Outcome.ONGOING, Outcome.DELAYED, Outcome.DORMANT)
        },
        # What was lost or given up comes back only by being reopened.
        **dict.fromkeys(GONE, (Outcome.ONGOING,)),
        Outcome.UNKNOWN: from_unknown(Outcome, Outcome.UNKNOWN),
    },
    requires={Outcome.LOST: ("lost_to",)},
    backward=frozenset((state, Outcome.ONGOING) for state in GONE),
    reasoned=frozenset({Outcome.DELAYED, Outcome.DORMANT, Outcome.LOST, Outcome.ABANDONED}),
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
    conditions={
        Implementation.PROCEDURES: (IN_FORCE,),
        **dict.fromkeys(
            (Implementation.BUILDING, Implementation.TRIAL, Implementation.OPERATING), (HAS_LAND, IN_FORCE)
        ),
    },
    decided=frozenset({Implementation.CLOSED}),
    reasoned=frozenset({Implementation.DELAYED, Implementation.PAUSED}),
)

"""The states of zones and parcels, in the words of the field, and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle, from_unknown


class Stage(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    IN_PLAN = "in_plan", _("In provincial plan")
    PLANNING = "planning", _("Plan being drawn up")
    PLAN_APPROVED = "plan_approved", _("Construction plan approved")
    PRINCIPLE_PENDING = "principle_pending", _("Awaiting in-principle approval")
    ESTABLISHED = "established", _("Established")
    CLEARING = "clearing", _("Land clearance")
    BUILDING = "building", _("Infrastructure under construction")
    OPERATING = "operating", _("In operation")
    ADJUSTING = "adjusting", _("Adjusting or expanding")
    REVOKED = "revoked", _("Revoked")
    UNKNOWN = "unknown", _("Not known")


class Commercial(models.TextChoices):
    NOT_FOR_LEASE = "not_for_lease", _("Not for lease")
    PLANNED = "planned", _("Planned")
    AVAILABLE = "available", _("Available")
    RESERVED = "reserved", _("Reserved")
    NEGOTIATING = "negotiating", _("Under negotiation")
    LEASED = "leased", _("Leased")
    RECOVERED = "recovered", _("Recovered")
    WITHDRAWN = "withdrawn", _("Leasing paused")
    UNKNOWN = "unknown", _("Not known")


# Both are one "on hold" to the public, so that no investor is exposed.
HELD = (Commercial.RESERVED, Commercial.NEGOTIATING)
ON_HOLD = "on_hold"


def public_states():
    """[(code, words)] of the leasing states as the public reads them, in the order of a parcel's life."""
    folded = (((ON_HOLD, _("On hold")) if state in HELD else (state.value, state.label)) for state in Commercial)
    return list(dict(folded).items())


class Readiness(models.TextChoices):
    UNCLEARED = "uncleared", _("Not yet cleared")
    CLEARED = "cleared", _("Cleared")
    LEVELLED = "levelled", _("Levelled")
    SERVICED = "serviced", _("Serviced to the boundary")
    UNKNOWN = "unknown", _("Not known")


class UseState(models.TextChoices):
    NOT_HANDED_OVER = "not_handed_over", _("Not handed over")
    IDLE = "idle", _("Handed over, not begun")
    BUILDING = "building", pgettext_lazy("parcel", "Under construction")
    OPERATING = "operating", pgettext_lazy("parcel", "In use")
    SUSPENDED = "suspended", _("Suspended")
    LATE = "late", _("Late in use")
    UNKNOWN = "unknown", _("Not known")


class LandTitle(models.TextChoices):
    NONE = "none", _("No certificate")
    DEVELOPER = "developer_cert", _("Certificate of the developer")
    SUBLESSEE = "sublessee_cert", _("Certificate of the sub-lessee")
    UNKNOWN = "unknown", _("Not known")


class DeveloperPayment(models.TextChoices):
    """How the developer pays the State for the land it lets: it bounds what a sub-lessee may do with a lease."""

    ANNUAL = "annual", _("Every year")
    ONEOFF = "oneoff", _("Once for the whole term")
    EXEMPT = "exempt", _("Exempt")
    UNKNOWN = "unknown", _("Not known")


COMMERCIAL = Lifecycle(
    moves={
        Commercial.PLANNED: (Commercial.AVAILABLE,),
        Commercial.AVAILABLE: (Commercial.RESERVED, Commercial.WITHDRAWN),
        Commercial.RESERVED: (Commercial.AVAILABLE, Commercial.NEGOTIATING),
        Commercial.NEGOTIATING: (Commercial.AVAILABLE, Commercial.LEASED),
        Commercial.LEASED: (Commercial.RECOVERED,),
        Commercial.RECOVERED: (Commercial.AVAILABLE,),
        Commercial.WITHDRAWN: (Commercial.AVAILABLE,),
        Commercial.UNKNOWN: from_unknown(Commercial, Commercial.UNKNOWN),
    },
    requires={Commercial.RESERVED: ("reserved_until",)},
    lasts_until={Commercial.RESERVED: "reserved_until"},
    decided=frozenset({Commercial.LEASED, Commercial.RECOVERED}),
    backward=frozenset(
        {
            (Commercial.RESERVED, Commercial.AVAILABLE),
            (Commercial.NEGOTIATING, Commercial.AVAILABLE),
            (Commercial.LEASED, Commercial.RECOVERED),
        }
    ),
)

READINESS = Lifecycle(
    moves={
        Readiness.UNCLEARED: (Readiness.CLEARED,),
        Readiness.CLEARED: (Readiness.LEVELLED, Readiness.SERVICED, Readiness.UNCLEARED),
        Readiness.LEVELLED: (Readiness.SERVICED, Readiness.CLEARED),
        Readiness.SERVICED: (Readiness.LEVELLED,),
        Readiness.UNKNOWN: from_unknown(Readiness, Readiness.UNKNOWN),
    },
    backward=frozenset(
        {
            (Readiness.CLEARED, Readiness.UNCLEARED),
            (Readiness.LEVELLED, Readiness.CLEARED),
            (Readiness.SERVICED, Readiness.LEVELLED),
        }
    ),
)

_IN_USE = (UseState.IDLE, UseState.BUILDING, UseState.OPERATING, UseState.SUSPENDED, UseState.LATE)

USE = Lifecycle(
    moves={
        UseState.NOT_HANDED_OVER: (UseState.IDLE,),
        # Land taken back waits for its next hand-over.
        UseState.IDLE: (UseState.BUILDING, UseState.LATE, UseState.NOT_HANDED_OVER),
        UseState.BUILDING: (UseState.OPERATING, UseState.LATE, UseState.SUSPENDED, UseState.NOT_HANDED_OVER),
        UseState.OPERATING: (UseState.SUSPENDED, UseState.NOT_HANDED_OVER),
        UseState.SUSPENDED: (UseState.OPERATING, UseState.BUILDING, UseState.NOT_HANDED_OVER),
        UseState.LATE: (UseState.BUILDING, UseState.OPERATING, UseState.NOT_HANDED_OVER),
        UseState.UNKNOWN: from_unknown(UseState, UseState.UNKNOWN),
    },
    backward=frozenset((state, UseState.NOT_HANDED_OVER) for state in _IN_USE),
)

TITLE = Lifecycle(
    moves={
        LandTitle.NONE: (LandTitle.DEVELOPER, LandTitle.SUBLESSEE),
        LandTitle.DEVELOPER: (LandTitle.SUBLESSEE, LandTitle.NONE),
        LandTitle.SUBLESSEE: (LandTitle.DEVELOPER, LandTitle.NONE),
        LandTitle.UNKNOWN: from_unknown(LandTitle, LandTitle.UNKNOWN),
    },
    decided=frozenset({LandTitle.DEVELOPER, LandTitle.SUBLESSEE}),
    backward=frozenset(
        {
            (LandTitle.DEVELOPER, LandTitle.NONE),
            (LandTitle.SUBLESSEE, LandTitle.NONE),
            (LandTitle.SUBLESSEE, LandTitle.DEVELOPER),
        }
    ),
)


def effective_commercial(state, reserved_until, day):
    """The leasing state a reader may rely on: a reservation that ended before `day` holds nobody's land any longer.

    `reserved_until` is the last day of the reservation (None: not recorded, so it holds). Negotiating keeps its hold.
    """
    if state == Commercial.RESERVED and reserved_until is not None and reserved_until < day:
        return Commercial.AVAILABLE
    return state


_ORDER = (
    Stage.PROPOSED,
    Stage.IN_PLAN,
    Stage.PLANNING,
    Stage.PLAN_APPROVED,
    Stage.PRINCIPLE_PENDING,
    Stage.ESTABLISHED,
    Stage.CLEARING,
    Stage.BUILDING,
    Stage.OPERATING,
)

STAGE = Lifecycle(
    moves={
        # A zone may skip steps the law does not ask of it, may always be revoked, and goes back only with a reason.
        **{stage: (*(other for other in _ORDER if other != stage), Stage.REVOKED) for stage in _ORDER},
        Stage.OPERATING: (Stage.ADJUSTING, Stage.REVOKED),
        Stage.ADJUSTING: (Stage.OPERATING, Stage.REVOKED),
        Stage.UNKNOWN: from_unknown(Stage, Stage.UNKNOWN),
    },
    decided=frozenset({Stage.PLAN_APPROVED, Stage.ESTABLISHED, Stage.ADJUSTING, Stage.REVOKED}),
    backward=frozenset((later, earlier) for at, later in enumerate(_ORDER[:-1]) for earlier in _ORDER[:at]),
)

# The five steps an investor reads on a zone's line of life, each covering several stages.
STAGE_LINE = (
    (_("Planning"), (Stage.PROPOSED, Stage.IN_PLAN, Stage.PLANNING)),
    (_("Plan approved"), (Stage.PLAN_APPROVED,)),
    (_("In-principle approval"), (Stage.PRINCIPLE_PENDING, Stage.ESTABLISHED)),
    (_("Land and infrastructure"), (Stage.CLEARING, Stage.BUILDING)),
    (pgettext_lazy("stage", "Operation"), (Stage.OPERATING, Stage.ADJUSTING)),
)

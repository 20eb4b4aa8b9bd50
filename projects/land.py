"""What a move of a project does to the parcels it stands on: what is proposed, and doing it in the same transaction."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from core import scope
from core.chain import Step
from core.labels import axis_label, state_label
from core.lifecycle import MoveRefused
from projects.lifecycle import Implementation, Pipeline
from zones.lifecycle import Commercial, UseState
from zones.models import Parcel

_LEASING, _USE = "commercial_status", "use_state"

# (axis of the project, its new state) → [(axis of the parcel, {its state now: the states it passes through})].
ALONG = {
    ("pipeline", Pipeline.LICENSED): [
        (
            _LEASING,
            {
                Commercial.RESERVED: (Commercial.NEGOTIATING, Commercial.LEASED),
                Commercial.NEGOTIATING: (Commercial.LEASED,),
            },
        ),
    ],
    ("implementation", Implementation.BUILDING): [
        (
            _USE,
            {
                UseState.NOT_HANDED_OVER: (UseState.IDLE, UseState.BUILDING),
                **dict.fromkeys(
                    (UseState.IDLE, UseState.LATE, UseState.SUSPENDED, UseState.UNKNOWN), (UseState.BUILDING,)
                ),
            },
        ),
    ],
    ("implementation", Implementation.OPERATING): [
        (
            _USE,
            {
                UseState.IDLE: (UseState.BUILDING, UseState.OPERATING),
                **dict.fromkeys(
                    (UseState.BUILDING, UseState.LATE, UseState.SUSPENDED, UseState.UNKNOWN), (UseState.OPERATING,)
                ),
            },
        ),
    ],
    ("implementation", Implementation.DELAYED): [
        (_USE, dict.fromkeys((UseState.IDLE, UseState.BUILDING, UseState.UNKNOWN), (UseState.LATE,))),
    ],
    ("implementation", Implementation.PAUSED): [
        (_USE, dict.fromkeys((UseState.BUILDING, UseState.OPERATING, UseState.UNKNOWN), (UseState.SUSPENDED,))),
    ],
    ("implementation", Implementation.CLOSED): [
        (_LEASING, {Commercial.LEASED: (Commercial.RECOVERED,)}),
        (
            _USE,
            dict.fromkeys(
                (UseState.IDLE, UseState.BUILDING, UseState.OPERATING, UseState.SUSPENDED, UseState.LATE),
                (UseState.NOT_HANDED_OVER,),
            ),
        ),
    ],
}


@dataclass(frozen=True)
class ParcelChange:
    """One change of a parcel that goes with a move of its project.

    is_shared: whether another project stands on the parcel too; is_guess: whether its state before is not known.
    """

    parcel: Parcel
    axis: str
    before: str
    through: tuple
    is_shared: bool

    @property
    def key(self):
        """What names it in a form; the state before is in it, so that a change made meanwhile is noticed."""
        return f"{self.parcel.pk}:{self.axis}:{self.before}"

    @property
    def is_advised(self):
        return not self.is_shared and self.before != "unknown"

    def __str__(self):
        words = {
            "parcel": self.parcel.label,
            "axis": axis_label(self.parcel, self.axis).lower(),
            "from": state_label(self.parcel, self.axis, self.before),
            "to": state_label(self.parcel, self.axis, self.through[-1]),
        }
        if self.is_shared:
            return _("%(parcel)s, %(axis)s: %(from)s → %(to)s (another project stands on it too)") % words
        return _("%(parcel)s, %(axis)s: %(from)s → %(to)s") % words


def changes_along(project, axis, target):
    """The ParcelChanges to propose with the move of `project` to `target`, by parcel; two queries at most."""
    rules = ALONG.get((axis, target))
    if not rules:
        return []
    parcels = project.parcels.filter(exists_to__isnull=True).select_related("zone").order_by("pk")
    shared = Parcel.projects.through.objects.filter(parcel__in=project.parcels.all()).values_list("parcel")
    several = {pk for (pk, count) in shared.annotate(of=Count("pk")).order_by() if count > 1}
    return [
        ParcelChange(parcel, name, getattr(parcel, name), paths[getattr(parcel, name)], parcel.pk in several)
        for parcel in parcels
        for name, paths in rules
        if getattr(parcel, name) in paths
    ]


def carry_out(changes, move, *, decision_number=""):
    """Make the chosen `changes` with the project's `move`: same day, person and reason. Call it in the transaction.

    `decision_number` is that of the parcels' own contract or decision; blank: that of the project's move. Raises
    MoveRefused, naming the parcel, when one of them is unlawful by now: then nothing may stand, the move neither.
    """
    number = decision_number or move.decision_number
    note = "; ".join(filter(None, (str(move.record), move.note)))
    # In the order of their keys, so that two moves that share parcels wait for each other and never cross.
    for change in sorted(changes, key=lambda one: (one.parcel.pk, one.axis)):
        row = Parcel._base_manager.select_for_update().select_related("zone").get(pk=change.parcel.pk)
        if said := scope.why_not(move.by, "zones", row):
            raise MoveRefused(f"{row.label}: {sentence}" for sentence in said)
        if getattr(row, change.axis) != change.before:
            raise MoveRefused([_("%(parcel)s has been changed meanwhile. Look again.") % {"parcel": row.label}])
        try:
            row.enter([Step(state, move.on, note, number) for state in change.through], axis=change.axis, by=move.by)
        except MoveRefused as refusal:
            raise MoveRefused(f"{row.label}: {sentence}" for sentence in refusal.sentences) from None

"""States that change only by a move, and the moves, which are kept for ever."""

from dataclasses import asdict

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.chain import Step, first_state, linked, state_on, with_steps
from core.labels import axis_label, state_label
from core.lifecycle import MoveRefused
from core.text import nfc


class Stateful(models.Model):
    """States that change only through `move_to`. `lifecycles` maps each axis (a field) to its table of moves."""

    lifecycles = {}
    # Whether the record's life is over, so that no further state follows.
    has_ended = False
    # Whether an administrator may set a state right against the table.
    may_be_corrected = False

    class Meta:
        abstract = True

    def move_to(self, target, *, axis, by, on=None, note="", decision_number="", file=None):
        """Enter `target` on `axis` from the day `on` (today): see `enter`. Returns the move."""
        day, key = on or timezone.localdate(), file and file.pk
        step = Step(target, day, nfc(note.strip()), nfc(decision_number.strip()), key)
        return self.enter([step], axis=axis, by=by)[0]

    def enter(self, steps, *, axis, by):
        """Enter `steps` (core.chain.Step) on `axis`, each where its day puts it among the moves so far; return moves.

        Locks the saved row, checks the table on both sides of each step, writes the append-only moves. What the state
        is now follows from the whole chain: a backdated step changes the past and leaves what came later standing.
        Raises core.lifecycle.MoveRefused with the reasons; then nothing has changed.
        """
        with transaction.atomic():
            row = type(self)._base_manager.select_for_update().get(pk=self.pk)
            before = row.moves_in_order(axis)
            self.lifecycles[axis].check_steps(row, axis, before, steps)
            chain = linked(with_steps(before, steps), first_state(before, getattr(row, axis)))
            state = chain[-1][1].to_state
            row.check_days(axis, [step.on for step in steps], state)
            setattr(row, axis, state)
            row.save()
            moves = [
                row.moves.create(axis=axis, from_state=origin, by=by, **_written(step))
                for origin, step in chain
                if isinstance(step, Step)
            ]
            for move in moves:
                row.moved(move)
        self.refresh_from_db()
        return moves

    def correct(self, target, *, axis, by, note, seen_state):
        """Bring `axis` to any `target` from today, against the table, since a mistake is put right. Returns the move.

        Only for an administrator, with a reason, and while the state is still `seen_state`. What the record itself
        must keep to still holds. Raises core.lifecycle.MoveRefused with the reasons; then nothing has changed.
        """
        step = Step(target, timezone.localdate(), nfc(note.strip()))
        with transaction.atomic():
            row = type(self)._base_manager.select_for_update(of=("self",)).get(pk=self.pk)
            origin = getattr(row, axis)
            if not (row.may_be_corrected and by.may("move_anywhere", row._meta.app_label)):
                raise MoveRefused([gettext("Only an administrator sets a state right.")])
            if origin not in (seen_state, target):
                raise MoveRefused([gettext("It was moved meanwhile. Go back and look again.")])
            self.lifecycles[axis].check_anywhere(row, axis, row.moves_in_order(axis), step)
            row.check_days(axis, [step.on], target)
            setattr(row, axis, target)
            row.check_whole()
            row.save()
            move = row.moves.create(axis=axis, from_state=origin, by=by, **_written(step))
        self.refresh_from_db()
        return move

    def check_whole(self):
        """Raise MoveRefused with what the record's own rules have against it; that its links exist is not asked."""
        try:
            self.clean_fields(exclude=[field.name for field in self._meta.concrete_fields if field.is_relation])
            self.clean()
        except ValidationError as error:
            raise MoveRefused(error.messages) from None

    def moves_in_order(self, axis):
        """The moves of `axis`, the earliest first; of one day, in the order of entry."""
        return list(self.moves.filter(axis=axis).order_by("on", "id"))

    def state_on(self, axis, day):
        """The state of `axis` on `day`, as it is known now; without moves the recorded one."""
        return state_on(self.moves_in_order(axis), day, getattr(self, axis))

    def told_moves(self, axes=None):
        """The moves of `axes` (all), the newest first, each told from the state that the chain says it led from.

        `from_state` is set on the instances only: the rows say what was known when they were entered.
        """
        found = list(self.moves.select_related("by").filter(axis__in=axes or self.lifecycles).order_by("on", "id"))
        by_axis = {}
        for move in found:
            move.record = self
            by_axis.setdefault(move.axis, []).append(move)
        for moves in by_axis.values():
            for origin, move in linked(moves, moves[0].from_state):
                move.from_state = origin
        return found[::-1]

    def check_days(self, axis, days, state):
        """Raise MoveRefused when nothing may change on one of `days`, or `state` may not be the last."""

    def notice_on(self, axis):
        """What officers should know beside the state of `axis`; nothing by default."""
        return ""

    def moved(self, move):
        """What else a move carries with it, in the same transaction; nothing by default."""


def _written(step):
    """The columns of a move that `step` fills."""
    return {name: value for name, value in asdict(step).items() if name != "file_id" or value is not None}


class AppendOnly(Exception):
    """A record of what happened is never changed or removed."""


class Move(models.Model):
    """One change of state, kept for ever. Concrete moves add `record`, related as `moves`."""

    axis = models.CharField(_("axis"), max_length=24)
    from_state = models.CharField(_("from"), max_length=24)
    to_state = models.CharField(_("to"), max_length=24)
    on = models.DateField(_("took effect on"))
    note = models.TextField(_("note or reason"), blank=True)
    decision_number = models.CharField(_("decision or contract number"), max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)

    class Meta:
        abstract = True
        ordering = ["-on", "-id"]

    def __str__(self):
        return f"{self.from_label} → {self.to_label}"

    def save(self, **kwargs):
        if not self._state.adding:
            raise AppendOnly(self)
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise AppendOnly(self)

    def label_of(self, state):
        return state_label(self.record, self.axis, state)

    @property
    def axis_label(self):
        return axis_label(self.record, self.axis)

    @property
    def from_label(self):
        return self.label_of(self.from_state)

    @property
    def to_label(self):
        return self.label_of(self.to_state)

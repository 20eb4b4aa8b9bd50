"""Lawful moves between states, and what each state requires: a table, checked in one place. Knows no database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from core.chain import Step, first_state, linked, with_steps
from core.refusals import Words


class MoveRefused(Exception):
    """A move the table does not allow; `sentences` say why, for the officer who tried it."""

    def __init__(self, sentences):
        self.sentences = list(sentences)
        super().__init__(" ".join(map(str, self.sentences)))


@dataclass(frozen=True)
class Condition:
    """What a state requires of a record beyond its own fields.

    words: what must be there, as a lazy text. is_met: record → bool. place: the id on its page where it is filled in.
    """

    words: object
    is_met: Callable
    place: str


@dataclass(frozen=True)
class Lifecycle:
    """One axis of states.

    moves: state → the states that may follow it; a state absent from the table has none.
    requires: state → the fields that must be filled before it is entered.
    conditions: state → the Conditions that must be met before it is entered.
    lasts_until: state → the field with its last day, which must not have passed when the state is entered.
    decided: states entered only with a decision or contract number.
    backward: (from, to) pairs that need a reason.
    reasoned: states entered only with a reason.
    """

    moves: Mapping[str, tuple]
    requires: Mapping[str, tuple] = field(default_factory=dict)
    conditions: Mapping[str, tuple] = field(default_factory=dict)
    lasts_until: Mapping[str, str] = field(default_factory=dict)
    decided: frozenset = frozenset()
    backward: frozenset = frozenset()
    reasoned: frozenset = frozenset()

    def next_states(self, state):
        return tuple(self.moves.get(state, ()))

    def missing_fields(self, obj, target):
        """Names of the fields of `obj` that `target` requires and that are empty, or name a day that has passed."""
        return [*self._empty(obj, target), *self._passed(obj, target)]

    def unmet(self, obj, target):
        """The Conditions of `target` that `obj` does not meet."""
        return [condition for condition in self.conditions.get(target, ()) if not condition.is_met(obj)]

    def needs_reason(self, origin, target):
        return target in self.reasoned or (origin, target) in self.backward

    def _empty(self, obj, target):
        return [name for name in self.requires.get(target, ()) if getattr(obj, name) in (None, "")]

    def _passed(self, obj, target):
        name = self.lasts_until.get(target)
        day = name and getattr(obj, name)
        return [name] if day and day < timezone.localdate() else []

    def check(self, obj, axis, target, *, note="", decision_number=""):
        """Raise MoveRefused with every reason why `obj` may not enter `target` on `axis` now."""
        step = Step(target, timezone.localdate(), note, decision_number)
        self.check_steps(obj, axis, (), [step])

    def check_anywhere(self, obj, axis, moves, step):
        """Raise MoveRefused unless `step` may be entered as a correction: to any state, today, with a reason.

        The table, the fields and the decision that the state requires are not asked for; what happened stays.
        """
        words = Words(obj, axis, moves)
        reasons = []
        if step.to_state not in dict(obj._meta.get_field(axis).flatchoices):
            reasons.append(_("Choose a state of this list."))
        elif step.to_state == getattr(obj, axis):
            reasons.append(words.stands_already(step))
        if not step.note.strip():
            reasons.append(_("Say why. The reason stays in the history."))
        if step.on != timezone.localdate():
            reasons.append(_("A correction holds from today."))
        if reasons:
            raise MoveRefused(reasons)

    def check_steps(self, obj, axis, moves, steps):
        """Raise MoveRefused with every reason why `steps` may not be entered among `moves`, the moves of `axis` so far.

        Each step stands where its day puts it. It must lawfully follow the state of that day, and what is recorded
        after it must lawfully follow it. The fields a state requires are asked for only where it is the present one.
        """
        words = Words(obj, axis, moves)
        start, last = first_state(moves, words.recorded), None
        chain = linked(with_steps(moves, steps), start)
        reasons = []
        for at, (origin, move) in enumerate(chain, start=1):
            if isinstance(move, Step):
                reasons += self._reasons(words, obj, origin, move, is_present=at == len(chain))
            elif isinstance(last, Step):
                reasons += self._after(words, last, move)
            last = move
        if reasons:
            raise MoveRefused(reasons)

    def _reasons(self, words, obj, origin, step, *, is_present):
        """Why `step` may not lead from `origin`, in sentences."""
        if step.on > timezone.localdate():
            return [_("This day is still to come. A state is entered when it has happened.")]
        if origin == step.to_state:
            return [words.stands_already(step)]
        if step.to_state not in self.next_states(origin):
            return [words.cannot_follow(origin, step)]
        reasons = []
        if is_present:
            reasons += [words.lacks(step.to_state, name) for name in self._empty(obj, step.to_state)]
            reasons += [words.has_passed(step.to_state, name) for name in self._passed(obj, step.to_state)]
            reasons += [words.does_not_meet(step.to_state, one) for one in self.unmet(obj, step.to_state)]
        if step.to_state in self.decided and not step.decision_number.strip():
            reasons.append(words.needs_decision(step.to_state))
        if self.needs_reason(origin, step.to_state) and not step.note.strip():
            goes_back = (origin, step.to_state) in self.backward
            reasons.append(words.needs_reason(origin if goes_back else None, step.to_state))
        return reasons

    def _after(self, words, step, move):
        """Why `move`, recorded already, may not come next after `step`."""
        if move.to_state == step.to_state:
            return [words.would_count_twice(step, move)]
        if move.to_state not in self.next_states(step.to_state):
            return [words.breaks_what_follows(step, move)]
        return []


def from_unknown(choices, unknown):
    """The moves out of *unknown*: to every other state, since the record says nothing that could forbid one."""
    return tuple(value for value in choices.values if value != unknown)

"""Lawful moves between states, and what each state requires: a table, checked in one place. Knows no database."""

from collections.abc import Mapping
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
class Lifecycle:
    """One axis of states.

    moves: state → the states that may follow it; a state absent from the table has none.
    requires: state → the fields that must be filled before it is entered.
    lasts_until: state → the field with its last day, which must not have passed when the state is entered.
    decided: states entered only with a decision or contract number.
    backward: (from, to) pairs that need a reason.
    """

    moves: Mapping[str, tuple]
    requires: Mapping[str, tuple] = field(default_factory=dict)
    lasts_until: Mapping[str, str] = field(default_factory=dict)
    decided: frozenset = frozenset()
    backward: frozenset = frozenset()

    def next_states(self, state):
        return tuple(self.moves.get(state, ()))

    def missing_fields(self, obj, target):
        """Names of the fields of `obj` that `target` requires and that are empty, or name a day that has passed."""
        return [*self._empty(obj, target), *self._passed(obj, target)]

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
        if step.to_state in self.decided and not step.decision_number.strip():
            reasons.append(words.needs_decision(step.to_state))
        if (origin, step.to_state) in self.backward and not step.note.strip():
            reasons.append(words.needs_reason(origin, step.to_state))
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

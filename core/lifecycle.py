"""Lawful moves between states, and what each state requires: a table, checked in one place. Knows no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _


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
    decided: states entered only with a decision or contract number.
    backward: (from, to) pairs that need a reason.
    """

    moves: Mapping[str, tuple]
    requires: Mapping[str, tuple] = field(default_factory=dict)
    decided: frozenset = frozenset()
    backward: frozenset = frozenset()

    def next_states(self, state):
        return tuple(self.moves.get(state, ()))

    def missing_fields(self, obj, target):
        """Names of the fields of `obj` that `target` requires and that are still empty."""
        return [name for name in self.requires.get(target, ()) if getattr(obj, name) in (None, "")]

    def check(self, obj, axis, target, *, note="", decision_number=""):
        """Raise MoveRefused with every reason why `obj` may not enter `target` on `axis` now."""
        meta, state = type(obj)._meta, getattr(obj, axis)
        label = dict(meta.get_field(axis).flatchoices)
        if state == target:
            raise MoveRefused([_("It already stands at “%(state)s”; nothing was changed.") % {"state": label[state]}])
        if target not in self.next_states(state):
            raise MoveRefused(
                [_("“%(to)s” cannot follow “%(from)s”.") % {"to": label.get(target, target), "from": label[state]}]
            )
        reasons = [
            _("“%(state)s” needs “%(field)s” to be filled in first.")
            % {"state": label[target], "field": meta.get_field(name).verbose_name}
            for name in self.missing_fields(obj, target)
        ]
        if target in self.decided and not decision_number.strip():
            reasons.append(_("“%(state)s” needs the number of the decision or contract.") % {"state": label[target]})
        if (state, target) in self.backward and not note.strip():
            reasons.append(
                _("Going back from “%(from)s” to “%(to)s” needs a reason.")
                % {"from": label[state], "to": label[target]}
            )
        if reasons:
            raise MoveRefused(reasons)


def from_unknown(choices, unknown):
    """The moves out of *unknown*: to every other state, since the record says nothing that could forbid one."""
    return tuple(value for value in choices.values if value != unknown)

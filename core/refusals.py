"""The sentences in which a move is refused: what stands in the way, since when, and what to do. Knows no database."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.chain import period_of, period_on
from core.labels import state_label


class Words:
    """Tells why something may not happen on `axis` of `obj`, whose recorded `moves` are in order of day and entry."""

    def __init__(self, obj, axis, moves):
        self.obj, self.axis, self.moves, self.recorded = obj, axis, moves, getattr(obj, axis)

    def label(self, state):
        return state_label(self.obj, self.axis, state)

    def field(self, name):
        return self.obj._meta.get_field(name).verbose_name

    def stands_already(self, step):
        words = {"state": self.label(step.to_state)}
        if not self.moves:
            return _("It already stands at “%(state)s”; nothing was changed.") % words
        words |= {"day": day_in_words(step.on), "period": period_on(self.moves, step.on, self.recorded)}
        return _("On %(day)s it already stood at “%(state)s” (%(period)s); nothing was changed.") % words

    def cannot_follow(self, origin, step):
        words = {"to": self.label(step.to_state), "from": self.label(origin)}
        if not self.moves:
            return _("“%(to)s” cannot follow “%(from)s”.") % words
        words["day"] = day_in_words(step.on)
        return _("On %(day)s it stood at “%(from)s”, which “%(to)s” cannot follow.") % words

    def would_count_twice(self, step, move):
        period = period_of(self.moves, move)
        words = {"state": self.label(move.to_state), "day": day_in_words(step.on), "period": period}
        return _("“%(state)s” is recorded already (%(period)s); from %(day)s as well it would count twice.") % words

    def breaks_what_follows(self, step, move):
        return _(
            "On %(day)s it went over to “%(to)s”, which cannot follow “%(from)s”. "
            "Under “Enter earlier changes” enter in one go what came between as well."
        ) % {
            "day": day_in_words(move.on),
            "to": self.label(move.to_state),
            "from": self.label(step.to_state),
        }

    def lacks(self, state, name):
        return _("“%(state)s” needs “%(field)s” to be filled in first.") % {
            "state": self.label(state),
            "field": self.field(name),
        }

    def has_passed(self, state, name):
        return _("“%(state)s” cannot be entered: the day in “%(field)s” has passed. Enter the new day first.") % {
            "state": self.label(state),
            "field": self.field(name),
        }

    def needs_decision(self, state):
        return _("“%(state)s” needs the number of the decision or contract.") % {"state": self.label(state)}

    def does_not_meet(self, state, condition):
        return _("“%(state)s” needs first: %(what)s.") % {"state": self.label(state), "what": condition.words}

    def needs_reason(self, origin, state):
        if origin is None:
            return _("“%(state)s” needs a reason.") % {"state": self.label(state)}
        return _("Going back from “%(from)s” to “%(to)s” needs a reason.") % {
            "from": self.label(origin),
            "to": self.label(state),
        }


def day_in_words(day):
    return date_format(day, "DATE_FORMAT")

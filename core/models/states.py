"""States that change only by a move, and the moves, which are kept for ever."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.text import nfc


class Stateful(models.Model):
    """States that change only through `move_to`. `lifecycles` maps each axis (a field) to its table of moves."""

    lifecycles = {}

    class Meta:
        abstract = True

    def move_to(self, target, *, axis, by, on=None, note="", decision_number=""):
        """Enter `target` on `axis`: lock the saved row, check the table, save, write the append-only move.

        Raises core.lifecycle.MoveRefused with the reasons; then nothing has changed.
        """
        with transaction.atomic():
            row = type(self)._base_manager.select_for_update().get(pk=self.pk)
            origin = getattr(row, axis)
            self.lifecycles[axis].check(row, axis, target, note=note, decision_number=decision_number)
            setattr(row, axis, target)
            row.save()
            move = row.moves.create(
                axis=axis,
                from_state=origin,
                to_state=target,
                by=by,
                on=on or timezone.localdate(),
                note=nfc(note.strip()),
                decision_number=nfc(decision_number.strip()),
            )
            row.moved(move)
        self.refresh_from_db()
        return move

    def moved(self, move):
        """What else a move carries with it, in the same transaction; nothing by default."""


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
        return dict(self.record._meta.get_field(self.axis).flatchoices).get(state, state)

    @property
    def from_label(self):
        return self.label_of(self.from_state)

    @property
    def to_label(self):
        return self.label_of(self.to_state)

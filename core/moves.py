"""Changing a state on the officers' side: what may come next, what it still needs, the form, and what has been."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from core.chain import Step, state_on
from core.changes import person
from core.corrections import CorrectionsAdmin
from core.earlier import EarlierMovesAdmin, of_an_axis, seen_key
from core.labels import axis_label, state_label
from core.lifecycle import MoveRefused
from core.models import DecidedMove, StoredFile
from core.uploads.forms import UploadField
from core.uploads.refusing import NotStored


@dataclass(frozen=True)
class NextState:
    """A lawful next state: where its form is, and (name, label, id on the page) of what it still misses."""

    label: str
    url: str
    missing: tuple


@dataclass(frozen=True)
class Axis:
    name: str
    label: str
    state: str
    since: object
    is_internal: bool
    next_states: tuple
    notice: str
    has_moves: bool
    earlier_url: str


def axes_of(record, moves, url_of, earlier_url_of):
    """One Axis a lifecycle of `record`; `moves` are its moves, the newest first; url_of(axis, state) is the form."""
    public = getattr(record, "public_axes", tuple(record.lifecycles))
    moved = {move.axis for move in moves}
    return [
        Axis(
            name=name,
            label=axis_label(record, name),
            state=state_label(record, name, getattr(record, name)),
            since=next((move.on for move in moves if move.axis == name), None),
            is_internal=name not in public,
            next_states=tuple(
                NextState(state_label(record, name, state), url_of(name, state), missing_for(record, name, state))
                for state in (() if record.has_ended else lifecycle.next_states(getattr(record, name)))
            ),
            notice=record.notice_on(name),
            has_moves=name in moved,
            earlier_url=earlier_url_of(record, name),
        )
        for name, lifecycle in record.lifecycles.items()
    ]


def missing_for(record, axis, state):
    lifecycle = record.lifecycles[axis]
    return (
        *(
            (name, capfirst(record._meta.get_field(name).verbose_name), f"id_{name}")
            for name in lifecycle.missing_fields(record, state)
        ),
        *(("", one.words, one.place) for one in lifecycle.unmet(record, state)),
    )


class MoveForm(forms.Form):
    """The day, the decision and the reason of one move from the state that was seen.

    A day before changes already recorded is asked for twice: first `later`, the changes that follow it, are told.
    """

    to = forms.CharField(widget=forms.HiddenInput)
    seen_state = forms.CharField(widget=forms.HiddenInput)
    told_later = forms.CharField(widget=forms.HiddenInput, required=False)
    on = forms.DateField(
        label=gettext_lazy("took effect on"),
        help_text=gettext_lazy("The day on the decision or contract, not the day of typing. Example: 15/03/2024."),
        widget=UnfoldAdminSingleDateWidget,
    )
    decision_number = forms.CharField(
        label=gettext_lazy("decision or contract number"),
        help_text=gettext_lazy("As printed on it, e.g. 1234/QD-UBND."),
        max_length=80,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    note = forms.CharField(
        label=gettext_lazy("note or reason"),
        help_text=gettext_lazy("Who reads the history later should understand why. Officers only."),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )

    def __init__(self, record, axis, target, data=None, files=None):
        state, lifecycle = getattr(record, axis), record.lifecycles[axis]
        self.record, self.axis, self.moves = record, axis, record.moves_in_order(axis)
        self.later, self.origin = (), state
        super().__init__(data, files, initial={"to": target, "seen_state": state, "on": timezone.localdate()})
        self._offer_file(target in lifecycle.decided)
        self.fields["decision_number"].required = target in lifecycle.decided
        self.fields["note"].required = lifecycle.needs_reason(state, target)
        for field in self.fields.values():
            field.label = capfirst(field.label)

    def _offer_file(self, is_decided):
        """Moves that can hold a file are offered one; it is advised, not asked for, where a decision is."""
        if not hasattr(self.record.moves.model, "file"):
            return
        field = UploadField(StoredFile.Kind.FILE, label=gettext_lazy("decision file"))
        if is_decided:
            advice = gettext_lazy("This state rests on a decision: put its file here if you have it. Officers only.")
            field.help_text = format_lazy("{advice} {limits}", advice=advice, limits=field.help_text)
        self.fields["upload"] = field

    def clean_on(self):
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. A state is entered when it has happened."))
        return self.cleaned_data["on"]

    def is_ready(self):
        """Whether it is valid, lawful, and what follows an earlier day has been told; if not, the form now says why."""
        if not self.is_valid():
            return False
        if self.cleaned_data["seen_state"] != self.origin:
            return True  # Somebody else has moved it: the move itself tells that, under the lock.
        return self._is_lawful() and self._has_told_later()

    def _is_lawful(self):
        asked = self.cleaned_data
        step = Step(asked["to"], asked["on"], asked["note"], asked["decision_number"])
        try:
            self.record.lifecycles[self.axis].check_steps(self.record, self.axis, self.moves, [step])
        except MoveRefused as refusal:
            return self.refuse(refusal)
        return True

    def refuse(self, refusal):
        """Tell the sentences of a MoveRefused above the form; False, since it then is not valid."""
        for sentence in refusal.sentences:
            self.add_error(None, sentence)
        return False

    def _has_told_later(self):
        day, told = self.cleaned_data["on"], self.cleaned_data["told_later"]
        self.later = [move for move in self.moves if move.on > day]
        self.origin = state_on(self.moves, day, self.origin)
        if seen_key(self.later) == told:
            return True
        self.data = self.data.copy()
        self.data["told_later"] = seen_key(self.later)
        return not self.later


class MovesAdmin(CorrectionsAdmin, EarlierMovesAdmin):
    """Adds to an admin of a Stateful model one panel an axis, the page that moves it, and the table of moves."""

    change_form_outer_before_template = "admin/moves/panels.html"
    change_form_outer_after_template = "admin/moves/history.html"
    move_form = MoveForm

    def has_move_permission(self, request, obj=None):
        return self.may(request, "move", obj)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_move"
        view = self.admin_site.admin_view(self.move_view)
        return [path("<path:object_id>/move/<slug:axis>/", view, name=name), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            # A refused form has already written what was typed into `obj`; the panels tell what is saved.
            saved = obj if request.method == "GET" else type(obj)._base_manager.get(pk=obj.pk)
            moves = DecidedMove.with_files(obj.told_moves())
            context |= {
                "moves": [(move, move.axis_label, person(move.by)) for move in moves],
                "axes": axes_of(saved, moves, lambda axis, state: self.move_url(obj, axis, state), self.earlier_url),
                "may_move": self.has_move_permission(request, saved),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def move_url(self, record, axis, state):
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_move"
        return f"{reverse(name, args=[record.pk, axis])}?to={state}"

    @of_an_axis
    def move_view(self, request, record, axis):
        target = request.POST.get("to") or request.GET.get("to", "")
        if request.method == "POST":
            form = self.move_form(record, axis, target, request.POST, request.FILES)
            if form.is_ready() and self.moved(request, record, axis, form):
                return HttpResponseRedirect(self.address_of(record))
            if request.FILES and "upload" in form.fields and not form.errors.get("upload"):
                form.add_error("upload", _("Choose the file again: a browser does not keep it."))
        else:
            form = self.move_form(record, axis, target)
            try:
                self.check_reachable(record, axis, target)
            except MoveRefused as refusal:
                messages.error(request, " ".join(refusal.sentences))
                return HttpResponseRedirect(self.address_of(record))
        return self.move_page(request, record, axis, target, form)

    def check_reachable(self, record, axis, target):
        """Refuse a state that no form could lead to; what a form can still give is not asked for here."""
        record.lifecycles[axis].check(record, axis, target, note="-", decision_number="-")

    def moved(self, request, record, axis, form):
        """Move `record` as the form says, or put the refusal into the form and return False."""
        asked = form.cleaned_data
        try:
            with transaction.atomic():
                now = type(record)._base_manager.select_for_update().get(pk=record.pk)
                if getattr(now, axis) not in (asked["seen_state"], asked["to"]):
                    raise MoveRefused([self.moved_meanwhile(now, axis)])
                move = record.move_to(
                    asked["to"],
                    axis=axis,
                    by=request.user,
                    on=asked["on"],
                    note=asked["note"],
                    decision_number=asked["decision_number"],
                    file=self._kept_file(request, record, form),
                )
                carried = self.carry(request, record, move, form)
        except MoveRefused as refusal:
            return form.refuse(refusal)
        except NotStored as refusal:
            form.add_error("upload", str(refusal))
            return False
        said = "; ".join([f"{axis_label(record, axis)}: {move}", *carried])
        self.log_change(request, record, said)
        messages.success(request, self.moved_words(record, axis, move, said))
        return True

    def _kept_file(self, request, record, form):
        """The StoredFile of what was sent with the move, or None; NotStored undoes the move as well."""
        sent = form.cleaned_data.get("upload")
        return sent and sent.keep(by=request.user, used_in=record.moves.model)

    def carry(self, request, record, move, form):
        """Do what goes with `move`, in its transaction; return sentences on it. MoveRefused undoes the move as well."""
        return []

    def moved_words(self, record, axis, move, said):
        state = getattr(record, axis)
        if state == move.to_state:
            return _("Moved. %(move)s") % {"move": said}
        return _("Entered for %(day)s. %(move)s. Today it still stands at “%(state)s”.") % {
            "day": date_format(move.on, "DATE_FORMAT"),
            "move": said,
            "state": state_label(record, axis, state),
        }

    def moved_meanwhile(self, record, axis):
        move = record.moves.filter(axis=axis).select_related("by").first()
        return _("Not moved: meanwhile %(who)s has moved it to “%(state)s”. Go back and look again.") % {
            "who": person(move.by if move else None),
            "state": state_label(record, axis, getattr(record, axis)),
        }

    def move_page(self, request, record, axis, target, form):
        context = {
            **self.admin_site.each_context(request),
            "title": axis_label(record, axis),
            "subtitle": str(record),
            "opts": self.opts,
            "original": record,
            "form": form,
            "from_label": state_label(record, axis, form.origin),
            "to_label": state_label(record, axis, target),
            "moves": DecidedMove.with_files(form.record.told_moves([axis])),
            "later": [(move, state_label(record, axis, move.to_state)) for move in form.later],
            "back": self.address_of(record),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/moves/move.html", context)

"""Entering, on the officers' side, changes of state that happened before those already recorded: all in one go."""

from functools import wraps

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.forms import formset_factory
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminSingleDateWidget, UnfoldAdminTextInputWidget

from core.chain import Step
from core.labels import axis_label
from core.lifecycle import MoveRefused
from core.text import nfc

# A whole lease that came and went: reserved, negotiated, leased, recovered, available again.
_ROWS = 5


class EarlierForm(forms.Form):
    """One change: its day, the state it led to, the decision, the reason."""

    on = forms.DateField(label=gettext_lazy("took effect on"), widget=UnfoldAdminSingleDateWidget)
    to = forms.ChoiceField(label=gettext_lazy("changed to"), widget=UnfoldAdminSelectWidget)
    decision_number = forms.CharField(
        label=gettext_lazy("decision or contract number"),
        max_length=80,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    note = forms.CharField(
        label=gettext_lazy("note or reason"), max_length=2000, required=False, widget=UnfoldAdminTextInputWidget
    )

    def __init__(self, *args, states, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "–"), *states]
        for field in self.fields.values():
            field.label = capfirst(field.label)

    def step(self):
        asked = self.cleaned_data
        return Step(asked["to"], asked["on"], nfc(asked["note"]), nfc(asked["decision_number"]))


EarlierForms = formset_factory(
    EarlierForm, extra=_ROWS - 1, min_num=1, validate_min=True, max_num=_ROWS, absolute_max=_ROWS
)


def seen_key(moves):
    """What names `moves` in a form, so that a change made meanwhile is noticed."""
    return "-".join(str(move.pk) for move in moves)


def of_an_axis(view):
    """Call `view(self, request, record, axis)` for a record there is, an axis it has, and whoever may move it."""

    @wraps(view)
    def checked(self, request, object_id, axis):
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if axis not in record.lifecycles:
            raise Http404(axis)
        if not self.has_move_permission(request, record):
            raise PermissionDenied
        return view(self, request, record, axis)

    return checked


class EarlierMovesAdmin:
    """Adds the page on which one or several earlier changes of an axis are entered, all or none."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_earlier"
        view = self.admin_site.admin_view(self.earlier_view)
        return [path("<path:object_id>/earlier/<slug:axis>/", view, name=name), *super().get_urls()]

    def earlier_url(self, record, axis):
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_earlier"
        return reverse(name, args=[record.pk, axis])

    @of_an_axis
    def earlier_view(self, request, record, axis):
        moves = record.told_moves([axis])
        states = record._meta.get_field(axis).flatchoices
        rows = EarlierForms(request.POST if request.method == "POST" else None, form_kwargs={"states": states})
        refusals = []
        if request.method == "POST" and rows.is_valid():
            refusals = self.refusals_of(request, record, axis, rows, moves)
            if not refusals:
                return HttpResponseRedirect(self.address_of(record))
        return self.earlier_page(request, record, axis, moves, rows, [*rows.non_form_errors(), *refusals])

    def refusals_of(self, request, record, axis, rows, moves):
        """Enter the rows and return no sentence, or return those that say why nothing was entered."""
        if request.POST.get("seen") != seen_key(moves):
            return [_("Not entered: the recorded changes are other ones than when you opened this page. Look again.")]
        steps = [form.step() for form in rows if form.has_changed()]
        try:
            entered = record.enter(steps, axis=axis, by=request.user)
        except MoveRefused as refusal:
            return refusal.sentences
        label = axis_label(record, axis)
        told = "; ".join(f"{date_format(move.on, 'DATE_FORMAT')} {move}" for move in entered)
        self.log_change(request, record, f"{label}: {told}")
        messages.success(request, _("Entered. %(moves)s") % {"moves": f"{label}: {told}"})
        return []

    def earlier_page(self, request, record, axis, moves, rows, refusals):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Enter earlier changes"),
            "subtitle": str(record),
            "opts": self.opts,
            "original": record,
            "axis_label": axis_label(record, axis),
            "moves": moves,
            "seen": seen_key(moves),
            "rows": rows,
            "refusals": refusals,
            "back": self.address_of(record),
            "media": self.media + rows.media,
        }
        return TemplateResponse(request, "admin/moves/earlier.html", context)

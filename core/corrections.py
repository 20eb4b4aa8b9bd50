"""Setting a state right against the table of moves: for administrators only, with a reason, on a page of its own."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from core.earlier import of_an_axis
from core.labels import axis_label, state_label
from core.lifecycle import MoveRefused


class CorrectionForm(forms.Form):
    """Any state of an axis and why, from the state that was seen."""

    seen_state = forms.CharField(widget=forms.HiddenInput)
    to = forms.ChoiceField(label=gettext_lazy("changed to"), widget=UnfoldAdminSelectWidget)
    note = forms.CharField(
        label=gettext_lazy("reason"),
        help_text=gettext_lazy("Who reads the history later should understand why. Officers only."),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )

    def __init__(self, record, axis, data=None):
        super().__init__(data, initial={"seen_state": getattr(record, axis)})
        self.fields["to"].choices = [("", "–"), *record._meta.get_field(axis).flatchoices]
        for field in self.fields.values():
            field.label = capfirst(field.label or "")


class CorrectionsAdmin:
    """Adds to an admin of a Stateful model the page that brings an axis to any state."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_correct"
        view = self.admin_site.admin_view(self.correct_view)
        return [path("<path:object_id>/correct/<slug:axis>/", view, name=name), *super().get_urls()]

    def may_correct(self, request):
        return self.model.may_be_corrected and self.may(request, "move_anywhere")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["may_correct"] = obj is not None and not obj.has_ended and self.may_correct(request)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @of_an_axis
    def correct_view(self, request, record, axis):
        if not self.may_correct(request):
            raise PermissionDenied
        form = CorrectionForm(record, axis, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and self._corrected(request, record, axis, form):
            return HttpResponseRedirect(self.address_of(record))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Set right: %(axis)s") % {"axis": axis_label(record, axis)},
            "subtitle": str(record),
            "opts": self.opts,
            "original": record,
            "form": form,
            "from_label": state_label(record, axis, getattr(record, axis)),
            "moves": record.told_moves([axis]),
            "back": self.address_of(record),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/moves/correct.html", context)

    def _corrected(self, request, record, axis, form):
        asked = form.cleaned_data
        try:
            move = record.correct(
                asked["to"], axis=axis, by=request.user, note=asked["note"], seen_state=asked["seen_state"]
            )
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return False
        said = _("Set right by an administrator. %(move)s") % {"move": f"{axis_label(record, axis)}: {move}"}
        self.log_change(request, record, said)
        messages.success(request, said)
        return True

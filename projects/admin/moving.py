"""Moving a project: its parcels move along in the same transaction, each shown beforehand with a tick of its own."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from core.moves import MoveForm, MovesAdmin
from projects.land import carry_out, changes_along
from projects.lifecycle import ENDED, Implementation


class ProjectMoveForm(MoveForm):
    """A move with the changes of parcels that go along; only offered where there are any."""

    along = forms.MultipleChoiceField(
        label=gettext_lazy("at the same time"),
        help_text=gettext_lazy("Take the tick away from what stays as it is. Either all of this happens or nothing."),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        error_messages={
            "invalid_choice": gettext_lazy("The parcels have been changed meanwhile. Look again at what goes along.")
        },
    )
    parcel_decision_number = forms.CharField(
        label=gettext_lazy("lease contract or decision for the parcels"),
        help_text=gettext_lazy("Blank: the same number as above."),
        max_length=80,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )

    def __init__(self, record, axis, target, data=None, files=None):
        super().__init__(record, axis, target, data, files)
        self.changes = changes_along(record, axis, target)
        if self.changes or (data and data.get("along")):
            self.fields["along"].choices = [(change.key, str(change)) for change in self.changes]
            self.initial["along"] = [change.key for change in self.changes if change.is_advised]
        else:
            del self.fields["along"], self.fields["parcel_decision_number"]
        event = record.status_event
        if target == Implementation.CLOSED and record.legal_status in ENDED:
            self.initial |= {"decision_number": event.number, "on": event.on, "note": str(event)}
        for field in self.fields.values():
            field.label = capfirst(field.label)

    def chosen(self):
        wanted = set(self.cleaned_data.get("along", ()))
        return [change for change in self.changes if change.key in wanted]


class ProjectMovesAdmin(MovesAdmin):
    move_form = ProjectMoveForm

    def carry(self, request, record, move, form):
        changes = form.chosen()
        carry_out(changes, move, decision_number=form.cleaned_data.get("parcel_decision_number", ""))
        return [_("at the same time %(change)s") % {"change": change} for change in changes]

"""The forms on which a parcel is split or parcels are merged: the decision, the parts, the whole."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from core.admin import PLAIN_HELP
from core.admin_addresses import names_rows
from core.forms import OfficeNumberField
from core.models import Source
from core.text import nfc
from zones.models import Parcel
from zones.reshaping.dividing import Typed
from zones.reshaping.reshape import Decision, Part

_MOST_PARTS = 40


class NamedForm(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(field.label)


def number_field():
    return forms.CharField(label=gettext_lazy("number in the plan"), max_length=36, widget=UnfoldAdminTextInputWidget)


def pasted_field(label, help_text="", rows=1, placeholder=""):
    attributes = {"rows": rows, "wrap": "off", "spellcheck": "false", "placeholder": placeholder}
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs=attributes),
    )


class PartForm(NamedForm):
    """One part of a parcel that is split."""

    code = number_field()
    area = OfficeNumberField(
        label=gettext_lazy("area by decision, m²"), min_value=0.01, max_digits=12, decimal_places=2, required=False
    )
    corners = pasted_field(gettext_lazy("coordinate table of this part"))

    def row(self):
        asked = self.cleaned_data
        return nfc(asked["code"]), asked["area"], asked["corners"].strip() and asked["corners"]


class DivisionForm(NamedForm):
    """How the outline is divided, when it is not by a table for each part; and the proposals accepted so far."""

    table = pasted_field(
        gettext_lazy("one table of all parts"),
        gettext_lazy("With a column for the number of the part. A column of areas is taken as the areas by decision."),
        6,
        "Số hiệu lô\tĐiểm\tX (m)\tY (m)\tDiện tích (m²)",
    )
    line = pasted_field(
        gettext_lazy("points of the cutting line"),
        gettext_lazy("Two points or more, one a line, from boundary to boundary: X (northing), then Y (easting)."),
        3,
        "X (m)\tY (m)",
    )
    fixes = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def typed(self, rows):
        asked = self.cleaned_data
        return Typed(tuple(rows), _unless_blank(asked["table"]), _unless_blank(asked["line"]), self.accepted())

    def accepted(self):
        return tuple(self.cleaned_data["fixes"].split())


def _unless_blank(text):
    return text if text.strip() else ""


class PartRows(BaseFormSet):
    def initial_form_count(self):
        # What was typed before "more rows" is shown again, not taken for rows that exist.
        return 0

    def rows(self):
        return [form.row() for form in self if form.has_changed()]

    def with_more_rows(self):
        """The same rows as typed, unchecked, and some more."""
        count = min(self.total_form_count() + 4, _MOST_PARTS)
        typed = [
            {name: self.data.get(f"{self.add_prefix(at)}-{name}", "") for name in PartForm.base_fields}
            for at in range(count)
        ]
        rows = type(self)(initial=typed)
        rows.extra = count
        return rows


PartForms = formset_factory(
    PartForm,
    formset=PartRows,
    extra=4,
    max_num=_MOST_PARTS,
    validate_max=True,
    absolute_max=_MOST_PARTS,
)


class DecisionForm(NamedForm):
    """The decision a split or merger rests on."""

    on = forms.DateField(
        label=gettext_lazy("in force from"),
        help_text=gettext_lazy("The day from which the new parcels stand in the plan. Example: 15/03/2024."),
        widget=UnfoldAdminSingleDateWidget,
    )
    number = forms.CharField(
        label=gettext_lazy("number of the decision"),
        help_text=gettext_lazy("As printed on it, e.g. 1234/QD-UBND."),
        max_length=80,
        widget=UnfoldAdminTextInputWidget,
    )
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=gettext_lazy("source"),
        help_text=PLAIN_HELP["source"],
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        help_text=gettext_lazy("Only when the areas before and after differ: why."),
        max_length=2000,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )

    def __init__(self, data=None, **kwargs):
        if data is not None and not names_rows(Source, data.get("source") or []):
            # A word that names no row would be handed to the database while the form is drawn again.
            data = data.copy()
            data["source"] = ""
        super().__init__(data, **kwargs)
        self.fields["source"].widget = AutocompleteSelect(Parcel._meta.get_field("source"), admin.site)
        self.fields["source"].widget.choices = self.fields["source"].choices

    def clean_on(self):
        if self.cleaned_data["on"] > timezone.localdate():
            raise ValidationError(_("This day is still to come. Enter it once it has begun."))
        return self.cleaned_data["on"]

    def decision(self, officer):
        asked = self.cleaned_data
        return Decision(asked["on"], nfc(asked["number"]), asked["source"], officer, nfc(asked["reason"]))


class WholeForm(DecisionForm):
    """The parcel that others are merged into, and the decision."""

    code = number_field()
    area = OfficeNumberField(
        label=gettext_lazy("area by decision, m²"),
        help_text=gettext_lazy("Blank: the sum of the parcels."),
        min_value=0.01,
        max_digits=12,
        decimal_places=2,
        required=False,
    )
    field_order = ("code", "area", "on", "number", "source", "reason")

    def part(self):
        return Part(nfc(self.cleaned_data["code"]), self.cleaned_data["area"])


class ChosenForm(NamedForm):
    """Which parcels of the zone are merged with the one at hand: one number a line."""

    others = forms.CharField(
        label=gettext_lazy("numbers of the other parcels"),
        help_text=gettext_lazy("Of the same zone, one a line, as printed in the plan."),
        max_length=4000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )

    def __init__(self, parcel, data):
        super().__init__(data)
        self.parcel = parcel

    def clean_others(self):
        codes = dict.fromkeys(filter(None, (nfc(line.strip()) for line in self.cleaned_data["others"].splitlines())))
        codes.pop(self.parcel.code, None)
        if not codes:
            raise ValidationError(_("Name at least one other parcel."))
        if len(codes) > _MOST_PARTS:
            raise ValidationError(_("At most %(most)s parcels are merged at once.") % {"most": _MOST_PARTS})
        found = {
            parcel.code: parcel
            for parcel in Parcel._base_manager.filter(zone=self.parcel.zone_id, code__in=codes).select_related("zone")
        }
        missing = [code for code in codes if code not in found]
        if missing:
            raise ValidationError(
                _("The zone has no parcel with this number: %(codes)s.") % {"codes": ", ".join(missing)}
            )
        return [found[code] for code in codes]

"""The forms by which a report is begun and by which officers write into its cells."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from core import partialdate
from core.forms import OfficeNumberField, VersionedForm
from core.models import EditConflict
from core.numbers import parse_number
from core.text import nfc
from reports.checking import moved_cells, place_of
from reports.figures import figure
from reports.library import forms as form_codes
from reports.library import template_for, templates
from reports.models import CellEntry, Report, ReportingPeriod
from reports.periods import read_period

_RATE_FIELDS = ("rate", "rate_on", "rate_source")


def _or_blank(value):
    """Nothing typed and nothing kept are the same; 0 is a number."""
    return "" if value is None else value


class FormNumberField(forms.DecimalField):
    """A number in the form's own style, 1,234.5, whatever the language of the page."""

    widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return super().to_python(parse_number(str(value), "en"))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else figure(value).replace(",", "")


class PeriodField(forms.CharField):
    """A quarter or a year as an office writes it: quý II/2026, Q2/2026, 2026."""

    widget = UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"})

    def to_python(self, value):
        value = super().to_python(value)
        try:
            return read_period(partialdate.read(value)) if value else None
        except ValueError:
            raise ValidationError(
                _("“%(value)s” is no reporting period. Examples: Q2/2026, 2026."),
                params={"value": value[:40]},
                code="period",
            ) from None

    def prepare_value(self, value):
        try:
            return partialdate.typed(value) if isinstance(value, str) else value
        except ValueError:
            return value


class BeginForm(VersionedForm):
    """Which form, for which period, at which rate."""

    form = forms.ChoiceField(label=pgettext_lazy("report", "form"), widget=UnfoldAdminSelectWidget)
    # Not the model's field: the period is made when the first report of it is begun.
    of_period = PeriodField(
        label=gettext_lazy("period"), help_text=gettext_lazy("A quarter or a year. Examples: Q2/2026, 2026.")
    )

    class Meta:
        model = Report
        fields = ("form", *_RATE_FIELDS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = {form: str(template.title) for (form, _version), template in templates().items()}
        self.fields["form"].choices = [(code, f"{code} – {named[code]}") for code in form_codes()]

    def clean(self):
        cleaned = super().clean()
        form, period = cleaned.get("form"), cleaned.get("of_period")
        if form and period:
            template = template_for(form, period)
            if template is None:
                self.add_error("of_period", _("Form %(form)s is not filed for this period.") % {"form": form})
            else:
                self.instance.template_version = template.version
                self._refuse_second(form, period)
        return cleaned

    def _refuse_second(self, form, period):
        if Report.objects.filter(form=form, period__code=period.code).exists():
            said = _("The report %(form)s for %(period)s has been begun already.")
            self.add_error("of_period", said % {"form": form, "period": period.label})
        try:
            ReportingPeriod.refuse_if_closed(period.code)
        except ValidationError as refusal:
            self.add_error("of_period", refusal)

    def save(self, commit=True):
        code = self.cleaned_data["of_period"].code
        self.instance.period = ReportingPeriod.objects.get_or_create(code=code)[0]
        return super().save(commit)


class EntriesForm(forms.Form):
    """The rate, each cell the form asks to be typed, and a word on each cell that moved too much.

    Fields are named after the addresses of their cells. `seen_version` is the version of the report that was read.
    """

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    rate = OfficeNumberField(
        label=gettext_lazy("VND for one US dollar"),
        required=False,
        min_value=1,
        max_digits=14,
        decimal_places=4,
        help_text=gettext_lazy("The State Bank’s rate when the report was begun. Example: 25123."),
    )
    rate_on = forms.DateField(label=gettext_lazy("day of the rate"), required=False, widget=UnfoldAdminSingleDateWidget)
    rate_source = forms.CharField(
        label=gettext_lazy("source of the rate"), required=False, max_length=200, widget=UnfoldAdminTextInputWidget
    )

    def __init__(self, report, data=None):
        self.report, form = report, report.from_record
        initial = {"seen_version": report.version} | {name: getattr(report, name) for name in _RATE_FIELDS}
        self.typed = [(place, *found) for place, *found in form.cells() if found[3].is_typed]
        self.moved = moved_cells(report, form)
        for kind, place in self.places():
            entry = report.kept_entries.get(place)
            initial[f"{kind}-{place}"] = getattr(entry, kind, None)
        super().__init__(data, initial=initial)
        for name in _RATE_FIELDS:
            self.fields[name].label = capfirst(self.fields[name].label)
        for place, table, row, item, cell in self.typed:
            self.fields[f"value-{place}"] = self._typed_field(table, row, item, cell)
        for jump in self.moved:
            self.fields[f"explanation-{jump.address}"] = self._explained_field(jump, form)

    def places(self):
        return [
            *(("value", place) for place, *_rest in self.typed),
            *(("explanation", jump.address) for jump in self.moved),
        ]

    def _typed_field(self, table, row, item, cell):
        help_text = _("Write it as on the form, e.g. 1234.5.")
        if cell.suggestion is not None:
            help_text = _("Suggested: %(number)s.") % {"number": figure(cell.suggestion)} + " " + help_text
        return FormNumberField(
            label=place_of(table, row, item),
            required=False,
            max_digits=20,
            decimal_places=5,
            help_text=help_text,
        )

    def _explained_field(self, jump, form):
        table, row, item, _cell = form.cell(jump.address)
        words = {"before": figure(jump.before), "after": figure(jump.after), "percent": figure(jump.percent)}
        said = (
            _("From %(before)s to %(after)s (%(percent)s %%). Why?")
            if jump.percent is not None
            else _("From %(before)s to %(after)s. Why?")
        )
        return forms.CharField(
            label=place_of(table, row, item),
            required=False,
            max_length=2000,
            help_text=said % words,
            widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        )

    def rate_fields(self):
        return [self[name] for name in _RATE_FIELDS]

    def typed_fields(self):
        return [self[f"value-{place}"] for place, *_rest in self.typed]

    def explained_fields(self):
        return [self[f"explanation-{jump.address}"] for jump in self.moved]

    def save(self, by):
        """Write what differs; return whether anything did. Raises EditConflict when somebody else wrote meanwhile."""
        with transaction.atomic():
            report = Report.objects.select_for_update().get(pk=self.report.pk)
            entries = {entry.address: entry for entry in report.entries.all()}
            changed = [
                (kind, place)
                for kind, place in self.places()
                if _or_blank(getattr(entries.get(place), kind, None)) != _or_blank(self._asked(kind, place))
            ]
            new_rate = {name: self.cleaned_data[name] for name in _RATE_FIELDS}
            has_new_rate = any(_or_blank(getattr(report, name)) != _or_blank(value) for name, value in new_rate.items())
            if not changed and not has_new_rate:
                return False
            if self.cleaned_data["seen_version"] != report.version or not report.is_open:
                raise EditConflict(report)
            for kind, place in changed:
                entry = entries.setdefault(place, CellEntry(report=report, address=place))
                setattr(entry, kind, self._asked(kind, place))
                entry.by = by
                entry.save()
            for name, value in new_rate.items():
                setattr(report, name, value)
            report.save()
        return True

    def _asked(self, kind, place):
        value = self.cleaned_data.get(f"{kind}-{place}")
        return nfc(value.strip()) if isinstance(value, str) else value

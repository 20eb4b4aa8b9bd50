"""What every form on the officers' side does: refuses to overwrite, keeps what was typed, writes text in one form."""

import re

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import CheckboxInput, HiddenInput, ModelChoiceField
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import UnfoldAdminTextInputWidget

from core import changes, partialdate, scope
from core.admin_addresses import names_rows
from core.fields import NumberField
from core.numbers import format_number, marks
from core.text import nfc, slugify

# Signs that pasting brings along, which no page shows and no XML may hold.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

# Django would name the limit with a decimal point: "0.01".
ABOVE_ZERO = gettext_lazy("Give a number above zero, or leave it blank when it is not known.")


class OfficeNumberField(NumberField):
    """A number in the officer's style. Shown without grouping: "12.345" typed back could mean two numbers."""

    widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {"min_value": ABOVE_ZERO}

    def prepare_value(self, value):
        if value is None or isinstance(value, str):
            return value
        return format_number(value).replace(marks()[1], "")

    def clean(self, value):
        # Some figures are rates of change, so a number below zero is no mistake here.
        return forms.DecimalField.clean(self, value)


class OfficePartialDateField(forms.CharField):
    """A date as far as it is known, typed as an office writes it: 16/04/2024, 04/2024, quý II/2024, 2024."""

    widget = UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"})

    def __init__(self, **kwargs):
        # The length is that of the stored form; what is typed may be longer.
        super().__init__(**{**kwargs, "max_length": None})

    def prepare_value(self, value):
        try:
            return partialdate.typed(value)
        except ValueError:
            return value

    def to_python(self, value):
        value = super().to_python(value)
        try:
            return partialdate.read(value) if value else ""
        except ValueError:
            raise ValidationError(
                _("“%(value)s” is not a date. Examples: 16/04/2024, 04/2024, Q2/2024, 2024."),
                params={"value": value},
                code="partial_date",
            ) from None

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class WordInput(UnfoldAdminTextInputWidget):
    """A line of text that offers the words already in use; `known` gives them as (word, what it means)."""

    def __init__(self, known, **kwargs):
        super().__init__(**kwargs)
        self.known = known

    def render(self, name, value, attrs=None, renderer=None):
        line = super().render(name, value, {**(attrs or {}), "list": f"{name}-known"}, renderer)
        options = format_html_join("", '<option value="{}">{}</option>', self.known())
        return format_html('{}<datalist id="{}-known">{}</datalist>', line, name, options)


def one_form(value):
    """Text composed, with plain line ends and without signs nobody sees, as it is stored; anything else as it is."""
    return _UNSEEN.sub(" ", nfc(value).replace("\r\n", "\n")) if isinstance(value, str) else value


class VersionedForm(forms.ModelForm):
    """Carries the version that was read. Somebody else's saving since then is told, never overwritten unseen."""

    seen_version = forms.IntegerField(required=False, widget=HiddenInput)
    # Set by the admin: the field that holds the record's address word, and what to make it of when it is left blank.
    address_field, address_words = None, None
    has_conflict = False
    # Set by the admin: who fills it in, and what the trial of a public record's change found against it.
    officer, refusals = None, ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen_version"] = self.instance.version
        elif self.address_field in self.fields:
            self.fields[self.address_field].required = False

    def full_clean(self):
        nonsense = self._drop_choices_that_are_none() if self.is_bound else ()
        super().full_clean()
        for name in nonsense:
            messages = self.fields[name].error_messages
            self.add_error(
                name, messages.get("invalid_pk_value", messages["invalid_choice"]) % {"pk": "?", "value": "?"}
            )

    def _drop_choices_that_are_none(self):
        """Names of the fields in which something was sent that can name no record: the database is not asked for it."""
        fields = {name: field for name, field in self.fields.items() if isinstance(field, ModelChoiceField)}
        nonsense = [
            name for name, field in fields.items() if not names_rows(field.queryset.model, self[name].data or [])
        ]
        self.data = self.data.copy() if nonsense else self.data
        for name in nonsense:
            self.data.pop(self.add_prefix(name), None)
        return nonsense

    @cached_property
    def changed_data(self):
        return [name for name in super().changed_data if not self._is_as(name, self.initial.get(name))]

    def clean(self):
        cleaned = {name: one_form(value) for name, value in (super().clean() or self.cleaned_data).items()}
        if self.address_field in self.fields and not self.instance.pk and not cleaned.get(self.address_field):
            cleaned[self.address_field] = self._free_address(cleaned)
        if self.instance.pk and cleaned.get("seen_version") != self.instance.version:
            self._tell_conflict(cleaned.get("seen_version") or 0)
        for sentence in self.refusals:
            self.add_error(None, sentence)
        self.cleaned_data = cleaned
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if self.officer is not None:
            # What was typed may have led the record into a zone that is somebody else's.
            said = scope.why_not(self.officer, self._meta.model._meta.app_label, self.instance)
            for sentence in said:
                self.add_error("zone" if "zone" in self.fields else None, sentence)

    def _update_errors(self, errors):
        """The model's rules name the plain column of a translated field; on the form stands the Vietnamese one."""
        if hasattr(errors, "error_dict"):
            placed = {}
            for name, said in errors.error_dict.items():
                shown = next((field for field in (name, f"{name}_vi") if field in self.fields), NON_FIELD_ERRORS)
                if shown == NON_FIELD_ERRORS or shown not in self.errors:  # one fault a field is enough
                    placed.setdefault(shown, []).extend(said)
            errors = ValidationError(placed)
        super()._update_errors(errors)

    def _is_as(self, name, value):
        """Whether what was typed into field `name` says the same as `value`."""
        typed, field = self[name].data, self.fields[name]
        if isinstance(typed, str) and isinstance(value, str) and one_form(typed).strip() == one_form(value).strip():
            return True
        return not field.has_changed(value, typed)

    def _free_address(self, cleaned):
        wanted = slugify(type(self).address_words(cleaned)) or self._meta.model._meta.model_name
        taken = set(
            self._meta.model._base_manager.filter(**{f"{self.address_field}__startswith": wanted}).values_list(
                self.address_field, flat=True
            )
        )
        free = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
        return wanted if wanted not in taken else next(word for word in free if word not in taken)

    def _tell_conflict(self, seen):
        """Say who changed what, keep what was typed, and carry the version now told: saving again is then possible."""
        self.has_conflict = True
        self.data = self.data.copy()
        read = changes.read_version(self.instance, seen)
        theirs = self._take_theirs(read) if read else ()
        self.data[self.add_prefix("seen_version")] = str(self.instance.version)
        lines = [str(edit) for edit in changes.edits_since(self.instance, seen)] if seen else []
        told = _("Not saved: somebody else changed this record after you opened it. What you typed is still here.")
        then = _("Read what changed. If your values are the right ones, save again.")
        if theirs:
            then = _("The new values of the fields you had not touched are now in the form. ") + then
        listed = format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in lines)))
        self.add_error(None, ValidationError(format_html("{}{}{}", told, listed, then), code="conflict"))

    def _take_theirs(self, read):
        """Fields she left as she read them show what the other officer saved: saving again must not undo that."""
        taken = []
        for column in self._meta.model._meta.concrete_fields:
            name, field = column.name, self.fields.get(column.name)
            if field is None or field.disabled or field.widget.is_hidden:
                continue
            if not self._is_as(name, getattr(read, column.attname)) or self._is_as(name, self.initial.get(name)):
                continue
            self._show(name, field, self.initial.get(name))
            taken.append(name)
        return taken

    def _show(self, name, field, value):
        key, prepared = self.add_prefix(name), field.prepare_value(value)
        shown = field.widget.format_value(prepared)
        if isinstance(field.widget, CheckboxInput):
            self.data.pop(key, None)
            if value:
                self.data[key] = "on"
        elif isinstance(shown, list | tuple):
            self.data.setlist(key, [str(item) for item in shown])
        else:
            self.data[key] = "" if shown is None else str(shown)


class VersionedRows(PaginationInlineFormSet):
    """Rows of an inline form: one marked for removal is checked too, though Django passes over its errors."""

    @cached_property
    def empty_form(self):
        """The row that a page copies for a new one. Django's own makes another each of the many times it is asked."""
        return super().empty_form

    def clean(self):
        super().clean()
        for form in self.initial_forms:
            if self._should_delete_form(form) and getattr(form, "has_conflict", False):
                raise ValidationError(
                    _("“%(row)s” was changed by somebody else after you opened it, so it was not removed. %(edits)s")
                    % {"row": form.instance, "edits": " ".join(map(str, form.non_field_errors()))}
                )

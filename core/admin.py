"""The base every admin builds on: folded search, two languages, sources, roles, history, and no overwriting unseen."""

from itertools import pairwise

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models
from django.db.models import Case, Value, When
from django.db.models.functions import StrIndex
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from core.admin_addresses import CheckedAddresses
from core.admin_deletion import CarefulDeletion
from core.admin_saved import AsSaved, is_published
from core.changes import changes_between, in_words
from core.disclosure import Publication, has_been_public
from core.fields import TypedJSONField
from core.forms import OfficeNumberField, OfficePartialDateField, VersionedForm
from core.freshness_admin import FreshnessAdmin
from core.models import EditConflict, Publishable, Reviewed, Sourced
from core.partialdate import PartialDateField
from core.proposals.admin import ProposingAdmin
from core.publication.admin import PublicationAdmin
from core.publication.bulk import BulkPublication
from core.text import fold

SOURCE_FIELDS = ("source", "as_of", "confidence", "other_sources")

# Help that is the same wherever the field stands; an admin adds its own.
PLAIN_HELP = {
    "slug": _("The last word of the public address, e.g. kcn-thanh-binh. Left blank, it is made from the name."),
    "key": _("A short unique word for this row, e.g. tb-thue-dat-2024. Left blank, it is made for you."),
    "source": _("Where this is stated. Type a few letters of the publisher, with or without diacritics."),
    "confidence": _("Plainly stated by an authority: high. From a single press report: low."),
    "other_sources": _("Further pages that say the same."),
    "order": _("Smaller numbers come first."),
}
ADDRESS_IS_FIXED = _("Fixed: others may already point to it.")

WIDGETS = {
    models.DecimalField: {"form_class": OfficeNumberField, "widget": OfficeNumberField.widget},
    PartialDateField: {"form_class": OfficePartialDateField, "widget": OfficePartialDateField.widget},
    # A few lines to begin with; the style lets them grow with the text.
    models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 3})},
    models.URLField: {"assume_scheme": "https"},
    models.JSONField: {"form_class": TypedJSONField, "widget": UnfoldAdminTextareaWidget(attrs={"rows": 3})},
}


def badge(field, choices, colours=None, description=None):
    """A list column that shows the state kept in `field` as a coloured word."""
    colours = colours or {}

    @display(description=description, ordering=field, label={value: colours.get(value, "") for value in choices.values})
    def shown(self, obj):
        return getattr(obj, field), getattr(obj, f"get_{field}_display")()

    return shown


PUBLICATION_COLOURS = {
    Publication.IN_REVIEW: "info",
    Publication.APPROVED: "info",
    Publication.SCHEDULED: "info",
    Publication.PUBLISHED: "success",
    Publication.EXPIRED: "warning",
    Publication.WITHDRAWN: "warning",
}


def plain(field):
    """A column or a read-only line with the value of `field` as officers write it: 8.700, 16/04/2024."""

    @admin.display(description=field.verbose_name, ordering=field.name)
    def shown(obj):
        value = getattr(obj, field.attname)
        return None if value in (None, "") else in_words(field, value)

    return shown


class FoldedSearch:
    """Typing with or without diacritics finds: the folded column is asked with the folded words."""

    def get_search_results(self, request, queryset, search_term):
        words = fold(search_term)
        found, may_repeat = super().get_search_results(request, queryset, words)
        if words and request.resolver_match.url_name == "autocomplete" and hasattr(self.model, "search_text"):
            # Choosing for a field: the record that holds the words as typed, and early, comes first.
            place = StrIndex("search_text", Value(words))
            first = Case(When(place__gt=0, then="place"), default=Value(1_000_000))
            found = found.alias(place=place).order_by(first, *(self.get_ordering(request) or self.opts.ordering))
        return found, may_repeat


class VersionedAdmin:
    """The page of a versioned record: two people never overwrite each other unseen."""

    form = VersionedForm
    change_form_before_template = "admin/seen_version.html"

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (EditConflict, IntegrityError):
            # Somebody saved between the check and the UPDATE. Nothing was written; asked again, the form can tell it.
            return super().changeform_view(request, object_id, form_url, extra_context)


class OfficeAdmin(
    ProposingAdmin,
    VersionedAdmin,
    CarefulDeletion,
    BulkPublication,
    PublicationAdmin,
    FreshnessAdmin,
    AsSaved,
    CheckedAddresses,
    FoldedSearch,
    ModelAdmin,
    SimpleHistoryAdmin,
):
    """A record of the office: who may do what follows User.may."""

    formfield_overrides = WIDGETS
    object_history_form_template = "admin/old_version.html"
    change_form_outer_before_template = "admin/publication/panel.html"
    list_filter_sheet = False
    list_per_page = 50
    # Beside what a search found, the number of all rows would be one more count of the whole table.
    show_full_result_count = False
    warn_unsaved_form = True
    # Labels above their fields, so that fields which belong together stand side by side.
    compressed_fields = False
    search_fields = ("search_text",)
    # Which field is the record's address word, and which fields it is made of when left blank.
    address_field = "slug"
    address_made_of = ("name_vi",)
    plain_help = {}
    # Whose permissions hold here, when not those of the model's own app.
    governed_by = None

    publication_badge = badge("publication", Publication, PUBLICATION_COLOURS, _("publication"))

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        # Django would show a number with all the places of its column, and a partial date as it is stored.
        for field in self.opts.concrete_fields:
            if isinstance(field, models.DecimalField | PartialDateField):
                setattr(self, f"{field.name}_in_words", plain(field))

    def may(self, request, action, obj=None):
        """Whether she who asks may do `action` here, and to `obj` if one is named."""
        return request.user.is_authenticated and request.user.may(action, self.governs, obj)

    @property
    def governs(self):
        return self.governed_by or self.opts.app_label

    def has_module_permission(self, request):
        return self.may(request, "view")

    def has_view_permission(self, request, obj=None):
        return self.may(request, "view")

    def has_add_permission(self, request):
        return self.may(request, "add")

    def has_change_permission(self, request, obj=None):
        return self.may(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self.may(request, "delete", obj) and not is_published(obj)

    def address_words(self, cleaned):
        return " ".join(
            str(getattr(cleaned.get(name), "code", cleaned.get(name)) or "") for name in self.address_made_of
        )

    def get_form(self, request, obj=None, change=False, **kwargs):
        # Who only reads needs no help with typing.
        words = {} if self.is_to_read(request, obj) else {**PLAIN_HELP, **self.plain_help}
        if words and self.address_field in self.get_readonly_fields(request, obj):
            words[self.address_field] = ADDRESS_IS_FIXED
        kwargs["help_texts"] = words | {f"{name}_{code}": text for name, text in words.items() for code in ("vi", "en")}
        if self.is_to_read(request, obj):
            # Some of its lines are columns in words, which no form has; what is typed to begin a record is none of it.
            kwargs |= {"fields": (), "form": VersionedForm}
        form = super().get_form(request, obj, change=change, **kwargs)
        form.address_field, form.address_words = self.address_field, self.address_words
        form.officer = request.user
        return form

    def get_readonly_fields(self, request, obj=None):
        if self.is_to_read(request, obj):
            return flatten_fieldsets(self.get_fieldsets(request, obj))
        fields = [*super().get_readonly_fields(request, obj)]
        if issubclass(self.model, Publishable):
            # It changes by its own buttons only.
            fields.append("publication")
            # An address once published keeps working, so it is fixed from then on.
            if obj and hasattr(obj, self.address_field) and has_been_public(obj):
                fields.append(self.address_field)
        return fields

    def get_view_on_site_url(self, obj=None):
        if obj is None or not hasattr(obj, "get_absolute_url"):
            return None
        return obj.get_absolute_url() if is_published(obj) else None

    def address_of(self, record, page="change", *further):
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[record.pk, *further])

    def save_model(self, request, obj, form, change):
        # A form nobody touched adds no row to the history. An accepted proposal does, if only for rows of its page.
        if not change or form.has_changed() or hasattr(request, "replayed"):
            super().save_model(request, obj, form, change)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if request.method not in ("GET", "HEAD"):
            # The page of an old version is only read; what is sent to it is meant for no record.
            raise PermissionDenied
        request.shows_the_past = True
        return super().history_form_view(request, object_id, version_id, extra_context)

    def is_to_read(self, request, obj):
        """Whether nothing may be typed: an old version is shown, or the reader may not change the record."""
        return obj is not None and (
            getattr(request, "shows_the_past", False) or not self.has_change_permission(request, obj)
        )

    def set_history_delta_changes(self, request, historical_records, foreign_keys_are_objs=True):
        rows = list(historical_records)
        for row in rows:
            row.history_change_reason = row.history_change_reason or "–"
        for newer, older in pairwise(rows):
            newer.history_delta_changes = [
                {"field": change.label, "old": change.before, "new": change.after}
                for change in changes_between(older, newer)
            ]


class RecordAdmin(OfficeAdmin, TranslationAdmin):
    """A record in two languages with its source: plain fields first, then one tab a language, then the source."""

    general_fields = ()
    further_fieldsets = ()
    autocomplete_fields = ("source", "other_sources")
    list_select_related = ("source",)

    def translated_names(self):
        """Names of the fields kept in both languages, in the order in which the model states them."""
        return [field.name for field in self.opts.concrete_fields if field.name in self.trans_opts.all_fields]

    def get_form(self, request, obj=None, change=False, **kwargs):
        # The tab says which language it is; "[vi]" beside every label would only be noise.
        kwargs["labels"] = {
            f"{name}_{code}": capfirst(self.opts.get_field(name).verbose_name)
            for name in self.translated_names()
            for code in ("vi", "en")
        }
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        names = self.translated_names()
        # The address word comes last: most officers never need it.
        shown = [name for name in self.general_fields if name != self.address_field]
        # On the page of a record that there is, the panel above tells it.
        if issubclass(self.model, Publishable) and getattr(request, "shows_the_past", False):
            shown.append("publication")
        if self.address_field in self.general_fields:
            shown.append(self.address_field)
        sets = [(None, {"fields": shown}), *self.further_fieldsets]
        sets.append(("Tiếng Việt", {"classes": ["tab"], "fields": [f"{name}_vi" for name in names]}))
        sets.append(("English", {"classes": ["tab"], "fields": [f"{name}_en" for name in names]}))
        if issubclass(self.model, Sourced):
            fields = (*SOURCE_FIELDS, "review_months") if issubclass(self.model, Reviewed) else SOURCE_FIELDS
            sets.append((_("Source"), {"classes": ["tab"], "fields": fields}))
        return self.to_read(sets) if self.is_to_read(request, obj) else sets

    def to_read(self, sets):
        """The field sets for somebody who only reads: numbers and partial dates in words."""
        return [
            (title, {**options, "fields": [self.words_of(name) for name in options["fields"]]})
            for title, options in sets
        ]

    def words_of(self, name):
        if isinstance(name, tuple):
            return tuple(map(self.words_of, name))
        return f"{name}_in_words" if hasattr(self, f"{name}_in_words") else name

"""Rows edited on the page of the record they belong to."""

from modeltranslation.admin import TranslationTabularInline
from unfold.admin import TabularInline

from core.admin import WIDGETS
from core.admin_saved import is_published
from core.changes import field_label
from core.forms import VersionedForm, VersionedRows
from core.proposals.keep import removal_waits


class RowInline(TabularInline):
    """Rows that belong to a record and are edited on its page, each carrying the version that was read."""

    form = VersionedForm
    formset = VersionedRows
    formfield_overrides = WIDGETS
    extra = 0

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        return [*fields, "seen_version"] if self.has_change_permission(request, obj) else fields

    def has_delete_permission(self, request, obj=None):
        # Of a published record nothing is removed at once; where changes wait, a removal is proposed as they are.
        if obj is not None and removal_waits(obj, self.model):
            return self.has_change_permission(request, obj)
        return not is_published(obj) and self.may_remove(request, obj)

    def may_remove(self, request, obj):
        """Whether she may take a row out of `obj`, which the public does not see."""
        return super().has_delete_permission(request, obj)


class PartInline(RowInline):
    """Rows without a life of their own: whoever may change the record may take one out. History keeps it."""

    def may_remove(self, request, obj):
        return self.has_change_permission(request, obj)


class TranslatedPartInline(PartInline, TranslationTabularInline):
    def get_formset(self, request, obj=None, **kwargs):
        kwargs["labels"] = {
            field.name: field_label(field) for field in self.opts.concrete_fields if hasattr(field, "translated_field")
        }
        return super().get_formset(request, obj, **kwargs)

"""What is typed into an address of the officers' side: a word that names no row leads to a page, never to a fault."""

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError
from django.http import Http404, HttpResponseRedirect

_LARGEST_KEY = 2**63 - 1


def is_key(model, word):
    """Whether `word` can be the primary key of a row of `model`."""
    try:
        return 0 <= model._meta.pk.to_python(word) <= _LARGEST_KEY
    except ValidationError:
        return False


def names_rows(model, value):
    """Whether `value`, a word or a list of them, can name rows of `model`."""
    return all(is_key(model, word) for word in (value if isinstance(value, list) else [value]))


class CheckedAddresses:
    """Reads what an address carries before Django or simple-history hands it to the database as a number."""

    def get_changeform_initial_data(self, request):
        # A link fills in a new record; what names no record there is passed over.
        linked = {field.name: field.related_model for field in self.opts.get_fields() if field.is_relation}
        given = super().get_changeform_initial_data(request)
        return {name: value for name, value in given.items() if name not in linked or names_rows(linked[name], value)}

    def changelist_view(self, request, extra_context=None):
        if not names_rows(self.model, request.POST.getlist(ACTION_CHECKBOX_NAME)):
            return HttpResponseRedirect(f"{request.path}?e=1")
        try:
            return super().changelist_view(request, extra_context)
        except (OverflowError, DataError):
            # A number beyond any key: the list as it is, with Django's word that the filter was not understood.
            return HttpResponseRedirect(f"{request.path}?e=1")

    def history_view(self, request, object_id, extra_context=None):
        if not is_key(self.model, unquote(object_id)):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        # simple-history saves what is posted here without asking for the right to change.
        if request.method != "GET":
            raise PermissionDenied
        versions = getattr(self.model, "history", None)
        if not (versions and is_key(self.model, unquote(object_id)) and is_key(versions.model, version_id)):
            raise Http404(version_id)
        return super().history_form_view(request, object_id, version_id, extra_context)

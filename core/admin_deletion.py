"""Deleting on the officers' side: what is published or referred to stays, and the page says why."""

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.admin_saved import is_published
from core.referrers import quiet_referrers


class CarefulDeletion:
    def get_actions(self, request):
        # Deleting many at once would pass over the sentence each refusal owes.
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def delete_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, object_id)
        if record and is_published(record) and self.may(request, "delete"):
            messages.error(request, _("A published record is not deleted. Withdraw it with the button on its page."))
            return HttpResponseRedirect(self.address_of(record))
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:
            messages.error(request, _("Not deleted: other records refer to it."))
            return HttpResponseRedirect(self.address_of(record))

    def get_deleted_objects(self, objs, request):
        objects, counts, lacking, protected = super().get_deleted_objects(objs, request)
        # The page lists what stands in the way; Django knows only of links that forbid a removal by themselves.
        protected = [*protected, *(told(row) for record in objs for row in quiet_referrers(record))]
        # What stands in the way is that others refer to it; Django would first complain of missing rights to those.
        return objects, counts, set() if protected else lacking, protected


def told(row):
    return f"{capfirst(row._meta.verbose_name)}: {row}"

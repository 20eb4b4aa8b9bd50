"""The officers' site: Unfold's, with the hole closed that its own search has."""

from django.contrib.admin.apps import AdminConfig
from django.core.paginator import InvalidPage
from unfold.sites import UnfoldAdminSite


class OfficeSite(UnfoldAdminSite):
    def search(self, request, extra_context=None):
        """Unfold's search; a page there is not, or no number at all, is the first page."""
        try:
            return super().search(request, extra_context)
        except (InvalidPage, ValueError):
            request.GET = request.GET.copy()
            request.GET["page"] = "1"
            return super().search(request, extra_context)


class OfficeConfig(AdminConfig):
    default_site = "kcn_portal.office.OfficeSite"

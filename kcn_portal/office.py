"""The officers' site: Unfold's, with the guide in it, and the hole closed that its own search has."""

from django.core.paginator import InvalidPage
from django.urls import path
from django.utils.functional import SimpleLazyObject
from unfold.sites import UnfoldAdminSite

from kcn_portal import freshness_page, guide_pages, history_page, publication_queue, search_page
from kcn_portal.signin.site import SigningInSite


class OfficeSite(SigningInSite, UnfoldAdminSite):
    def get_urls(self):
        picture = self.admin_view(guide_pages.guide_picture, cacheable=True)
        return [
            path("huong-dan/", self.admin_view(guide_pages.guide), name="guide"),
            path("huong-dan/img/<str:name>", picture, name="guide_picture"),
            path("trinh-duyet/", self.admin_view(publication_queue.queue), name="publication_queue"),
            path("can-kiem-tra-lai/", self.admin_view(freshness_page.queue), name="freshness"),
            path("can-kiem-tra-lai/da-kiem-tra/", self.admin_view(freshness_page.verified), name="freshness_verified"),
            path("tim/", self.admin_view(search_page.search), name="find"),
            path("lich-su/", self.admin_view(history_page.history), name="history"),
            path("lich-su/lich-su.csv", self.admin_view(history_page.history_csv), name="history_csv"),
            path("lich-su/lich-su.xlsx", self.admin_view(history_page.history_xlsx), name="history_xlsx"),
            *super().get_urls(),
        ]

    def each_context(self, request):
        context = super().each_context(request)
        if context["has_permission"]:
            context["help_url"] = guide_pages.help_url(request)
        return context

    def get_app_list(self, request, app_label=None):
        """Worked out only where it is shown: most pages show the menu alone, which has a list of its own."""
        return SimpleLazyObject(lambda: super(OfficeSite, self).get_app_list(request, app_label))

    def search(self, request, extra_context=None):
        """Unfold's search; a page there is not, or no number at all, is the first page."""
        try:
            return super().search(request, extra_context)
        except (InvalidPage, ValueError):
            request.GET = request.GET.copy()
            request.GET["page"] = "1"
            return super().search(request, extra_context)

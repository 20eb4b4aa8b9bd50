"""Submitting or approving several records of a list at once: each is judged by the rules of its own page."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.disclosure import Publication
from core.lifecycle import MoveRefused
from core.models import Publishable
from core.publication.moves import publish_to
from core.publication.table import deed_to

# Each takes a dozen questions to the database; more are done in several goes.
MOST = 200
_SEEN = re.compile(r"([0-9]{1,18})-([0-9]{1,9})")
_OFFERED = {
    Publication.IN_REVIEW: gettext_lazy("Submit the chosen for approval"),
    Publication.APPROVED: gettext_lazy("Approve the chosen"),
}


class BulkPublication:
    """Adds to the admin of a Publishable model the two actions of its list and the page behind them."""

    def get_urls(self):
        if not issubclass(self.model, Publishable):
            return super().get_urls()
        view = self.admin_site.admin_view(self.bulk_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_bulk"
        return [path("bulk-publication/<slug:target>/", view, name=name), *super().get_urls()]

    def get_actions(self, request):
        found = super().get_actions(request)
        if not issubclass(self.model, Publishable):
            return found
        for target, words in _OFFERED.items():
            if self.may(request, deed_to(target).right):
                name = f"bulk_{target}"
                found[name] = (_opens_page_of(target), name, words)
        return found

    def bulk_page(self, request, target, rows, refused=()):
        """Which records it would be, as they are now; after a try, those that were refused and why."""
        deed, rows = deed_to(target), list(rows[: MOST + 1])
        told = dict(refused)
        context = {
            **self.admin_site.each_context(request),
            "title": _OFFERED[target],
            "opts": self.opts,
            "deed": deed,
            "rows": [
                (row, self.address_of(row), row.publication in deed.origins, told.get(row.pk, ()))
                for row in rows[:MOST]
            ],
            "is_tried": bool(refused),
            "is_over": len(rows) > MOST,
            "most": MOST,
            "address": self._page_named("bulk", target),
            "back": self._page_named("changelist"),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/publication/bulk.html", context)

    def _told(self, row, deed, refused):
        return row, self.address_of(row), row.publication in deed.origins, refused.get(row.pk, ())

    def bulk_view(self, request, target):
        """Posted from the page: each record named, at the version that was seen. Nothing is done by looking."""
        if target not in _OFFERED:
            raise Http404(target)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.may(request, deed_to(target).right):
            raise PermissionDenied
        found = (_SEEN.fullmatch(word) for word in request.POST.getlist("chosen")[:MOST])
        seen = {int(one[1]): int(one[2]) for one in found if one}
        rows = self.get_queryset(request).filter(pk__in=seen).order_by("pk")
        refused = self._each(request, target, rows, seen)
        if refused:
            return self.bulk_page(request, target, rows.filter(pk__in=refused), refused)
        if not seen:
            messages.warning(request, _("Mark the records first, then choose what to do with them."))
        return HttpResponseRedirect(self._page_named("changelist"))

    def _page_named(self, page, *args):
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def _each(self, request, target, rows, seen):
        """{key: sentences} of those refused; the others are done, each in a transaction of its own."""
        refused, done = {}, 0
        for row in rows:
            before = row.get_publication_display()
            try:
                publish_to(row, target, by=request.user, seen=seen[row.pk])
            except MoveRefused as refusal:
                refused[row.pk] = refusal.sentences
            else:
                done += 1
                label = capfirst(row._meta.get_field("publication").verbose_name)
                self.log_change(request, row, f"{label}: {before} → {row.get_publication_display()}")
        if done:
            words = {"count": done, "state": Publication(target).label}
            said = ngettext("%(count)s record: %(state)s.", "%(count)s records: %(state)s.", done)
            messages.success(request, said % words)
        if refused:
            said = ngettext(
                "%(count)s record stays as it was: why stands beside it.",
                "%(count)s records stay as they were: why stands beside each.",
                len(refused),
            )
            messages.warning(request, said % {"count": len(refused)})
        return refused


def _opens_page_of(target):
    def opened(admin, request, queryset):
        return admin.bulk_page(request, target, queryset.order_by("pk"))

    return opened

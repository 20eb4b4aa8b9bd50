"""Publishing many parcels from the list or a survey: a page says what may be and why not, and one press does it."""

from collections import Counter

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.admin_addresses import is_key
from core.numbers import format_number
from core.publication.admin import tick_of, ticked
from zones.admin.seen import seen_versions, seen_words
from zones.models import Parcel, Survey
from zones.publishing import MOST, PublishRefused, judged, publish

_PER_PAGE = 200


def _warnings(judged):
    """[(name of the tick, sentence, of how many parcels), …], each warning once."""
    counted = Counter(warning for one in judged for warning in one.warnings)
    return [(tick_of(warning), warning.sentence, count) for warning, count in counted.items()]


class PublishAdmin:
    """Adds to the parcels' admin the action of the list and the page behind it."""

    def has_publish_permission(self, request):
        return self.may(request, "publish")

    def get_urls(self):
        view = self.admin_site.admin_view(self.publish_view)
        return [path("publish/", view, name="zones_parcel_publish"), *super().get_urls()]

    @admin.action(description=gettext_lazy("Publish the chosen parcels"), permissions=["publish"])
    def publish_chosen(self, request, queryset):
        return self._publish_page(request, queryset)

    def publish_view(self, request):
        """Looked at: the parcels a survey wrote, for all who read them. Posted: the parcels named, by who publishes."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        survey = self._survey_named(request.POST.get("survey") or request.GET.get("survey") or "")
        if request.method != "POST":
            if not self.has_view_permission(request):
                raise PermissionDenied
            if survey is None:
                messages.warning(request, _("Mark the parcels in this list first, then choose what to do with them."))
                return HttpResponseRedirect(self._list())
            return self._publish_page(request, Parcel.objects.filter(pk__in=survey.written_keys), survey=survey)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        # As many as the page offers; more were never shown.
        seen = dict(list(seen_versions(request.POST.get("seen", "")).items())[:MOST])
        chosen = Parcel.objects.filter(pk__in=seen)
        if "confirm" not in request.POST:
            return self._publish_page(request, chosen, survey=survey)
        try:
            public, blocked = publish(seen, by=request.user, warned=ticked(request.POST))
        except PublishRefused as refusal:
            return self._publish_page(request, chosen, survey=survey, refusals=refusal.sentences)
        return self._published(request, public, blocked, survey)

    def _survey_named(self, word):
        return Survey.objects.filter(pk=word).first() if is_key(Survey, word) else None

    def _list(self):
        return reverse(f"{self.admin_site.name}:zones_parcel_changelist")

    def _published(self, request, public, blocked, survey):
        if public:
            LogEntry.objects.log_actions(request.user.pk, public, CHANGE, _("Published from the list"))
            said = ngettext("%(count)s parcel is public now.", "%(count)s parcels are public now.", len(public))
            messages.success(request, said % {"count": format_number(len(public))})
        if blocked:
            said = ngettext(
                "%(count)s parcel could not be published and stays as it was.",
                "%(count)s parcels could not be published and stay as they were.",
                len(blocked),
            )
            messages.warning(request, said % {"count": format_number(len(blocked))})
        if not public and not blocked:
            messages.info(request, _("They were all published already. Nothing was changed."))
        own = f"{reverse(f'{self.admin_site.name}:zones_parcel_publish')}?survey={survey.pk}" if survey else ""
        return HttpResponseRedirect(own or self._list())

    def _publish_page(self, request, chosen, *, survey=None, refusals=()):
        # Drafts first, so that what is over the limit is reached once these are published.
        rows = chosen.select_related("zone").order_by("publication", "zone__order", "code", "pk")
        total = rows.count()
        found = judged(rows[:MOST], request.user)
        waiting = [one for one in found if not one.is_published]
        found.sort(key=lambda one: (one.is_published, not one.reasons))
        number = request.POST.get("page") or 1
        context = {
            **self.admin_site.each_context(request),
            "title": _("Publish parcels"),
            "opts": self.opts,
            "survey": survey,
            "refusals": refusals,
            "found": Paginator(found, _PER_PAGE).get_page(number),
            "ready": sum(one.is_ready for one in waiting),
            "blocked": sum(bool(one.reasons) for one in waiting),
            "warnings": _warnings(one for one in waiting if one.is_ready),
            "already": len(found) - len(waiting),
            "beyond": total - len(found),
            "seen": seen_words(one.parcel for one in waiting),
            "address": reverse(f"{self.admin_site.name}:zones_parcel_publish"),
            "back": self._list(),
            "may_publish": self.has_publish_permission(request),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/parcels/publish.html", context)

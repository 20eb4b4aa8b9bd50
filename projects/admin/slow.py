"""Slow projects on the officers' side: the list, what a project's own page says of it, and the draft of a notice."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminSelectWidget

from core.models import Board
from core.paging import page_of
from projects.lateness import Slow, behind
from projects.models import LandUseLimit
from projects.notice import draft_notice
from projects.slow import slow_projects
from zones.models import Zone

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class SlowFilter(forms.Form):
    """In which way the projects are slow, and of which zone; nonsense narrows nothing."""

    how = forms.ChoiceField(
        label=gettext_lazy("In which way"),
        choices=[("", gettext_lazy("Late in any way")), *Slow.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    zone = forms.ModelChoiceField(
        label=gettext_lazy("Industrial zone"),
        queryset=Zone.objects.order_by("order", "slug"),
        to_field_name="slug",
        empty_label=gettext_lazy("All zones"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )

    def rows(self, today):
        self.is_valid()
        asked = self.cleaned_data
        rows = slow_projects(asked.get("how") or None, today)
        return rows.filter(zone=asked["zone"]) if asked.get("zone") else rows


def in_words(one):
    """What a Behind says in a line of a list."""
    due = date_format(one.due, "DATE_FORMAT") if one.due else ""
    if one.how == Slow.RECORDED:
        return str(one.how.label)
    if one.how == Slow.EXTENDED:
        words = {"how": one.how.label, "due": due, "decision": one.decision}
        return _("%(how)s to %(due)s (%(decision)s)") % words
    words = {"how": one.how.label, "due": due, "days": one.days}
    return ngettext("%(how)s: %(due)s, %(days)s day ago", "%(how)s: %(due)s, %(days)s days ago", one.days) % words


class SlowProjectsAdmin:
    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("slow/", view(self.slow_view), name="projects_project_slow"),
            path("<path:object_id>/notice/", view(self.notice_view), name="projects_project_notice"),
            *super().get_urls(),
        ]

    def slow_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        form, limit = SlowFilter(request.GET), LandUseLimit.on(today)
        page, query = page_of(request, form.rows(today))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Slow projects"),
            "form": form,
            "limit": limit,
            "page_obj": page,
            "query": query,
            "today": today,
            "may_draft": self.has_change_permission(request),
            "rows": [self._line(project, today, limit) for project in page],
        }
        return TemplateResponse(request, "admin/projects/slow.html", context)

    def _line(self, project, today, limit):
        ways = behind(project, today, limit and limit.months)
        return {
            "project": project,
            "url": self.address_of(project),
            "notice_url": self.notice_url(project),
            "ways": [in_words(one) for one in ways],
            "has_proof": any(one.is_late and one.due for one in ways),
        }

    def notice_url(self, project):
        return reverse(f"{self.admin_site.name}:projects_project_notice", args=[project.pk])

    def notice_view(self, request, object_id):
        """The draft as a file. Nothing is sent; that it was prepared stands in the project's log."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        project = self.get_object(request, unquote(object_id))
        if project is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, project):
            raise PermissionDenied
        today = timezone.localdate()
        paper = draft_notice(project, Board.objects.first(), today, LandUseLimit.on(today))
        if paper is None:
            messages.error(request, _("No committed day of this project has passed, so there is nothing to notify."))
            return HttpResponseRedirect(self.address_of(project))
        self.log_change(request, project, _("Draft of a notice on delay prepared; not sent by the portal."))
        name = f"du-thao-thong-bao-{project.slug}-{today:%Y-%m-%d}.docx"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(paper, content_type=DOCX, headers=disposition)

    def how_late(self, obj):
        """What the promised days say today; a read-only line of the project's page."""
        if not obj.pk:
            return "–"
        today = timezone.localdate()
        limit = LandUseLimit.on(today)
        ways = behind(obj, today, limit and limit.months)
        if not ways:
            return _("No committed day has passed.")
        return format_html_join("", "<p>{}</p>", ((in_words(one),) for one in ways))

    how_late.short_description = gettext_lazy("behind what was promised")

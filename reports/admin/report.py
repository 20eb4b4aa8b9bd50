"""The reports on the officers' side: the board of deadlines, one report with its cells, what is behind a cell."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from core import partialdate
from core.admin import OfficeAdmin, badge
from core.admin_addresses import is_key
from core.changes import person
from core.lifecycle import MoveRefused
from core.models import EditConflict
from core.text import slugify
from reports.admin.behind import paged
from reports.admin.forms import BeginForm, EntriesForm
from reports.admin.page import page_of, steps_of
from reports.admin.periods import ForwardMovesAdmin
from reports.checking import place_of
from reports.deadlines import due
from reports.figures import figure
from reports.form import address
from reports.lifecycle import State
from reports.measures import MEASURES
from reports.models import Report
from reports.paper import as_document
from reports.printing import printed
from reports.sheet import as_workbook
from zones.models import ExchangeRate

STATE_COLOURS = {State.IN_REVIEW: "warning", State.RECEIVED: "success", State.RETURNED: "danger"}
FILES = {
    "xlsx": (as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": (as_document, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


@admin.register(Report)
class ReportAdmin(ForwardMovesAdmin, OfficeAdmin):
    form = BeginForm
    address_field = None
    add_form_template = "admin/reports/begin.html"
    list_before_template = "admin/reports/to_board.html"
    search_fields = ("form", "period__code")
    list_display = ("form", "period_label", "state_badge", "begun", "begun_at")
    list_display_links = ("form", "period_label")
    list_select_related = ("period", "begun_by")
    list_filter = ("form", "state", "period")
    fieldsets = (
        (None, {"fields": (("form", "of_period"),)}),
        (gettext_lazy("Exchange rate"), {"fields": (("rate", "rate_on"), "rate_source")}),
    )

    def get_fieldsets(self, request, obj=None):
        (title, _begun), *further = super().get_fieldsets(request, obj)
        return [(title, {"fields": (("form", "of_period" if obj is None else "period"),)}), *further]

    state_badge = badge("state", State, STATE_COLOURS, gettext_lazy("report state"))

    @display(description=gettext_lazy("period"), ordering="period__code")
    def period_label(self, obj):
        return obj.period.period.label

    @admin.display(description=gettext_lazy("begun by"), ordering="begun_by")
    def begun(self, obj):
        return person(obj.begun_by)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        name, wrap = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        return [
            path("board/", wrap(self.board_view), name=f"{name}_board"),
            path("<path:object_id>/entries/", wrap(self.entries_view), name=f"{name}_entries"),
            path("<path:object_id>/report.<slug:kind>", wrap(self.file_view), name=f"{name}_file"),
            path(
                "<path:object_id>/cell/<slug:table>/<slug:row>/<slug:item>/",
                wrap(self.cell_view),
                name=f"{name}_cell",
            ),
            *super().get_urls(),
        ]

    # Beginning one

    def get_changeform_initial_data(self, request):
        asked = super().get_changeform_initial_data(request)
        period = asked.pop("of_period", "")
        initial = asked | {"of_period": period if _is_date(period) else ""}
        rate = ExchangeRate.objects.published().filter(on__lte=timezone.localdate()).select_related("source").first()
        if rate is not None:
            initial |= {"rate": rate.vnd, "rate_on": rate.on, "rate_source": str(rate.source)}
        return initial

    def save_model(self, request, obj, form, change):
        obj.begun_by = request.user
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(request, _("Begun. What the record holds is filled in already."))
        return HttpResponseRedirect(self.address_of(obj))

    # The board

    def board_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Deadlines of reports"),
            "rows": due(),
            "may_begin": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/reports/board.html", context)

    # One report

    def _asked(self, request, object_id):
        """The report, or 404; 403 for whoever may not read reports."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = unquote(object_id)
        report = (
            Report.objects.select_related("period", "begun_by").filter(pk=key).first() if is_key(Report, key) else None
        )
        if report is None or report.template is None:
            raise Http404(object_id)
        return report

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The page of a report: looking changes nothing, and nothing is posted here."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        return self._page(request, self._asked(request, object_id))

    def cells_url(self, report):
        """What the address of a cell's page begins with."""
        return self.address_of(report).removesuffix("change/") + "cell/"

    def _page(self, request, report, entries=None):
        may_write = self.has_change_permission(request) and report.is_open
        if may_write and entries is None:
            entries = EntriesForm(report)
        moves = report.told_moves()
        context = {
            **self._about(request, report),
            "title": _("Form %(form)s") % {"form": report.form},
            "subtitle": str(report.period),
            "state_label": report.get_state_display(),
            "begun_by": person(report.begun_by),
            "steps": [
                (label, self.move_url(report, "state", state)) for state, label in steps_of(report, request.user)
            ],
            "may_export": self.may(request, "export"),
            "entries": entries if may_write else None,
            "axes": True,
            "moves": [(move, report._meta.get_field("state").verbose_name, person(move.by)) for move in moves],
            **page_of(report, may_write),
            "media": self.media + (entries.media if entries else self.media),
        }
        return TemplateResponse(request, "admin/reports/report.html", context)

    def _about(self, request, report):
        """What every page of a report needs."""
        return {
            **self.admin_site.each_context(request),
            "subtitle": str(report),
            "opts": self.opts,
            "original": report,
            "report": report,
            "cells_url": self.cells_url(report),
        }

    def entries_view(self, request, object_id):
        """Keep what was typed into the report; only posted, and refused once the report is submitted."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        report = self._asked(request, object_id)
        if not self.has_change_permission(request):
            raise PermissionDenied
        if not report.is_open:
            messages.error(request, _("Nothing was saved: the report has been submitted or its period is closed."))
            return HttpResponseRedirect(self.address_of(report))
        entries = EntriesForm(report, request.POST)
        if entries.is_valid():
            try:
                has_changed = entries.save(request.user)
            except EditConflict:
                return self._conflict(request, report)
            messages.success(request, _("Saved.") if has_changed else _("Nothing was different, so nothing was saved."))
            if has_changed:
                self.log_change(request, report, _("What is typed into the report"))
            return HttpResponseRedirect(self.address_of(report))
        return self._page(request, report, entries)

    def _conflict(self, request, report):
        """What was typed stays in the form, beside the report as it is now; saving again is then possible."""
        now = self._asked(request, str(report.pk))
        if not now.is_open:
            messages.error(request, _("Nothing was saved: the report has been submitted or its period is closed."))
            return HttpResponseRedirect(self.address_of(now))
        data = request.POST.copy()
        data["seen_version"] = str(now.version)
        entries = EntriesForm(now, data)
        entries.add_error(
            None,
            _(
                "Not saved: somebody else changed this report after you opened it. What you typed is still here; "
                "read the report again, then save once more."
            ),
        )
        return self._page(request, now, entries)

    def move_view(self, request, object_id, axis):
        # A step somebody may not make is refused before its form is shown.
        report = self._asked(request, object_id)
        target = request.POST.get("to") or request.GET.get("to", "")
        if axis == "state" and self.has_move_permission(request) and request.method == "GET":
            try:
                report.check_actor({target}, request.user)
                report.check_days(axis, [timezone.localdate()], target)
            except MoveRefused as refusal:
                for sentence in refusal.sentences:
                    messages.error(request, sentence)
                return HttpResponseRedirect(self.address_of(report))
        return super().move_view(request, object_id, axis)

    def file_view(self, request, object_id, kind):
        """The report as a file, as it was submitted or as a draft."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        report = self._asked(request, object_id)
        if not self.may(request, "export"):
            raise PermissionDenied
        if kind not in FILES:
            raise Http404(kind)
        make, content_type = FILES[kind]
        name = slugify(f"bieu {report.form} {report.period.code}")
        return HttpResponse(
            make(printed(report)),
            content_type=content_type,
            headers={
                "Content-Disposition": f'attachment; filename="{name}.{kind}"',
                "Cache-Control": "private, no-store",
            },
        )

    def cell_view(self, request, object_id, table, row, item):
        """Which records a cell comes from, and which of them do not say."""
        report = self._asked(request, object_id)
        place = address(table, row, item)
        found, now = report.shown.cell(place), report.from_record.cell(place)
        if found is None and now is None:
            raise Http404(place)
        of_table, of_row, of_item, cell = found or now
        behind = now[3] if now else cell
        has_changed = not of_item.is_text and behind.value != cell.value
        context = {
            **self._about(request, report),
            "title": place_of(of_table, of_row, of_item),
            "value": figure(cell.value),
            "unit": str(of_item.unit or ""),
            "today": figure(behind.value) if has_changed else "",
            "cell": behind,
            "says": MEASURES[of_item.measure].says if of_item.measure else "",
            "parts": [(other, _part(report, other)) for other in behind.made_of],
            "entry": report.kept_entries.get(place),
            "records": paged(request, behind.records, "page"),
            "unknown": paged(request, behind.unknown, "unknown"),
            "suggestion": "" if behind.suggestion is None else figure(behind.suggestion),
        }
        return TemplateResponse(request, "admin/reports/cell.html", context)


def _is_date(text):
    try:
        return bool(partialdate.read(text)) if text else False
    except ValueError:
        return False


def _part(report, place):
    """(words, value) of a cell another is computed from."""
    found = report.from_record.cell(place)
    return (place_of(*found[:3]), figure(found[3].value)) if found else (place, "")

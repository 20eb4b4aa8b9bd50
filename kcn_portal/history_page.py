"""The history of all records on the officers' side: a page to read and filter, and files for whoever audits."""

from itertools import count, islice

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
)

from core import commas
from core.crawlers import kept_from_crawlers
from core.history import sheet
from core.history.entries import Asked, entries, kinds
from core.history.telling import told
from core.models import User

PER_PAGE = 30
_A_READING = 500
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class HistoryForm(forms.Form):
    """What may be asked of the history; everything is optional."""

    person = forms.ModelChoiceField(
        User.objects.none(), required=False, label=gettext_lazy("Done by"), empty_label=gettext_lazy("everybody"),
        widget=UnfoldAdminSelectWidget,
    )  # fmt: skip
    kind = forms.ChoiceField(required=False, label=gettext_lazy("Kind of record"), widget=UnfoldAdminSelectWidget)
    record = forms.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, label=gettext_lazy("Number of the record"),
        help_text=gettext_lazy("Stands in the address of its page. Choose the kind as well."),
        widget=UnfoldAdminIntegerFieldWidget,
    )  # fmt: skip
    first = forms.DateField(required=False, label=gettext_lazy("From day"), widget=UnfoldAdminSingleDateWidget)
    last = forms.DateField(required=False, label=gettext_lazy("To, included"), widget=UnfoldAdminSingleDateWidget)

    def __init__(self, data, models):
        super().__init__(data)
        self.models = {model._meta.label_lower: model for model in models}
        self.fields["person"].queryset = User.objects.order_by("last_name", "first_name", "username")
        names = ((label, capfirst(model._meta.verbose_name_plural)) for label, model in self.models.items())
        self.fields["kind"].choices = [("", _("all kinds")), *sorted(names, key=lambda one: one[1])]

    def clean(self):
        asked = super().clean()
        if asked.get("record") and not asked.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _("Choose the kind of the record with this number."))
        first, last = asked.get("first"), asked.get("last")
        if first and last and last < first:
            self.add_error("last", _("This day lies before the first."))
        return asked

    def asked(self):
        wanted, kind = self.cleaned_data, self.cleaned_data.get("kind")
        return Asked(
            models=(self.models[kind],) if kind else tuple(self.models.values()),
            by=wanted["person"] and wanted["person"].pk,
            record=wanted["record"],
            first_day=wanted["first"],
            last_day=wanted["last"],
        )


def readable_models(request):
    """The models of the history whose records this officer may read."""
    found = dict.fromkeys(kind.record for kind in kinds() if kind.record)
    return [model for model in found if _may_read(request, model)]


def _may_read(request, model):
    page = admin.site._registry.get(model)
    return page.has_view_permission(request) if page else request.user.may("view", model._meta.app_label)


def may_export(request):
    """Administrators and auditors, who read the system's own records."""
    return request.user.may("view", "core")


@require_safe
def history(request):
    form = HistoryForm(request.GET, readable_models(request))
    after = request.GET.get("after", "")
    is_asked = form.is_valid()
    rows = told(entries(form.asked(), PER_PAGE + 1, after or None)) if is_asked else []
    others = request.GET.copy()
    others.pop("after", None)
    context = {
        **admin.site.each_context(request),
        "title": _("History"),
        "form": form,
        "is_asked": is_asked,
        "rows": [(row, _address_of(row)) for row in rows[:PER_PAGE]],
        "next": rows[PER_PAGE - 1].place if len(rows) > PER_PAGE else "",
        "is_later": bool(after),
        "asked": others.urlencode(),
        "may_export": may_export(request),
        "media": form.media,
    }
    return TemplateResponse(request, "admin/history/history.html", context)


def _address_of(row):
    """The page of the record an entry is about; empty where it has none."""
    if row.model not in admin.site._registry or row.key is None:
        return ""
    return reverse(f"admin:{row.model._meta.app_label}_{row.model._meta.model_name}_change", args=[row.key])


@require_safe
def history_csv(request):
    rows = _rows(_asked_for_file(request))
    return commas.download(_columns(), rows, f"lich-su-{timezone.localdate():%Y-%m-%d}.csv")


@require_safe
def history_xlsx(request):
    rows = islice(_rows(_asked_for_file(request)), sheet.MOST_ROWS)
    response = StreamingHttpResponse(sheet.pieces(_columns(), rows), content_type=_XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="lich-su-{timezone.localdate():%Y-%m-%d}.xlsx"'
    return kept_from_crawlers(response)


def _asked_for_file(request):
    if not may_export(request):
        raise PermissionDenied
    form = HistoryForm(request.GET, readable_models(request))
    if not form.is_valid():
        # The page says beside each field what is wrong; no link of it leads here.
        raise PermissionDenied
    return form.asked()


def _columns():
    return [
        _("Moment"), _("Done by"), _("Kind of record"), _("Number of the record"), _("Record"), _("What happened"),
        _("Field changed"), _("Before"), _("After"), _("Note or reason"),
    ]  # fmt: skip


def _rows(asked):
    """A row a changed field, read by and by, so that no history is too long."""
    after = None
    for _reading in count():
        found = told(entries(asked, _A_READING, after))
        for row in found:
            moment = timezone.localtime(row.at).isoformat(sep=" ", timespec="seconds")
            about = [moment, row.by, row.kind, row.key, row.name, row.deed]
            for change in row.changes or (None,):
                fields = (change.label, change.before, change.after) if change else ("", "", "")
                yield [*about, *fields, row.note]
        if len(found) < _A_READING:
            return
        after = found[-1].place

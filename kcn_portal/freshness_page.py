"""Public facts that are due for review, on the officers' side: a list to look through, and "verified, unchanged"."""

from collections import defaultdict
from typing import NamedTuple

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from unfold.widgets import UnfoldAdminSelectWidget

from core.freshness import count_stale, oldest_first, readable, stale_facts
from core.provenance import provenance
from core.verifying import NotVerified, verify
from zones.models import Zone

PER_PAGE = 30
_MOST_AT_ONCE = 200
_LONGEST_NOTE = 2000


class QueueForm(forms.Form):
    """Which facts are listed; everything is optional."""

    kind = forms.ChoiceField(required=False, label=gettext_lazy("Kind of record"), widget=UnfoldAdminSelectWidget)
    zone = forms.ModelChoiceField(
        Zone.objects.none(), required=False, label=gettext_lazy("Industrial zone"), widget=UnfoldAdminSelectWidget,
        empty_label=gettext_lazy("all zones"),
    )  # fmt: skip

    def __init__(self, data, models):
        super().__init__(data)
        self.models = {model._meta.label_lower: model for model in models}
        self.fields["zone"].queryset = Zone.objects.order_by("order", "code")
        names = ((label, capfirst(model._meta.verbose_name_plural)) for label, model in self.models.items())
        self.fields["kind"].choices = [("", _("all kinds")), *sorted(names, key=lambda one: one[1])]

    def parts(self, day):
        """The querysets of what is due on `day`, one a kind that was asked for."""
        asked = self.cleaned_data
        models = [self.models[asked["kind"]]] if asked["kind"] else self.models.values()
        return [rows for model in models if (rows := _in_zone(stale_facts(model, day), asked["zone"])) is not None]


def _in_zone(rows, zone):
    """`rows` of `zone`; None where the model knows no zones."""
    if zone is None:
        return rows
    if rows.model is Zone:
        return rows.filter(pk=zone.pk)
    fields = {field.name for field in rows.model._meta.concrete_fields}
    return rows.filter(zone=zone) if "zone" in fields else None


class Due(NamedTuple):
    """One fact of the list: the record, its kind and page, its source, its word in a form, whether it is hers."""

    record: object
    kind: str
    url: str
    said: dict
    word: str
    is_hers: bool


class _Pages(Paginator):
    """Rows are found by place; what there is to slice is their number."""

    def page(self, number):
        return self._get_page([], self.validate_number(number), self)


@require_safe
def queue(request):
    """What is due, the oldest first; for whoever may read records."""
    models = readable(request.user)
    if not models:
        raise PermissionDenied
    form = QueueForm(request.GET, models)
    parts = form.parts(timezone.localdate()) if form.is_valid() else []
    pages = _Pages(range(count_stale(parts)), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    start = (page.number - 1) * PER_PAGE
    rows = _due(request.user, oldest_first(parts, start, start + PER_PAGE))
    others = request.GET.copy()
    others.pop("page", None)
    context = {
        **admin.site.each_context(request),
        "title": _("Due for review"),
        "form": form,
        "rows": rows,
        "may_verify": any(row.is_hers for row in rows),
        "page": page,
        "asked": others.urlencode(),
        "back": request.get_full_path(),
        "media": form.media,
    }
    return TemplateResponse(request, "admin/freshness/queue.html", context)


def _due(user, found):
    """[Due, …] in the order of `found`, pairs of a label and a key; a query a kind."""
    keys = defaultdict(list)
    for label, key in found:
        keys[label].append(key)
    records = {label: _records(apps.get_model(label), wanted) for label, wanted in keys.items()}
    return [_row(user, records[label][key]) for label, key in found if key in records[label]]


def _records(model, keys):
    related = [name for name in ("source", "zone", "parcel", "sector") if name in {f.name for f in model._meta.fields}]
    return model._base_manager.select_related(*related).in_bulk(keys)


def _row(user, record):
    meta = record._meta
    return Due(
        record,
        capfirst(meta.verbose_name),
        reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk]),
        provenance(record),
        word_of(record),
        user.may("change", meta.app_label, record),
    )


def word_of(record):
    """How a form names a record as it was seen."""
    return f"{record._meta.label_lower}:{record.pk}:{record.version}"


@require_POST
def verified(request):
    """Verify the fact of the button that was pressed, or all that are ticked; all or none of them."""
    words = request.POST.getlist("fact") or request.POST.getlist("ticked")
    seen = _read(words, {model._meta.label_lower: model for model in readable(request.user)})
    if not any(request.user.may("change", model._meta.app_label) for model in seen or readable(request.user)):
        raise PermissionDenied
    back = _way_back(request)
    if not seen:
        messages.info(request, _("Nothing was ticked."))
        return HttpResponseRedirect(back)
    note = request.POST.get("note", "").replace("\x00", "")[:_LONGEST_NOTE]
    try:
        with transaction.atomic():
            fresh = [row for model in seen for row in verify(model, seen[model], by=request.user, note=note)]
    except NotVerified as refusal:
        for sentence in refusal.sentences:
            messages.error(request, sentence)
        return HttpResponseRedirect(back)
    _tell(request, fresh)
    return HttpResponseRedirect(back)


def _tell(request, fresh):
    if not fresh:
        messages.info(request, _("It was verified today already."))
        return
    words = ngettext("%(count)s fact verified.", "%(count)s facts verified.", len(fresh)) % {"count": len(fresh)}
    messages.success(request, words)


def _read(words, models):
    """{model: {key: version}} of the words of a form; what is no such word is passed over."""
    seen = defaultdict(dict)
    for word in words[:_MOST_AT_ONCE]:
        label, _colon, rest = word.partition(":")
        key, _colon, version = rest.partition(":")
        if label in models and _is_number(key) and _is_number(version):
            seen[models[label]][int(key)] = int(version)
    return dict(seen)


def _is_number(text):
    return text.isascii() and text.isdigit() and len(text) < 19


def _way_back(request):
    """The page of the officers' side the button stood on; nothing else is followed."""
    home, asked = reverse("admin:index"), request.POST.get("back", "")
    is_ours = asked.startswith(home) and not any(mark in asked for mark in "\\\r\n") and ".." not in asked
    return asked if is_ours else reverse("admin:freshness")

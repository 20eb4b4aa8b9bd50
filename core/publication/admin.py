"""Publication on the page of a record: where it stands, what is missing, the buttons, and the form behind each."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextareaWidget

from core.changes import person
from core.disclosure import Publication
from core.lifecycle import MoveRefused
from core.models import PublicationMove, Publishable
from core.publication import guard
from core.publication.moves import Asked, faults, found_against, own_work, publish_to, told_term
from core.publication.table import deed_to, deeds_from

_TICK = "warning_"


def tick_of(warning):
    """The name of the tick by which somebody says that she has seen a warning."""
    return f"{_TICK}{warning.key}"


def ticked(data):
    """The keys of the warnings ticked in what a form sent."""
    return frozenset(name.removeprefix(_TICK) for name in data if name.startswith(_TICK))


class DeedForm(forms.Form):
    """What one deed asks for, from the version of the record that was seen."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    on = forms.DateField(
        label=gettext_lazy("to be published on"),
        help_text=gettext_lazy("Public from the first minute of this day. Example: 15/03/2027."),
        widget=UnfoldAdminSingleDateWidget,
    )
    until = forms.DateField(
        label=gettext_lazy("public until (excluded)"),
        help_text=gettext_lazy("Blank: until it is withdrawn. From this day on it is no longer public."),
        widget=UnfoldAdminSingleDateWidget,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("note or reason"),
        help_text=gettext_lazy("Who reads the history later should understand why. Officers only."),
        max_length=2000,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )

    def __init__(self, deed, record, found=(), data=None):
        super().__init__(data, initial={"seen_version": record.version})
        self.warnings = guard.warnings_in(found)
        for warning in self.warnings:
            # Asked for under the lock, with what else may be wrong, so that one answer tells everything.
            self.fields[tick_of(warning)] = forms.BooleanField(label=warning.sentence, required=False)
        if not deed.needs_day:
            del self.fields["on"]
        if not deed.may_end:
            del self.fields["until"]
        self.fields["note"].required = deed.needs_reason
        for field in self.fields.values():
            field.label = capfirst(field.label or "")

    def ticks(self):
        return [self[tick_of(warning)] for warning in self.warnings]

    def typed(self):
        """The fields to fill in, without the ticks."""
        return [field for field in self.visible_fields() if not field.name.startswith(_TICK)]

    def asked(self):
        given = self.cleaned_data
        return Asked(given["note"], given.get("on"), given.get("until"), ticked(self.data))


def _is_closed(deed, unfit, blocking):
    return bool((deed.leads_out and blocking) or (deed.is_approval and unfit))


def _previews(record):
    """[(words, address), …] of the page that would be public, in each language."""
    if record.publication == Publication.PUBLISHED:
        return []
    meta = record._meta
    words = {"vi": _("Preview (Vietnamese)"), "en": _("Preview (English)")}
    named = [(words[code], [meta.app_label, meta.model_name, record.pk, code]) for code, _name in settings.LANGUAGES]
    return [(label, reverse("preview", args=args)) for label, args in named]


class PublicationAdmin:
    """Adds to the admin of a Publishable model the panel of its publication and the page of each deed."""

    def get_urls(self):
        if not issubclass(self.model, Publishable):
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}_publication"
        view = self.admin_site.admin_view(self.publication_view)
        return [path("<path:object_id>/publication/<slug:target>/", view, name=name), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and issubclass(self.model, Publishable) and not getattr(request, "shows_the_past", False):
            # A refused form has already written what was typed into `obj`; the panel tells what is saved.
            saved = obj if request.method == "GET" else type(obj)._base_manager.get(pk=obj.pk)
            context |= {"publication": self._panel(request, saved)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _panel(self, request, record):
        deeds = [deed for deed in deeds_from(record.publication) if self.may(request, deed.right, record)]
        approves = any(deed.is_approval for deed in deeds)
        own = own_work(record, request.user) if approves else []
        leads_out = any(deed.leads_out for deed in deeds)
        found = guard.findings(record) if leads_out else []
        blocking, missing = guard.errors_in(found), faults(record) if leads_out else []
        return {
            "state": record.get_publication_display(),
            "is_public": record.publication == Publication.PUBLISHED,
            "term": told_term(record),
            "own": own,
            "missing": [*missing, *blocking],
            "warnings": guard.warnings_in(found),
            "deeds": [
                (deed.label, self.publication_url(record, deed.target), _is_closed(deed, own or missing, blocking))
                for deed in deeds
            ],
            "previews": _previews(record),
            "moves": [(move, person(move.by)) for move in PublicationMove.objects.of(record).select_related("by")],
        }

    def publication_url(self, record, target):
        return self.address_of(record, "publication", target)

    def publication_view(self, request, object_id, target):
        """Looked at: the form of the deed. Posted: it is done, or refused with its reasons and nothing changed."""
        record, deed = self.get_object(request, unquote(object_id)), deed_to(target)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if deed is None:
            raise Http404(target)
        if not self.may(request, deed.right, record):
            raise PermissionDenied
        found = found_against(record, target)
        form = DeedForm(deed, record, found, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and self._done(request, record, deed, form):
            return HttpResponseRedirect(self.address_of(record))
        if request.method != "POST" and record.publication not in deed.origins:
            messages.info(request, _("It stands at “%(state)s” now.") % {"state": record.get_publication_display()})
            return HttpResponseRedirect(self.address_of(record))
        return self._deed_page(request, record, deed, form, guard.errors_in(found))

    def _done(self, request, record, deed, form):
        before = record.get_publication_display()
        try:
            carried = publish_to(
                record, deed.target, by=request.user, asked=form.asked(), seen=form.cleaned_data["seen_version"]
            )
        except MoveRefused as refusal:
            for sentence in refusal.sentences:
                form.add_error(None, sentence)
            return False
        label = capfirst(record._meta.get_field("publication").verbose_name)
        said = f"{label}: {before} → {record.get_publication_display()}"
        self.log_change(request, record, said)
        messages.success(request, said)
        for changed, sentence in carried:
            self.log_change(request, changed, sentence)
            messages.info(request, sentence)
        return True

    def _deed_page(self, request, record, deed, form, blocking):
        context = {
            **self.admin_site.each_context(request),
            "title": deed.label,
            "subtitle": str(record),
            "opts": self.opts,
            "original": record,
            "form": form,
            "from_label": record.get_publication_display(),
            "to_label": Publication(deed.target).label,
            "own": own_work(record, request.user) if deed.is_approval else [],
            "missing": [*([] if deed.target == Publication.WITHDRAWN else faults(record)), *blocking],
            "back": self.address_of(record),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/publication/deed.html", context)

"""Saving the form of a record that is public or agreed to: tried out, and taken back where it may not be or waits."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core import scope
from core.admin_addresses import is_key
from core.changes import person
from core.disclosure import Publication
from core.models import Publishable, StoredFile
from core.proposals import telling
from core.proposals.keep import NOTE, is_agreed, keep, must_wait, newly_found, note_of, open_for
from core.publication import guard
from core.publication.authors import who_may_approve


class Trial:
    """One saving that may be taken back: the record and its rows before, and the files that came with it."""

    def __init__(self, record):
        self.record, self.files = record, {}
        # Where no change waits, nobody is told the difference: only what the guard finds is compared.
        self.before = telling.snapshot(record) if is_agreed(record) else None
        self.found = guard.findings(record)

    def waiting_in(self, record):
        """What the saved `record` differs in, as core.proposals.telling tells it, if that waits; else []."""
        told = telling.difference(self.before, telling.snapshot(record)) if self.before is not None else []
        return told if told and must_wait(self.record, told) else []


class TrialRefused(Exception):
    """The form could be saved, but what would be public then may not be; `sentences` say why."""

    def __init__(self, sentences):
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


class TrialPassed(Exception):
    """The form can be saved, and its change waits: raised within the transaction, so that nothing stays of it."""

    def __init__(self, told, warnings):
        self.told, self.warnings = told, warnings
        super().__init__()


class ProposingAdmin:
    """Adds to an admin the trial of a form, what the page says of open proposals, and the replay of one (carry_out)."""

    change_form_after_template = "admin/proposals/note.html"

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        record = None if hasattr(request, "replayed") else self._tried(request, object_id)
        if record is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        request.trial = Trial(record)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except TrialPassed as passed:
            return self._propose(request, record, passed)
        except TrialRefused as refused:
            # Nothing was saved; sent once more, the form says why and keeps what was typed.
            request.refusals = refused.sentences
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _tried(self, request, object_id):
        """The record whose form is sent, if changes of it wait or are public at once; None for any other."""
        if request.method != "POST" or object_id is None or not issubclass(self.model, Publishable):
            return None
        key = unquote(object_id)
        record = self.model._base_manager.filter(pk=key).first() if is_key(self.model, key) else None
        is_public = record is not None and record.publication == Publication.PUBLISHED
        return record if is_public or is_agreed(record) else None

    def _propose(self, request, record, passed):
        files = {name: [_stored_again(file), is_public] for name, (file, is_public) in request.trial.files.items()}
        proposal = keep(record, passed.told, sent=request.POST, files=files, by=request.user)
        self.log_change(request, record, _("A change was proposed."))
        app = record._meta.app_label
        names = ", ".join(map(person, who_may_approve(app, [request.user.pk], record)))
        said = _("Proposed. Nothing public has changed. It waits for: %(names)s.")
        messages.success(request, said % {"names": names or _("nobody at present")})
        for warning in passed.warnings:
            messages.warning(request, warning.sentence)
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:core_proposal_change", args=[proposal.pk]))

    def save_model(self, request, obj, form, change):
        replayed = getattr(request, "replayed", None)
        if replayed is None:
            super().save_model(request, obj, form, change)
            self._note_file(request, form)
            return
        replayed.prepare(form)
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        replayed = getattr(request, "replayed", None)
        for row in formset.forms if replayed else ():
            if replayed.prepare(row) and not row.has_changed():
                row.instance.save()
        super().save_formset(request, form, formset, change)
        for row in () if replayed else formset.forms:
            self._note_file(request, row)

    def _note_file(self, request, form):
        trial = getattr(request, "trial", None)
        if trial and hasattr(form, "cleaned_data") and form.cleaned_data.get("upload"):
            # A picture is a file as well, and has its own tick.
            is_public = getattr(form.instance, "is_file_public", False)
            trial.files[form.add_prefix("upload")] = (form.instance.file, is_public)

    def log_change(self, request, obj, message):
        # What is accepted stands in the log as the deed of whoever accepted it, who writes it herself.
        return None if hasattr(request, "replayed") else super().log_change(request, obj, message)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusals = getattr(request, "refusals", ())
        return form

    def response_change(self, request, obj):
        if hasattr(request, "replayed"):
            request.replayed.is_done = True
            return HttpResponse()
        warnings = self._end_trial(request.trial, obj) if hasattr(request, "trial") else []
        answer = super().response_change(request, obj)
        for warning in warnings:
            messages.warning(request, warning.sentence)
        return answer

    def _end_trial(self, trial, obj):
        """The new warnings about `obj`, which stays saved; raises TrialRefused or TrialPassed where it does not."""
        told = trial.waiting_in(obj)
        # Taken from the database, for the form's own row may hold what was read before its parts changed.
        saved = type(obj)._base_manager.get(pk=obj.pk)
        # A figure with another value was saved as a draft beside the public one: asked when that is to be public.
        is_asked = told or saved.publication == Publication.PUBLISHED
        found = newly_found(trial.found, saved) if is_asked else []
        if against := guard.errors_in(found):
            raise TrialRefused(against)
        if told:
            raise TrialPassed(told, guard.warnings_in(found))
        return guard.warnings_in(found)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["limits"] = scope.why_not(request.user, self.governs, obj)
        if obj is not None and issubclass(self.model, Publishable) and not getattr(request, "shows_the_past", False):
            saved = obj if request.method == "GET" else type(obj)._base_manager.get(pk=obj.pk)
            if is_agreed(saved):
                context |= self._told_of_proposals(request, saved)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _told_of_proposals(self, request, record):
        may_change = self.has_change_permission(request, record)
        is_all = record.changes_wait and may_change
        told = {
            "open_proposals": [(proposal, person(proposal.by)) for proposal in open_for(record)],
            "all_waits": is_all,
            "parts_wait": bool(may_change and not is_all and record.waiting_parts),
            "proposal_note": note_of(request.POST),
            "proposal_note_name": NOTE,
        }
        # Its own button says that it proposes; the others would promise that something is saved.
        hidden = ("show_save", "show_save_and_continue", "show_save_and_add_another")
        return told | (dict.fromkeys(hidden, False) if is_all else {})


def _stored_again(file):
    """The key of `file`, whose row went with the trial while what it names stayed on the disk."""
    if file.pk and StoredFile.objects.filter(pk=file.pk).exists():
        return file.pk
    file.pk, file._state.adding = None, True
    file.save()
    return file.pk

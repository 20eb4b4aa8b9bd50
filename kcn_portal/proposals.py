"""Proposed changes on the officers' side: their list, and the page on which another person decides on one."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from core.admin import OfficeAdmin
from core.changes import person
from core.lifecycle import MoveRefused
from core.models import Proposal, StoredFile
from core.proposals import carry_out
from core.proposals.telling import in_parts
from core.publication.admin import ticked
from core.roles import SOURCES
from core.uploads.admin import link_to

STEPS = ("accept", "refuse", "withdraw")
_MOST_OF_A_REASON = 2000
_State = Proposal.State


@admin.register(Proposal)
class ProposalAdmin(OfficeAdmin):
    # Whoever reads any record reads what is proposed of it; who decides follows from the record.
    governed_by = SOURCES
    search_fields = ("name", "by__username", "by__last_name")
    list_display = ("name", "kind_of_record", "state_badge", "proposed_by", "at", "decided_by_name")
    list_filter = ("state",)
    list_select_related = ("content_type", "by", "decided_by")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_changelist_instance(self, request):
        found = super().get_changelist_instance(request)
        found.result_list = found.result_list.defer("typed", "told")
        return found

    @admin.display(description=gettext_lazy("kind"), ordering="content_type")
    def kind_of_record(self, obj):
        return obj.kind

    @display(
        description=gettext_lazy("state"),
        ordering="state",
        label={_State.OPEN: "warning", _State.ACCEPTED: "success", _State.REFUSED: "danger", _State.WITHDRAWN: ""},
    )
    def state_badge(self, obj):
        return obj.state, obj.get_state_display()

    @admin.display(description=gettext_lazy("proposed by"), ordering="by")
    def proposed_by(self, obj):
        return person(obj.by)

    @admin.display(description=gettext_lazy("decided by"), ordering="decided_by")
    def decided_by_name(self, obj):
        return person(obj.decided_by) if obj.decided_by else None

    def get_urls(self):
        wrap = self.admin_site.admin_view
        steps = [
            path(f"<path:object_id>/{step}/", wrap(self.step_view), {"step": step}, name=f"core_proposal_{step}")
            for step in STEPS
        ]
        return [*steps, *super().get_urls()]

    def _asked(self, request, object_id):
        if not self.has_view_permission(request):
            raise PermissionDenied
        proposal = self.get_object(request, unquote(object_id))
        if proposal is None:
            raise Http404(object_id)
        return proposal

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What is proposed, before and after; looking changes nothing, and nothing is posted here."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        return self._page(request, self._asked(request, object_id))

    def history_view(self, request, object_id, extra_context=None):
        """Its own page tells all that ever happens to it."""
        return self._page(request, self._asked(request, object_id))

    def step_view(self, request, object_id, step):
        """Accept, refuse or take back: only posted, done once, refused with sentences and then nothing has changed."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        proposal = self._asked(request, object_id)
        if not (proposal.by_id == request.user.pk if step == "withdraw" else self._may_decide(request, proposal)):
            raise PermissionDenied
        try:
            getattr(self, f"_{step}")(request, proposal)
        except carry_out.Unseen as unseen:
            return self._page(request, proposal, warnings=unseen.warnings)
        except MoveRefused as refusal:
            proposal.refresh_from_db()
            return self._page(request, proposal, refusals=refusal.sentences)
        return HttpResponseRedirect(self.address_of(proposal))

    def _may_decide(self, request, proposal):
        return carry_out.may_decide(proposal, proposal.record(), request.user)

    def _accept(self, request, proposal):
        record = carry_out.accept(proposal, request, self.admin_site, seen=ticked(request.POST))
        said = _("A change proposed by %(who)s was accepted.") % {"who": person(proposal.by)}
        self.admin_site._registry[proposal.model].log_change(request, record, said)
        messages.success(request, f"{said} {_('It holds now.')}")

    def _refuse(self, request, proposal):
        reason = request.POST.get("reason", "").replace("\x00", "")[:_MOST_OF_A_REASON]
        carry_out.refuse(proposal, by=request.user, reason=reason)
        messages.success(request, _("Refused. The record stays as it is, and the reason stays with the proposal."))

    def _withdraw(self, request, proposal):
        carry_out.withdraw(proposal, by=request.user)
        messages.success(request, _("Taken back. The record stays as it is."))

    def _page(self, request, proposal, *, warnings=(), refusals=()):
        record = proposal.record()
        may_decide = proposal.is_open and carry_out.may_decide(proposal, record, request.user)
        stale = carry_out.reasons_against(proposal, record, self.admin_site) if proposal.is_open else []
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(self.opts.verbose_name),
            "subtitle": str(proposal),
            "opts": self.opts,
            "original": proposal,
            "proposal": proposal,
            "who": person(proposal.by),
            "decided_by": person(proposal.decided_by),
            "kind": proposal.kind,
            "record": record,
            "record_url": self._url_of(record),
            "parts": in_parts(proposal.told),
            "files": [link_to(file) for file in self._files(proposal)],
            "stale": [] if refusals else stale,
            "warnings": warnings,
            "refusals": refusals,
            "reason": request.POST.get("reason", "")[:_MOST_OF_A_REASON],
            "may_decide": may_decide,
            "may_accept": may_decide and not stale,
            "may_withdraw": proposal.is_open and proposal.by_id == request.user.pk,
        }
        return TemplateResponse(request, "admin/proposals/proposal.html", context)

    def _url_of(self, record):
        try:
            return record and self.admin_site._registry[type(record)].address_of(record)
        except NoReverseMatch:
            return ""

    def _files(self, proposal):
        return StoredFile.objects.filter(pk__in=[key for key, _is_public in proposal.files.values()])

"""Splits and mergers that officers propose and leaders carry out: their list, and what a parcel's page says of them."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from core.admin import OfficeAdmin
from core.admin_addresses import is_key
from core.changes import person
from zones.models import ReshapeProposal

_WAITING, _CARRIED_OUT, _TURNED_DOWN = ReshapeProposal.Outcome
# What the page sends beside what the officer typed.
_NOT_TYPED = {"csrfmiddlewaretoken", "seen", "drawn", "proposal"}


def waiting_for(parcel):
    """The proposal that waits for this parcel, or None."""
    return parcel.reshape_proposals.filter(outcome=_WAITING).select_related("by").first()


def proposal_named(request, parcel):
    """The waiting proposal of `parcel` that the address or the form names; None for anything else."""
    word = request.POST.get("proposal") or request.GET.get("proposal") or ""
    if not is_key(ReshapeProposal, word):
        return None
    return parcel.reshape_proposals.filter(pk=word, outcome=_WAITING).select_related("by").first()


def as_sent(proposal):
    """What the page of `proposal` would send; None without one."""
    if proposal is None:
        return None
    data = QueryDict(mutable=True)
    data.update(proposal.sent)
    return data


def may_drop(proposal, officer):
    """Whether `officer` may lay the proposal aside: a leader turns it down, its maker takes it back."""
    return proposal is not None and (officer.pk == proposal.by_id or officer.may("publish", "zones", proposal.parcel))


def propose(request, kind, parcel, made, **beside):
    """Keep what was typed for a leader. Sent again, it takes the place of what waited for the same parcel."""
    typed = {name: value for name, value in request.POST.items() if name not in _NOT_TYPED}
    kept = {"sent": typed | beside, "into": ", ".join(part.code for part in made)[:300], "by": request.user}
    with transaction.atomic():
        waiting = parcel.reshape_proposals.select_for_update().filter(outcome=_WAITING).first()
        proposal = waiting or ReshapeProposal(parcel=parcel)
        for name, value in (kept | {"kind": kind}).items():
            setattr(proposal, name, value)
        proposal.save()
    messages.success(
        request, _("Proposed to the approving leader. The public plan stays as it is until a leader carries it out.")
    )


def carried_out(parcels, officer):
    """Whatever waited for `parcels` is done with, now that they are split or merged."""
    for proposal in ReshapeProposal.objects.filter(parcel__in=parcels, outcome=_WAITING):
        _decide(proposal, _CARRIED_OUT, officer)


def _decide(proposal, outcome, officer):
    proposal.outcome, proposal.decided_by, proposal.decided_at = outcome, officer, timezone.now()
    proposal.save()


@admin.register(ReshapeProposal)
class ReshapeProposalAdmin(OfficeAdmin):
    fields = ("kind", "parcel", "into", "by", "created_at", "outcome", "decided_by", "decided_at")
    search_fields = ("into", "parcel__search_text")
    list_display = ("what", "into", "outcome_badge", "proposed_by", "created_at", "decided_by_name")
    list_filter = ("outcome", "kind")
    list_select_related = ("parcel__zone", "by", "decided_by")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_changelist_instance(self, request):
        found = super().get_changelist_instance(request)
        found.result_list = found.result_list.defer("sent")
        return found

    @admin.display(description=gettext_lazy("parcel"), ordering="parcel__code")
    def what(self, obj):
        return f"{obj.get_kind_display()}: {obj.parcel}"

    @display(
        description=gettext_lazy("outcome"),
        ordering="outcome",
        label={_WAITING: "warning", _CARRIED_OUT: "success", _TURNED_DOWN: "default"},
    )
    def outcome_badge(self, obj):
        return obj.outcome, obj.get_outcome_display()

    @admin.display(description=gettext_lazy("proposed by"), ordering="by")
    def proposed_by(self, obj):
        return person(obj.by)

    @admin.display(description=gettext_lazy("decided by"), ordering="decided_by")
    def decided_by_name(self, obj):
        return person(obj.decided_by) if obj.decided_by else None

    def get_urls(self):
        view = self.admin_site.admin_view(self.drop_view)
        return [path("<path:object_id>/drop/", view, name="zones_reshapeproposal_drop"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A proposal is read where it is carried out: on the page of the split or merger, as it was left."""
        proposal = self._asked(request, object_id)
        page = f"{self.admin_site.name}:zones_parcel_{proposal.kind if proposal.is_waiting else 'change'}"
        if not request.user.may("move", "zones"):
            page = f"{self.admin_site.name}:zones_parcel_change"
        return HttpResponseRedirect(f"{reverse(page, args=[proposal.parcel_id])}?proposal={proposal.pk}")

    def drop_view(self, request, object_id):
        """Turned down by a leader or taken back by its maker; decided already, it is left alone."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        proposal = self._asked(request, object_id)
        if not may_drop(proposal, request.user):
            raise PermissionDenied
        if proposal.is_waiting:
            _decide(proposal, _TURNED_DOWN, request.user)
            self.log_change(request, proposal, _("turned down"))
            messages.success(request, _("Laid aside. The parcel stays as it is."))
        else:
            messages.warning(request, _("This proposal was decided already. Nothing was changed."))
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:zones_parcel_change", args=[proposal.parcel_id]))

    def _asked(self, request, object_id):
        if not self.has_view_permission(request):
            raise PermissionDenied
        proposal = self.get_object(request, unquote(object_id))
        if proposal is None:
            raise Http404(object_id)
        return proposal

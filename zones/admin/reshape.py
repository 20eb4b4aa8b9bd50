"""Splitting and merging parcels on the officers' side: a page each, reached from a parcel or from the list."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from core.disclosure import NOT_YET_PUBLIC
from zones.admin.proposals import as_sent, carried_out, may_drop, proposal_named, propose, waiting_for
from zones.admin.reshape_forms import ChosenForm, WholeForm
from zones.admin.seen import seen_versions, seen_words
from zones.admin.split import SplitPage
from zones.reshaping.reshape import ReshapeRefused, merge, needs_a_leader, split, what_became_of

# Buttons of the page of a split that only show what was typed.
_ONLY_LOOKED = frozenset({"preview", "fix", "unfix"})


class ReshapeAdmin:
    """Adds to the parcels' admin the two pages, their buttons, and the links between old and new parcels."""

    actions_detail = ("split", "merge")
    change_form_outer_before_template = "admin/reshape/panels.html"
    descent_fields = ("exists_from", "exists_to", "made_from", "became")

    def has_reshape_permission(self, request, object_id=None, obj=None):
        return self.may(request, "move", obj)

    def get_fieldsets(self, request, obj=None):
        sets = super().get_fieldsets(request, obj)
        if obj is None:
            return sets
        place = 1 + len(self.further_fieldsets)
        rows = (("exists_from", "exists_to"), ("made_from", "became"))
        return [*sets[:place], (gettext_lazy("Place in the plan"), {"fields": rows}), *sets[place:]]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.has_ended:
            context["ended"] = what_became_of(obj)
            context["reverse_url"] = self._reverse_url(request, obj)
        if obj is not None:
            context["waiting"] = waiting_for(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _reverse_url(self, request, parcel):
        """Where the parts of a split parcel are merged again, while all of them stand in the plan; else ""."""
        parts = list(parcel.successors.order_by("code"))
        if len(parts) < 2 or any(part.has_ended for part in parts) or not self.has_reshape_permission(request):
            return ""
        others = "\n".join(part.code for part in parts[1:])
        return f"{self.address_of(parts[0], 'merge')}?{urlencode({'others': others})}"

    def get_actions_detail(self, request, object_id):
        parcel = self.get_object(request, unquote(str(object_id)))
        if parcel is None or parcel.has_ended or not self.has_reshape_permission(request, obj=parcel):
            return []
        return super().get_actions_detail(request, object_id)

    def has_delete_permission(self, request, obj=None):
        # Without its parts the land of an old parcel would be gone from the plan.
        descended = obj is not None and (obj.predecessors.exists() or obj.successors.exists())
        return not descended and super().has_delete_permission(request, obj)

    @admin.display(description=gettext_lazy("made from"))
    def made_from(self, obj):
        return self._links(obj.predecessors)

    @admin.display(description=gettext_lazy("became"))
    def became(self, obj):
        return self._links(obj.successors)

    def _links(self, parcels):
        rows = parcels.select_related("zone").order_by("code")
        return (
            format_html_join(
                ", ", '<a class="zone-link" href="{}">{}</a>', ((self.address_of(row), row) for row in rows)
            )
            or "–"
        )

    @action(description=gettext_lazy("Split"), url_path="split", permissions=["reshape"])
    def split(self, request, object_id):
        parcel = self._parcel_in_plan(request, object_id)
        if isinstance(parcel, HttpResponseRedirect):
            return parcel
        proposal = proposal_named(request, parcel)
        if request.method != "POST":
            return self._split_page(request, SplitPage.proposed(parcel, proposal), proposal=proposal)
        page = SplitPage.sent(parcel, request.POST)
        if "more" in request.POST:
            return self._split_page(request, page.with_more_rows(), proposal=proposal)
        is_read = page.read()
        if _ONLY_LOOKED.intersection(request.POST):
            return self._split_page(request, page.with_decision_unchecked(), proposal=proposal)
        if not (page.form.is_valid() & is_read):
            return self._split_page(request, page, proposal=proposal)
        if refusals := page.refusals(request.POST.get("drawn", "")):
            return self._split_page(request, page, refusals, proposal=proposal)
        return self._carry_out(request, page, proposal)

    def _carry_out(self, request, page, proposal):
        """Split the parcel, or propose it where only a leader may; refusals come back with the page."""
        parcel, seen = page.parcel, seen_versions(request.POST.get("seen", ""))
        decision, only_proposed = page.form.decision(request.user), needs_a_leader([page.parcel], request.user)
        try:
            made = split(parcel, page.division.parts, decision, seen=seen, is_trial=only_proposed)
        except ReshapeRefused as refusal:
            return self._split_page(request, page, refusal.sentences, proposal=proposal)
        if only_proposed:
            propose(request, "split", parcel, made)
        else:
            self._told(request, [parcel], made)
        return HttpResponseRedirect(self.address_of(parcel))

    @action(description=gettext_lazy("Merge with others"), url_path="merge", permissions=["reshape"])
    def merge(self, request, object_id):
        parcel = self._parcel_in_plan(request, object_id)
        if isinstance(parcel, HttpResponseRedirect):
            return parcel
        proposal = proposal_named(request, parcel)
        named = request.GET if "others" in request.GET else proposal.sent if proposal else None
        chosen = ChosenForm(parcel, named)
        if not chosen.is_valid():
            return self._page(request, parcel, "merge", chosen=chosen, refusals=(), proposal=proposal)
        parcels = [parcel, *chosen.cleaned_data["others"]]
        only_proposed = needs_a_leader(parcels, request.user)
        sent = request.POST if request.method == "POST" else as_sent(proposal)
        form = WholeForm(sent)
        if request.method != "POST" or not form.is_valid():
            return self._merge_page(request, parcels, chosen, form, proposal=proposal)
        seen, decision = seen_versions(request.POST.get("seen", "")), form.decision(request.user)
        try:
            whole = merge(parcels, form.part(), decision, seen=seen, is_trial=only_proposed)
        except ReshapeRefused as refusal:
            return self._merge_page(request, parcels, chosen, form, refusal.sentences, proposal=proposal)
        if only_proposed:
            propose(request, "merge", parcel, [whole], others=chosen.data["others"])
            return HttpResponseRedirect(self.address_of(parcel))
        self._told(request, parcels, [whole])
        return HttpResponseRedirect(self.address_of(whole))

    @admin.action(description=gettext_lazy("Merge the chosen parcels"), permissions=["reshape"])
    def merge_chosen(self, request, queryset):
        parcels = list(queryset.select_related("zone").order_by("code")[:50])
        if len(parcels) < 2 or len({parcel.zone_id for parcel in parcels}) > 1:
            messages.error(request, _("Choose two parcels or more of one zone."))
            return None
        others = "\n".join(parcel.code for parcel in parcels[1:])
        return HttpResponseRedirect(f"{self.address_of(parcels[0], 'merge')}?{urlencode({'others': others})}")

    def _parcel_in_plan(self, request, object_id):
        """The parcel at hand, or where to go when there is none or it has left the plan."""
        parcel = self.get_object(request, unquote(object_id))
        if parcel is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_reshape_permission(request, obj=parcel):
            raise PermissionDenied
        if parcel.has_ended:
            messages.warning(request, what_became_of(parcel))
            return HttpResponseRedirect(self.address_of(parcel))
        return parcel

    def _told(self, request, old, made):
        before, after = (", ".join(parcel.code for parcel in parcels) for parcels in (old, made))
        said = _("%(before)s became %(after)s.") % {"before": before, "after": after}
        for parcel in old:
            self.log_change(request, parcel, said)
        for parcel in made:
            self.log_addition(request, parcel, said)
        carried_out(old, request.user)
        messages.success(request, said)
        if any(parcel.publication in NOT_YET_PUBLIC for parcel in made):
            messages.warning(request, _("What is new is a draft until an approving leader publishes it."))

    def _split_page(self, request, page, refusals=(), *, proposal=None):
        parcel = page.parcel
        parcel.refresh_from_db(fields=["version", "exists_to"])
        refusals = [*(page.rows.non_form_errors() if page.rows.is_bound else ()), *refusals]
        return self._page(request, parcel, "split", refusals=refusals, proposal=proposal, **page.context())

    def _merge_page(self, request, parcels, chosen, form, refusals=(), *, proposal=None):
        context = {"chosen": chosen, "form": form, "refusals": refusals, "parcels": parcels}
        return self._page(request, parcels[0], "merge", proposal=proposal, **context)

    def _page(self, request, parcel, name, **context):
        forms = [context[key] for key in ("form", "rows", "ways", "chosen") if key in context]
        media = self.media
        for form in forms:
            media += form.media
        context |= {
            **self.admin_site.each_context(request),
            "title": {"split": _("Split a parcel"), "merge": _("Merge parcels")}[name],
            "subtitle": str(parcel),
            "opts": self.opts,
            "original": parcel,
            "seen": seen_words(context.get("parcels", ())),
            "only_proposed": needs_a_leader(context.get("parcels", ()), request.user),
            "may_drop": may_drop(context.get("proposal"), request.user),
            "back": self.address_of(parcel),
            "media": media,
        }
        return TemplateResponse(request, f"admin/reshape/{name}.html", context)

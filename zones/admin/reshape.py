"""Splitting and merging parcels on the officers' side: a page each, reached from a parcel or from the list."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from core.disclosure import Publication
from zones.admin.reshape_forms import ChosenForm, DecisionForm, PartForms, WholeForm
from zones.reshaping.reshape import ReshapeRefused, merge, split, what_became_of


def seen_words(parcels):
    return " ".join(f"{parcel.pk}-{parcel.version}" for parcel in parcels)


def seen_versions(words):
    """{pk: version} from what the page carried; nonsense names nothing."""
    pairs = (word.partition("-") for word in words.split())
    return {int(key): int(version) for key, _dash, version in pairs if _is_short(key) and _is_short(version)}


def _is_short(word):
    return word.isascii() and word.isdigit() and len(word) < 19


class ReshapeAdmin:
    """Adds to the parcels' admin the two pages, their buttons, and the links between old and new parcels."""

    actions_detail = ("split", "merge")
    actions = ("merge_chosen",)
    descent_fields = ("exists_from", "exists_to", "made_from", "became")

    def has_reshape_permission(self, request, object_id=None):
        return self.may(request, "move")

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
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_actions_detail(self, request, object_id):
        parcel = self.get_object(request, unquote(str(object_id)))
        return [] if parcel is None or parcel.has_ended else super().get_actions_detail(request, object_id)

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
        if request.method != "POST":
            return self._split_page(request, parcel, PartForms(), DecisionForm())
        rows, form = PartForms(request.POST), DecisionForm(request.POST)
        if "more" in request.POST:
            return self._split_page(request, parcel, rows.with_more_rows(), DecisionForm(initial=form.data.dict()))
        if not (rows.is_valid() & form.is_valid()):
            return self._split_page(request, parcel, rows, form)
        seen = seen_versions(request.POST.get("seen", ""))
        try:
            made = split(parcel, rows.parts(), form.decision(request.user), seen=seen)
        except ReshapeRefused as refusal:
            return self._split_page(request, parcel, rows, form, refusal.sentences)
        self._told(request, [parcel], made)
        return HttpResponseRedirect(self.address_of(parcel))

    @action(description=gettext_lazy("Merge with others"), url_path="merge", permissions=["reshape"])
    def merge(self, request, object_id):
        parcel = self._parcel_in_plan(request, object_id)
        if isinstance(parcel, HttpResponseRedirect):
            return parcel
        chosen = ChosenForm(parcel, request.GET if "others" in request.GET else None)
        if not chosen.is_valid():
            return self._page(request, parcel, "merge", chosen=chosen, refusals=())
        parcels = [parcel, *chosen.cleaned_data["others"]]
        form = WholeForm(request.POST if request.method == "POST" else None)
        if request.method != "POST" or not form.is_valid():
            return self._merge_page(request, parcels, chosen, form)
        seen = seen_versions(request.POST.get("seen", ""))
        try:
            whole = merge(parcels, form.part(), form.decision(request.user), seen=seen)
        except ReshapeRefused as refusal:
            return self._merge_page(request, parcels, chosen, form, refusal.sentences)
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
        messages.success(request, said)
        if any(parcel.publication == Publication.DRAFT for parcel in made):
            messages.warning(request, _("What is new is a draft until an approving leader publishes it."))

    def _split_page(self, request, parcel, rows, form, refusals=()):
        parcel.refresh_from_db(fields=["version", "exists_to"])
        return self._page(
            request,
            parcel,
            "split",
            rows=rows,
            form=form,
            refusals=[*(rows.non_form_errors() if rows.is_bound else ()), *refusals],
            parcels=[parcel],
        )

    def _merge_page(self, request, parcels, chosen, form, refusals=()):
        return self._page(request, parcels[0], "merge", chosen=chosen, form=form, refusals=refusals, parcels=parcels)

    def _page(self, request, parcel, name, **context):
        forms = [context[key] for key in ("form", "rows", "chosen") if key in context]
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
            "back": self.address_of(parcel),
            "media": media,
        }
        return TemplateResponse(request, f"admin/reshape/{name}.html", context)

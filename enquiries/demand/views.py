"""Leaving a need for land with the Board, and what becomes of it."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from enquiries.demand.form import DemandForm
from enquiries.forms import Flooded
from policies.models import Sector
from zones.display import ask_url

_RETRY_SECONDS = "3600"
_ROBOT = gettext_lazy(
    "A field that people do not see was filled in, as robots do. If you are a person, please press the button again: "
    "what you typed is below."
)
_FLOOD = gettext_lazy(
    "More needs have been left today than people can have written, so no more are taken until tomorrow. "
    "Please come back then, or write to the Board: what you typed is below."
)


def _sectors():
    return Sector.objects.published().filter(is_known=True).order_by("order", "slug")


def _trail(*after):
    land = (_("Find land"), reverse("zones:parcel_list"))
    own = (_("Leave your need"), reverse("enquiries:demand") if after else "")
    return [(_("Home"), reverse("home")), land, own, *((label, "") for label in after)]


def _show(request, form, status=200, refused=""):
    context = {"section": "land", "breadcrumbs": _trail(), "form": form, "refused": refused}
    return render(request, "enquiries/demand.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def demand(request):
    if request.method != "POST":
        # The names are those of the land finder, so that its address fills in this form.
        return _show(request, DemandForm(sectors=_sectors(), initial=request.GET.dict()))
    form = DemandForm(request.POST, sectors=_sectors())
    if not form.is_valid():
        return _show(request, form)
    if form.is_robot:
        return _show(request, form, 422, _ROBOT)
    try:
        form.save((get_language() or "vi")[:2])
    except Flooded:
        response = _show(request, form, 429, _FLOOD)
        response["Retry-After"] = _RETRY_SECONDS
        return response
    return redirect("enquiries:demand_left")


@require_safe
def demand_left(request):
    context = {
        "section": "land",
        "breadcrumbs": _trail(_("Recorded")),
        "ask_url": ask_url(about=_("Land need")),
    }
    return render(request, "enquiries/demand_left.html", context)

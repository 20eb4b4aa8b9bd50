"""The guide on the officers' side: its page, its pictures, and which of its chapters helps on which page."""

from django.contrib import admin
from django.http import FileResponse, Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kcn_portal.guide import read_guide

_WRITING = "Cách ghi"
_SLOW = "Dự án chậm"
# Model → the number of the task in the guide, or the first words of a heading.
CHAPTERS = {
    "zones.zone": 14,
    "zones.parcel": 2,
    "zones.survey": 11,
    "zones.planfeature": 17,
    "zones.zoneevent": 14,
    "zones.reshapeproposal": 12,
    "zones.rate": 4,
    "zones.exchangerate": 15,
    "zones.figure": 5,
    "zones.utility": 5,
    "zones.milestone": 5,
    "projects.project": 1,
    "projects.eventform": 1,
    "projects.landuselimit": _SLOW,
    "projects.opportunity": 7,
    "investors.investor": _WRITING,
    "procedures.procedure": 6,
    "policies.incentive": _WRITING,
    "policies.sector": _WRITING,
    "policies.legalinstrument": _WRITING,
    "news.article": 7,
    "enquiries.enquiry": 8,
    "enquiries.demand": 16,
    "reports.report": 18,
    "reports.reportingperiod": 18,
    "reports.periodfigure": 18,
    "reports.deadline": 18,
    "core.source": 5,
    "core.board": 10,
    "core.deputy": 7,
    "core.proposal": 22,
    "core.securityevent": 10,
    "core.user": 10,
}
# What the last word of a page's name says about it goes before its model.
CHAPTERS_OF_PAGES = {
    "add": {"zones.parcel": 3},
    "survey": {"zones.parcel": 11},
    "split": {"zones.parcel": 12},
    "merge": {"zones.parcel": 12},
    "slow": {"projects.project": _SLOW},
    "earlier": {"zones.parcel": 13, "zones.zone": 13, "projects.project": 13},
    "import": {"zones.zone": 9, "zones.parcel": 9, "projects.project": 9},
    "export": {"zones.zone": 9, "zones.parcel": 9, "projects.project": 9},
}
# Pages that belong to no model, by their whole name; and the one every publishable model has.
CHAPTERS_OF_OTHERS = {"index": "Bàn làm việc", "find": 19, "history": 20, "publication_queue": 22, "freshness": 24}
_BULK = 21


def chapter_for(page):
    """The chapter for an admin page by the name of its address ("zones_parcel_change"); None where none is meant."""
    if page in CHAPTERS_OF_OTHERS:
        return CHAPTERS_OF_OTHERS[page]
    if (page or "").endswith("_bulk"):
        return _BULK
    app, _mark, rest = (page or "").partition("_")
    name, _mark, kind = rest.partition("_")
    model = f"{app}.{name}"
    return CHAPTERS_OF_PAGES.get(kind.rpartition("_")[2], {}).get(model, CHAPTERS.get(model))


def help_url(request):
    """The address of the chapter that helps on the page asked for; of the guide's beginning where there is none."""
    match = getattr(request, "resolver_match", None)
    chapter = chapter_for(match and match.url_name)
    try:
        anchor = chapter and read_guide().anchor_of(chapter)
    except OSError:
        anchor = None
    address = reverse(f"{admin.site.name}:guide")
    return f"{address}#{anchor}" if anchor else address


def _guide():
    try:
        return read_guide()
    except OSError as error:
        raise Http404(_("The guide is not installed on this machine.")) from error


@require_safe
def guide(request):
    context = {
        **admin.site.each_context(request),
        "title": _("Officers' guide"),
        "guide": _guide(),
        "is_translated": get_language() == "vi",
    }
    return TemplateResponse(request, "admin/guide.html", context)


@require_safe
def guide_picture(request, name):
    """A picture the guide shows, and no other file."""
    file = _guide().pictures.get(name)
    if file is None:
        raise Http404(name)
    return FileResponse(file.open("rb"), headers={"Cache-Control": "private, max-age=3600"})

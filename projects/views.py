"""Pages of projects, investors and opportunities: only what the public may see, as its source reports it."""

from urllib.parse import urlencode

from django.db.models import F, Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.chips import applied_chips
from core.disclosure import if_published
from core.paging import page_of
from investors.models import Investor
from projects import display
from projects.filters import ProjectFilter
from projects.models import Opportunity, Project
from zones.display import ask_url, figure_fact
from zones.models import Figure, Parcel
from zones.parcel_rows import ParcelRows
from zones.pictures import shown_pictures

# The measures of the record that count investors and projects, and the one that says who is not named.
INVESTORS, OPERATING, NAMES = "investors", "operating_projects", "tenant_names"
# Totals of one measure of one place, the newest apart and these before it; the file of figures holds all.
MOST_OF_A_MEASURE = 12
# What the page of a project names: its parcels, the rest on a page of their own; events, page by page.
MOST_PARCELS, MOST_EVENTS = 40, 50
# Projects named beside an investor; the list of projects holds the rest.
MOST_PROJECTS = 20


def _crumbs(*steps):
    return [(_("Home"), reverse("home")), *steps]


def _published_projects():
    """Published projects with what a card shows: the same few queries however many there are."""
    rows = Project.objects.published().select_related("zone", "investor", "sector", "source")
    return rows.with_own_record().prefetch_related("events")


def _counted(figure):
    """A published total as components/figure.html takes it, saying of which zone it is."""
    place = f", {figure.zone.short_name}" if figure.zone else ""
    return figure_fact(figure) | {"label": f"{figure.label}{place}"}


def _aggregates():
    """The published totals, the newest of each apart, and how many of the investors counted no public source names."""
    newest, earlier, names = {}, [], None
    found = Figure.objects.shown().filter(measure__in=(INVESTORS, OPERATING, NAMES))
    for figure in found.first_of_each(MOST_OF_A_MEASURE, ("measure", "zone"), "order", F("as_of").desc(), "key"):
        if figure.measure == NAMES:
            names = names or figure_fact(figure)
        elif newest.setdefault((figure.measure, figure.zone_id), figure) is not figure:
            earlier.append(figure)
    total = sum(figure.value or 0 for figure in newest.values() if figure.measure == INVESTORS)
    named = Investor.objects.real().count()
    return {
        "newest": [_counted(figure) for figure in newest.values()],
        "earlier": [_counted(figure) for figure in earlier],
        "names": names,
        "total": int(total),
        "named": named,
        "unnamed": max(0, int(total) - named),
    }


def _missing(project, card):
    """Words for what of an investor's first questions nothing published answers."""
    asked = {
        _("what it makes"): project.activity,
        _("capital"): card["capital"],
        _("capacity"): project.capacity,
        _("jobs"): project.jobs,
        _("start"): project.started_on,
        _("legal status"): card["legal"],
    }
    return ", ".join(words for words, answer in asked.items() if not answer)


def _card(project):
    mark, state = display.implementation(project)
    card = {
        "record": project,
        "url": project.get_absolute_url(),
        "investor": project.public_investor,
        "sector": if_published(project.sector),
        "mark": mark,
        "state": state,
        "legal": display.legal_status(project),
        "capital": display.capital(project),
        "has_figures": bool(project.capital or project.capacity or project.jobs or project.started_on),
    }
    return card | {"missing": _missing(project, card)}


@require_safe
def project_list(request):
    narrowed = ProjectFilter(request.GET, queryset=_published_projects())
    page, query = page_of(request, narrowed.qs)
    context = {
        "section": "projects",
        "breadcrumbs": _crumbs((_("Projects"), "")),
        "form": narrowed.form,
        "chips": applied_chips(narrowed.form, request.GET),
        "page_obj": page,
        "query": query,
        "cards": [_card(project) for project in page],
        "aggregates": _aggregates(),
    }
    return render(request, "projects/list.html", context)


@require_safe
def project(request, slug):
    rows = _published_projects().prefetch_related(
        "other_sources",
        "events__source",
        "events__file",
        Prefetch("parcels", Parcel.objects.published().order_by("code", "pk")[: MOST_PARCELS + 1], "first_parcels"),
    )
    row = get_object_or_404(rows, slug=slug)
    page, query = page_of(request, display.record_of(row), MOST_EVENTS)
    context = {
        "section": "projects",
        "breadcrumbs": _crumbs((_("Projects"), reverse("projects:list")), (row.name, "")),
        "project": row,
        "card": _card(row),
        "country": display.country(row.public_investor.country) if row.public_investor else "",
        "parcels": row.first_parcels[:MOST_PARCELS],
        "has_more_parcels": len(row.first_parcels) > MOST_PARCELS,
        "page_obj": page,
        "query": query,
        "ask_query": urlencode({"project": row.slug}),
    }
    return render(request, "projects/project.html", context)


@require_safe
def project_parcels(request, slug):
    """Every published parcel of a project, page by page."""
    row = get_object_or_404(Project.objects.published(), slug=slug)
    parcels = row.parcels.published().select_related("zone", "source").order_by("code", "pk")
    page, query = page_of(request, parcels)
    written, title = ParcelRows(), _("Parcels")
    context = {
        "section": "projects",
        "breadcrumbs": _crumbs(
            (_("Projects"), reverse("projects:list")), (row.name, row.get_absolute_url()), (title, "")
        ),
        "project": row,
        "page_obj": page,
        "query": query,
        "rows": [written.listed(parcel) for parcel in page],
    }
    return render(request, "projects/parcels.html", context)


@require_safe
def investor_list(request):
    projects = Project.objects.published().select_related("zone").order_by("slug")[: MOST_PROJECTS + 1]
    named = Prefetch("projects", projects, "first_projects")
    rows = Investor.objects.published().select_related("source").prefetch_related(named)
    page, query = page_of(request, rows)
    context = {
        "section": "projects",
        "breadcrumbs": _crumbs((_("Projects"), reverse("projects:list")), (_("Investors"), "")),
        "page_obj": page,
        "query": query,
        "investors": [(investor, display.country(investor.country)) for investor in page],
        "most_projects": MOST_PROJECTS,
        "aggregates": _aggregates(),
    }
    return render(request, "projects/investors.html", context)


@require_safe
def opportunity_list(request):
    rows = Opportunity.objects.published().select_related("source", "zone", "decision")
    rows = rows.prefetch_related("pictures__file")
    page, query = page_of(request, rows)
    context = {
        "section": "projects",
        "breadcrumbs": _crumbs((_("Projects"), reverse("projects:list")), (_("Opportunities"), "")),
        "page_obj": page,
        "query": query,
        "opportunities": [
            {
                "record": row,
                "pictures": shown_pictures(row)[:1],
                "status": display.opportunity_status(row),
                "decision": if_published(row.decision),
                "ask_url": ask_url(about=row.title),
                "zone_url": row.zone.get_absolute_url() if row.zone else "",
            }
            for row in page
        ],
    }
    return render(request, "projects/opportunities.html", context)

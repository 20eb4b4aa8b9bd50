"""Public pages of the sectors, the incentives and the legal register."""

from django.db.models import Count, F, Prefetch, Window
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.chips import applied_chips
from core.models import Confidence, Source
from core.paging import Beginning, page_of
from policies.citations import citations
from policies.display import adds_to_basis, basis_row, brief_source, grouped, incentive_badge, instrument_badge
from policies.filters import InstrumentFilter
from policies.models import Incentive, LegalInstrument, Sector

# What a page can hold of one scope of sectors, or of one kind of incentive, and still be read.
MOST = 60


def _crumbs(*trail):
    return [(_("Home"), reverse("home")), *trail]


def _about(scope):
    """What belonging to a scope means for an investor, in a sentence."""
    return {
        Sector.Scope.ZONE: _(
            "Named in the Board’s programmes or in what was published about the zones. "
            "A sector that is sought is not yet a project that is admitted: ask about yours."
        ),
        Sector.Scope.PROVINCE: _(
            "What the province said it wants to attract, at the date beside each line. "
            "It is not an admission to a zone."
        ),
        Sector.Scope.NATIONAL: _(
            "National lists decide which projects may claim investment incentives. "
            "They do not decide what a zone admits."
        ),
    }[scope]


@require_safe
def sectors(request):
    """Of each scope the first rows; `?scope=` of one of them all, page by page."""
    rows = Sector.objects.published().select_related("source")
    known, chosen = rows.filter(is_known=True), request.GET.get("scope")
    page, query = None, ""
    if chosen in Sector.Scope.values:
        page, query = page_of(request, known.filter(scope=chosen), MOST)
        found = page.object_list
    else:
        in_scope = Window(Count("pk"), partition_by=F("scope"))
        found = known.annotate(in_scope=in_scope).first_of_each(MOST, "scope", "order", "slug")
    context = {
        "section": "policies",
        "breadcrumbs": _crumbs((_("Sectors"), "")),
        "groups": [
            (code, label, _about(code), Beginning(members, getattr(members[0], "in_scope", len(members))))
            for code, label, members in grouped(found, "scope", Sector.Scope.choices)
        ],
        "page_obj": page,
        "query": query,
        "unknown": rows.filter(is_known=False)[:MOST],
    }
    return render(request, "policies/sectors.html", context)


def _incentive_card(incentive):
    basis = [basis_row(instrument) for instrument in incentive.legal_basis.all()]
    return {
        "record": incentive,
        "badge": incentive_badge(incentive),
        "basis": basis,
        "adds_to_basis": adds_to_basis(incentive, basis),
        "other_sources": incentive.other_sources.all(),
    }


def _shelf(incentive):
    """Where an incentive stands on the page: what was not found, and what no longer holds, never among the rest."""
    if incentive.confidence == Confidence.NONE:
        return "not_found"
    return "old" if incentive.status == Incentive.Status.SUPERSEDED else "current"


def _shelves():
    """(shelf → incentives, MOST where a kind has more than that many and the rest is left out)."""
    basis = Prefetch("legal_basis", LegalInstrument.objects.published())
    rows = Incentive.objects.published().select_related("source").prefetch_related(basis, "other_sources")
    shelves, limit = {"current": [], "not_found": [], "old": []}, None
    for row in rows.first_of_each(MOST + 1, "kind", "order", "slug"):
        if row.place_among_its_like > MOST:
            limit = MOST
        else:
            shelves[_shelf(row)].append(row)
    return shelves, limit


@require_safe
def incentives(request):
    shelves, limit = _shelves()
    groups = grouped(shelves["current"], "kind", Incentive.Kind.choices)
    sections = [(f"kind-{code}", label) for code, label, _members in groups]
    sections += [("not-found", _("Not found"))] if shelves["not_found"] else []
    sections += [("old", _("Old rules"))] if shelves["old"] else []
    context = {
        "section": "policies",
        "breadcrumbs": _crumbs((_("Incentives"), "")),
        "sections": sections,
        "limit": limit,
        "groups": [(code, label, [_incentive_card(row) for row in members]) for code, label, members in groups],
        "not_found": [_incentive_card(row) for row in shelves["not_found"]],
        "old": [_incentive_card(row) for row in shelves["old"]],
    }
    return render(request, "policies/incentives.html", context)


@require_safe
def law(request):
    filters = InstrumentFilter(request.GET, queryset=LegalInstrument.objects.published().select_related("source"))
    page_obj, query = page_of(request, filters.qs)
    context = {
        "section": "policies",
        "breadcrumbs": _crumbs((_("Legal register"), "")),
        "form": filters.form,
        "chips": applied_chips(filters.form, request.GET),
        "page_obj": page_obj,
        "query": query,
        "rows": [basis_row(instrument) | {"source": brief_source(instrument)} for instrument in page_obj],
    }
    return render(request, "policies/law.html", context)


def _what_the_page_is(source):
    """A sentence on the page linked to: it is never passed off as the text of this very instrument."""
    if source.kind == Source.Kind.LAW:
        return _(
            "It shows a legal text, which may be that of another instrument that names this one: compare the number."
        )
    return _(
        "It is not the text of the instrument: for the binding wording, look the number up in the official gazette "
        "or the national database of legal texts."
    )


@require_safe
def instrument(request, slug):
    published = LegalInstrument.objects.published()
    rows = published.select_related("source", "replaced_by", "file").prefetch_related("other_sources")
    record = get_object_or_404(rows, slug=slug)
    successor = record.replaced_by
    if successor and successor.publication != record.publication:
        successor = None
    context = {
        "section": "policies",
        "breadcrumbs": _crumbs((_("Legal register"), reverse("policies:law")), (record.reference, "")),
        "instrument": record,
        "badge": instrument_badge(record),
        "successor": successor and basis_row(successor),
        "replaces": [basis_row(older) for older in record.replaces.published()[:MOST]],
        "citations": citations(record),
        "what_the_page_is": _what_the_page_is(record.source),
    }
    return render(request, "policies/instrument.html", context)

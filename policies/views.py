"""Public pages of the sectors, the incentives and the legal register."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.chips import applied_chips
from core.models import Confidence, Source
from core.paging import page_of
from policies.citations import citations
from policies.display import adds_to_basis, basis_row, brief_source, grouped, incentive_badge, instrument_badge
from policies.filters import InstrumentFilter
from policies.models import Incentive, LegalInstrument, Sector


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
    rows = list(Sector.objects.published().select_related("source"))
    known = grouped([row for row in rows if row.is_known], "scope", Sector.Scope.choices)
    context = {
        "section": "policies",
        "breadcrumbs": _crumbs((_("Sectors"), "")),
        "groups": [(code, label, _about(code), members) for code, label, members in known],
        "unknown": [row for row in rows if not row.is_known],
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


@require_safe
def incentives(request):
    basis = Prefetch("legal_basis", LegalInstrument.objects.published())
    rows = Incentive.objects.published().select_related("source").prefetch_related(basis, "other_sources")
    shelves = {"current": [], "not_found": [], "old": []}
    for row in rows:
        shelves[_shelf(row)].append(row)
    groups = grouped(shelves["current"], "kind", Incentive.Kind.choices)
    sections = [(f"kind-{code}", label) for code, label, _members in groups]
    sections += [("not-found", _("Not found"))] if shelves["not_found"] else []
    sections += [("old", _("Old rules"))] if shelves["old"] else []
    context = {
        "section": "policies",
        "breadcrumbs": _crumbs((_("Incentives"), "")),
        "sections": sections,
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
    rows = published.select_related("source", "replaced_by").prefetch_related("other_sources")
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
        "replaces": [basis_row(older) for older in record.replaces.published()],
        "citations": citations(record),
        "what_the_page_is": _what_the_page_is(record.source),
    }
    return render(request, "policies/instrument.html", context)

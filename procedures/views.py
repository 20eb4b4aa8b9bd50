"""Public pages of the administrative procedures."""

from itertools import groupby

from django.db.models import Case, Prefetch, Value, When
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.chips import applied_chips
from core.paging import beginning, page_of
from policies.display import basis_row
from policies.models import LegalInstrument
from procedures.display import (
    fee_words,
    list_row,
    official_table,
    standing_badge,
    standing_notice,
    time_limit,
)
from procedures.filters import ProcedureFilter
from procedures.models import Paper, Procedure, Step
from procedures.questions import QUESTIONS

# Shown at the foot of the list, apart from what can be filed under; a link leads to the rest.
ASIDE_LIMIT = 40
# The whole of what an investor can file under stands on one page, and what is known by name only at its foot.
PER_PAGE = 40
# Steps and papers one page shows unless all are asked for: no procedure known has as many.
MOST_PARTS = 100
_PARTS = (("steps", Step), ("papers", Paper))
_APART = (Procedure.Standing.OLD, Procedure.Standing.NAME_ONLY)


def _crumbs(*trail):
    return [(_("Home"), reverse("home")), *trail]


def _by_field(rows):
    """`rows` in the order in which the fields are named, then in their own."""
    places = [When(field=code, then=Value(place)) for place, code in enumerate(Procedure.Field.values)]
    return rows.order_by(Case(*places, default=Value(len(places))), "order", "slug")


def _apart(rows, standing, query):
    """The first procedures of a standing that is shown apart, and the address at which all of them stand."""
    found = beginning(rows.filter(standing=standing), ASIDE_LIMIT)
    query = query.copy()
    query["standing"] = standing
    return {"rows": [list_row(row) for row in found.rows], "more": found.more, "url": f"?{query.urlencode()}"}


def _question_columns():
    """The questions in two columns of (words, address, icon)."""
    links = [(asked.label, f"?question={asked.code}", asked.icon) for asked in QUESTIONS]
    middle = (len(links) + 1) // 2
    return links[:middle], links[middle:]


@require_safe
def procedure_list(request):
    published = Procedure.objects.published()
    filters = ProcedureFilter(request.GET, queryset=_by_field(published.select_related("source")))
    rows = filters.qs
    by_standing = bool(getattr(filters.form, "cleaned_data", {}).get("standing"))
    page_obj, query = page_of(request, rows if by_standing else rows.exclude(standing__in=_APART), PER_PAGE)
    at_end = not (by_standing or page_obj.has_next())
    context = {
        "section": "procedures",
        "breadcrumbs": _crumbs((_("Procedures"), "")),
        "form": filters.form,
        "chips": applied_chips(filters.form, request.GET),
        "questions": _question_columns(),
        "has_official": published.filter(standing=Procedure.Standing.OFFICIAL).exists(),
        "page_obj": page_obj,
        "query": query,
        "groups": [
            (label, [list_row(row) for row in members])
            for label, members in groupby(page_obj, lambda row: row.get_field_display())
        ],
        "name_only": _apart(rows, Procedure.Standing.NAME_ONLY, request.GET) if at_end else None,
        "old": _apart(rows, Procedure.Standing.OLD, request.GET) if at_end else None,
    }
    return render(request, "procedures/list.html", context)


def _first_of(name, model, slug):
    """The first steps or papers of a procedure, to be read with it."""
    first = model.objects.filter(procedure__slug=slug).order_by("order", "pk").values("pk")[:MOST_PARTS]
    return Prefetch(name, model.objects.filter(pk__in=first))


@require_safe
def procedure(request, slug):
    basis = Prefetch("legal_basis", LegalInstrument.objects.published())
    rows = Procedure.objects.published().select_related("source")
    parts = [name if "all" in request.GET else _first_of(name, model, slug) for name, model in _PARTS]
    record = get_object_or_404(rows.prefetch_related(*parts, basis, "other_sources"), slug=slug)
    context = {
        "may_have_more": "all" not in request.GET
        and any(len(getattr(record, name).all()) == MOST_PARTS for name, _model in _PARTS),
        "section": "procedures",
        "breadcrumbs": _crumbs((_("Procedures"), reverse("procedures:list")), (record.name, "")),
        "procedure": record,
        "badge": standing_badge(record),
        "notice": standing_notice(record),
        "missing": record.missing_components(),
        "time": time_limit(record),
        "fee": fee_words(record),
        "table": official_table(record),
        "basis": [basis_row(instrument) for instrument in record.legal_basis.all()],
        "ask_url": f"{reverse('enquiries:ask')}?procedure={record.slug}",
    }
    return render(request, "procedures/procedure.html", context)

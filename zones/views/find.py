"""Finding land: parcels judged against a need, as a list, on the plan of a zone, as a file."""

from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.chips import applied_chips
from core.commas import download
from core.disclosure import Publication
from core.numbers import format_number
from core.paging import PER_PAGE, LongPage, page_number
from policies.models import Sector
from zones.display import ask_url
from zones.finding.answers import Answer, criterion_label, file_columns, file_row, leave_need_query
from zones.finding.filters import FindForm, ParcelFilter
from zones.finding.fit import Verdict
from zones.finding.landprice import LandPrices
from zones.finding.shortlist import COUNTED, Shortlist
from zones.mapping.drawing import drawn
from zones.models import Parcel, Zone
from zones.parcel_rows import ParcelRows, legend
from zones.plan_parcels import first_parcels, read
from zones.views.shared import crumbs, led_to

# Areas used to be asked for in hectares under these names.
_IN_HECTARES = {"area_min": "area", "area_max": "area_to"}


class Search:
    """What the address asks for: the need, the filters, and the parcels in the order of their answer."""

    def __init__(self, query):
        self.zones = list(Zone.objects.published().order_by("order", "slug"))
        sectors = Sector.objects.published().filter(is_known=True).order_by("order", "slug")
        self.form = FindForm(query, sectors=sectors)
        self.filters = ParcelFilter(query, queryset=Parcel.objects.none(), zones=self.zones)
        self.need = self.form.need()
        self.prices, self.rows = None, ParcelRows()
        if self.need.budget is not None:
            self.prices = LandPrices(self.form.way, self.zones, self.form.sector_asked)
        self.shortlist = Shortlist(
            self.zones,
            self.need,
            narrow=self.filters.narrow,
            prices=self.prices,
            order=self.form.value("order") or "",
            only=self.form.value("show") or "",
        )

    def chips(self, query):
        unasked = ["order", *(() if self.need.budget is not None else ("pay",))]
        return [
            *applied_chips(self.form, query, leave_out=unasked),
            *applied_chips(self.filters.form, query),
        ]

    @property
    def is_narrow(self):
        """Whether anything is asked that not every parcel answers."""
        return not self.need.is_empty or any(self.filters.form.cleaned_data.values())

    def answer(self, parcel):
        return Answer(parcel, self.need, self.prices, rows=self.rows)


def _told_in_hectares(request):
    """The address with areas in m², when this one gives them in hectares."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in request.GET.items() if value.strip()})
    told = {name: now for name, now in _IN_HECTARES.items() if name in query and now not in query}
    for name, now in told.items():
        query[now] = f"{query.pop(name)[-1].strip()} ha"
    return led_to(request.path, query) if told else None


def _without(query, *names, **others):
    """The query string with `others` set and without `names`; always from the first page."""
    rest = query.copy()
    for name in (*names, "page", *others):
        rest.pop(name, None)
    return "&".join(filter(None, (rest.urlencode(), urlencode(others))))


def _shown_count(number):
    return f"{format_number(COUNTED)}+" if number > COUNTED else format_number(number)


def _summary(search, counts, query):
    """What the page says first: how many parcels fit, may fit and fall short, samples apart; each a way to them."""
    found = {}
    for is_sample in (False, True):
        numbers = {one: min(counts.get((is_sample, one), 0), COUNTED + 1) for one in Verdict}
        found["samples" if is_sample else "real"] = {
            one.value: {
                "number": number,
                "shown": _shown_count(number),
                "url": f"?{_without(query, 'show', show=one.value)}",
            }
            for one, number in numbers.items()
        }
    found["has_samples"] = any(one["number"] for one in found["samples"].values())
    found["leave_url"] = f"{reverse('enquiries:demand')}?{leave_need_query(search.form)}"
    return found


def _listed(request, search):
    """(page, parcels of it, counts by verdict): three queries, however many parcels there are."""
    number = page_number(request.GET.get("page", "1"))
    counts, numbers = search.shortlist.counts(max(COUNTED, number * PER_PAGE))
    page = LongPage(number, sum(numbers), COUNTED)
    if number > page.num_pages:
        page = LongPage(page.num_pages, sum(numbers), COUNTED)
    return page, read(search.shortlist.ids(page.start, page.stop, numbers), "zone", "source"), counts


def _zones_with_a_plan():
    """Published zones of which at least one parcel can be drawn."""
    drawable = Parcel.objects.filter(
        publication=Publication.PUBLISHED, is_sample__in=[False, True], zone=OuterRef("pk"), outline__isnull=False
    )
    return list(Zone.objects.published().filter(Exists(drawable)).order_by("order", "slug"))


def _plan(search, query, listed):
    """The plan of one zone with the parcels that answer the need lit: the zone asked for, else that of the first parcel
    `listed` of which a plan exists, else the first drawn.
    """
    zones = _zones_with_a_plan()
    drawn_zones = {zone.pk: zone for zone in zones}
    first = next((drawn_zones[parcel.zone_id] for parcel in listed if parcel.zone_id in drawn_zones), None)
    zone = search.filters.zone_asked or first or next(iter(zones), None)
    if zone is None:
        return {"plan_zones": []}
    wanted = search.form.value("show") or Verdict.FITS
    parcels, limit = first_parcels(zone, outlined=True, with_source=False)

    def row(parcel):
        answer = search.answer(parcel)
        is_lit = search.filters.admits(parcel) and (search.need.is_empty or answer.verdict == wanted)
        return search.rows.row(parcel) | {"light": ("lit" if is_lit else "dim") if search.is_narrow else ""}

    drawing, shapes = drawn(parcels, row=row)
    return {
        "plan": drawing,
        "shapes": shapes,
        "legend": legend(),
        "plan_zone": zone,
        "plan_limit": limit,
        "plan_lit": sum(shape["light"] == "lit" for shape in shapes) if search.is_narrow else None,
        "plan_zones": [(other.short_name, f"?{_without(query, zone=other.slug)}", other == zone) for other in zones],
    }


@require_safe
def parcel_list(request):
    if moved := _told_in_hectares(request):
        return moved
    query, search = request.GET, Search(request.GET)
    page, parcels, counts = _listed(request, search)
    is_plan = query.get("view") == "plan"
    context = {
        "section": "land",
        "breadcrumbs": crumbs((_("Find land"), "")),
        "form": search.form,
        "filters": search.filters.form,
        "has_errors": bool(search.form.errors or search.filters.form.errors),
        "chips": search.chips(query),
        "need": search.need,
        "heads": [criterion_label(name) for name in search.need.criteria],
        "page_obj": page,
        "total": _shown_count(page.total),
        "query": _without(query),
        "list_url": f"?{_without(query, 'view')}",
        "plan_url": f"?{_without(query, view='plan')}",
        "every_url": f"?{_without(query, 'show')}",
        "file_url": f"{reverse('zones:parcel_csv')}?{_without(query, 'view')}",
        "is_plan": is_plan,
        "has_samples": any(parcel.is_sample for parcel in parcels),
        "empty_actions": [(_("Tell the Board what you need"), reverse("enquiries:demand")), (_("All parcels"), "?")],
        "ask_url": ask_url(about=_("Land need")),
    }
    if search.need.is_empty:
        context["rows"] = [search.rows.listed(parcel) for parcel in parcels]
    else:
        context["rows"] = [search.answer(parcel).shown() for parcel in parcels]
        context["summary"] = _summary(search, counts, query)
    if is_plan:
        context |= _plan(search, query, parcels)
    return render(request, "zones/parcel_list.html", context)


@require_safe
def parcel_csv(request):
    """Every parcel of the list with its verdicts, in the same order; the criteria asked are columns."""
    search = Search(request.GET)
    rows = (file_row(search.answer(parcel)) for parcel in search.shortlist.every())
    return download(file_columns(search.need), rows, f"lo-dat-{timezone.localdate():%Y-%m-%d}.csv")

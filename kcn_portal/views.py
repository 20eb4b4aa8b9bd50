"""The home page: what the Board offers, the fact that decides, and the way in."""

from django.db.models import Q
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.partialdate import display
from news.models import Article
from policies.display import brief_source
from policies.models import Sector
from procedures.models import Procedure
from projects.models import Opportunity
from zones.display import ask_url, figure_fact
from zones.models import Figure
from zones.units import Unit
from zones.views.zones import zone_cards

# The record in figures, in reading order; two sources that disagree stand side by side.
RECORD = ("investors", "operating_projects", "workers", "revenue", "export")
# Their label already says what is counted.
COUNTED = (Unit.INVESTORS, Unit.PROJECTS, Unit.WORKERS)
# What says that serviced land had run out, and how far it is from Hanoi.
DECISIVE, DISTANCE = "no_new_project", "hanoi_distance"
# Of one measure, and on one step of the investor's way.
MOST_SHOWN = 8
# To choose from in the land finder; its own page offers all.
MOST_SECTORS = 60


def _figures():
    """{measure: its first figures} of the record, of what decides and of the zones' areas: one query."""
    asked = Q(measure__in=RECORD, is_known=True) | Q(measure__in=(DECISIVE, DISTANCE, "area"))
    found = Figure.objects.shown().select_related(None).select_related("source").filter(asked)
    figures = {}
    for figure in found.first_of_each(MOST_SHOWN, ("measure", "zone"), "order", "-as_of", "key"):
        figures.setdefault(figure.measure, []).append(figure)
    return figures


def _record_figures(found):
    """For each measure of the record its label and the newest figure of every source that gives one that year."""
    groups = []
    for measure in RECORD:
        figures = found.get(measure, [])[:MOST_SHOWN]
        newest = [figure for figure in figures if figure.as_of[:4] == figures[0].as_of[:4]]
        if newest:
            facts = [figure_fact(figure) | ({"suffix": ""} if figure.unit in COUNTED else {}) for figure in newest]
            groups.append({"label": newest[0].label, "facts": facts})
    return groups


def _journey():
    """The five steps, each with the procedures officers have put on it, their times as the sources give them."""
    steps = {value: {"title": label, "procedures": []} for value, label in Procedure.Journey.choices}
    named = Procedure.objects.published().exclude(journey="").select_related("source").order_by("order", "slug")
    for row in named.first_of_each(MOST_SHOWN, "journey", "order", "slug"):
        steps[row.journey]["procedures"].append(
            {"url": row.get_absolute_url(), "name": row.name, "time": row.time_limit, "source": brief_source(row)}
        )
    first = {"title": _("Choose land and ask the Board"), "note": _("You get a code to quote."), "procedures": []}
    return [first, *steps.values()]


@require_safe
def home(request):
    news = Article.objects.published().exclude(kind__in=(Article.Kind.CONTEXT, Article.Kind.BACKGROUND))
    figures = _figures()
    cards = zone_cards(figures.get("area", ()))
    context = {
        "section": "home",
        "cards": cards,
        "is_rent_published": any(fact["value"] for card in cards for fact in card["facts"][-1:]),
        "figures": _record_figures(figures),
        "decisive": next(iter(figures.get(DECISIVE, ())), None),
        "distance": next(iter(figures.get(DISTANCE, ())), None),
        "journey": _journey(),
        "opportunities": Opportunity.objects.published().select_related("source")[:4],
        "news": [
            {
                "url": row.get_absolute_url(),
                "title": row.title,
                "date": display(row.happened_on),
                "summary": row.summary,
                "publisher": row.source.publisher,
            }
            for row in news.select_related("source")[:3]
        ],
        "sectors": Sector.objects.published().filter(is_known=True).order_by("order", "slug")[:MOST_SECTORS],
        "need_url": ask_url(about="land-need"),
    }
    return render(request, "portal/home.html", context)

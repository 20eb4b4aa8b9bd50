"""The home page: what the Board offers, the fact that decides, and the way in."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.partialdate import display
from news.models import Article
from policies.display import brief_source
from procedures.models import Procedure
from projects.models import Opportunity
from zones.display import ask_url, figure_fact
from zones.models import Figure
from zones.units import Unit
from zones.views.zones import zone_cards, zones_with_card_figures

# The record in figures, in reading order; two sources that disagree stand side by side.
RECORD = ("investors", "operating_projects", "workers", "revenue", "export")
# Their label already says what is counted.
COUNTED = (Unit.INVESTORS, Unit.PROJECTS, Unit.WORKERS)
# Of one measure, and on one step of the investor's way.
MOST_SHOWN = 8


def _record_figures():
    """For each measure of the record its label and the newest figure of every source that gives one that year."""
    rows = {}
    found = Figure.objects.shown().filter(measure__in=RECORD, is_known=True)
    for figure in found.first_of_each(MOST_SHOWN, "measure", "order", "-as_of", "key"):
        rows.setdefault(figure.measure, []).append(figure)
    groups = []
    for measure in RECORD:
        figures = rows.get(measure, [])
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


def _decisive_fact():
    """The newest figure that says serviced land had run out, if one is published."""
    return Figure.objects.shown().filter(measure="no_new_project").first()


@require_safe
def home(request):
    news = Article.objects.published().exclude(kind__in=(Article.Kind.CONTEXT, Article.Kind.BACKGROUND))
    cards = zone_cards(zones_with_card_figures())
    context = {
        "section": "home",
        "cards": cards,
        "is_rent_published": any(fact["value"] for card in cards for fact in card["facts"][-1:]),
        "figures": _record_figures(),
        "decisive": _decisive_fact(),
        "distance": Figure.objects.shown().filter(measure="hanoi_distance").first(),
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
        "need_url": ask_url(about=_("Land need")),
    }
    return render(request, "portal/home.html", context)

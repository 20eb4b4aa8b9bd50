"""Pages that stand for the whole portal: the Board, the data, the search, accessibility and privacy."""

from itertools import groupby
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db.models import F
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.models.security import ADDRESSES_KEPT
from enquiries.consent import PRIVACY_VERSION
from kcn_portal.answers import answers
from kcn_portal.inventory import inventory
from kcn_portal.search import LONGEST, MOST_COUNTED, SHOWN, find
from zones.display import ask_url, figure_fact, with_earlier
from zones.models import Figure
from zones.views.map import tile_host

# Figures of no zone that have no other page.
_ABOUT_TOPICS = (
    Figure.Topic.PROVINCE,
    Figure.Topic.CONNECTIVITY,
    Figure.Topic.PLAN,
    Figure.Topic.PROMOTION,
    Figure.Topic.LABOUR,
    Figure.Topic.LAND,
    Figure.Topic.INFRASTRUCTURE,
    Figure.Topic.PRODUCTION,
)
# What one page can hold of a topic and still be read.
MOST_OF_A_TOPIC = 100


def _crumbs(here):
    return [(_("Home"), reverse("home")), (here, "")]


def _figures_by_topic():
    """{topic: the first figures of no zone, one more than a page shows}: one query."""
    figures = (
        Figure.objects.shown()
        .filter(zone=None)
        .exclude(topic=Figure.Topic.PRICES)
        .first_of_each(MOST_OF_A_TOPIC + 1, "topic", "order", "measure", F("as_of").desc(), "key")
        .order_by("topic", "order", "measure", "-as_of", "key")
    )
    return {topic: list(rows) for topic, rows in groupby(figures, lambda figure: figure.topic)}


@require_safe
def about(request):
    by_topic = _figures_by_topic()
    board_figures = by_topic.get(Figure.Topic.BOARD, [])[:MOST_OF_A_TOPIC]
    context = {
        "section": "about",
        "breadcrumbs": _crumbs(_("About the Board")),
        "known": [figure for figure in board_figures if figure.is_known],
        "unknown": [figure_fact(figure) for figure in board_figures if not figure.is_known],
        "topics": [
            (topic, Figure.Topic(topic).label, with_earlier(list(map(figure_fact, by_topic[topic][:MOST_OF_A_TOPIC]))))
            for topic in _ABOUT_TOPICS
            if topic in by_topic
        ],
        "limit": MOST_OF_A_TOPIC if any(len(rows) > MOST_OF_A_TOPIC for rows in by_topic.values()) else None,
        "ask_url": ask_url(about="board"),
    }
    return render(request, "portal/about.html", context)


@require_safe
def data(request):
    context = {
        "section": "data",
        "breadcrumbs": _crumbs(_("Data")),
        "tables": inventory(),
        "answers": answers(),
        "ask_url": ask_url(about="data"),
    }
    return render(request, "portal/data.html", context)


def _examples():
    return _("Thanh Binh"), "Govina", _("investment registration certificate"), "35/2022"


@require_safe
def search(request):
    typed = request.GET.get("q", "").replace("\x00", "")[:LONGEST].strip()
    groups = find(typed)
    context = {
        "section": "search",
        "breadcrumbs": _crumbs(_("Search")),
        "typed": typed,
        "groups": groups,
        "count": sum(group.count for group in groups),
        "is_capped": any(group.is_capped for group in groups),
        "most": MOST_COUNTED,
        "shown": SHOWN,
        "examples": [(words, f"?{urlencode({'q': words})}") for words in _examples()],
        "ask_url": ask_url(about=typed) if typed else ask_url(),
    }
    return render(request, "portal/search.html", context)


@require_safe
def accessibility(request):
    context = {"section": "accessibility", "breadcrumbs": _crumbs(_("Accessibility"))}
    return render(request, "portal/accessibility.html", context)


@require_safe
def privacy(request):
    context = {
        "section": "privacy",
        "breadcrumbs": _crumbs(_("Privacy")),
        "version": PRIVACY_VERSION,
        "days_of_addresses": ADDRESSES_KEPT.days,
        "tiles_host": urlsplit(tile_host(settings.MAP_TILES_URL)).netloc,
    }
    return render(request, "portal/privacy.html", context)

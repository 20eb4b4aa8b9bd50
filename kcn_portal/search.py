"""Search over everything published and real: every word must occur, with or without diacritics.

One query a kind, however many rows there are: at most MOST_COUNTED matches are counted, and SHOWN of them read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case, Count, Value, When, Window
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core import partialdate
from core.text import fold
from investors.models import Investor
from kcn_portal.snippets import snippet
from news.models import Article
from policies.models import Incentive, LegalInstrument, Sector
from procedures.models import Procedure
from projects.models import Opportunity, Project
from zones.display import figure_value
from zones.models import Figure, Parcel, Zone

SHOWN = 8
MOST_COUNTED = 1000
LONGEST = 200
_MOST_WORDS = 10


@dataclass(frozen=True)
class Kind:
    """One kind of thing: the fields that name and describe a row, where it stands, the list that filters them."""

    name: str
    label: Promise
    model: type
    title: str
    text: str
    address: Callable
    all_in: str = ""


@dataclass(frozen=True)
class Hit:
    """One row found. Each text names its language: the reader’s, or Vietnamese where that lacks."""

    url: str
    title: str
    title_language: str
    context: str
    snippet: tuple
    language: str


@dataclass(frozen=True)
class Group:
    kind: Kind
    count: int
    hits: list
    more_url: str

    @property
    def is_capped(self):
        return self.count > MOST_COUNTED


def _own_page(record):
    return record.get_absolute_url()


def _line_of(view):
    return lambda record: f"{reverse(view)}#{record.slug}"


def _page_of_figure(figure):
    """Where a figure stands: its zone's page, the prices, or the page about the Board and the province."""
    if figure.zone:
        return f"{figure.zone.get_absolute_url()}#figures"
    if figure.topic == Figure.Topic.PRICES:
        return f"{reverse('zones:prices')}#statements"
    return f"{reverse('about')}#{figure.topic}"


def _page_of_instrument(instrument):
    return reverse("policies:instrument", args=[instrument.slug])


KINDS = (
    Kind("zones", gettext_lazy("Industrial zones"), Zone, "name", "summary", _own_page),
    Kind("parcels", gettext_lazy("Parcels"), Parcel, "code", "note", _own_page),
    Kind("projects", gettext_lazy("Projects"), Project, "name", "activity", _own_page, "projects:list"),
    Kind("investors", gettext_lazy("Investors"), Investor, "name", "about", _line_of("projects:investors")),
    Kind(
        "opportunities",
        gettext_lazy("Opportunities"),
        Opportunity,
        "title",
        "summary",
        _line_of("projects:opportunities"),
    ),
    Kind("procedures", gettext_lazy("Procedures"), Procedure, "name", "result", _own_page, "procedures:list"),
    Kind("incentives", gettext_lazy("Incentives"), Incentive, "name", "summary", _line_of("policies:incentives")),
    Kind("sectors", gettext_lazy("Sectors"), Sector, "name", "note", _line_of("policies:sectors")),
    Kind("law", gettext_lazy("Legal register"), LegalInstrument, "title", "note", _page_of_instrument, "policies:law"),
    Kind("figures", gettext_lazy("Figures"), Figure, "label", "statement", _page_of_figure),
    Kind("news", gettext_lazy("News"), Article, "title", "summary", _own_page, "news:list"),
)


def words_of(typed):
    """The words to look for, folded; what no text can hold (control characters) is passed over."""
    printable = "".join(letter if letter.isprintable() else " " for letter in typed[:LONGEST])
    return list(dict.fromkeys(fold(printable).split()))[:_MOST_WORDS]


def _matches(kind, words):
    """The SHOWN best rows of `kind`, each annotated with `total`, the number of matches up to MOST_COUNTED + 1."""
    rows = kind.model.objects.real()
    if hasattr(kind.model, "zone"):
        rows = rows.select_related("zone")
    candidates = rows.order_by("pk")
    for word in words:
        candidates = candidates.filter(search_text__contains=word)
    phrase = " ".join(words)
    nearness = Case(
        When(search_text__startswith=phrase, then=Value(0)),
        When(search_text__contains=phrase, then=Value(1)),
        default=Value(2),
    )
    found = rows.filter(pk__in=candidates.values("pk")[: MOST_COUNTED + 1])
    ranked = found.annotate(nearness=nearness, total=Window(Count("pk")))
    return list(ranked.order_by("nearness", *kind.model._meta.ordering)[:SHOWN])


def _text_of(record, field):
    """(text, language) of a translated field: the reader's, else the Vietnamese."""
    language = (get_language() or "vi")[:2]
    text = getattr(record, f"{field}_{language}")
    return (text, language) if text else (getattr(record, f"{field}_vi") or "", "vi")


def _title_of(kind, record):
    if isinstance(record, Parcel):
        return _("Parcel %(code)s") % {"code": record.code}, get_language()
    return _text_of(record, kind.title)


def _value_of(figure):
    if not figure.is_known:
        return _("not published yet")
    return " ".join(figure_value(figure)).strip()


def _context_of(record):
    """The few words that tell rows of one name apart: zone, value, number or day."""
    words = []
    if isinstance(record, Figure):
        words.append(_value_of(record))
    if isinstance(record, LegalInstrument) and record.number:
        words.append(record.reference)
    if isinstance(record, Article):
        words.append(partialdate.display(record.happened_on))
    if zone := getattr(record, "zone", None):
        words.append(zone.short_name)
    return " · ".join(word for word in words if word)


def _hit(kind, record, words):
    title, title_language = _title_of(kind, record)
    text, language = _text_of(record, kind.text)
    return Hit(kind.address(record), title, title_language, _context_of(record), snippet(text, words), language)


def find(typed):
    """[Group] of the kinds in which every word of `typed` occurs, in the order of KINDS; none for an empty query."""
    words = words_of(typed)
    groups = []
    for kind in KINDS if words else ():
        rows = _matches(kind, words)
        if rows:
            total = rows[0].total
            more = (
                f"{reverse(kind.all_in)}?{urlencode({'q': ' '.join(words)})}" if kind.all_in and total > SHOWN else ""
            )
            groups.append(Group(kind, total, [_hit(kind, record, words) for record in rows], more))
    return groups

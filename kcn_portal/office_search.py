"""Search over all records for officers: every word must occur, with or without diacritics, in one bounded query.

At most MOST matches of a kind are ranked, and a page of them read, however many records there are.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import admin
from django.db import connection
from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Lower, Replace
from django.urls import reverse
from django.utils.text import capfirst

from core import partialdate
from core.models import Source
from enquiries.models import Enquiry
from investors.models import Investor
from kcn_portal.search import words_of
from news.models import Article
from policies.models import Incentive, LegalInstrument, Sector
from procedures.models import Procedure
from projects.models import Opportunity, Project, ProjectEvent, ProjectMove
from zones.models import Figure, Parcel, ParcelMove, Rate, Zone, ZoneEvent, ZoneMove

SHOWN = 6
PER_PAGE = 30
MOST = 1000
SHORTEST = 2
_BETWEEN = " · "
_DAY = re.compile(r"[12][0-9]{3}-([01][0-9](-[0-3][0-9])?|Q[1-4])")


@dataclass(frozen=True)
class Kind:
    """One kind of record: which columns call it, tell more of it and are searched.

    `folded` columns hold text without diacritics; `numbers` (decisions, certificates) hold only đ besides plain
    letters. `of` is the path to the record whose page opens, where that is another.
    """

    model: type
    title: tuple
    more: tuple = ()
    folded: tuple = ("search_text",)
    numbers: tuple = ()
    of: str = ""

    @property
    def name(self):
        return self.model._meta.label_lower

    @property
    def opens(self):
        return self.model._meta.get_field(self.of).related_model if self.of else self.model

    @property
    def label(self):
        named = f": {self.model._meta.get_field(self.numbers[0]).verbose_name}" if self.of else ""
        return f"{capfirst(self.opens._meta.verbose_name_plural)}{named}"


def _decisions(model, title, more="decision_number", of="record"):
    return Kind(model, title, (more,), folded=(), numbers=(more,), of=of)


KINDS = (
    Kind(Zone, ("name_vi",), ("code",)),
    Kind(Parcel, ("code",), ("zone__short_name_vi",), ("search_text", "zone__search_text")),
    Kind(
        Project,
        ("name_vi",),
        ("zone__short_name_vi",),
        ("search_text", "investor__search_text"),
        ("certificate_number",),
    ),
    Kind(Investor, ("name_vi",), ("tax_code",), numbers=("tax_code",)),
    Kind(Enquiry, ("code",), ("message",)),
    Kind(LegalInstrument, ("title_vi",), ("number",), numbers=("number",)),
    Kind(Procedure, ("name_vi",), ("code",)),
    Kind(Article, ("title_vi",), ("happened_on",)),
    Kind(Figure, ("label_vi",), ("zone__short_name_vi", "as_of"), ("search_text", "zone__search_text")),
    Kind(
        Rate,
        ("kind",),
        ("zone__short_name_vi", "valid_from", "key"),
        ("zone__search_text", "legal_basis__search_text"),
        ("key",),
    ),
    Kind(Opportunity, ("title_vi",)),
    Kind(Incentive, ("name_vi",)),
    Kind(Sector, ("name_vi",)),
    Kind(Source, ("publisher_vi",), ("published_on", "url")),
    _decisions(ProjectEvent, ("project__name_vi",), "number", "project"),
    _decisions(ProjectMove, ("record__name_vi",)),
    _decisions(ParcelMove, ("record__zone__short_name_vi", "record__code")),
    _decisions(ZoneMove, ("record__name_vi",)),
    _decisions(ZoneEvent, ("zone__name_vi",), of="zone"),
)


@dataclass(frozen=True)
class Hit:
    title: str
    more: str
    url: str


@dataclass(frozen=True)
class Group:
    """The hits of one kind on one page; `next_url` and `back_url` lead on and back, "" where there is nothing."""

    kind: Kind
    hits: tuple
    next_url: str
    back_url: str


def readable_kinds(request):
    """The kinds whose records this officer may open."""
    return [kind for kind in KINDS if admin.site._registry[kind.opens].has_view_permission(request)]


def find(kinds, typed, name="", page=1):
    """[Group, …] of `kinds` in which every word of `typed` occurs; of the kind `name` alone its `page`. One query."""
    words, one = words_of(typed), [kind for kind in kinds if kind.name == name]
    size, page = (PER_PAGE, page) if one else (SHOWN, 0)
    first = max(page - 1, 0) * size
    rows = _rows([(kind.name, _arm(kind, words)[first : first + size + 1]) for kind in one or kinds])
    return [_group(kind, rows[kind.name], size, typed, page) for kind in one or kinds if kind.name in rows]


def _group(kind, rows, size, typed, page):
    address = reverse("admin:find")
    link = {"q": typed, "kind": kind.name}
    following = f"{address}?{urlencode(link | {'page': page + 1})}" if len(rows) > size else ""
    back = f"{address}?{urlencode(link | {'page': page - 1})}" if page > 1 else ""
    opens = kind.opens._meta
    change = f"admin:{opens.app_label}_{opens.model_name}_change"
    hits = tuple(
        Hit(_title(kind, title), _days_in_words(more), reverse(change, args=[key]))
        for _near, _pk, key, title, more in rows[:size]
    )
    return Group(kind, hits, following, back)


def _title(kind, title):
    """What a record is called: the words of a choice where the column holds its code."""
    choices = {} if "__" in kind.title[0] else dict(kind.model._meta.get_field(kind.title[0]).flatchoices)
    return str(choices.get(title, title))


def _days_in_words(more):
    parts = (part for part in more.split(_BETWEEN) if part)
    return _BETWEEN.join(map(_day_in_words, parts))


def _day_in_words(part):
    try:
        return partialdate.display(part) if _DAY.fullmatch(part) else part
    except ValueError:
        return part


def _rows(arms):
    """{name of the kind: [(nearness, pk, key of the page, title, more)]}, the nearest first."""
    statements, values = [], []
    for at, (_name, rows) in enumerate(arms):
        statement, parameters = rows.query.get_compiler(connection=connection).as_sql()
        statements.append(f"SELECT * FROM ({statement}) AS arm{at}")
        values += parameters
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), values)
        for name, *row in cursor.fetchall():
            found.setdefault(name, []).append(tuple(row))
    return {name: sorted(rows, key=lambda row: row[:2]) for name, rows in found.items()}


def _arm(kind, words):
    # A plain queryset: those of translated models shuffle their columns, which a union joins by place.
    rows, phrase = QuerySet(kind.model), " ".join(words)
    candidates = rows.annotate(**{f"plain_{name}": _plain(name) for name in kind.numbers})
    for word in words:
        candidates = candidates.filter(_holds(kind, word))
    found = rows.filter(pk__in=candidates.order_by("pk").values("pk")[:MOST])
    columns = {
        "found_kind": Value(kind.name, CharField()),
        "found_near": _nearness(kind, phrase),
        "found_own": F("pk"),
        "found_of": F(f"{kind.of}_id") if kind.of else F("pk"),
        "found_called": _joined(kind.title),
        "found_further": _joined(kind.more),
    }
    return found.annotate(**columns).order_by("found_near", "pk").values_list(*columns)


def _nearness(kind, phrase):
    if not kind.folded:
        return Value(1, IntegerField())
    text = kind.folded[0]
    return Case(
        When(**{f"{text}__startswith": phrase}, then=Value(0)),
        When(**{f"{text}__contains": phrase}, then=Value(1)),
        default=Value(2),
    )


def _holds(kind, word):
    holds = Q()
    for name in kind.folded:
        holds |= Q(**{f"{name}__contains": word})
    for name in kind.numbers:
        holds |= Q(**{f"plain_{name}__contains": word})
    return holds


def _plain(name):
    """A number such as 123/QĐ-UBND folded by the database: it has no letter with a mark but đ."""
    return Replace(Replace(Lower(name), Value("đ"), Value("d")), Value("Đ"), Value("d"))


def _joined(names):
    parts = [Coalesce(Cast(name, CharField()), Value("")) for name in names]
    if not parts:
        return Value("", CharField())
    separated = [part for part in parts for part in (Value(_BETWEEN), part)][1:]
    return Concat(*separated, output_field=CharField()) if len(separated) > 1 else parts[0]

"""How many facts are public, whence they come and how fresh they are, by area; samples never count."""

import datetime as dt
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Count, Max, Q, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modeltranslation.manager import get_translatable_fields_for_model

from core.disclosure import Publication
from core.freshness import plain, reviewed_models, stale_condition
from core.models import Source

# Areas in reading order, each with its kinds of record.
AREAS = (
    (_("Zones and parcels"), ("zones.zone", "zones.parcel", "zones.planfeature")),
    (_("Figures, utilities, milestones"), ("zones.figure", "zones.utility", "zones.milestone")),
    (_("Prices and exchange rates"), ("zones.rate", "zones.exchangerate")),
    (_("Procedures"), ("procedures.procedure",)),
    (_("Legal register"), ("policies.legalinstrument",)),
    (_("Incentives and sectors"), ("policies.incentive", "policies.sector")),
    (_("Projects, investors, opportunities"), ("projects.project", "investors.investor", "projects.opportunity")),
    (_("News"), ("news.article",)),
)


@dataclass
class Tally:
    """Numbers of public facts of one area, or of all; `changed_at` is the moment of the last change, None for none."""

    title: Promise | str = ""
    published: int = 0
    sourced: int = 0
    stale: int = 0
    without_english: int = 0
    # Facts of a kind that is reviewed at all, and those of them that an office has verified and that are not due.
    reviewed: int = 0
    verified: int = 0
    changed_at: dt.datetime | None = None

    def add(self, numbers):
        for name, number in zip(_NUMBERS, numbers, strict=True):
            setattr(self, name, getattr(self, name) + number)

    @property
    def stale_share(self):
        """Per cent of the published, rounded down; None where nothing is published."""
        return self.stale * 100 // self.published if self.published else None

    @property
    def verified_share(self):
        """Per cent of the facts that are reviewed, rounded down; None where there are none."""
        return self.verified * 100 // self.reviewed if self.reviewed else None


_NUMBERS = ("published", "sourced", "stale", "without_english", "reviewed", "verified")


def tallies():
    """([Tally, …] of the areas, Tally of all): two queries, however many facts there are."""
    counted, changed = _counted(timezone.localdate()), _last_changes()
    total, areas = Tally(), []
    for title, labels in AREAS:
        area = Tally(title)
        for label in labels:
            area.add(counted.get(label, (0,) * len(_NUMBERS)))
            total.add(counted.get(label, (0,) * len(_NUMBERS)))
        area.changed_at = max(filter(None, map(changed.get, labels)), default=None)
        areas.append(area)
    total.changed_at = max(filter(None, (area.changed_at for area in areas)), default=None)
    return areas, total


def _counted(today):
    first, *others = (_of_model(model, today) for model in reviewed_models())
    return {label: numbers for label, *numbers in first.union(*others, all=True)}


def _of_model(model, today):
    stale = stale_condition(model, today)
    # Where a search of public sources is all there is, nobody has stated anything.
    stated = ~Q(source__kind=Source.Kind.SEARCH)
    rows = (
        plain(model.objects.real())
        .values(of=Value(model._meta.label_lower))
        .annotate(
            published=Count("pk"),
            sourced=Count("pk", filter=stated),
            stale=Count("pk", filter=stale),
            without_english=Count("pk", filter=_without_english(model)),
            reviewed=Count("pk", filter=Q(review_due__isnull=False)),
            verified=Count("pk", filter=Q(verified_on__isnull=False, review_due__gt=today)),
        )
    )
    return rows.values_list("of", *_NUMBERS)


def _without_english(model):
    """The condition on which something is said in Vietnamese alone."""
    lacking = Q(pk__in=())
    for name in get_translatable_fields_for_model(model) or ():
        said = Q(**{f"{name}_vi__isnull": False}) & ~Q(**{f"{name}_vi": ""})
        lacking |= said & (Q(**{f"{name}_en__isnull": True}) | Q(**{f"{name}_en": ""}))
    return lacking


def _last_changes():
    """{label: moment} at which a row that is public was last written."""
    parts = [_last_change(apps.get_model(label)) for _title, labels in AREAS for label in labels]
    return dict(parts[0].union(*parts[1:], all=True))


def _last_change(model):
    # A maximum without groups: SQLite and PostgreSQL read it off the end of the index of the day, whatever is kept.
    rows = model.history.filter(publication=Publication.PUBLISHED).order_by()
    return rows.values(of=Value(model._meta.label_lower)).annotate(at=Max("history_date")).values_list("of", "at")

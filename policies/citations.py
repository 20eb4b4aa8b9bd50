"""What rests on a legal instrument: published rows only, read through the related names of the apps above."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.disclosure import Publication

# More citations of one kind than a reader would go through; the rest is announced, not listed.
MOST = 40

_ZONE_SHOWN = Q(zone__isnull=True) | Q(zone__publication=Publication.PUBLISHED)


def _line(record, field, url, *, words="", place=""):
    return {
        "record": record,
        "field": field,
        "words": words,
        "url": url,
        "place": place,
        "is_sample": getattr(record, "is_sample", False),
    }


def _procedures(instrument):
    return [_line(row, "name", row.get_absolute_url()) for row in instrument.procedures.published()[: MOST + 1]]


def _incentives(instrument):
    page = reverse("policies:incentives")
    return [_line(row, "name", f"{page}#{row.slug}") for row in instrument.incentives.published()[: MOST + 1]]


def _rates(instrument):
    rows = instrument.rates.published().filter(_ZONE_SHOWN).select_related("zone")[: MOST + 1]
    page = reverse("zones:prices")
    return [
        _line(
            row,
            "label" if row.label_vi else "",
            page,
            words=row.get_kind_display(),
            place=row.zone.short_name if row.zone else "",
        )
        for row in rows
    ]


def _milestones(instrument):
    rows = instrument.milestones.published().filter(_ZONE_SHOWN).select_related("zone")[: MOST + 1]
    return [_line(row, "text", row.zone.get_absolute_url(), place=row.zone.short_name) for row in rows]


def _opportunities(instrument):
    page = reverse("projects:opportunities")
    rows = instrument.opportunities.published()[: MOST + 1]
    return [_line(row, "title", page) for row in rows]


def citations(instrument):
    """[{label, lines, has_more}] for each kind of record that names `instrument`; kinds without any are left out."""
    kinds = (
        (_("Procedures"), _procedures),
        (_("Incentives"), _incentives),
        (_("Prices and fees"), _rates),
        (_("Milestones of the zones"), _milestones),
        (_("Opportunities"), _opportunities),
    )
    found = [(label, lines_of(instrument)) for label, lines_of in kinds]
    return [{"label": label, "lines": lines[:MOST], "has_more": len(lines) > MOST} for label, lines in found if lines]

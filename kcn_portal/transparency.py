"""The page that says how complete and how fresh the record is, and what has changed in it, as pages and as a feed."""

import datetime as dt
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.freshness import reviewed_models
from core.models import Board
from kcn_portal.facts_published import tallies
from kcn_portal.record_changes import changes, neighbours

# Entries of the feed; a reader that comes once a week misses none in an office of a dozen.
MOST_ENTRIES = 50
_FEED_DAYS = 366
# What no XML 1.0 text may hold, not even escaped.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@require_safe
def transparency(request):
    areas, total = tallies()
    context = {
        "section": "transparency",
        "breadcrumbs": [(_("Home"), reverse("home")), (_("Transparency"), "")],
        "areas": areas,
        "total": total,
        "terms": _terms(),
    }
    return render(request, "portal/transparency.html", context)


def _terms():
    """[(months, kinds of record)]: how often each kind is reviewed, the shortest first."""
    found = {}
    for model in reviewed_models():
        if model.reviewed_every:
            found.setdefault(model.reviewed_every, []).append(str(model._meta.verbose_name_plural))
    return sorted((months, ", ".join(kinds)) for months, kinds in found.items())


@require_safe
def record_changes(request):
    """The changes of one month, `?month=2026-11`; the present one, or else the last that holds any."""
    first = _month(request.GET.get("month", ""))
    begin, end = _moment(first), _moment(_next(first))
    rows, is_cut = changes(begin, end)
    earlier, later = neighbours(begin, end)
    days = {}
    for row in rows:
        days.setdefault(timezone.localdate(row.at), []).append(row)
    context = {
        "section": "transparency",
        "breadcrumbs": [
            (_("Home"), reverse("home")),
            (_("Transparency"), reverse("transparency")),
            (_("Changes of the record"), ""),
        ],
        "month": first,
        "days": [(day, _grouped(of_day)) for day, of_day in days.items()],
        "is_cut": is_cut,
        "earlier": _month_of(earlier),
        "later": _month_of(later),
    }
    return render(request, "portal/record_changes.html", context)


def _grouped(rows):
    """[(deed, kind of record, its rows)] of one day, in the order of the first of each."""
    groups = {}
    for row in rows:
        groups.setdefault((row.deed_words, row.kind, row.deed), []).append(row)
    return [(deed, words, kind, of_kind) for (words, kind, deed), of_kind in groups.items()]


def _month(typed):
    if not typed:
        return timezone.localdate().replace(day=1)
    try:
        found = dt.date.fromisoformat(f"{typed}-01")
    except ValueError:
        raise Http404(typed) from None
    # What no calendar of a database holds, and what is yet to come.
    if not 2000 <= found.year <= timezone.localdate().year:
        raise Http404(typed)
    return found


def _next(first):
    return (first + dt.timedelta(days=31)).replace(day=1)


def _moment(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _month_of(moment):
    return moment and timezone.localdate(moment).replace(day=1)


@require_safe
def record_changes_feed(request):
    """The newest changes as Atom 1.0. It hangs on the record alone, so an unchanged one is "not modified"."""
    now = timezone.now()
    rows, _is_cut = changes(now - dt.timedelta(days=_FEED_DAYS), now + dt.timedelta(days=1), limit=8 * MOST_ENTRIES)
    board = Board.current()
    site = settings.SITE_URL
    feed = _Atom(
        title=_("Changes of the record"),
        link=f"{site}{reverse('record_changes')}",
        description="",
        subtitle=_("What became public, was changed or withdrawn on the investment portal of Bac Kan."),
        language=get_language(),
        author_name=_NOT_IN_XML.sub("", board.name) or _("Management Board of the Industrial Zones of Bac Kan"),
        feed_url=f"{site}{reverse('record_changes_feed')}",
        feed_guid=f"{site}{reverse('record_changes_feed')}",
    )
    host = urlsplit(site).hostname
    for row in rows[:MOST_ENTRIES]:
        feed.add_item(
            title=_NOT_IN_XML.sub("", f"{row.deed_words}: {row.kind}{f' – {row.title}' if row.title else ''}"),
            link=f"{site}{row.url or reverse('record_changes')}",
            description="",
            unique_id=f"tag:{host},2026:{get_language()}/{row.key}",
            updateddate=row.at,
            pubdate=row.at,
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


class _Atom(Atom1Feed):
    """Atom 1.0; a feed without entries was last changed when the portal began."""

    def latest_post_date(self):
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

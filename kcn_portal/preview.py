"""A record as the public will read it, before it is public: for officers who may read it, and for nobody else.

The page is made with the record published in a transaction that is always undone, so that it is exactly the page that
would come, with every list and sum on it; no other connection ever sees that state, and nothing of it is kept.
"""

from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import Http404, HttpResponseNotFound
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.admin_addresses import is_key
from core.disclosure import Publication
from core.models import Publishable
from core.public_reading import as_officer, as_public
from core.publication.previewing import previewing, with_place
from investors.models import Investor
from policies.models import Incentive, LegalInstrument, Sector
from projects.models import Opportunity
from zones.models import ExchangeRate, Figure, Milestone, PlanFeature, Rate, Utility

_PUBLIC = Publication.PUBLISHED


def _of_zone(page):
    """A list of its zone; what belongs to no zone stands with the figures of the province."""
    return lambda row: reverse(f"zones:{page}", args=[row.zone.slug]) if row.zone else reverse("home")


# Where a record without a page of its own stands.
_STANDS = {
    ExchangeRate: lambda row: reverse("zones:estimate"),
    Figure: _of_zone("zone_figures"),
    Incentive: lambda row: reverse("policies:incentives"),
    Investor: lambda row: reverse("projects:investors"),
    LegalInstrument: lambda row: reverse("policies:instrument", args=[row.slug]),
    Milestone: _of_zone("zone_milestones"),
    Opportunity: lambda row: reverse("projects:opportunities"),
    PlanFeature: _of_zone("zone"),
    Rate: lambda row: (
        f"{reverse('zones:prices')}?{urlencode({'on': row.valid_from})}" if row.valid_from else reverse("zones:prices")
    ),
    Sector: lambda row: reverse("policies:sectors"),
    Utility: _of_zone("zone_utilities"),
}


class _Undone(Exception):
    """Ends the transaction of a preview: whatever happened in it has not happened."""


def address_of(record):
    """The path and query at which the public reads `record`, in the language in use."""
    stands = _STANDS.get(type(record))
    return stands(record) if stands else record.get_absolute_url()


def preview_url(record, language):
    return reverse("preview", args=[record._meta.app_label, record._meta.model_name, record.pk, language])


def _asked_for(request, app, model, key):
    """The record, when whoever asks may read it on the officers' side; for all others there is no such page."""
    try:
        asked = apps.get_model(app, model)
    except LookupError:
        raise Http404(model) from None
    page = admin.site._registry.get(asked)
    if page is None or not issubclass(asked, Publishable) or not is_key(asked, key):
        raise Http404(model)
    if not (request.user.is_active and request.user.is_staff):
        raise Http404(model)
    record = page.get_queryset(request).filter(pk=key).first()
    if record is None or not page.has_view_permission(request, record):
        raise Http404(model)
    return record


@never_cache
@require_safe
def preview(request, app, model, key, language):
    if language not in dict(settings.LANGUAGES):
        raise Http404(language)
    with as_officer(), override(language):
        record = _asked_for(request, app, model, key)
        response = _page_if_public(request, record)
        response.content = with_place(response.content.decode())
        if response.status_code != 200:
            asked = _asking(request, record, reverse("home"))
            hidden = {"record": record, "hidden": _hidden_parents(record)}
            response = render(asked, "portal/no_preview.html", hidden, status=404)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex"
    for name in ("ETag", "Last-Modified"):
        response.headers.pop(name, None)
    return response


def _page_if_public(request, record):
    """The answer of the page on which `record` stands, made as if it were public."""
    made = []
    try:
        with transaction.atomic():
            _publish(record, request.user)
            made.append(_answer(request, record))
            raise _Undone
    except _Undone:
        return made[0]


def _publish(record, officer):
    rows = type(record)._base_manager.filter(pk=record.pk)
    if rows.exclude(publication=_PUBLIC).update(publication=_PUBLIC):
        rows.get().made_public(officer)


def _hidden_parents(record):
    """What `record` is shown with and is not public itself."""
    parents = [getattr(record, name) for name in getattr(record, "shown_with", ())]
    return [parent for parent in parents if parent and parent.publication != _PUBLIC]


def _asking(request, record, address):
    """The request of a stranger who asks for `address`, with what the page's frame tells of a preview."""
    path, _mark, query = address.partition("?")
    asked = WSGIRequest({**request.environ, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_COOKIE": ""})
    asked.user, asked.is_preview = AnonymousUser(), True
    asked.preview_has_row = type(record) in _STANDS
    asked.preview_twins = {code: preview_url(record, code) for code, _name in settings.LANGUAGES}
    asked.preview_back = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    asked.resolver_match = resolve(path)
    return asked


def _answer(request, record):
    """What a stranger would get who asked for the page of `record` now."""
    asked = _asking(request, record, address_of(record))
    match = asked.resolver_match
    with previewing(record), as_public():
        try:
            return match.func(asked, *match.args, **match.kwargs)
        except Http404:
            return HttpResponseNotFound()

"""The officers' first page: what waits, what moved, what changed, what is not out yet."""

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db.models import Count, QuerySet, Value
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.changes import person
from core.disclosure import Publication
from core.models import Publishable
from core.sample import sample_models
from enquiries.models import Enquiry
from news.models import Article
from projects.models import Project, ProjectMove
from zones.admin.inventory import sentences
from zones.balance.inventory import zones_that_differ
from zones.models import Figure, Parcel, ParcelMove, Rate, ZoneMove

SHOWN = 6


def waiting_enquiries(request):
    """How many enquiries nobody has answered yet; the number beside the menu entry."""
    return Enquiry.objects.filter(status__in=(Enquiry.Status.NEW, Enquiry.Status.WORKING)).count()


def desk(request, context):
    user = request.user
    context["subtitle"] = None
    context["moves"] = last_moves() if user.has_module_perms("zones") else []
    context["edits"] = last_edits()
    context["tasks"] = tasks(user)
    context["may_publish"] = user.may("publish", "news")
    context["drafts"] = counts(Publishable, publication=Publication.DRAFT)
    context["samples"] = counts(None, is_sample=True)
    context["inventories"] = inventories_to_look_at() if user.has_module_perms("zones") else []
    context["may_remove_sample"] = user.may("remove_sample", "core")
    if user.has_module_perms("enquiries"):
        new = Enquiry.objects.filter(status=Enquiry.Status.NEW).select_related(
            "zone", "parcel__zone", "project", "procedure"
        )
        mine = Enquiry.objects.filter(officer=user, status=Enquiry.Status.WORKING)
        context["new_enquiries"], context["my_enquiries"] = new[:SHOWN], mine[:SHOWN]
    return context


# What officers do most: words, model, page, what one must be allowed to do.
TASKS = (
    (_("Change a project's state"), Project, "changelist", "move"),
    (_("Change a parcel's state"), Parcel, "changelist", "move"),
    (_("Enter a price"), Rate, "add", "add"),
    (_("Enter a figure"), Figure, "add", "add"),
    (_("Add a parcel"), Parcel, "add", "add"),
    (_("Write a news item"), Article, "add", "add"),
    (_("Correct parcels in Excel"), Parcel, "import", "import"),
)


def tasks(user):
    return [
        {"label": label, "url": page_of(model, page)}
        for label, model, page, action in TASKS
        if user.may(action, model._meta.app_label)
    ]


def last_moves():
    """The newest moves of zones, parcels and projects together, each with its axis in words and its page."""
    found = []
    for model, related in ((ZoneMove, ()), (ParcelMove, ("record__zone",)), (ProjectMove, ())):
        found += model.objects.select_related("record", "by", *related).order_by("-at")[:SHOWN]
    newest = sorted(found, key=lambda move: move.at, reverse=True)[:SHOWN]
    return [
        {
            "move": move,
            "axis": move.axis_label,
            "by": person(move.by),
            "url": page_of(move.record, "change", move.record.pk),
        }
        for move in newest
    ]


def inventories_to_look_at():
    """Zones whose declared inventory and decision differ, or whose balance waits for parcels to be published."""
    return [
        {"zone": zone, "url": page_of(zone, "change", zone.pk), "sentences": sentences(differences, unpublished)}
        for zone, differences, unpublished in zones_that_differ()
    ]


def last_edits():
    return [
        {"edit": edit, "by": person(edit.user), "url": edit.get_admin_url()}
        for edit in LogEntry.objects.select_related("user", "content_type").order_by("-action_time")[:SHOWN]
    ]


def counts(base, **having):
    """{"label", "count", "url"} of every model with rows `having` this value, in one query over all of them."""
    models = sample_models() if base is None else [model for model in apps.get_models() if is_record(model, base)]
    # A plain queryset: those of translated models shuffle their columns, which a union joins by place.
    parts = [
        QuerySet(model)
        .filter(**having)
        .order_by()
        .annotate(of=Value(model._meta.label_lower))
        .values("of")
        .annotate(count=Count("pk"))
        .values_list("of", "count")
        for model in models
    ]
    rows = parts[0].union(*parts[1:], all=True) if parts else ()
    query = "&".join(f"{name}__exact={int(value) if value is True else value}" for name, value in having.items())
    return [
        {
            "label": capfirst(apps.get_model(of)._meta.verbose_name_plural),
            "count": count,
            "url": f"{page_of(apps.get_model(of), 'changelist')}?{query}",
        }
        for of, count in rows
        if count
    ]


def is_record(model, base):
    return issubclass(model, base) and not hasattr(model, "instance_type")


def page_of(record, page, *args):
    try:
        return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=args)
    except NoReverseMatch:
        return ""

"""The officers' first page: what waits, what is late, what changed, how the land and the projects stand."""

from django.apps import apps
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.counting import counted
from core.roles import CONTENT_APPS
from enquiries.models import Enquiry
from kcn_portal import desk_sections as sections
from kcn_portal.desk_charts import charts
from kcn_portal.desk_counts import asked_by_desk, asked_by_menu, list_of, page_of
from news.models import Article
from projects.models import Project
from reports.deadlines import due
from zones.admin.inventory import sentences
from zones.balance.inventory import zones_that_differ
from zones.models import Figure, Parcel, Rate

SHOWN = 6


def waiting_enquiries(request):
    """How many enquiries nobody has answered yet; the number beside the menu entry."""
    return _of_menu(request).number("enquiry")


def waiting_reshapes(request):
    """How many splits and mergers wait for a leader; the number beside the menu entry."""
    return _of_menu(request).number("reshape")


def _of_menu(request):
    # Asked once a page; the desk has counted it already.
    if not hasattr(request, "menu_counts"):
        request.menu_counts = counted(asked_by_menu(request.user))
    return request.menu_counts


def desk(request, context):
    user, today = request.user, timezone.localdate()
    since = sections.working_day_before(today)
    counts = request.menu_counts = counted(*asked_by_desk(user, today, sections.begin_of(since)))
    own = sections.own_submissions(user)
    reports = due(today) if user.has_module_perms("reports") else []
    context |= {
        "subtitle": None,
        "sections": _sections(user, today, since, counts, own, reports),
        "charts": charts(counts),
        "changes": sections.changes(request, since),
        "changes_since": since,
        "changes_url": f"{reverse('admin:history')}?first={since.isoformat()}",
        "tasks": tasks(user),
        "samples": samples(counts),
        "inventories": inventories_to_look_at() if user.has_module_perms("zones") else [],
        "may_remove_sample": user.may("remove_sample", "core"),
    }
    if user.has_module_perms("enquiries"):
        context |= enquiries(user, counts)
    return context


def _sections(user, today, since, counts, own, reports):
    """In the order in which this person needs them: who approves begins with what waits for her."""
    mine = sections.waiting_for_me(user, today, counts, own, reports)
    approval = sections.approvals(user, counts, own, reports)
    first = [approval, mine] if any(user.may("publish", app) for app in CONTENT_APPS) else [mine, approval]
    if not any(user.may("change", app) for app in CONTENT_APPS):
        first = [approval]
    found = [*first, sections.late(user, today, counts, reports), sections.stale_facts(user, today)]
    if user.has_module_perms("reports"):
        found.append(sections.reports_due(reports))
    found.append(sections.drafts(counts))
    if user.may("view", "core"):
        found.append(sections.system(counts, since))
    return found


def enquiries(user, counts):
    """The oldest enquiries nobody has taken, and hers; one query."""
    rows = Enquiry.objects.filter(Q(status=Enquiry.Status.NEW) | Q(officer=user, status=Enquiry.Status.WORKING))
    found = list(rows.order_by("created_at")[: 2 * SHOWN])
    new = counts.of("enquiry").get(Enquiry.Status.NEW)
    return {
        "new_enquiries": [one for one in found if one.status == Enquiry.Status.NEW][:SHOWN],
        "my_enquiries": [one for one in found if one.status == Enquiry.Status.WORKING][:SHOWN],
        "new_enquiries_count": new.count if new else 0,
        "new_enquiries_url": list_of(Enquiry, status__exact=Enquiry.Status.NEW.value),
    }


def samples(counts):
    """{"label", "count", "url"} of every model that has sample rows."""
    found = ((apps.get_model(label), one.count) for label, one in counts.of("sample").items())
    return [
        {
            "label": capfirst(model._meta.verbose_name_plural),
            "count": count,
            "url": list_of(model, is_sample__exact=1),
        }
        for model, count in found
    ]


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


def inventories_to_look_at():
    """Zones whose declared inventory and decision differ, or whose balance waits for parcels to be published."""
    return [
        {"zone": zone, "url": page_of(zone, "change", zone.pk), "sentences": sentences(differences, unpublished)}
        for zone, differences, unpublished in zones_that_differ()
    ]

"""The sections of the desk: each a title and lines, each line a sentence with the list or the page behind it."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.apps import apps
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.disclosure import Publication
from core.freshness import stale
from core.history.tallies import changed_since
from core.models import Proposal, PublicationMove, SecurityEvent, User
from core.numbers import format_number
from core.proposals.waiting import waiting
from core.roles import CONTENT_APPS, Role
from enquiries.models import Enquiry
from kcn_portal.desk_counts import SOON, list_of, page_of, publishable_models
from kcn_portal.history_page import readable_models
from kcn_portal.publication_queue import submissions
from projects.slow import slow_address
from reports.lifecycle import State
from reports.periods import Standing
from zones.lifecycle import Commercial
from zones.models import Parcel, ReshapeProposal

# Of what she submitted, so many of the newest are looked through.
_SUBMITTED = 400
_REPORTS = 6
_PEOPLE = 12


@dataclass(frozen=True)
class Line:
    """`count` None: the words say it all."""

    words: str
    url: str
    count: int | None = None
    note: str = ""

    @property
    def number(self):
        return "" if self.count is None else format_number(self.count)


@dataclass(frozen=True)
class Section:
    """`url` leads to all of it; `empty` is read where there is nothing; `is_urgent`: it should not be so."""

    key: str
    title: str
    lines: tuple
    empty: str
    url: str = ""
    is_urgent: bool = False


def working_day_before(day):
    """The last day before `day` that is neither Saturday nor Sunday; public holidays are not known here."""
    before = day - dt.timedelta(days=1)
    while before.weekday() > 4:
        before -= dt.timedelta(days=1)
    return before


def begin_of(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def own_submissions(user):
    """{state: {model: count}} of the records she submitted that were returned to draft or still wait. One query."""
    newest = PublicationMove.objects.filter(content_type=OuterRef("content_type"), object_id=OuterRef("object_id"))
    looked_at = submissions().filter(by=user).order_by("-pk").values("pk")[:_SUBMITTED]
    rows = PublicationMove.objects.filter(pk__in=looked_at).order_by()
    # In the order of the index on moves; by key alone SQLite would walk all of them.
    rows = rows.annotate(now=Subquery(newest.order_by("-at", "-id").values("to_state")[:1]))
    names = ("content_type__app_label", "content_type__model", "object_id", "now")
    found = {Publication.DRAFT: Counter(), Publication.IN_REVIEW: Counter()}
    for app, model, _key, state in set(rows.values_list(*names)):
        if state in found and model in apps.all_models[app]:
            found[state][apps.get_model(app, model)] += 1
    return found


def _plural(model):
    return capfirst(model._meta.verbose_name_plural)


def _reserved(**until):
    return list_of(
        Parcel,
        commercial_status__exact=Commercial.RESERVED.value,
        is_sample__exact=0,
        exists_to__isnull="True",
        **until,
    )


def waiting_for_me(user, today, counts, own, reports):
    """What she herself may and should do next."""
    queue = reverse("admin:publication_queue")
    lines = [
        Line(_("Returned to you: %(kind)s") % {"kind": _plural(model)}, queue, count)
        for model, count in own[Publication.DRAFT].items()
    ]
    if user.may("change", "reports"):
        lines += [_report_line(one) for one in reports if one.report and one.report.state == State.RETURNED]
    if user.may("change", "enquiries"):
        mine = list_of(Enquiry, officer__id__exact=user.pk, status__exact=Enquiry.Status.WORKING.value)
        lines.append(Line(_("Enquiries given to you"), mine, counts.number("my enquiries")))
    if user.may("move", "zones"):
        until = {"reserved_until__gte": today.isoformat(), "reserved_until__lte": (today + SOON).isoformat()}
        words = _("Reservations that end within %(days)s days") % {"days": SOON.days}
        lines.append(Line(words, _reserved(**until), counts.number("reservation ends")))
    empty = _("Nothing waits for you. What you submit and somebody returns stands here, with its reason.")
    return Section("mine", _("Waiting for me"), _some(lines), empty, queue)


def _some(lines):
    return tuple(line for line in lines if line.count != 0)


def late(user, today, counts, reports):
    lines = []
    if user.has_module_perms("projects"):
        lines.append(Line(_("Slow projects"), slow_address(), counts.number("slow")))
    if user.has_module_perms("reports"):
        overdue = sum(one.standing == Standing.OVERDUE and not one.is_done for one in reports)
        lines.append(Line(_("Reports past their deadline"), reverse("admin:reports_report_board"), overdue))
    if user.has_module_perms("zones"):
        ended = _reserved(reserved_until__lt=today.isoformat())
        note = _("The public reads “Available” again: release or extend them.")
        lines.append(Line(_("Reservations that have ended"), ended, counts.number("reservation ended"), note))
    return Section("late", _("Late"), _some(lines), _("No project, report or reservation is late."), is_urgent=True)


def stale_facts(user, today):
    """What the public reads and nobody has verified for too long."""
    found = stale(user, today)
    line = Line(_("Public facts due for review"), found.url, found.count)
    empty = _("Every public fact was verified within its time.")
    return Section("stale", _("Stale facts"), _some([line]), empty, found.url)


def approvals(user, counts, own, reports):
    """What waits for approval: hers to decide where she may publish, else for her to know."""
    queue = reverse("admin:publication_queue")
    waits = own[Publication.IN_REVIEW]
    lines = [
        Line(_plural(model), queue, max(_in_review(counts, model) - waits[model], 0)) for model in publishable_models()
    ]
    leads = any(user.may("publish", app) for app in CONTENT_APPS)
    if leads:
        proposed = list_of(Proposal, state__exact=Proposal.State.OPEN.value)
        lines.append(Line(_("Proposed changes of published records"), proposed, waiting(user).count()))
    reshapes = list_of(ReshapeProposal, outcome__exact=ReshapeProposal.Outcome.WAITING.value)
    lines.append(Line(_plural(ReshapeProposal), reshapes, counts.number("reshape")))
    lines += [_report_line(one) for one in reports if one.report and one.report.state == State.IN_REVIEW]
    lines.append(Line(_("Submitted by you, not decided yet"), queue, sum(waits.values())))
    title = _("Waiting for my approval") if leads else _("Waiting for a leader's approval")
    empty = _("Nothing waits. What officers submit stands here until a leader decides.")
    return Section("approval", title, _some(lines), empty, queue)


def _in_review(counts, model):
    found = counts.of(model._meta.label_lower).get(Publication.IN_REVIEW)
    return found.count if found else 0


def _report_line(one):
    words = _("Form %(form)s, %(period)s") % {"form": one.form, "period": one.period.label}
    url = reverse("admin:reports_report_change", args=[one.report.pk]) if one.report else ""
    return Line(words, url or reverse("admin:reports_report_board"), None, _standing(one))


def _standing(one):
    state = one.report.get_state_display() if one.report else _("not begun")
    if one.deadline is None:
        return f"{state} · {_('deadline not known')}"
    return f"{state} · {_('due on %(day)s') % {'day': date_format(one.deadline, 'DATE_FORMAT')}}"


def reports_due(reports):
    over = [one for one in reports if one.standing != Standing.NOT_YET and not one.is_done]
    # The nearest deadline first; those without one last.
    over.sort(key=lambda one: (one.deadline is None, one.deadline or dt.date.max))
    lines = [_report_line(one) for one in over[:_REPORTS]]
    board = reverse("admin:reports_report_board")
    if len(over) > _REPORTS:
        lines.append(Line(_("Further reports"), board, len(over) - _REPORTS))
    empty = _("Every report of the periods that are over has been submitted.")
    return Section("reports", _("Reports due"), tuple(lines), empty, board)


def drafts(counts):
    """Drafts of all, by kind: none of them is public."""
    lines = [
        Line(_plural(model), list_of(model, publication__exact=Publication.DRAFT.value), found.count)
        for model in publishable_models()
        if (found := counts.of(model._meta.label_lower).get(Publication.DRAFT))
    ]
    empty = _("Everything that is entered is public or withdrawn.")
    return Section("drafts", _("Drafts, not public yet"), tuple(lines), empty)


def changes(request, since):
    """What was changed since `since`, by whom: a Line a person and kind, grouped by person."""
    history, people = reverse("admin:history"), {}
    for one in changed_since(begin_of(since), set(readable_models(request))):
        asked = f"?first={since.isoformat()}&kind={one.model._meta.label_lower}"
        url = f"{history}{asked}&person={one.by}" if one.by else f"{history}{asked}"
        name = one.name or _("the system")
        people.setdefault(name, []).append(Line(_plural(one.model), url, one.count))
    most = sorted(people.items(), key=lambda item: -sum(line.count for line in item[1]))
    return [(name, sorted(lines, key=lambda line: -line.count)) for name, lines in most[:_PEOPLE]]


def system(counts, since):
    """People and the log of signing in, for the administrator and the auditor."""
    roles = dict(Role.choices)
    lines = [
        Line(roles.get(role, role), list_of(User, role__exact=role, is_active__exact=1), found.count)
        for role, found in counts.of("people").items()
    ]
    never = list_of(User, last_login__isnull="True", is_active__exact=1)
    lines.append(Line(_("Have never signed in"), never, counts.number("people never here")))
    kinds = dict(SecurityEvent.Kind.choices)
    for kind, found in counts.of("security").items():
        url = list_of(SecurityEvent, kind__exact=kind, at__gte=begin_of(since).isoformat())
        lines.append(Line(kinds.get(kind, kind), url, found.count, _("log of signing in")))
    empty, log = _("Nobody has an account yet."), page_of(SecurityEvent, "changelist")
    return Section("system", _("People and signing in"), _some(lines), empty, log)

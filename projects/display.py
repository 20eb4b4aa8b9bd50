"""Projects, investors and opportunities as the public reads them: plain values ready for a template."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import partialdate
from core.numbers import format_number
from projects.lifecycle import DecidedBy, EventKind, Implementation, LegalStatus
from projects.models import Opportunity

COUNTRIES = {
    "VN": gettext_lazy("Vietnam"),
    "CN": gettext_lazy("China"),
    "HK": gettext_lazy("Hong Kong"),
    "JP": gettext_lazy("Japan"),
    "KR": gettext_lazy("South Korea"),
    "SG": gettext_lazy("Singapore"),
    "TH": gettext_lazy("Thailand"),
    "TW": gettext_lazy("Taiwan"),
    "US": gettext_lazy("United States"),
}

LEGAL_MARK = {
    LegalStatus.PRINCIPLE_PENDING: "principle_pending",
    LegalStatus.SUSPENDED: "suspended",
    LegalStatus.TERMINATED: "terminated",
    LegalStatus.REVOKED: "revoked",
}

OPPORTUNITY_MARK = {
    Opportunity.Status.CALLING: "available",
    Opportunity.Status.INTERESTED: "on_hold",
    Opportunity.Status.CLOSED: "closed",
    Opportunity.Status.UNKNOWN: "unknown",
}

# What an investor files or pays stays with the Board; and that a schedule was extended would tell that it was not kept.
_INTERNAL_EVENTS = (
    EventKind.REPORT,
    EventKind.CAPITAL_CONTRIBUTION,
    EventKind.DEPOSIT,
    EventKind.EXTEND_SCHEDULE,
)
# The number of a certificate or a contract is not for the public; that of a decision is.
_CERTIFICATE_EVENTS = (
    EventKind.ISSUE_IRC,
    EventKind.AMEND,
    EventKind.REISSUE,
    EventKind.CORRECT,
    EventKind.EXCHANGE,
    EventKind.LAND_SUBLEASE,
)


def country(code):
    return COUNTRIES.get(code, code)


def capital(project):
    """ "VND 160 billion", or "" when it is not published."""
    if project.capital is None:
        return ""
    return _("VND %(amount)s billion") % {"amount": format_number(project.capital)}


def implementation(project):
    """(mark, words) of its state; while the Board has not recorded it itself, the words say that it is a report."""
    words = project.get_implementation_display()
    if project.implementation == Implementation.UNKNOWN:
        return project.implementation, _("Present state not known")
    if project.is_moved:
        return project.implementation, words
    return project.implementation, _("%(state)s, as reported") % {"state": words}


def legal_status(project):
    """(mark, words) of the status its events lead to, or None when the record holds no such event."""
    status = LegalStatus(project.legal_status)
    if status == LegalStatus.UNKNOWN:
        return None
    return LEGAL_MARK.get(status, "issued"), status.label


def opportunity_status(opportunity):
    """(mark, words, how old that knowledge is)."""
    since = ""
    if opportunity.status == Opportunity.Status.UNKNOWN and opportunity.as_of_display:
        since = _("Nothing newer than %(day)s has been published.") % {"day": opportunity.as_of_display}
    return OPPORTUNITY_MARK[opportunity.status], opportunity.get_status_display(), since


def _told(event):
    """A legal event as components/timeline.html takes it, with the body that decided it and where it is stated."""
    text = event.get_kind_display()
    if event.decided_by and event.decided_by != DecidedBy.OTHER:
        text = _("%(event)s (%(body)s)") % {"event": text, "body": event.get_decided_by_display()}
    told = {"text": text, "flag": "" if event.kind in _CERTIFICATE_EVENTS else event.number}
    if event.public_file:
        told["file"] = event.public_file
    if source := event.source:
        told |= {"publisher": source.publisher, "url": source.url, "source_kind": source.get_kind_display()}
        told["as_of"] = partialdate.display(source.published_on)
    return event.on, told


def record_of(project):
    """Its legal events and the moves of its public axes, newest first, as components/timeline.html takes them."""
    happened = [_told(event) for event in project.events.all() if event.kind not in _INTERNAL_EVENTS]
    happened += [
        (move.on, {"text": f"{move.from_label} → {move.to_label}", "flag": move.decision_number})
        for move in project.told_moves(project.public_axes)
    ]
    happened.sort(key=lambda item: item[0], reverse=True)
    return [told | {"date": date_format(on, "DATE_FORMAT"), "kind": "done"} for on, told in happened]

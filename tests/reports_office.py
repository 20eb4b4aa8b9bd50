"""Reports as officers reach them: addresses, moves and typed cells."""

import datetime as dt

from django.urls import reverse

from core.lifecycle import MoveRefused
from reports.lifecycle import State
from reports.models import Report


def url(page, *args):
    return reverse(f"admin:reports_report_{page}", args=args)


def move_url(report, state):
    return f"{url('move', report.pk, 'state')}?to={state}"


def fresh(report):
    return Report.objects.get(pk=report.pk)


def submitted(report, by=None):
    report.move_to(State.IN_REVIEW, axis="state", by=by or report.begun_by)
    return fresh(report)


def move(client, report, state, note="Vì vậy", **more):
    page = client.unwritten("get", move_url(report, state))
    if page.status_code != 200:
        return page
    report.refresh_from_db()
    data = {"to": state, "seen_state": report.state, "on": dt.date.today().strftime("%d/%m/%Y"), "note": note}
    return client.post(move_url(report, state), data | more)


def entries(client, report, *, is_written=True, **typed):
    data = {"seen_version": str(fresh(report).version), "rate": "25000", "rate_on": "30/09/2026", "rate_source": "SBV"}
    if is_written:
        return client.post(url("entries", report.pk), data | typed)
    return client.unwritten("post", url("entries", report.pk), data | typed)


def sentences(report):
    """What keeps the report from being submitted, as one text."""
    try:
        fresh(report).move_to(State.IN_REVIEW, axis="state", by=report.begun_by)
    except MoveRefused as refused:
        return " ".join(refused.sentences)
    raise AssertionError("it was submitted")

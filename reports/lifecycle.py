"""The states of a report and of a reporting period, and the moves between them."""

from django.db import models
from django.utils.translation import pgettext_lazy

from core.lifecycle import Lifecycle


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("report", "Draft saved")
    IN_REVIEW = "in_review", pgettext_lazy("report", "Awaiting approval")
    RECEIVED = "received", pgettext_lazy("report", "Received")
    RETURNED = "returned", pgettext_lazy("report", "Changes requested")


class PeriodState(models.TextChoices):
    OPEN = "open", pgettext_lazy("period", "Open")
    CLOSED = "closed", pgettext_lazy("period", "Closed")


# In these what was submitted stands as it was; in the others the form follows the records.
FROZEN = (State.IN_REVIEW, State.RECEIVED)
# Entered by an approving leader alone.
APPROVED = (State.RECEIVED, State.RETURNED)

REPORT = Lifecycle(
    moves={
        State.DRAFT: (State.IN_REVIEW,),
        State.IN_REVIEW: (State.RECEIVED, State.RETURNED),
        State.RETURNED: (State.IN_REVIEW,),
        State.RECEIVED: (State.RETURNED,),
    },
    backward=frozenset({(State.IN_REVIEW, State.RETURNED), (State.RECEIVED, State.RETURNED)}),
)

PERIOD = Lifecycle(
    moves={PeriodState.OPEN: (PeriodState.CLOSED,), PeriodState.CLOSED: (PeriodState.OPEN,)},
    backward=frozenset({(PeriodState.CLOSED, PeriodState.OPEN)}),
)

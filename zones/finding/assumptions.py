"""What land is priced with when it is compared: the lease, the discount rate, the prices of which day, known when."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zones.cost.costing import PROPOSED_DISCOUNT_RATE
from zones.cost.fields import MomentField, PlainDayField, ReaderNumberField, WholeNumberField
from zones.cost.permalink import moment_text
from zones.cost.pricing import add_years
from zones.finding.fit import Need as LandNeed

DEFAULT_YEARS, DEFAULT_AREA = 30, Decimal(10_000)  # years, m²
# Where the end comes from: asked for, the earliest end of a land term among the compared, or DEFAULT_YEARS.
ASKED, TERM_END, DEFAULT = "asked", "term_end", "default"


@dataclass(frozen=True)
class Assumptions:
    """What every column is measured by: the lease, the discount rate in %, the day of the prices, and the need, if any.

    `area`: m² a zone is priced with; a parcel has its own. `known`: the moment whose knowledge of prices counts, None
    for now. `end_from`: ASKED, TERM_END or DEFAULT.
    """

    start: dt.date
    end: dt.date
    discount_rate: Decimal
    area: Decimal
    on: dt.date
    need: LandNeed
    known: dt.datetime | None = None
    end_from: str = ASKED

    def spelt_out(self):
        """As parameters of an address that tomorrow's reader opens: nothing of it is left to the day it is opened."""
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "discount_rate": f"{self.discount_rate:f}",
            "on": self.on.isoformat(),
        } | ({"known": moment_text(self.known)} if self.known else {})


class AssumptionsForm(forms.Form):
    """The reader's assumptions; each has a default, so that the page answers before anything is typed."""

    start = PlainDayField(label=gettext_lazy("Start"), required=False)
    end = PlainDayField(label=gettext_lazy("End"), required=False)
    years = WholeNumberField(
        label=gettext_lazy("Or for so many years"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=gettext_lazy("Counts instead of the end."),
    )
    discount_rate = ReaderNumberField(
        label=gettext_lazy("Discount rate"), required=False, min_value=0, max_value=100, decimal_places=12
    )
    on = PlainDayField(label=gettext_lazy("Prices as of"), required=False)
    known = MomentField(label=gettext_lazy("As known at"), required=False)

    def clean_start(self):
        return _in_reach(self.cleaned_data["start"])

    def clean_end(self):
        return _in_reach(self.cleaned_data["end"])

    def clean_on(self):
        return _in_reach(self.cleaned_data["on"])

    def clean(self):
        data, today = super().clean(), timezone.localdate()
        if data.get("end") and not data.get("years") and data["end"] <= (data.get("start") or today):
            self.add_error("end", _("The lease must end after it starts."))
        return data

    def assumptions(self, need, items):
        """What was asked where it can be read, the default elsewhere; `items` are the parcels and zones compared."""
        asked, today = self.cleaned_data, timezone.localdate()
        start, rate = asked.get("start") or today, asked.get("discount_rate")
        end, end_from = self._end(start, items)
        return Assumptions(
            start=start,
            end=end,
            discount_rate=PROPOSED_DISCOUNT_RATE if rate is None else rate,
            area=need.area or DEFAULT_AREA,
            on=asked.get("on") or today,
            need=need,
            known=asked.get("known"),
            end_from=end_from,
        )

    def _end(self, start, items):
        """(end, where it comes from): a term no parcel can be leased for would only read "incomplete"."""
        if years := self.cleaned_data.get("years"):
            return add_years(start, years), ASKED
        if end := self.cleaned_data.get("end"):
            return end, ASKED
        ends = [end for item in items if (end := getattr(item, "term_end", None)) and end > start]
        return (min(ends), TERM_END) if ends else (add_years(start, DEFAULT_YEARS), DEFAULT)

    def settled(self, assumptions):
        """The form as it stands above its answer: what counts is filled in, what was refused stays as typed."""
        shown = {"start": assumptions.start, "end": assumptions.end, "on": assumptions.on}
        return self if self.errors else AssumptionsForm(initial=shown | {"discount_rate": assumptions.discount_rate})


def _in_reach(day):
    if day and not 2000 <= day.year <= 2200:
        raise forms.ValidationError(_("Give a year between 2000 and 2200."))
    return day

"""The form in which a need is left, how it is kept once, and how many are taken in a day."""

import uuid
from decimal import ROUND_HALF_UP, Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from enquiries.demand.models import Demand
from enquiries.forms import Flooded, SubmissionField
from zones.finding.answers import Answer
from zones.finding.filters import NeedForm
from zones.finding.fit import Verdict
from zones.finding.landprice import LandPrices
from zones.finding.shortlist import COUNTED, Shortlist
from zones.models import Parcel, Zone

# No address or cookie of a visitor is kept, so the bound is one for all: more is no demand but a machine.
MOST_A_DAY = 300
_COLUMNS = {
    "area": "area",
    "area_to": "area_to",
    "power": "power_kw",
    "water": "water_m3_day",
    "wastewater": "wastewater_m3_day",
    "budget": "budget",
}


class DemandForm(NeedForm):
    submission = SubmissionField(required=False, initial=uuid.uuid4)

    @property
    def is_robot(self):
        """Whether the field no person sees was filled in."""
        return bool(self.data.get("website"))

    def clean(self):
        super().clean()
        if not self.errors and not any(self.cleaned_data.get(name) for name in self.criteria):
            self.add_error(None, _("Give at least one thing: an area, power, water, a sector, a day or a price."))

    def _asked(self):
        amounts = {column: self.value(name) for name, column in _COLUMNS.items()}
        return {
            **{
                column: amount and amount.quantize(Decimal("0.01"), ROUND_HALF_UP) for column, amount in amounts.items()
            },
            "sector": self.sector_asked,
            "wanted_from": self.value("from") or "",
            "budget_way": self.way if self.value("budget") else "",
        }

    def save(self, language):
        """The Demand kept for this form: written now, or earlier by the same form. Raises Flooded."""
        asked = {**self._asked(), "language": language}
        content = [(name, str(getattr(value, "pk", value))) for name, value in sorted(asked.items())]
        submission = uuid.uuid5(self.cleaned_data["submission"], repr(content))
        if earlier := Demand.objects.filter(submission=submission).first():
            return earlier
        if Demand.objects.filter(left_on=timezone.localdate()).count() >= MOST_A_DAY:
            raise Flooded
        try:
            with transaction.atomic():
                return Demand.objects.create(submission=submission, **asked, **self._answer())
        except IntegrityError:
            # The same form, sent a moment ago by another click, was first.
            return Demand.objects.get(submission=submission)

    def _answer(self):
        """What real parcels answer to the need today: how many fit or may, and what the nearest lacks."""
        zones = list(Zone.objects.published())
        need = self.need()
        prices = LandPrices(self.way, zones, self.sector_asked) if need.budget is not None else None
        shortlist = Shortlist(zones, need, prices=prices, narrow=lambda rows: rows.filter(is_sample=False))
        counts, numbers = shortlist.counts()
        nearest = Parcel.objects.filter(pk__in=shortlist.ids(0, 1, numbers)).select_related("zone", "source").first()
        checks = Answer(nearest, need, prices).checks if nearest else ()
        by_verdict = {
            verdict: ",".join(check.criterion for check in checks if check.verdict == verdict) for verdict in Verdict
        }
        return {
            "fitting": min(counts[False, Verdict.FITS], COUNTED),
            "may_fit": min(counts[False, Verdict.UNKNOWN], COUNTED),
            "nearest": nearest,
            "lacking": by_verdict[Verdict.SHORT],
            "unknown": by_verdict[Verdict.UNKNOWN],
        }

"""What leasing a parcel costs from today to the end of its land term, where all of it is published."""

from django.utils import timezone
from django.utils.formats import date_format

from core.numbers import format_number
from zones.cost.costing import PROPOSED_DISCOUNT_RATE, WAYS, Need
from zones.cost.estimate import estimate_land
from zones.cost.pricing import Term
from zones.cost.rates import Scope
from zones.cost.sheet import table


def asked_of(parcel):
    """The parameters of the estimate of `parcel`: answered at once where its area and the end of its term are known."""
    asked, today = {"parcel": parcel.slug}, timezone.localdate()
    if parcel.area and parcel.term_end and parcel.term_end > today:
        asked |= {"start": today.isoformat(), "end": parcel.term_end.isoformat()}
        asked["discount_rate"] = f"{PROPOSED_DISCOUNT_RATE:f}"
    return asked


def outlook(parcel):
    """The totals of the ways to pay of which every line is published, as rows of zones.cost.sheet.table, with what they
    rest on in words; None where there is none. One query."""
    today = timezone.localdate()
    if not parcel.area or not parcel.term_end or parcel.term_end <= today:
        return None
    need = Need(parcel.area, Term(today, parcel.term_end), discount_rate=PROPOSED_DISCOUNT_RATE)
    result = estimate_land(need, Scope(parcel.zone, parcel))
    whole = {WAYS[code][0] for code, sums in result.totals() if not sums.is_incomplete}
    written = table(result)
    reach = {WAYS[row["code"]][0]: row["note"] for row in written if row["code"] in WAYS}
    rows = [row | {"note": reach[row["code"]]} for row in written if row["kind"] == "total" and row["code"] in whole]
    if not rows:
        return None
    return {
        "rows": rows,
        "end": date_format(parcel.term_end, "DATE_FORMAT"),
        "years": format_number(need.term.years, 1),
        "discount_rate": format_number(PROPOSED_DISCOUNT_RATE),
        "is_sample": result.is_sample,
    }

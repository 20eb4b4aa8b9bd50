"""What programs may ask of the portal: each address with an example of today, and what the answer's fields mean."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zones.cost.costing import PROPOSED_DISCOUNT_RATE
from zones.models import Parcel, Zone

_LEASED_AREA, _LEASED_YEARS = 10_000, 30


@dataclass(frozen=True)
class Answer:
    """One address programs ask: [(names, meaning), …] of what stands in the answer and of what may be `asked`."""

    title: str
    address: str
    example: str
    fields: list
    asked: tuple = ()


def _land():
    """Fields of a zone and of a parcel alike."""
    return [
        (("on",), _("the day the answer holds for")),
        (("as_of", "confidence", "source"), _("where the facts come from, the day they hold for, how sure they are")),
        (
            ("review_due", "stale", "verified_on"),
            _("when the fact is to be looked at again, whether it is due, and when an office last verified it"),
        ),
    ]


def _any_day():
    return (("on",), _("a past day, e.g. 2024-03-31: what held then, as it is known now"))


def _parcel_fields():
    return [
        (("area",), _("area by decision, m²")),
        (("commercial_status",), _("leasing; reserved parcels and those under negotiation are both on hold")),
        (("readiness", "use_state"), _("how far the land is prepared, and how the tenant uses it")),
        (("power_kw", "water_m3_day", "wastewater_m3_day"), _("what reaches the parcel’s boundary")),
        (("in_plan_from", "in_plan_until"), _("first day in the plan and first day no longer in it, as far as known")),
        (("is_sample",), _("true: an invented sample row, no fact")),
    ]


def _zone_answer(slug):
    return Answer(
        _("A zone with its land balance and its parcels"),
        "/api/v1/zones/<slug>/",
        reverse("api_zone", args=[slug]),
        [
            *_land(),
            (
                ("balance",),
                _("sums of the real parcels in m²; null until their inventory is declared complete"),
            ),
            (("incomplete",), _("true: the area or the state of a parcel is not known, so the sum is not the whole")),
            (("fill_rate_pct",), _("leased land as a share of leasable land, %")),
            (("parcels", "parcels_left_out"), _("parcels of the plan; true: there are more, in parcels.csv")),
            *_parcel_fields(),
        ],
        (_any_day(),),
    )


def _parcel_answer(slug):
    return Answer(
        _("One parcel"),
        "/api/v1/parcels/<slug>/",
        reverse("api_parcel", args=[slug]),
        [
            *_land(),
            *_parcel_fields(),
            (("in_plan",), _("whether the parcel stood in the plan that day")),
            (("made_from", "became"), _("parcels it was split or merged from, and those it became")),
        ],
        (_any_day(),),
    )


def _estimate_fields():
    return [
        (("lines", "totals"), _("amounts in the first year, to the end, and as present value")),
        (("payments",), _("the rent paid year by year with the sum paid, where it is compared with paying once")),
        (("currency",), _("of every amount but those of the facts, which stand as published")),
        (("incomplete",), _("true: a price is not published, so the total is not the whole")),
        (("break_even_years",), _("paying once divided by paying every year")),
        (("indifference_rate_pct",), _("the discount rate at which both ways of paying cost the same, %")),
        (("warnings",), _("what to know before relying on it")),
        (("facts",), _("the prices used, each with its source and its days")),
        (("permalink", "page"), _("addresses that give this answer again later, for programs and for people")),
    ]


def _asked_of_an_estimate():
    return (
        (("parcel", "zone"), _("land whose published prices are used")),
        (("rent", "one_off", "infra_fee"), _("or your own prices in VND/m²; rent and fee by the year")),
        (("area",), _("area in m²; left out: that of the parcel")),
        (("start", "end", "years"), _("days as 2027-01-01; the end, or the number of years")),
        (("discount_rate",), _("% a year; left out: 0")),
        (
            ("escalation_pct", "escalation_years", "exempt_years"),
            _("rise of the annual rent in %, every so many years; first years free of rent"),
        ),
        (("vat", "currency", "exchange_rate"), _("excluded or included; VND or USD; VND for one USD")),
        (
            ("on", "known"),
            _("the day whose prices count, and when they were known; left out: today and now"),
        ),
    )


def _estimate_answer(slug):
    asked = {
        "parcel": slug,
        "area": _LEASED_AREA,
        "start": timezone.localdate(),
        "years": _LEASED_YEARS,
        "discount_rate": PROPOSED_DISCOUNT_RATE,
    }
    example = f"{reverse('api_estimate')}?{urlencode(asked)}"
    title = _("What a lease costs to its end")
    return Answer(title, "/api/v1/estimate/", example, _estimate_fields(), _asked_of_an_estimate())


def _map_answer():
    return Answer(
        _("Where the zones lie, as GeoJSON (WGS 84)"),
        "/zones.geojson",
        reverse("zones_geojson"),
        [
            (("geometry",), _("outline of the zone; null: not published yet")),
            (("precision",), _("how exactly the place is known: outline, commune or unknown")),
            (("commune_code",), _("commune in which the zone lies, as in communes.geojson")),
            (("stage",), _("stage of the zone, by the codes of zones.csv")),
        ],
    )


def answers():
    """Every Answer there is an example for: two queries."""
    zone = Zone.objects.published().order_by("order", "slug").values_list("slug", flat=True).first()
    parcel = Parcel.objects.published().order_by("is_sample", "slug").values_list("slug", flat=True).first()
    return [
        *([_zone_answer(zone)] if zone else []),
        *([_parcel_answer(parcel), _estimate_answer(parcel)] if parcel else []),
        _map_answer(),
    ]

"""When parcels may be split or merged: each rule as sentences that say what stands in the way."""

from decimal import Decimal
from itertools import combinations

import shapely
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.numbers import format_number
from zones.lifecycle import Commercial
from zones.mapping.geometry import normalised, problem_with_outline

# Areas that should be equal may differ by this much, m²: the rounding of a decision's table.
_ROUNDING = Decimal("0.01")
# Overlap and overhang of drawn parts below this much, m², is the noise of coordinates rounded to millimetres.
_DRAWING_NOISE = 1.0
# Metres; corners that two outlines share may differ by less.
_GRID = 0.001


def reasons_against_day(parcel, day):
    """Why `parcel` may not leave the plan on `day`: not yet come, before it began, or states are recorded after it."""
    if day > timezone.localdate():
        return [_("This day is still to come. A state is entered when it has happened.")]
    if parcel.exists_from and day <= parcel.exists_from:
        return [
            _("%(parcel)s stands in the plan only since %(day)s: the day must be later.")
            % {"parcel": parcel, "day": date_format(parcel.exists_from, "DATE_FORMAT")}
        ]
    later = parcel.moves.filter(on__gt=day).order_by("-on").first()
    if later:
        return [
            _("The states of %(parcel)s changed after this day (%(day)s): split or merge it from that day on.")
            % {"parcel": parcel, "day": date_format(later.on, "DATE_FORMAT")}
        ]
    return []


def reasons_against_area(whole, parts, reason, *, is_merger=False):
    """`whole` and the sum of `parts`, m², must agree within 0.01 m² unless a `reason` is written; None is not known."""
    if reason.strip():
        return []
    if whole is None or None in parts:
        return [_("The area before is not known, so nothing can be compared: write where the new areas come from.")]
    difference = sum(parts) - whole
    if abs(difference) <= _ROUNDING:
        return []
    numbers = {
        "whole": format_number(whole, 2),
        "parts": format_number(sum(parts), 2),
        "difference": format_number(abs(difference), 2),
    }
    if is_merger:
        sentence = _(
            "The parcels have %(whole)s m² together, the new one %(parts)s m²: a difference of %(difference)s m². "
            "Correct the area or write the reason."
        )
    else:
        sentence = _(
            "The parts have %(parts)s m² together, the parcel %(whole)s m²: a difference of %(difference)s m². "
            "Correct the areas or write the reason."
        )
    return [sentence % numbers]


def reasons_against_codes(codes):
    twice = sorted({code for code in codes if codes.count(code) > 1})
    return [_("Number %(code)s is given twice.") % {"code": code} for code in twice]


def reasons_against_merging(parcels):
    """Why `parcels` are not one piece of land: zone, sample, coordinate system, leasing, contract, reservation."""
    if len(parcels) < 2:
        return [_("A merger needs two parcels or more.")]
    reasons = []
    if _differ(parcels, "zone_id"):
        reasons.append(_("The parcels lie in different zones."))
    if _differ(parcels, "is_sample"):
        reasons.append(_("Sample rows are merged only with sample rows."))
    if _differ([parcel for parcel in parcels if parcel.outline], "epsg"):
        reasons.append(_("The outlines are in different coordinate systems: bring them into one first."))
    if _differ(parcels, "commercial_status"):
        states = ", ".join(f"{parcel.code}: {parcel.get_commercial_status_display()}" for parcel in parcels)
        reasons.append(
            _("The parcels stand differently in leasing (%(states)s): only land of one state is merged.")
            % {"states": states}
        )
        return reasons
    return reasons + _reasons_against_one_hold(parcels)


def _reasons_against_one_hold(parcels):
    state = parcels[0].commercial_status
    if state == Commercial.RESERVED and _differ(parcels, "reserved_until"):
        return [_("The reservations end on different days: make them one reservation first.")]
    if state == Commercial.LEASED:
        contracts = {_contract(parcel) for parcel in parcels}
        if len(contracts) > 1 or not contracts.pop():
            return [_("The parcels are leased under different contracts, or the contract is not recorded.")]
    return []


def _contract(parcel):
    moves = parcel.moves_in_order("commercial_status")
    return moves[-1].decision_number if moves else ""


def _differ(parcels, name):
    return len({getattr(parcel, name) for parcel in parcels}) > 1


def reasons_against_outlines(whole, parts):
    """Why the drawn `parts`, {number: corners or None}, are no parts of `whole`: they overlap or reach beyond it."""
    drawn = {code: shapely.Polygon(corners) for code, corners in parts.items() if _can_be_drawn(corners)}
    reasons = []
    for (one, first), (other, second) in combinations(drawn.items(), 2):
        overlap = first.intersection(second).area
        if overlap > _DRAWING_NOISE:
            reasons.append(
                _("The outlines of %(one)s and %(other)s overlap by %(area)s m².")
                % {"one": one, "other": other, "area": format_number(overlap, 2)}
            )
    if not _can_be_drawn(whole):
        return reasons
    outline = shapely.Polygon(whole)
    for code, polygon in drawn.items():
        beyond = polygon.difference(outline).area
        if beyond > _DRAWING_NOISE:
            reasons.append(
                _("The outline of %(code)s reaches %(area)s m² beyond the parcel.")
                % {"code": code, "area": format_number(beyond, 2)}
            )
    return reasons


def _can_be_drawn(corners):
    return corners is not None and problem_with_outline(corners) is None


def union_of(outlines):
    """Corners of all `outlines` as one; None when one is missing, they do not touch, or the union has a hole."""
    if not all(map(_can_be_drawn, outlines)):
        return None
    union = shapely.union_all([shapely.Polygon(corners) for corners in outlines], grid_size=_GRID)
    if union.geom_type != "Polygon" or union.interiors:
        return None
    corners = [[round(east, 3), round(north, 3)] for east, north in union.exterior.coords]
    return normalised(corners)

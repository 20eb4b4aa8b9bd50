"""What an outline says about a parcel: its own area, and whether that contradicts the area by decision."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.disclosure import Publication
from zones.mapping.area_rule import area_sentence
from zones.mapping.geometry import area_difference, computed_area, problem_with_outline


def measure(parcel):
    """Set `drawn_area` from the outline. Raise ValidationError for an outline that is none, or for a published parcel
    whose two areas differ by more than max(10 m², 0.1 %) while no reason for just these areas is written.
    """
    problem = None if parcel.outline is None else problem_with_outline(parcel.outline, parcel.epsg)
    if problem:
        raise ValidationError({"outline": problem})
    parcel.drawn_area = None if parcel.outline is None else computed_area(parcel.outline)
    found = contradiction(parcel)
    if found is None or parcel.publication != Publication.PUBLISHED:
        return
    if not parcel.area_reason.strip():
        raise ValidationError({"area_reason": area_sentence(found)})
    if _reason_was_for_other_areas(parcel):
        raise ValidationError(
            {
                "area_reason": _("The reason on record was written for other areas. %(difference)s")
                % {"difference": area_sentence(found)}
            }
        )


def contradiction(parcel):
    """The AreaDifference of a parcel whose areas differ by more than they may; None otherwise."""
    # A value that is no number is told by its own field.
    legal = parcel.area if isinstance(parcel.area, Decimal) else None
    found = area_difference(parcel.drawn_area, legal)
    return found if found and found.blocks_publishing else None


def _reason_was_for_other_areas(parcel):
    saved = parcel.as_saved()
    if saved is None or saved.area_reason != parcel.area_reason:
        return False
    return (saved.area, saved.drawn_area) != (parcel.area, parcel.drawn_area)

"""What the pages of land share: the trail above them and the drawing of a zone's parcels."""

from django.urls import reverse
from django.utils.translation import gettext as _

from zones import plan
from zones.display import parcel_row

# The most parcels one drawing can hold and still be read.
PLAN_LIMIT = 500


def crumbs(*trail):
    return [(_("Home"), reverse("home")), *trail]


def first_parcels(parcels):
    """(the first PLAN_LIMIT of `parcels`, that limit when there are more, else None): one query."""
    found = list(parcels[: PLAN_LIMIT + 1])
    return found[:PLAN_LIMIT], PLAN_LIMIT if len(found) > PLAN_LIMIT else None


def drawn(parcels):
    """(plan, parcel rows with their shape) of the parcels that have an outline."""
    outlined = [parcel for parcel in parcels if plan.is_outline(parcel.outline)]
    drawing = plan.draw([parcel.outline for parcel in outlined])
    if drawing is None:
        return None, []
    return drawing, [
        parcel_row(parcel) | {"shape": shape, "pk": parcel.pk}
        for parcel, shape in zip(outlined, drawing.shapes, strict=True)
    ]

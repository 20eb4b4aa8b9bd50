"""What the pages of land share: the trail above them, and how many parcels one page lists and draws."""

from django.urls import reverse
from django.utils.translation import gettext as _

# The most parcels one drawing can hold and still be read.
PLAN_LIMIT = 500


def crumbs(*trail):
    return [(_("Home"), reverse("home")), *trail]


def first_parcels(parcels):
    """(the first PLAN_LIMIT of `parcels`, that limit when there are more, else None): one query."""
    found = list(parcels[: PLAN_LIMIT + 1])
    return found[:PLAN_LIMIT], PLAN_LIMIT if len(found) > PLAN_LIMIT else None

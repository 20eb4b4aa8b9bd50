"""That a drawn area contradicts the area by decision, in words: said alike of a survey and of a saved parcel."""

from django.utils.translation import gettext as _

from core.numbers import format_number


def area_sentence(areas):
    """Why an AreaDifference blocks publishing, with both numbers."""
    return _(
        "The outline measures %(drawn)s m², the decision says %(legal)s m²: %(difference)s m² apart, "
        "%(allowed)s m² are allowed. It is published only once an approving leader has written why."
    ) % {
        "drawn": format_number(areas.drawn, 2),
        "legal": format_number(areas.legal, 2),
        "difference": format_number(abs(areas.difference), 2),
        "allowed": format_number(areas.allowed, 2),
    }

"""A figure the public has seen is not rewritten: what holds now becomes a row of its own, and the old one stays.

The new row begins as a draft and goes public as every record does; until then the public reads the old one.
"""

from django.utils.translation import gettext as _

from core.disclosure import NO_LONGER_PUBLIC, Publication, has_been_public
from core.text import slugify
from zones.models import Figure

# Columns that make the figure: another zone, value, day or source is another statement.
# The sentence stands for a value.
_FIGURE = (
    "zone_id",
    "measure",
    "topic",
    "value",
    "value_max",
    "is_approximate",
    "is_known",
    "unit",
    "as_of",
    "source_id",
)
_LONGEST_KEY = 120


def is_rewritten(figure, saved):
    """Whether `figure` states something else than its row as `saved`, which the public has seen."""
    names = _FIGURE if saved.value is not None or figure.value is not None else (*_FIGURE, "statement_vi")
    is_other = any((getattr(figure, name) or 0) != (getattr(saved, name) or 0) for name in names)
    return (is_other or (figure.value is None) != (saved.value is None)) and has_been_public(saved)


def refusal(saved):
    """Why the figure `saved` cannot be followed by another one; "" where it can."""
    for later in saved.successors.order_by("-pk"):
        if later.publication == Publication.PUBLISHED:
            return _("A newer figure took the place of this one: “%(figure)s”, %(key)s. Change that one.") % {
                "figure": later, "key": later.key,
            }  # fmt: skip
        if later.publication not in NO_LONGER_PUBLIC:
            return _("A newer figure waits to take the place of this one: “%(figure)s”, %(key)s. Change that one.") % {
                "figure": later, "key": later.key,
            }  # fmt: skip
        if said := refusal(later):
            return said
    return ""


def succeed(figure, saved):
    """Turn `figure`, the changed row `saved`, into an unsaved draft that is to take its place."""
    figure.pk, figure.version, figure._state.adding = None, 1, True
    figure.publication, figure.supersedes = Publication.DRAFT, saved
    figure.key = _free_key(saved, figure.as_of)
    figure.read_as = None
    # Whether another took the place of the old one says nothing of the new one.
    figure.__dict__.pop("is_superseded", None)
    return figure


def _free_key(saved, as_of):
    begin = slugify(f"{saved.key} {as_of}", limit=_LONGEST_KEY - 6)
    taken = set(Figure._base_manager.filter(key__startswith=begin).values_list("key", flat=True))
    return next(key for number in range(1, len(taken) + 2) if (key := _numbered(begin, number)) not in taken)


def _numbered(begin, number):
    return begin if number == 1 else f"{begin}-{number}"

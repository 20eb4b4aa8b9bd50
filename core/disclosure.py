"""What may be shown to the public: asked by pages, downloads, search and the sitemap, so that it is decided once."""

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from core.public_reading import refuse_kept_columns


class Publication(models.TextChoices):
    """Changed only by core.publication.moves; a day that was set is carried out by core.publication.due."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Before the public has seen it. A row that was withdrawn and is drafted anew stands here again.
NOT_YET_PUBLIC = frozenset({Publication.DRAFT, Publication.IN_REVIEW, Publication.APPROVED, Publication.SCHEDULED})
# Taken off the public pages and kept.
NO_LONGER_PUBLIC = frozenset({Publication.EXPIRED, Publication.WITHDRAWN})


def _shown(model, path=""):
    """The condition on which the row of `model` at the end of `path` is public, with all that it belongs to."""
    shown = Q(**{f"{path}publication": Publication.PUBLISHED})
    for name in getattr(model, "shown_with", ()):
        parent = model._meta.get_field(name)
        belongs = _shown(parent.related_model, f"{path}{name}__")
        if parent.null:
            belongs |= Q(**{f"{path}{name}__isnull": True})
        shown &= belongs
    return shown


class PublishedQuerySet(models.QuerySet):
    def _values(self, *fields, **expressions):
        refuse_kept_columns(self.model, fields)
        return super()._values(*fields, **expressions)

    def published(self):
        """Rows the public may see, sample rows included (they wear their ribbon).

        A row is shown only while what it belongs to, named in the model's `shown_with`, is shown too.
        """
        return self.filter(_shown(self.model))

    def real(self):
        """Published rows that are no sample: what totals, maps, search and the sitemap may hold."""
        rows = self.published()
        # As a list, for an index to serve: the bare column would be no comparison to it.
        return rows.filter(is_sample__in=[False]) if has_sample_flag(self.model) else rows

    def first_of_each(self, most, field, *order):
        """At most `most` rows of each value of `field` (or of each set of values of several), the first in `order`.

        What fits a page of a list that grows.
        """
        fields = (field,) if isinstance(field, str) else field
        place = Window(RowNumber(), partition_by=[F(name) for name in fields], order_by=order)
        return self.annotate(place_among_its_like=place).filter(place_among_its_like__lte=most)


def has_been_public(record):
    """Whether the public has ever seen `record`: what that fixes stays fixed when it is withdrawn and drafted anew."""
    if record.publication not in NOT_YET_PUBLIC:
        return True
    seen = type(record).history.filter(**{record._meta.pk.name: record.pk}).exclude(publication__in=NOT_YET_PUBLIC)
    return record.pk is not None and seen.exists()


def has_sample_flag(model):
    """Whether rows of `model` can be sample rows."""
    return any(field.name == "is_sample" for field in model._meta.concrete_fields)


def if_published(record):
    """`record` when the public may see it, else None: for what a shown row points to."""
    return record if record is not None and record.publication == Publication.PUBLISHED else None

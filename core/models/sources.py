"""Where a fact comes from, and as of when it holds."""

from functools import cache

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.manager import get_translatable_fields_for_model

from core import partialdate
from core.freshness import review_day
from core.models.records import Searchable, Versioned
from core.offices import Office
from core.partialdate import PartialDateField


class Source(Versioned, Searchable):
    """A page or paper that states facts: who published it, where, when."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("Public authority")
        LAW = "law", _("Legal text")
        PRESS = "press", _("Newspaper")
        FIRM = "firm", _("Law or advisory firm")
        COMPANY = "company", _("Company")
        DATASET = "dataset", _("Data set")
        SEARCH = "search", _("Search of public sources")
        OTHER = "other", _("Other page")

    key = models.SlugField(_("key"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    publisher = models.CharField(_("publisher"), max_length=160)
    url = models.URLField(_("address"), max_length=600, blank=True)
    published_on = PartialDateField(_("published on"))
    read_on = models.DateField(_("read on"))
    note = models.CharField(_("note on the source"), max_length=300, blank=True)

    searched_fields = ("key", "publisher_vi", "publisher_en", "url", "note_vi", "note_en")

    class Meta:
        verbose_name, verbose_name_plural = _("source"), _("sources")
        ordering = ["key"]

    def __str__(self):
        day = partialdate.display(self.published_on) or _("undated")
        return f"{self.publisher}, {day}"


class Confidence(models.TextChoices):
    HIGH = "high", _("stated plainly")
    MEDIUM = "medium", _("stated in part or second-hand")
    LOW = "low", _("single weak source, to be verified")
    NONE = "none", _("not found")


class Sourced(models.Model):
    """A record that says where it comes from and as of when it holds."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name=_("source"))
    as_of = PartialDateField(_("as of"))
    confidence = models.CharField(
        _("how plainly it is stated"), max_length=6, choices=Confidence, default=Confidence.MEDIUM
    )
    other_sources = models.ManyToManyField(Source, related_name="+", blank=True, verbose_name=_("other sources"))

    class Meta:
        abstract = True

    @property
    def as_of_display(self):
        """The day the fact holds for, as far as known, in the active language; blank when the source shows none."""
        return partialdate.display(self.as_of or self.source.published_on)


# Columns that tell of a check. The portal writes them by itself, and core.models.Verification keeps their history.
CHECKED = ("verified_on", "verified_office", "verified_by")
# Columns that say nothing of the world: what the portal keeps, addresses, places in lists.
_SAYS_NOTHING = {"id", "version", "search_text", "publication", "slug", "key", "order", "review_months", "review_due"}


@cache
def _fact_columns(model):
    """The columns of `model` that state the fact. A state has dated moves, and a translation states nothing new."""
    silent = {*_SAYS_NOTHING, *CHECKED, *getattr(model, "lifecycles", ())}
    silent |= set(get_translatable_fields_for_model(model) or ())
    fields = (field for field in model._meta.concrete_fields if getattr(field, "language", "vi") == "vi")
    return tuple(field.attname for field in fields if field.name not in silent)


def _said(row, column):
    value = getattr(row, column)
    return None if value == "" else value


class Reviewed(Sourced):
    """A sourced record that somebody checks again after a while: see core.freshness."""

    # Months after which a fact of this kind is due for review; None: it tells what happened, which does not age.
    reviewed_every = 6
    not_in_history = (*CHECKED, "review_due")

    review_months = models.PositiveSmallIntegerField(
        _("review every … months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Blank: as usual for records of this kind."),
    )
    review_due = models.DateField(_("due for review on"), null=True, editable=False, db_index=True)
    verified_on = models.DateField(_("verified on"), null=True, editable=False)
    verified_office = models.PositiveSmallIntegerField(
        _("verified by the office"), null=True, editable=False, choices=Office
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
        verbose_name=_("verified by"),
    )

    class Meta:
        abstract = True

    def save(self, **kwargs):
        self.keep_review(None if self._state.adding else type(self)._base_manager.filter(pk=self.pk).first())
        super().save(**kwargs)

    def keep_review(self, saved):
        """Set the columns of the review beside those of the row as `saved`; None for a new one.

        What was verified is what the record said then: when it says something else, nobody has verified it yet.
        """
        is_the_same = saved is not None and self.says_the_same_as(saved)
        for name in CHECKED:
            column = self._meta.get_field(name).attname
            setattr(self, column, getattr(saved, column) if is_the_same else None)
        self.review_due = review_day(self)

    def says_the_same_as(self, other):
        """Whether both rows state the same fact; an empty text and none at all are the same."""
        names = _fact_columns(type(self))
        return all(_said(self, name) == _said(other, name) for name in names)

    @classmethod
    def still_told(cls, on):
        """The condition on which rows are more than history on the day `on`; `is_still_told` says it of one."""
        return models.Q()

    def is_still_told(self, on):
        return True

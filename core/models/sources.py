"""Where a fact comes from, and as of when it holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import partialdate
from core.models.records import Searchable, Versioned
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
